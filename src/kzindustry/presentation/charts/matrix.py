"""A dot for each thing counted, in rows: what is known solid, what is planned or forecast hollow."""

from collections.abc import Mapping
from typing import Unpack

from kzindustry.errors import ReportError
from kzindustry.presentation.charts.canvas import GAP, LINE, WIDTH, Canvas, Place
from kzindustry.presentation.charts.chart import Chart, ChartWords, chart
from kzindustry.presentation.charts.entries import entries_of
from kzindustry.presentation.charts.marks import ChartRow, Given, Mark, as_mark, check_marks
from kzindustry.presentation.finding import Finding, as_finding
from kzindustry.presentation.numbers import number as number_text
from kzindustry.presentation.style import text_width, wrapped

PITCH = 9.5
SIZE = 6.5
PAD = 10.0
EDGE = 1.0
IN_LINE = int((WIDTH - 2 * EDGE) // PITCH)

Counts = Mapping[Finding | str, Mapping[str, Given]]


def dot_matrix(rows: Counts, **words: Unpack[ChartWords]) -> Chart:
    """Draw as many dots as are counted, in lines under each row's label and counts.

    Parameters
    ----------
    rows
        Label to counts by kind; a kind has one tone in all rows, hollow if its mark is.
    words
        Name, title, subtitle and note.

    Raises
    ------
    ReportError
        If there is no row, or a count is not a whole number from zero.
    """
    table = _rows(rows, words["name"])
    heights = [_height(row) for row in table]
    canvas = Canvas(sum(heights) + 2)
    top = 2.0
    for row, height in zip(table, heights, strict=True):
        _draw(canvas, row, top)
        top += height
    return chart("Dot matrix", canvas.svg(), entries_of(table, ""), words, *(row.label for row in table))


def _rows(given: Counts, name: str) -> list[ChartRow]:
    kinds = list(dict.fromkeys(kind for counts in given.values() for kind in counts))
    if not kinds:
        raise ReportError(f"The dot matrix {name!r} needs at least one row with a count.")
    table = [
        ChartRow(
            as_finding(label), tuple(_kind(kind, item, kinds.index(kind)) for kind, item in counts.items())
        )
        for label, counts in given.items()
    ]
    check_marks((f"{row.label}", item) for row in table for item in row.marks)
    bad = [f"{row.label}, {item.label}" for row in table for item in row.marks if not _is_count(item)]
    if bad:
        raise ReportError(f"A dot matrix shows whole numbers from zero: {'; '.join(bad)}.")
    return table


def _kind(name: str, given: Given, place: int) -> Mark:
    item = as_mark(given)
    return Mark(item.quantity, as_finding(name), item.hollow, item.tone or place % 4)


def _is_count(item: Mark) -> bool:
    value = item.quantity.value
    return value >= 0 and value == round(value)


def _count(row: ChartRow) -> int:
    return sum(round(item.quantity.value) for item in row.marks)


def _keys(row: ChartRow) -> list[list[tuple[float, Mark, str]]]:
    """Lay out the counts with their markers in lines."""
    lines: list[list[tuple[float, Mark, str]]] = []
    x = WIDTH
    for item in row.marks:
        text = f"{number_text(item.quantity)} {item.label.text}"
        width = PITCH + text_width(text) + 2 * GAP
        if x + width > WIDTH:
            lines.append([])
            x = 0.0
        lines[-1].append((x, item, text))
        x += width
    return lines


def _label(row: ChartRow) -> list[str]:
    return wrapped(row.label.text, WIDTH - 2, bold=True)


def _height(row: ChartRow) -> float:
    lines = -(-_count(row) // IN_LINE)
    return LINE * (len(_label(row)) + len(_keys(row))) + 2 + lines * PITCH + PAD


def _draw(canvas: Canvas, row: ChartRow, top: float) -> None:
    label = _label(row)
    canvas.lines(Place(0, top + len(label) * LINE / 2), label, bold=True)
    y = top + LINE * (len(label) + 0.5)
    for line in _keys(row):
        for x, item, text in line:
            canvas.dots([(x + EDGE + SIZE / 2, y)], item.tone, hollow=item.hollow, size=SIZE)
            canvas.text(Place(x + PITCH + 2, y), text)
        y += LINE
    places = [
        (EDGE + SIZE / 2 + n % IN_LINE * PITCH, y - 2 + n // IN_LINE * PITCH) for n in range(_count(row))
    ]
    for item in row.marks:
        count = round(item.quantity.value)
        own, places = places[:count], places[count:]
        if own:
            canvas.dots(own, item.tone, hollow=item.hollow, size=SIZE)
