"""Reading the tables of data/: CSV text into the dataclasses of `rows`, every problem collected first.

What a table may hold is declared in datapackage.json and held by `checks`; this module only refuses what it
cannot turn into a row.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from kzindustry.errors import InputError

Row = dict[str, str]
RowType = TypeVar("RowType")


@dataclass(frozen=True)
class Table:
    """A table as text: its name, the columns of its header, and its rows in the order of the file."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def place(self, index: int, column: str = "") -> str:
        """Say where a row is, counted as a spreadsheet counts: the header is row 1."""
        where = f"data/{self.name}.csv, row {index + 2}"
        return f"{where}, column {column}" if column else where


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
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InputError(f"{where}, row {line}: not UTF-8. Save the file as UTF-8.") from None
    if not text.strip():
        raise InputError(f"{where}: the file is empty. Restore it from git.")
    return text


def read_table(path: Path) -> Table:
    """Read one CSV file as text cells.

    Raises
    ------
    InputError
        If the file cannot be read, repeats a column, or a row has not as many cells as the header.
    """
    header, *lines = list(csv.reader(read_text(path).splitlines(keepends=True)))
    table = Table(path.stem, tuple(header), tuple(dict(zip(header, line, strict=False)) for line in lines))
    problems = [
        f"{table.place(index)}: {len(line)} cells where the header has {len(header)}. Quote commas."
        for index, line in enumerate(lines)
        if len(line) != len(header)
    ]
    problems += [
        f"data/{path.name}: column {name} stands twice." for name in set(header) if header.count(name) > 1
    ]
    if problems:
        raise InputError(*problems)
    return table


def whole(cell: str) -> int:
    """Read a whole number: digits alone."""
    if not cell.isdecimal():
        raise ValueError(f"{cell!r} is not a whole number")
    return int(cell)


def number(cell: str) -> float:
    """Read a decimal number; no infinity, no NaN."""
    value = float(cell) if cell else float("nan")
    if not abs(value) < float("inf"):
        raise ValueError(f"{cell!r} is not a number")
    return value


def open_end(cell: str) -> float | None:
    """Read a decimal number, or nothing from an empty cell."""
    return number(cell) if cell else None


READERS: dict[Any, Callable[[str], Any]] = {str: str, int: whole, float: number, float | None: open_end}


def rows_of(table: Table, row_type: type[RowType]) -> list[RowType]:
    """Turn the rows of a table into dataclasses, each cell by the type of its field.

    Raises
    ------
    InputError
        With every missing or unknown column, and every cell that cannot be read.
    """
    names = tuple(field.name for field in fields(row_type))  # type: ignore[arg-type]
    problems = [
        f"data/{table.name}.csv: column {name} is missing." for name in names if name not in table.columns
    ]
    problems += [
        f"data/{table.name}.csv: column {name} is unknown." for name in table.columns if name not in names
    ]
    if problems:
        raise InputError(*problems)
    hints = get_type_hints(row_type)
    problems = list(unreadable(table, hints))
    if problems:
        raise InputError(*problems)
    return [row_type(**{name: READERS[hints[name]](row[name]) for name in names}) for row in table.rows]


def unreadable(table: Table, hints: dict[str, Any]) -> Iterator[str]:
    """Name the cells that cannot be read as the type of their column."""
    for index, row in enumerate(table.rows):
        for name, hint in hints.items():
            try:
                READERS[hint](row[name])
            except ValueError as error:
                yield f"{table.place(index, name)}: {error}."
