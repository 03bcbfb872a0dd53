"""Bars on rows, in one panel for each unit: counts, amounts, changes; open ends as arrows, plans hollow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, TypeAlias, Unpack

from kzindustry.presentation.charts.axis import Axis, Need, fitted
from kzindustry.presentation.charts.canvas import ARROW, GAP, LINE, WIDTH, Box, Canvas, Place
from kzindustry.presentation.charts.chart import Chart, ChartWords, chart
from kzindustry.presentation.charts.entries import entries_of, text_of
from kzindustry.presentation.charts.frame import Column, columns
from kzindustry.presentation.charts.given import Hollow, Pandas, by_column, by_title
from kzindustry.presentation.charts.guides import open_ends, reach_of
from kzindustry.presentation.charts.labelled import ChartRow, Rows, chart_rows, marked
from kzindustry.presentation.charts.marks import Mark, check_one_unit
from kzindustry.presentation.finding import Finding, as_finding
from kzindustry.presentation.style import INK, MUTED, PAPER, TONES, text_width

THICK = 15.0
STEP = 21.0
BETWEEN = 12.0

BarPanels: TypeAlias = "Mapping[Any, Rows] | Pandas"


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


def bars(
    rows: Rows,
    *,
    hollow: Hollow = None,
    number: str = "",
    unlike_units: bool = False,
    **words: Unpack[ChartWords],
) -> Chart:
    """Draw a bar for each mark of each row, from zero, with its number.

    Parameters
    ----------
    rows
        A Series or frame of quantities, or label to quantity, mark or several of them (a bar each), or to
        words where there is no number.
    hollow
        What is planned: quantities by label, each a hollow bar below; or names of rows or columns.
    number
        The format of the numbers, as in ``finding``.
    unlike_units
        Whether counts of unlike things, jobs and people, may stand on the one axis.
    words
        Name, title, subtitle and note.

    Raises
    ------
    ReportError
        If there is nothing to draw, a number has no source, or units are unlike.
    """
    panel = (as_finding(""), chart_rows(rows, hollow))
    return _drawn([panel], number, words, unlike_units=unlike_units)


def panels_of_bars(
    panels: BarPanels,
    *,
    hollow: Hollow = None,
    number: str = "",
    **words: Unpack[ChartWords],
) -> Chart:
    """Draw panels of bars, each with a scale of its own: one for each unit.

    Parameters
    ----------
    panels
        Title (what is counted) to rows, as in ``bars``; or a frame: a panel for each column.
    hollow
        What is planned, by title as in ``bars``; or a frame whose columns are those of the panels.
    number
        The format of the numbers, as in ``finding``.
    words
        Name, title, subtitle and note.

    Raises
    ------
    ReportError
        If there is nothing to draw, a number has no source, or units within a panel are unlike.
    """
    planned = by_title(hollow)
    tables = [
        (as_finding(title), chart_rows(rows, planned.get(f"{title}")))
        for title, rows in by_column(panels).items()
    ]
    return _drawn(tables, number, words)


def _drawn(
    tables: Sequence[tuple[Finding, Sequence[ChartRow]]],
    spec: str,
    words: ChartWords,
    *,
    unlike_units: bool = False,
) -> Chart:
    for _, rows in tables if not unlike_units else ():
        check_one_unit(marked(rows))
    labels = columns([rows for _, rows in tables])
    panels = [BarPanel(title, rows, own) for (title, rows), own in zip(tables, labels, strict=True)]
    canvas = Canvas(sum(panel.height for panel in panels) + BETWEEN * (len(panels) - 1) + 4)
    top = 2.0
    for panel in panels:
        _draw_panel(canvas, panel, top, spec)
        top += panel.height + BETWEEN
    entries = [entry for panel in panels for entry in entries_of(panel.rows, spec, panel.title.text)]
    findings = [name for panel in panels for name in (panel.title, *(row.label for row in panel.rows))]
    return chart("Bar chart", canvas.svg(), entries, words, *findings)


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
