"""Reading the tables of data/: CSV text into cells, every cell held to the type of its field.

What a table may hold is declared in datapackage.json and held by `constraints`; this module only refuses what
cannot become a row.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from itertools import repeat
from typing import Any, get_type_hints

from kzindustry.errors import InputError
from kzindustry.evidence.registry.rows import ROWS
from kzindustry.evidence.registry.snapshot import Snapshot

FIRST_ROW = 2
EMPTY_ROW = "the row is empty. Remove it."
MOST_HINTS = 20
"""For so many unknown ids the nearest known one is looked up: among thousands, each takes a while."""
MOST_CHARACTERS = 100_000
"""In a row."""
MOST_DIGITS = 15
"""Longer whole numbers are codes, and floats would not hold them."""
WHOLE = re.compile(rf"[0-9]{{1,{MOST_DIGITS}}}")
DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,300}(?:\.[0-9]{0,300})?|\.[0-9]{1,300})(?:[eE][+-]?[0-9]{1,3})?")
"""In digits from 0 to 9 alone: Python's own reader takes those of any script, and 0_2 for 2."""


@dataclass(frozen=True)
class Cells:
    """A table as text, column by column: a list for each row would be fifty thousand lists."""

    columns: Mapping[str, Sequence[str]]

    @property
    def numbers(self) -> range:
        """The numbers of the rows; the header is row 1, as a spreadsheet counts."""
        return range(FIRST_ROW, FIRST_ROW + len(next(iter(self.columns.values()))))


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell of a row, and in which column."""

    column: str
    what: str


def place(table: str, number: int, column: str, row_id: str = "") -> str:
    """Say where a cell stands: file, row as a spreadsheet counts, column."""
    return f"data/{table}.csv, row {number}" + (f" ({row_id})" if row_id else "") + f", column {column}"


def quoted(cell: str) -> str:
    """Give a cell for a message: in quotes, and not the whole of a long one."""
    return repr(cell if len(cell) <= 80 else f"{cell[:60]}... ({len(cell):,} characters)")


def read_table(snapshot: Snapshot, table: str) -> Cells:
    """Read one CSV file as text cells.

    Raises
    ------
    InputError
        If the file cannot be read, has not the columns of its row type in their order, or a row has not as
        many cells as the header.
    """
    header, *lines = _lines(snapshot, f"{table}.csv")
    columns = columns_of(ROWS[table])
    problems = [f"data/{table}.csv: {what}" for what in _of_header(header, columns)]
    if not problems and {*map(len, lines)} != {len(header)}:
        problems = [
            f"data/{table}.csv, row {number}: "
            + (f"{len(line)} cells, the header has {len(header)}. Quote commas." if line else EMPTY_ROW)
            for number, line in enumerate(lines, start=FIRST_ROW)
            if len(line) != len(header)
        ]
    if problems:
        raise InputError(*problems)
    return Cells(dict(zip(columns, zip(*lines, strict=True) if lines else repeat(()), strict=False)))


def _lines(snapshot: Snapshot, file: str) -> list[list[str]]:
    text = [*io.StringIO(snapshot.text(file))]  # which end at a line feed alone
    lines: list[list[str]] = []
    wrong = 0
    try:
        lines.extend(csv.reader(text))
    except csv.Error:  # the reader has a limit of its own, which other libraries move
        wrong = len(lines) + 1
    if wrong or len(lines) < len(text) or max(map(len, text)) > MOST_CHARACTERS:
        too_long = (at for at, line in enumerate(lines, start=1) if sum(map(len, line)) > MOST_CHARACTERS)
        wrong = next(too_long, wrong)
    if wrong:
        what = f"more than {MOST_CHARACTERS:,} characters. Close the quotes of a cell, or shorten it."
        raise InputError(f"data/{file}, row {wrong}: {what}")
    return lines


def _of_header(header: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """Say what is wrong with a header; a misspelt column is one problem, not a missing and an unknown one."""
    missing = [name for name in names if name not in header]
    unknown = [name for name in header if name not in names]
    if len(header) == 1 < len(missing):
        yield "the header is one cell. Separate columns by commas."
        return
    for name in unknown:
        meant = next(iter(get_close_matches(name, missing, n=1)), "")
        missing = [other for other in missing if other != meant]
        yield f"column {name} is unknown." + (f" Did you mean {meant!r}?" if meant else "")
    for name in missing:
        yield f"column {name} is missing."
    if not unknown and set(header) == set(names) and list(header) != list(names):
        yield f"the columns are {', '.join(names)}, each once and in this order."


def columns_of(row_type: type) -> tuple[str, ...]:
    """Give the columns of a table: the fields of its rows."""
    return tuple(field.name for field in fields(row_type))


def whole_number(cell: str) -> int:
    """Read a whole number: digits alone."""
    if not WHOLE.fullmatch(cell):
        raise ValueError(_not(cell, f"a whole number such as 12, of at most {MOST_DIGITS} digits"))
    return int(cell)


def decimal_number(cell: str) -> float:
    """Read a decimal number; no infinity, no NaN."""
    value = float(cell) if DECIMAL.fullmatch(cell) else float("nan")
    if not abs(value) < float("inf"):
        raise ValueError(_not(cell, "a number such as 12 or 0.5"))
    return value


def _not(cell: str, wanted: str) -> str:
    return f"{quoted(cell)} is not {wanted}" if cell else f"the cell is empty; it is required, {wanted}"


def open_end(cell: str) -> float | None:
    """Read a decimal number, or nothing from an empty cell."""
    return decimal_number(cell) if cell else None


READERS: Mapping[Any, Callable[[str], Any]] = {
    str: str,
    int: whole_number,
    float: decimal_number,
    float | None: open_end,
}


def unreadable(table: str, cells: Cells) -> list[tuple[int, str]]:
    """Give the cells that are not of the type of their field: the number of the row, and the problem."""
    found = []
    for at, (name, hint) in enumerate(get_type_hints(ROWS[table]).items()):
        wrong = _unreadable({*cells.columns[name]}, READERS[hint]) if hint is not str else {}
        for number, cell in zip(cells.numbers, cells.columns[name], strict=True) if wrong else ():
            if cell in wrong:
                found.append((number, at, f"{place(table, number, name)}: {wrong[cell]}."))
    return [(number, said) for number, _, said in sorted(found)]


def _unreadable(texts: Iterable[str], reader: Callable[[str], Any]) -> dict[str, str]:
    wrong = {}
    for text in texts:
        try:
            reader(text)
        except ValueError as error:
            wrong[text] = str(error)
    return wrong
