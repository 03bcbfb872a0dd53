"""Bars on rows, in one panel for each unit: counts, amounts, changes; open ends as arrows, plans hollow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Unpack

from kzindustry.presentation.charts.axis import Axis, Need, fitted
from kzindustry.presentation.charts.canvas import ARROW, GAP, LINE, WIDTH, Box, Canvas, Place
from kzindustry.presentation.charts.chart import Chart, ChartWords, chart
from kzindustry.presentation.charts.entries import entries_of, text_of
from kzindustry.presentation.charts.frame import Column, columns
from kzindustry.presentation.charts.guides import open_ends, reach_of
from kzindustry.presentation.charts.marks import ChartRow, Mark, Rows, chart_rows
from kzindustry.presentation.finding import Finding, as_finding
from kzindustry.presentation.style import INK, MUTED, PAPER, TONES, text_width

THICK = 15.0
STEP = 21.0
BETWEEN = 12.0


@dataclass(frozen=True, eq=False)
class BarPanel:
    """Rows that share a unit, under a title, with the labels of all panels in one column."""

    title: Finding
    rows: Sequence[ChartRow]
    labels: Column

    @property
    def head(self) -> float:
        """The height of the title."""
        return LINE + 5 if self.title.text else 0.0

    @property
    def heights(self) -> list[float]:
        """The heights of the rows."""
        return self.labels.heights([STEP * max(len(row.marks), 1) + 5 for row in self.rows])

    @property
    def height(self) -> float:
        """The height of the panel."""
        return self.head + sum(self.heights)


def bars(rows: Rows, *, number: str = "", **words: Unpack[ChartWords]) -> Chart:
    """Draw a bar for each mark of each row, from zero, with its number.

    Parameters
    ----------
    rows
        Label to quantity, mark or several of them (a bar each), or to words where there is no number.
    number
        The format of the numbers, as in ``finding``.
    words
        Name, title, subtitle and note.
    """
    return panels_of_bars({"": rows}, number=number, **words)


def panels_of_bars(
    panels: Mapping[Finding | str, Rows], *, number: str = "", **words: Unpack[ChartWords]
) -> Chart:
    """Draw panels of bars, each with a scale of its own: one for each unit.

    Parameters
    ----------
    panels
        Title (what is counted) to rows, as in ``bars``.
    number
        The format of the numbers, as in ``finding``.
    words
        Name, title, subtitle and note.
    """
    table = _panels(panels)
    canvas = Canvas(sum(panel.height for panel in table) + BETWEEN * (len(table) - 1) + 4)
    top = 2.0
    for panel in table:
        _draw_panel(canvas, panel, top, number)
        top += panel.height + BETWEEN
    entries = [entry for panel in table for entry in entries_of(panel.rows, number, panel.title.text)]
    findings = [name for panel in table for name in (panel.title, *(row.label for row in panel.rows))]
    return chart("Bar chart", canvas.svg(), entries, words, *findings)


def _panels(given: Mapping[Finding | str, Rows]) -> list[BarPanel]:
    tables = [(as_finding(title), chart_rows(rows)) for title, rows in given.items()]
    labels = columns([rows for _, rows in tables])
    return [BarPanel(title, rows, own) for (title, rows), own in zip(tables, labels, strict=True)]


def _draw_panel(canvas: Canvas, panel: BarPanel, top: float, spec: str) -> None:
    canvas.text(Place(0, top + LINE / 2), panel.title.text, bold=True)
    marks = [item for row in panel.rows for item in row.marks]
    axis = fitted(
        [Need(0), *(need for item in marks for need in _needs(item, spec))], panel.labels.end, WIDTH - 2
    )
    edges = list(accumulate(panel.heights, initial=top + panel.head))
    centers = [(upper + lower) / 2 for upper, lower in pairwise(edges)]
    panel.labels.draw(canvas, centers)
    zero = axis.at(0)
    for row, center in zip(panel.rows, centers, strict=True):
        first = center - (len(row.marks) - 1) * STEP / 2
        for place, item in enumerate(row.marks):
            _draw_bar(canvas, axis, item, first + place * STEP, spec)
        canvas.text(Place(zero + GAP, center), row.words.text, color=MUTED)
    canvas.path([(zero, edges[0]), (zero, edges[-1])], color=INK, width=1.0)


def _needs(item: Mark, spec: str) -> tuple[Need, Need]:
    """Give the room of a bar: its text stands beyond its end, or its whisker's end, away from zero."""
    room = text_width(text_of(item, spec)) + GAP + ARROW * open_ends(item.quantity)[1] + 2
    low, high = reach_of(item.quantity)
    if item.quantity.value < 0:
        return Need(low, left=room), Need(high)
    return Need(low), Need(high, right=room)


def _draw_bar(canvas: Canvas, axis: Axis, item: Mark, y: float, spec: str) -> None:
    zero, tip = axis.at(0), axis.at(item.quantity.value)
    box = Box(min(zero, tip), y - THICK / 2, max(zero, tip), y + THICK / 2)
    canvas.bar(box, item.tone, hollow=item.hollow, hatched=item.hatched)
    low, high = (axis.at(end) for end in reach_of(item.quantity))
    end = min(low, tip) if tip < zero else max(high, tip)
    if low < high:
        canvas.path([(low, y), (high, y)], color=INK, width=1.6)
    low_is_open, high_is_open = open_ends(item.quantity)
    if high_is_open:
        canvas.arrow(tip, y, ARROW, TONES[item.tone])
        end += ARROW
    if low_is_open:
        _arrow_within(canvas, box, y, item)
    sign = -1 if tip < zero else 1
    place = Place(end + sign * GAP, y, "right" if sign < 0 else "left")
    canvas.text(place, text_of(item, spec))


def _arrow_within(canvas: Canvas, box: Box, y: float, item: Mark) -> None:
    """Point back from the end of a bar that says "at most"."""
    canvas.arrow(
        box.right - 4, y, -min(ARROW, box.right - box.left - 4), TONES[item.tone] if item.hollow else PAPER
    )
