"""A table as a picture: a mark in the column that each row belongs to, with its number below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import Any, TypeAlias, Unpack

from kzindustry.errors import ReportError
from kzindustry.presentation.charts.canvas import LINE, Canvas, Place
from kzindustry.presentation.charts.chart import Chart, ChartWords, chart
from kzindustry.presentation.charts.entries import ChartEntry, Point, Said, text_of
from kzindustry.presentation.charts.given import Pandas, by_label, column_name, missing
from kzindustry.presentation.charts.marks import Given, Mark, as_mark, check_marks
from kzindustry.presentation.finding import Finding, as_finding, finding
from kzindustry.presentation.style import GRID, MUTED, text_width, wrapped

LABELS = 0.38
"""The share of the width that labels may take."""
PAD = 8.0

CellsByRow: TypeAlias = "Mapping[Any, Mapping[Any, Given | Finding | str | None]] | Pandas"


@dataclass(frozen=True, eq=False)
class Held:
    """What one cell holds: words, below a marker if there is a mark."""

    column: str
    text: str
    mark: Mark | None
    entry: ChartEntry


def table_chart(
    rows: CellsByRow, columns: Sequence[str] | None = None, *, number: str = "", **words: Unpack[ChartWords]
) -> Chart:
    """Draw rows by columns: commitments by status, for instance.

    Parameters
    ----------
    rows
        A frame, or label to cells by column: a quantity or mark is a marker with its number below, a text
        stands alone, an empty cell stays empty.
    columns
        Their names, from left to right; where none are given, in order of first mention.
    number
        The format of the numbers, as in ``finding``.
    words
        Name, title, subtitle and note.

    Raises
    ------
    ReportError
        If there is no row, or a cell is in no column.
    """
    table = {
        as_finding(label): {
            column_name(name): cell for name, cell in by_label(cells).items() if not missing(cell)
        }
        for label, cells in by_label(rows, keep_names=True).items()
    }
    columns = columns or list(dict.fromkeys(name for cells in table.values() for name in cells))
    stray = {name for cells in table.values() for name in cells} - set(columns)
    if not columns or stray:
        raise ReportError(
            f"The table {words['name']!r} needs rows, and a column for each of {sorted(stray)}."
        )
    held = [
        [_held(label, name, cells[name], number) for name in columns if name in cells]
        for label, cells in table.items()
    ]
    check_marks((cell.text, cell.mark) for row in held for cell in row if cell.mark)
    entries = [cell.entry for row in held for cell in row]
    return chart("Table", partial(_svg, list(table), columns, held), entries, words, *table)


def _held(label: Finding, column: str, content: Given | Finding | str, spec: str) -> Held:
    if isinstance(content, Finding | str):
        return Held(column, f"{content}", None, Said(label.text, finding("{c}: {w}", c=column, w=content)))
    item = as_mark(content, f"{label}, {column}")
    what = ", ".join(filter(None, (column, item.label.text)))
    return Held(column, text_of(item, spec), item, Point(label.text, what, item, spec))


def _svg(
    labels: Sequence[Finding], columns: Sequence[str], rows: Sequence[Sequence[Held]], whole: float
) -> str:
    first, widths = _widths(labels, columns, rows, whole)
    lefts = accumulate(widths.values(), initial=first)
    middles = {name: left + width / 2 for left, (name, width) in zip(lefts, widths.items(), strict=False)}
    heads = [wrapped(name, widths[name] - 4) for name in columns]
    lines = [wrapped(label.text, first - 10) for label in labels]
    cells = [[wrapped(cell.text, widths[cell.column] - 4) for cell in row] for row in rows]
    heights = [
        max(len(own) * LINE, *(_height(c, t) for c, t in zip(row, texts, strict=True))) + PAD
        for own, row, texts in zip(lines, rows, cells, strict=True)
    ]
    head = max(map(len, heads)) * LINE + 6
    edges = list(accumulate(heights, initial=head))
    canvas = Canvas(whole, edges[-1] + 2)
    for name, own in zip(columns, heads, strict=True):
        canvas.lines(Place(middles[name], head - 6 - len(own) * LINE / 2, "center"), own, color=MUTED)
    for own, row, texts, top, bottom in zip(lines, rows, cells, edges, edges[1:], strict=False):
        canvas.path([(0, top), (whole, top)], color=GRID)
        canvas.lines(Place(0, (top + bottom) / 2), own)
        for cell, text in zip(row, texts, strict=True):
            _draw_cell(canvas, cell, text, middles[cell.column], (top + bottom) / 2)
    return canvas.svg()


def _widths(
    labels: Sequence[Finding], columns: Sequence[str], rows: Sequence[Sequence[Held]], whole: float
) -> tuple[float, dict[str, float]]:
    """Share out the width: no word is broken where there is room for it, labels give way first."""
    texts = {
        name: [name, *(cell.text for row in rows for cell in row if cell.column == name)] for name in columns
    }
    least = {name: _longest_word(held) + 8 for name, held in texts.items()}
    own = _longest_word([label.text for label in labels]) + 12
    first = max(min(LABELS * whole, whole - sum(least.values())), min(own, LABELS * whole))
    room = whole - first
    more = max(0.0, room - sum(least.values())) / len(columns)
    fit = min(1.0, room / sum(least.values()))
    return first, {name: width * fit + more for name, width in least.items()}


def _longest_word(texts: Sequence[str]) -> float:
    return max((text_width(word) for text in texts for word in text.split()), default=0.0)


def _height(cell: Held, text: Sequence[str]) -> float:
    return len(text) * LINE + (LINE if cell.mark else 0)


def _draw_cell(canvas: Canvas, cell: Held, text: Sequence[str], x: float, y: float) -> None:
    if cell.mark:
        canvas.dot(x, y - len(text) * LINE / 2, cell.mark.tone, hollow=cell.mark.hollow)
        y += LINE / 2
    canvas.lines(Place(x, y, "center"), text)
