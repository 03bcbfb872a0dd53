"""Reading the tables of data/: CSV text into the dataclasses of `rows`, every problem collected first.

What a table may hold is declared in datapackage.json and held by `constraints`; this module only refuses what
it cannot turn into a row.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from kzindustry.errors import InputError

Cells = Mapping[int, Mapping[str, str]]
"""The rows of a table as text, by number; the header is row 1, as a spreadsheet counts."""
RowType = TypeVar("RowType")
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


def read_text(path: Path) -> str:
    """Read a UTF-8 file.

    Raises
    ------
    InputError
        If the file is missing, no file, empty or not UTF-8.
    """
    where = f"data/{path.name}"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{where}: the file is missing from {path.parent}. Restore it from git.") from None
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InputError(f"{where}, row {row}: not UTF-8. Save the file as UTF-8.") from None
    except OSError as error:
        raise InputError(f"{where}: it cannot be read ({error.strerror}). Restore it from git.") from None
    if not text.strip():
        raise InputError(f"{where}: the file is empty. Restore it from git.")
    return text


def read_table(path: Path, row_type: type) -> Cells:
    """Read one CSV file as text cells.

    Raises
    ------
    InputError
        If the file cannot be read, has not the columns of its row type in their order, or a row has not as
        many cells as the header.
    """
    header, *lines = _lines(path)
    problems = [f"data/{path.name}: {what}" for what in _of_header(header, columns_of(row_type))]
    if not problems:
        problems = [
            f"data/{path.name}, row {number}: "
            + (f"{len(line)} cells, the header has {len(header)}. Quote commas." if line else EMPTY_ROW)
            for number, line in enumerate(lines, start=2)
            if len(line) != len(header)
        ]
    if problems:
        raise InputError(*problems)
    return {number: dict(zip(header, line, strict=True)) for number, line in enumerate(lines, start=2)}


def _lines(path: Path) -> list[list[str]]:
    lines: list[list[str]] = []
    try:
        for line in csv.reader(read_text(path).splitlines(keepends=True)):
            if sum(map(len, line)) > MOST_CHARACTERS:
                break
            lines.append(line)
        else:
            return lines
    except csv.Error:
        pass  # the reader has a limit of its own, which other libraries move
    what = f"more than {MOST_CHARACTERS:,} characters. Close the quotes of a cell, or shorten it."
    raise InputError(f"data/{path.name}, row {len(lines) + 1}: {what}")


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


def typed(table: str, rows: Cells, row_type: type[RowType]) -> tuple[dict[int, RowType], list[str]]:
    """Turn the rows of a table into dataclasses, each cell by the type of its field.

    Returns
    -------
    tuple of dict and list
        The rows that can be read, by their number; and the cells that stand in the way of the others.
    """
    readers = {name: READERS[hint] for name, hint in get_type_hints(row_type).items()}
    made: dict[int, RowType] = {}
    problems: list[str] = []
    for number, cells in rows.items():
        try:
            made[number] = row_type(**{name: reader(cells[name]) for name, reader in readers.items()})
        except ValueError:
            wrong = _unreadable(cells, readers)
            problems += [f"{place(table, number, found.column)}: {found.what}." for found in wrong]
    return made, problems


def _unreadable(cells: Mapping[str, str], readers: Mapping[str, Callable[[str], Any]]) -> Iterator[Problem]:
    for name, reader in readers.items():
        try:
            reader(cells[name])
        except ValueError as error:
            yield Problem(name, str(error))
