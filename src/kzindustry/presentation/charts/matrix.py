"""A dot for each thing counted, in rows: what is known solid, what is planned or forecast hollow."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias, Unpack

from kzindustry.errors import ReportError
from kzindustry.presentation.charts.canvas import GAP, LINE, Canvas, Place
from kzindustry.presentation.charts.chart import Chart, ChartWords, chart
from kzindustry.presentation.charts.entries import entries_of
from kzindustry.presentation.charts.given import Hollow, Pandas
from kzindustry.presentation.charts.labelled import ChartRow, chart_rows, marked
from kzindustry.presentation.charts.marks import Given, Mark
from kzindustry.presentation.numbers import number as number_text
from kzindustry.presentation.style import text_width, wrapped

PITCH = 9.5
SIZE = 6.5
PAD = 10.0
EDGE = 1.0

Counts: TypeAlias = "Mapping[Any, Mapping[Any, Given]] | Pandas"


def dot_matrix(rows: Counts, *, hollow: Hollow = None, **words: Unpack[ChartWords]) -> Chart:
    """Draw as many dots as are counted, in lines under each row's label and counts.

    Parameters
    ----------
    rows
        A frame (a kind for each column), or label to counts by kind; a kind has one tone in all rows.
    hollow
        What is planned: names of kinds or rows.
    words
        Name, title, subtitle and note.

    Raises
    ------
    ReportError
        If there is no row, or a count is not a whole number from zero.
    """
    table = chart_rows(rows, hollow)
    _check(table)
    draw = partial(_svg, table)
    return chart("Dot matrix", draw, entries_of(table, ""), words, *(row.label for row in table))


def _svg(table: Sequence[ChartRow], width: float) -> str:
    heights = [_height(row, width) for row in table]
    canvas = Canvas(width, sum(heights) + 2)
    top = 2.0
    for row, height in zip(table, heights, strict=True):
        _draw(canvas, row, top)
        top += height
    return canvas.svg()


def _check(table: Sequence[ChartRow]) -> None:
    bad = [f"{row}, {item.label}" for row, item in marked(table) if not _is_count(item)]
    if bad:
        raise ReportError(f"A dot matrix shows whole numbers from zero: {'; '.join(bad)}.")


def _is_count(item: Mark) -> bool:
    value = item.quantity.value
    return value >= 0 and value == round(value)


def _count(row: ChartRow) -> int:
    return sum(round(item.quantity.value) for item in row.marks)


def _in_line(width: float) -> int:
    """Count the dots that stand side by side."""
    return int((width - 2 * EDGE) // PITCH)


def _keys(row: ChartRow, room: float) -> list[list[tuple[float, Mark, str]]]:
    """Lay out the counts with their markers in lines."""
    lines: list[list[tuple[float, Mark, str]]] = []
    x = room
    for item in row.marks:
        text = f"{number_text(item.quantity)} {item.label.text}"
        width = PITCH + text_width(text) + 2 * GAP
        if x + width > room:
            lines.append([])
            x = 0.0
        lines[-1].append((x, item, text))
        x += width
    return lines


def _label(row: ChartRow, width: float) -> list[str]:
    return wrapped(row.label.text, width - 2, bold=True)


def _height(row: ChartRow, width: float) -> float:
    lines = -(-_count(row) // _in_line(width))
    return LINE * (len(_label(row, width)) + len(_keys(row, width))) + 2 + lines * PITCH + PAD


def _draw(canvas: Canvas, row: ChartRow, top: float) -> None:
    label = _label(row, canvas.width)
    canvas.lines(Place(0, top + len(label) * LINE / 2), label, bold=True)
    y = top + LINE * (len(label) + 0.5)
    for line in _keys(row, canvas.width):
        for x, item, text in line:
            canvas.dots([(x + EDGE + SIZE / 2, y)], item.tone, hollow=item.hollow, size=SIZE)
            canvas.text(Place(x + PITCH + 2, y), text)
        y += LINE
    across = _in_line(canvas.width)
    places = [(EDGE + SIZE / 2 + n % across * PITCH, y - 2 + n // across * PITCH) for n in range(_count(row))]
    for item in row.marks:
        count = round(item.quantity.value)
        own, places = places[:count], places[count:]
        if own:
            canvas.dots(own, item.tone, hollow=item.hollow, size=SIZE)
