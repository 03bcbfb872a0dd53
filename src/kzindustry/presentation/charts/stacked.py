"""Parts of a whole side by side: stacked bars, each part with its number and name above it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, pairwise
from typing import Any, TypeAlias, Unpack

from kzindustry.errors import ReportError
from kzindustry.presentation.charts.axis import EDGE, Axis, Need, fitted
from kzindustry.presentation.charts.canvas import Box, Canvas, Place
from kzindustry.presentation.charts.chart import Chart, ChartWords, chart
from kzindustry.presentation.charts.entries import entries_of, text_of
from kzindustry.presentation.charts.frame import Column, column
from kzindustry.presentation.charts.given import Hollow, Pandas
from kzindustry.presentation.charts.guides import Name, height_of, names_of
from kzindustry.presentation.charts.labelled import ChartRow, chart_rows, colored_rows, marked
from kzindustry.presentation.charts.marks import Given, Tones, check_one_unit
from kzindustry.presentation.style import MUTED

THICK = 20.0
BELOW = 12.0
FILLS = (0, 3, 1, 2)

Parts: TypeAlias = "Mapping[Any, Mapping[Any, Given]] | Pandas"


@dataclass(frozen=True, eq=False)
class Bar:
    """A row of parts: where each lies on the axis, and the names above them."""

    row: ChartRow
    edges: tuple[float, ...]
    names: Sequence[Name]

    @property
    def height(self) -> float:
        """The height that names and bar need."""
        return height_of(self.names) + THICK + BELOW


def stacked_bars(
    rows: Parts, *, hollow: Hollow = None, number: str = "", tones: Tones = None, **words: Unpack[ChartWords]
) -> Chart:
    """Draw the parts of each row side by side from zero, on one scale.

    Parameters
    ----------
    rows
        A frame (a part for each column), or label to parts, each a name with a quantity or mark, in the order
        in which they are to stand; a part of the same name looks the same in every row. Hatched marks are for
        what is unaccounted for.
    hollow
        What is planned: names of rows or parts.
    number
        The format of the numbers, as in ``finding``.
    tones
        The colour of marks or rows by name, where a name is to have one colour on a page: {"plan": "grey"}.
    words
        Name, title, subtitle and note.

    Raises
    ------
    ReportError
        If there is no row, a part is negative, a number has no source, or units are unlike.
    """
    table = colored_rows(chart_rows(rows, hollow, FILLS), tones)
    _check(table)
    entries = entries_of(table, number)
    return chart("Stacked bars", partial(_svg, table, number), entries, words, *(row.label for row in table))


def _svg(table: Sequence[ChartRow], number: str, width: float) -> str:
    labels = column(table, width)
    sums = [sum(item.quantity.value for item in row.marks) for row in table]
    axis = fitted([Need(0), *map(Need, sums)], labels.end, width - EDGE)
    bars = [_bar(row, axis, number) for row in table]
    canvas = Canvas(width, sum(labels.heights([bar.height for bar in bars])) + 4)
    _draw(canvas, labels, bars)
    return canvas.svg()


def _check(table: Sequence[ChartRow]) -> None:
    """Refuse parts of unlike units, and negative ones."""
    check_one_unit(marked(table))
    negative = [f"{row}: {item.label}" for row, item in marked(table) if item.quantity.value < 0]
    if negative:
        raise ReportError(f"Parts of a stacked bar cannot be negative: {', '.join(negative)}.")


def _bar(row: ChartRow, axis: Axis, spec: str) -> Bar:
    edges = tuple(
        axis.at(end) for end in accumulate((item.quantity.value for item in row.marks), initial=0.0)
    )
    middles = [(low + high) / 2 for low, high in pairwise(edges)]
    texts = [text_of(item, spec) for item in row.marks]
    return Bar(row, edges, names_of(list(zip(texts, middles, strict=True)), axis.end + EDGE))


def _draw(canvas: Canvas, labels: Column, bars: Sequence[Bar]) -> None:
    heights = labels.heights([bar.height for bar in bars])
    bottoms = [bottom - BELOW for bottom in accumulate(heights)]
    labels.draw(canvas, [bottom - THICK / 2 for bottom in bottoms])
    for bar, bottom in zip(bars, bottoms, strict=True):
        top = bottom - THICK
        for item, (low, high) in zip(bar.row.marks, pairwise(bar.edges), strict=True):
            box = Box(low, top, max(high, low + 0.8), bottom)
            canvas.bar(box, item.tone, hollow=item.hollow, hatched=item.hatched)
        for name in bar.names:
            place = name.place(top)
            start = place.y + (7 if name.align == "center" else -5)
            canvas.path([(name.x, start), (name.x, top)], color=MUTED)
            canvas.text(Place(place.x, place.y, place.align), name.text)
