"""Tables as HTML: captions, headed rows and columns, numbers to the right, each cell with its citations.

What a report shows in a table is decided by ``report``; here only cells become text and markup.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from kzindustry.analysis import Quantity
from kzindustry.errors import ReportError
from kzindustry.presentation.finding import YEAR, Cite, Finding, check_source
from kzindustry.presentation.numbers import number


@dataclass(frozen=True)
class Cell:
    """One cell: its plain text, its HTML, and whether it is a number alone."""

    text: str
    html: str
    is_number: bool = False

    @classmethod
    def of(cls, text: str, *, is_number: bool = False) -> "Cell":
        """Make a cell of plain text."""
        return cls(text, escape(text, quote=False), is_number)


@dataclass(frozen=True)
class Table:
    """A captioned table; the first cell of each row heads it."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    def html(self) -> str:
        """Give the table in a frame that scrolls by itself on a narrow page."""
        numeric = [self._is_numeric(column) for column in range(len(self.head))]
        heads = "".join(
            f'<th scope="col"{_class(right)}>{escape(name, quote=False)}</th>'
            for name, right in zip(self.head, numeric, strict=True)
        )
        body = "".join(f"<tr>{_row(row, numeric)}</tr>" for row in self.rows)
        return (
            f'<div class="table-scroll" tabindex="0" role="group" aria-label="{escape(self.caption)}">'
            f'<table class="data"><caption>{escape(self.caption, quote=False)}</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def _is_numeric(self, column: int) -> bool:
        """Tell whether a column is set to the right: where most of what it holds are numbers."""
        held = [row[column].is_number for row in self.rows if row[column].text]
        return sum(held) > len(held) / 2

    def text(self) -> str:
        """Give the table as aligned plain text under its caption."""
        texts = [list(self.head), *([cell.text for cell in row] for row in self.rows)]
        widths = [max(len(row[i]) for row in texts) for i in range(len(self.head))]
        lines = (
            "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in texts
        )
        return "\n".join([self.caption, *(line.rstrip() for line in lines)])


def table_of(frame: pd.DataFrame, caption: str, cite: Cite) -> Table:
    """Make a table of a frame whose cells are quantities, findings and texts; its index is left out.

    Raises
    ------
    ReportError
        Names every cell that holds a bare number: years aside, numbers come as quantities.
    """
    cells = [
        [_cell(value, cite) for value in row]
        for row in frame.astype(object).itertuples(index=False, name=None)
    ]
    problems = [
        f"In the table {caption!r}, row {place}, column {column!r}: {cell}"
        for place, row in enumerate(cells, start=1)
        for column, cell in zip(frame.columns, row, strict=True)
        if isinstance(cell, str)
    ]
    if problems:
        raise ReportError("\n".join(problems))
    whole = [[cell for cell in row if isinstance(cell, Cell)] for row in cells]
    return Table(caption, [str(name) for name in frame.columns], whole)


def _cell(value: object, cite: Cite) -> Cell | str:
    """Make a cell, or say what is wrong with the value."""
    if isinstance(value, Quantity):
        text = number(value)
        html = escape(text, quote=False) + cite(value.figures, value.assumptions)
        return check_source(value) or Cell(text, html, is_number=True)
    if isinstance(value, Finding):
        return Cell(value.text, value.html(cite), is_number=_starts_as_number(value))
    if isinstance(value, str) or re.fullmatch(YEAR, str(value)):
        return Cell.of(str(value))
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN is what differs from itself
        return Cell.of("")
    return f"{value!r} is no Quantity, Finding or text: a number needs its source."


def _starts_as_number(words: Finding) -> bool:
    """Tell whether a cell holds one number and nothing else."""
    return len(words.parts) == 1 and not isinstance(words.parts[0], str)


def _class(right: bool) -> str:
    return ' class="number"' if right else ""


def _row(cells: Sequence[Cell], numeric: Sequence[bool]) -> str:
    head, *rest = cells
    others = "".join(
        f"<td{_class(right)}>{cell.html}</td>" for cell, right in zip(rest, numeric[1:], strict=True)
    )
    tag, scope = ("th", ' scope="row"') if head.text else ("td", "")  # an empty cell heads nothing
    return f"<{tag}{scope}{_class(numeric[0])}>{head.html}</{tag}>{others}"
