"""Reading the tables of data/: CSV text into the dataclasses of `rows`, every problem collected first.

What a table may hold is declared in datapackage.json and held by `checks`; this module only refuses what it
cannot turn into a row.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from kzindustry.errors import InputError

RowType = TypeVar("RowType")
EMPTY_ROW = "the row is empty. Remove it."


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell of a row, and in which column."""

    column: str
    what: str


@dataclass(frozen=True)
class Table:
    """A table as text: its name, and its rows by number; the header is row 1."""

    name: str
    rows: Mapping[int, Mapping[str, str]]


def place(table: str, number: int, column: str, row_id: str = "") -> str:
    """Say where a cell stands: file, row as a spreadsheet counts, column."""
    return f"data/{table}.csv, row {number}" + (f" ({row_id})" if row_id else "") + f", column {column}"


def read_text(path: Path) -> str:
    """Read a UTF-8 file.

    Raises
    ------
    InputError
        If the file is missing, empty or not UTF-8.
    """
    where = f"data/{path.name}"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{where}: the file is missing from {path.parent}. Restore it from git.") from None
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InputError(f"{where}, row {row}: not UTF-8. Save the file as UTF-8.") from None
    if not text.strip():
        raise InputError(f"{where}: the file is empty. Restore it from git.")
    return text


def read_table(path: Path, row_type: type) -> Table:
    """Read one CSV file as text cells.

    Raises
    ------
    InputError
        If the file cannot be read, has not the columns of its row type in their order, or a row has not as
        many cells as the header.
    """
    header, *lines = list(csv.reader(read_text(path).splitlines(keepends=True)))
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
    rows = {number: dict(zip(header, line, strict=True)) for number, line in enumerate(lines, start=2)}
    return Table(path.stem, rows)


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


def whole(cell: str) -> int:
    """Read a whole number: digits alone."""
    if not (cell.isascii() and cell.isdecimal()):
        raise ValueError(_not(cell, "a whole number such as 12"))
    return int(cell)


def number(cell: str) -> float:
    """Read a decimal number; no infinity, no NaN."""
    try:
        value = float(cell)
    except ValueError:
        value = float("nan")
    if not abs(value) < float("inf"):
        raise ValueError(_not(cell, "a number such as 12 or 0.5"))
    return value


def _not(cell: str, wanted: str) -> str:
    return f"{cell!r} is not {wanted}" if cell else f"the cell is empty; it is required, {wanted}"


def open_end(cell: str) -> float | None:
    """Read a decimal number, or nothing from an empty cell."""
    return number(cell) if cell else None


READERS: Mapping[Any, Callable[[str], Any]] = {str: str, int: whole, float: number, float | None: open_end}


def typed(table: Table, row_type: type[RowType]) -> tuple[dict[int, RowType], list[str]]:
    """Turn the rows of a table into dataclasses, each cell by the type of its field.

    Returns
    -------
    tuple of dict and list
        The rows that can be read, by their number; and the cells that stand in the way of the others.
    """
    hints = get_type_hints(row_type)
    rows: dict[int, RowType] = {}
    problems: list[str] = []
    for row_number, cells in table.rows.items():
        wrong = list(_unreadable(cells, hints))
        problems += [f"{place(table.name, row_number, found.column)}: {found.what}." for found in wrong]
        if not wrong:
            rows[row_number] = row_type(**{name: READERS[hint](cells[name]) for name, hint in hints.items()})
    return rows, problems


def _unreadable(cells: Mapping[str, str], hints: Mapping[str, Any]) -> Iterator[Problem]:
    for name, hint in hints.items():
        try:
            READERS[hint](cells[name])
        except ValueError as error:
            yield Problem(name, str(error))
