"""Tables as HTML: captions, headed rows and columns, numbers to the right, each number leading to its source.

What a report shows in a table is decided by ``report``; here only cells become text and markup.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from json import dumps

import pandas as pd

from kzindustry.analysis import Quantity
from kzindustry.errors import ReportError, nearest
from kzindustry.presentation.finding import Citing, Finding, check_source, with_dashes
from kzindustry.presentation.numbers import number
from kzindustry.typed_numbers import YEAR

TELEPHONE = 48
"""Letters that a telephone has room for beside each other, in the type of tables."""

TEXT_COLUMN, GAP = 14, 1.6
"""Letters that a column of text needs at the most before it breaks lines, and those between two columns."""

MOST_STACKED = 9
"""Columns whose heads the page's style sheet can put before stacked cells; a wider table scrolls."""


@dataclass(frozen=True)
class Cell:
    """One cell: its plain text, its HTML, whether it is a number alone, and the figures behind it."""

    text: str
    html: str
    is_number: bool = False
    figures: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, *, is_number: bool = False) -> "Cell":
        """Make a cell of plain text."""
        text = with_dashes(text)
        return cls(text, escape(text, quote=False), is_number)


@dataclass(frozen=True)
class Table:
    """A captioned table; the first cell of each row heads it."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids of all figures behind its numbers, in order of use."""
        return tuple(dict.fromkeys(name for row in self.rows for cell in row for name in cell.figures))

    def html(self) -> str:
        """Give the table in a frame that scrolls by itself; one too wide for a telephone is stacked there.

        On a narrow page the cells of a stacked table stand below each other, each behind the head of its
        column. Style sheets cannot read the heads, so the table says them once as custom properties.
        """
        numeric = [self._is_numeric(column) for column in range(len(self.head))]
        heads = "".join(
            f'<th scope="col"{_class(right)}>{escape(name, quote=False)}</th>'
            if name
            else "<td></td>"  # an empty cell heads nothing
            for name, right in zip(self.head, numeric, strict=True)
        )
        body = "".join(f"<tr>{_row(row, numeric)}</tr>" for row in self.rows)
        caption = f"<caption>{escape(self.caption, quote=False)}</caption>" if self.caption else ""
        name = escape(self.caption or "Table")
        return (
            f'<div class="table-scroll" tabindex="0" role="group" aria-label="{name}">'
            f"<table{self._look(numeric)}>{caption}"
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def _look(self, numeric: Sequence[bool]) -> str:
        """Write class and, where it is stacked on a narrow page, the heads as its style sheet needs them."""
        room = [self._room(column, right) for column, right in enumerate(numeric)]
        if sum(room) + GAP * (len(room) - 1) <= TELEPHONE or len(room) > MOST_STACKED:
            return ' class="data"'
        named = [(place, " ".join(head.split())) for place, head in enumerate(self.head, start=1) if head]
        heads = ";".join(f"--h{place}:{dumps(head, ensure_ascii=False)}" for place, head in named)
        return f' class="data stacks" style="{escape(heads)}"'

    def _room(self, column: int, is_numeric: bool) -> int:
        """Give the letters that a column needs: numbers stay on one line, words break."""
        longest = max((len(row[column].text) for row in self.rows), default=0)
        word = max(map(len, self.head[column].split()), default=0)
        return max(word, longest if is_numeric else min(longest, TEXT_COLUMN))

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
        return "\n".join([*filter(None, [self.caption]), *(line.rstrip() for line in lines)])


def table_of(
    frame: pd.DataFrame,
    caption: str,
    cite: Citing,
    formats: Mapping[str, str] | None = None,
    label: Callable[[str], str] = str,
) -> Table:
    """Make a table of a frame whose cells are quantities, findings and texts.

    Parameters
    ----------
    frame
        Its index heads the rows, unless it only numbers them.
    caption
        Said above the table; may be empty.
    cite
        Leads from numbers to their sources.
    formats
        The formats of numbers, by column, as in ``finding``; an amount with its unit where none is given.
    label
        Gives the words for the name of a column.

    Raises
    ------
    ReportError
        Names every cell that holds a bare number (years aside, numbers come as quantities), and every format
        for a column that is not there.
    """
    columns = [str(name) for name in frame.columns]
    if strange := [name for name in formats or {} if name not in columns]:
        raise ReportError(
            "\n".join(f"number=: there is no column {name!r}. {nearest(name, columns)}" for name in strange)
        )
    frame = frame if isinstance(frame.index, pd.RangeIndex) else _with_index(frame)
    specs = [(formats or {}).get(str(name), "amount") for name in frame.columns]
    cells = [
        [_cell(value, cite, spec) for value, spec in zip(row, specs, strict=True)]
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
    return Table(caption, [with_dashes(label(str(name))) if name else "" for name in frame.columns], whole)


def _with_index(frame: pd.DataFrame) -> pd.DataFrame:
    """Put the index into the first column, without a head if it has no name."""
    named = frame.copy()
    named.insert(0, frame.index.name or "", frame.index.map(str))
    return named


def _cell(value: object, cite: Citing, spec: str) -> Cell | str:
    """Make a cell, or say what is wrong with the value."""
    if isinstance(value, Quantity):
        text = number(value, spec)
        html = cite.number(text, value, value.assumptions)
        return check_source(value) or Cell(text, html, is_number=True, figures=value.figures)
    if isinstance(value, Finding):
        return Cell(value.text, value.html(cite), _starts_as_number(value), value.figures)
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
