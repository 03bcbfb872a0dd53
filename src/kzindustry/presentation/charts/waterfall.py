"""Bars that step from one total to another: the split of a gap into its parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, pairwise
from typing import Unpack

from kzindustry.errors import ReportError
from kzindustry.presentation.charts.axis import EDGE, Axis, Need, fitted
from kzindustry.presentation.charts.canvas import GAP, Box, Canvas, Place
from kzindustry.presentation.charts.chart import Chart, ChartWords, chart
from kzindustry.presentation.charts.entries import entries_of, text_of
from kzindustry.presentation.charts.frame import column
from kzindustry.presentation.charts.labelled import ChartRow, Rows, chart_rows, marked
from kzindustry.presentation.charts.marks import Mark, check_one_unit
from kzindustry.presentation.style import INK, MUTED, text_width

THICK = 20.0
STEP = 30.0


def waterfall(rows: Rows, *, number: str = "", **words: Unpack[ChartWords]) -> Chart:
    """Draw how steps lead from a first total to the last one: the split of a gap.

    Parameters
    ----------
    rows
        A Series, or label to quantity: the first total, the steps that add to it, the last total.
    number
        The format of the numbers, as in ``finding``.
    words
        Name, title, subtitle and note.

    Raises
    ------
    ReportError
        If the steps do not lead from the first to the last, a number has no source, or units are unlike.
    """
    table = chart_rows(rows)
    check_one_unit(marked(table))
    steps = _steps(table, number, words.get("name", ""))
    form = "Bars stepping from one total to another"
    draw = partial(_svg, table, steps)
    return chart(form, draw, entries_of(table, number), words, *(row.label for row in table))


def _svg(table: Sequence[ChartRow], steps: Sequence["WaterfallStep"], width: float) -> str:
    labels = column(table, width)
    needs = [need for step in steps for need in step.needs()]
    axis = fitted([Need(0), *needs], labels.end, width - EDGE)
    edges = list(accumulate(labels.heights([STEP] * len(table)), initial=2.0))
    centers = [(top + bottom) / 2 for top, bottom in pairwise(edges)]
    canvas = Canvas(width, edges[-1] + 4)
    labels.draw(canvas, centers)
    for step, y in zip(steps, centers, strict=True):
        _draw(canvas, axis, step, y)
    for step, (y, following) in zip(steps, pairwise(centers), strict=False):
        x = axis.at(step.end)
        canvas.path([(x, y + THICK / 2), (x, following - THICK / 2)], color=MUTED)
    canvas.path([(axis.at(0), 2), (axis.at(0), edges[-1])], color=INK, width=1.0)
    return canvas.svg()


@dataclass(frozen=True, eq=False)
class WaterfallStep:
    """A bar between two values, with its text."""

    mark: Mark
    text: str
    start: float
    end: float

    def needs(self) -> tuple[Need, Need]:
        """Give the room of the bar; its text stands at the right."""
        low, high = sorted((self.start, self.end))
        return Need(low), Need(high, right=text_width(self.text) + GAP + 2)


def _steps(table: Sequence[ChartRow], spec: str, name: str) -> list[WaterfallStep]:
    """Give where each bar begins and ends, and its text.

    Raises
    ------
    ReportError
        If the rows are not one mark each, or their steps do not lead from the first to the last.
    """
    if len(table) < 2 or any(len(row.marks) != 1 for row in table):
        raise ReportError(
            f"The waterfall {name!r} needs a first and a last total, and one number for each row."
        )
    marks = [row.marks[0] for row in table]
    first, *between, last = (item.quantity.value for item in marks)
    ends = list(accumulate(between, initial=first))
    if abs(ends[-1] - last) > 1e-9 * max(abs(last), abs(first)):
        raise ReportError(f"The waterfall {name!r} ends at {ends[-1]:g}, not at its last total {last:g}.")
    spans = [(0.0, first), *pairwise(ends), (0.0, last)]
    texts = [text_of(item, spec) for item in marks]
    signs = ["", *("+" if value > 0 else "" for value in between), ""]
    return [
        WaterfallStep(item, sign + text, *span)
        for item, sign, text, span in zip(marks, signs, texts, spans, strict=True)
    ]


def _draw(canvas: Canvas, axis: Axis, step: WaterfallStep, y: float) -> None:
    low, high = sorted((axis.at(step.start), axis.at(step.end)))
    canvas.bar(Box(low, y - THICK / 2, high, y + THICK / 2), step.mark.tone, hollow=step.mark.hollow)
    canvas.text(Place(high + GAP, y), step.text)
