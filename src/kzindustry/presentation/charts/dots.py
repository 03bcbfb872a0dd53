"""Dots on rows, with whiskers, arrows for open ends, named lines and a band: rates, ratios, pairs, amounts.

The one form for dot and whisker, log dot strip, plan and outcome, dumbbell, forest and intervals with a band.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

from kzindustry.presentation.charts.axis import Axis, Need, fitted
from kzindustry.presentation.charts.canvas import ARROW, GAP, WIDTH, Canvas, Place
from kzindustry.presentation.charts.chart import Chart, ChartWords, chart
from kzindustry.presentation.charts.entries import entries_of, text_of
from kzindustry.presentation.charts.frame import column, framed
from kzindustry.presentation.charts.given import Hollow
from kzindustry.presentation.charts.guides import Guides, Lines, open_ends, reach_of
from kzindustry.presentation.charts.labelled import ChartRow, Rows, chart_rows, marked
from kzindustry.presentation.charts.marks import Mark, check_one_unit, mark
from kzindustry.presentation.style import MUTED, TONES, text_width

RADIUS = 5.0
HEIGHT = 25.0
ABOVE = 15.0
AXIS = 80.0


@dataclass(frozen=True, eq=False)
class Spot:
    """A mark with its text, and the side of the mark that the text stands on: left, right or free."""

    mark: Mark
    text: str
    side: str

    @property
    def reach(self) -> tuple[float, float]:
        """The values from which to which the mark's whisker reaches."""
        return reach_of(self.mark.quantity)

    @property
    def arrows(self) -> tuple[float, float]:
        """The room in points that arrows for open ends take on the left and on the right."""
        low, high = open_ends(self.mark.quantity)
        return ARROW * low, ARROW * high

    def needs(self) -> tuple[Need, Need]:
        """Give the room that the mark, its arrows and its text take on the axis."""
        beside = text_width(self.text) + GAP
        left, right = (arrow + RADIUS + 1 for arrow in self.arrows)
        low, high = self.reach
        return (
            Need(low, left=left + (beside if self.side == "left" else 0.0)),
            Need(high, right=right + (beside if self.side == "right" else 0.0)),
        )


def dots(  # noqa: PLR0913 - the one form for all of these
    rows: Rows,
    *,
    hollow: Hollow = None,
    number: str = "",
    log: bool = False,
    lines: Lines | None = None,
    band: Lines | None = None,
    unlike_units: bool = False,
    **words: Unpack[ChartWords],
) -> Chart:
    """Draw one or more dots on each row, each with its number.

    Parameters
    ----------
    rows
        A Series or frame of quantities, or label to quantity, mark or several of them. Bounds are drawn as
        whiskers, open ends as arrows; several marks of a row without bounds are joined by a line.
    hollow
        What is planned: quantities by label, drawn beside the others; or names of rows or columns.
    number
        The format of the numbers, as in ``finding``.
    log
        Whether the axis is logarithmic.
    lines
        Vertical lines by name: a plan, no difference, an official rate.
    band
        One range by name, from the low to the high end of its quantity, shaded behind all rows.
    unlike_units
        Whether counts of unlike things, jobs and people, may stand on the one axis.
    words
        Name, title, subtitle and note.

    Raises
    ------
    ReportError
        If there is nothing to draw, a number has no source, or units are unlike.
    """
    table = chart_rows(rows, hollow)
    guides = Guides.of(lines, band)
    if not unlike_units:
        check_one_unit([*marked(table), *((name.text, mark(quantity)) for name, quantity in guides.all)])
    labels = column(table)
    spots = [_spots(row, number, WIDTH - labels.end) for row in table]
    needs = [need for row in spots for spot in row for need in spot.needs()]
    axis = fitted([*needs, *guides.needs()], labels.end, WIDTH - 2, is_log=log)
    sample = next(spot.mark.quantity for row in spots for spot in row)
    tiers = [_tiers(row, axis) for row in spots]
    frame = framed(labels.heights([HEIGHT + ABOVE * count for count in tiers]), axis, sample, number, guides)
    centers = [_center(count, *span) for count, span in zip(tiers, frame.spans, strict=True)]
    labels.draw(frame.canvas, centers)
    for row, item, center in zip(table, spots, centers, strict=True):
        _draw_row(frame.canvas, axis, item, center)
        frame.canvas.text(Place(labels.end, center), row.words.text, color=MUTED)
    entries = [*entries_of(table, number), *guides.points(number)]
    return chart(
        "Dot chart", frame.canvas.svg(), entries, words, *(row.label for row in table), *guides.findings
    )


def _spots(row: ChartRow, spec: str, room: float) -> list[Spot]:
    """Give each mark its text and side: the outermost texts stand outside if short, the others are free."""
    marks = sorted(row.marks, key=lambda item: item.quantity.value)
    texts = [text_of(item, spec) for item in marks]
    sides = ["left", *["free"] * (len(marks) - 2), "right"] if len(marks) > 1 else ["right"]
    if len(marks) > 1 and any(_has_whisker(item) for item in marks):
        sides = ["free"] * len(marks)
    longest = room / 4 if len(marks) > 1 else room - AXIS
    return [
        Spot(item, text, side if text_width(text) <= longest else "free")
        for item, text, side in zip(marks, texts, sides, strict=False)
    ]


def _has_whisker(item: Mark) -> bool:
    low, high = reach_of(item.quantity)
    return low < high


def _tiers(row: Sequence[Spot], axis: Axis) -> int:
    """Count the lines that the free texts of a row need, so that none stands on another."""
    ends: list[float] = []
    for spot in row:
        if spot.side == "free":
            place = Place(axis.at(spot.mark.quantity.value), 0, "center").box(spot.text)
            line = next((n for n, end in enumerate(ends) if end + GAP < place.left), len(ends))
            ends[line : line + 1] = [place.right]
    return len(ends)


def _center(tiers: int, top: float, bottom: float) -> float:
    """Give the height of the marks: of the lines of free texts, the first is above them, the next below."""
    return (top + bottom + (ABOVE if tiers % 2 else 0)) / 2


def _draw_row(canvas: Canvas, axis: Axis, row: Sequence[Spot], y: float) -> None:
    if len(row) > 1 and not any(_has_whisker(spot.mark) for spot in row):
        canvas.path([(axis.at(spot.mark.quantity.value), y) for spot in row], color=MUTED, width=1.2)
    for spot in row:
        _draw_mark(canvas, axis, spot, y)
    lows, highs = ([spot.reach[end] for spot in row] for end in (0, 1))
    for spot in sorted(row, key=lambda item: item.side == "free"):
        around = _around(axis.at(spot.mark.quantity.value), y)
        beside = {
            "left": _left_of(axis.at(min(lows)), y, spot),
            "right": _right_of(axis.at(max(highs)), y, spot),
        }
        first = [beside[spot.side]] if spot.side in beside else []
        second = [beside["left"]] if len(row) == 1 else []
        canvas.label([*first, *second, *around], spot.text)


def _draw_mark(canvas: Canvas, axis: Axis, spot: Spot, y: float) -> None:
    item, color = spot.mark, TONES[spot.mark.tone]
    low, high = (axis.at(end) for end in spot.reach)
    if low < high:
        canvas.path([(low, y), (high, y)], color=color, width=1.8)
        canvas.take(low, y - 4, high, y + 4)
    left, right = spot.arrows
    if left:
        canvas.arrow(low, y, -left - RADIUS, color)
    if right:
        canvas.arrow(high, y, right + RADIUS, color)
    canvas.dot(axis.at(item.quantity.value), y, item.tone, hollow=item.hollow)


def _left_of(outer: float, y: float, spot: Spot) -> Place:
    return Place(outer - RADIUS - GAP - spot.arrows[0], y, "right")


def _right_of(outer: float, y: float, spot: Spot) -> Place:
    return Place(outer + RADIUS + GAP + spot.arrows[1], y)


def _around(x: float, y: float) -> list[Place]:
    aligns = ("center", "left", "right")
    shift = {"center": 0.0, "left": -RADIUS, "right": RADIUS}
    away = (-ABOVE, ABOVE, -2 * ABOVE, 2 * ABOVE)
    return [Place(x + shift[align], y + dy, align) for dy in away for align in aligns]
