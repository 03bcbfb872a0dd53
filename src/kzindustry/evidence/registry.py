"""Registry: all tables of data/ as rows by id. The one place that knows which files there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kzindustry.errors import InputError
from kzindustry.evidence.rows import (
    ROWS,
    Area,
    ContextValue,
    Document,
    Exclusion,
    Figure,
    Indicator,
    Reading,
    Unit,
)
from kzindustry.evidence.tables import Table, read_table, rows_of


@dataclass(frozen=True)
class Registry:
    """The tables, each row by its id; exclusions, which have none, in the order of the file."""

    documents: Mapping[str, Document]
    figures: Mapping[str, Figure]
    exclusions: tuple[Exclusion, ...]
    readings: Mapping[str, Reading]
    context: Mapping[str, ContextValue]
    indicators: Mapping[str, Indicator]
    areas: Mapping[str, Area]
    units: Mapping[str, Unit]

    @classmethod
    def read(cls, folder: Path) -> "Registry":
        """Read every table.

        Raises
        ------
        InputError
            With every problem of every table that stands in the way of reading it.
        """
        return cls.of(read_tables(folder))

    @classmethod
    def of(cls, tables: Mapping[str, Table]) -> "Registry":
        """Turn tables of text into rows.

        Raises
        ------
        InputError
            With every column or cell that cannot be read.
        """
        rows: dict[str, Any] = {}
        problems: list[str] = []
        for name, row_type in ROWS.items():
            try:
                rows[name] = rows_of(tables[name], row_type)
                problems += repeated(tables[name])
            except InputError as error:
                problems += error.problems
        if problems:
            raise InputError(*problems)
        exclusions = tuple(rows.pop("exclusions"))
        keyed = {
            name: {next(iter(vars(row).values())): row for row in listed} for name, listed in rows.items()
        }
        return cls(exclusions=exclusions, **keyed)


def read_tables(folder: Path) -> dict[str, Table]:
    """Read every table as text.

    Raises
    ------
    InputError
        With every file that is missing, empty, not UTF-8 or ragged.
    """
    tables: dict[str, Table] = {}
    problems: list[str] = []
    for name in ROWS:
        try:
            tables[name] = read_table(folder / f"{name}.csv")
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(*problems)
    return tables


def repeated(table: Table) -> list[str]:
    """Name the rows whose id stands in an earlier row; exclusions have no id."""
    if table.name == "exclusions":
        return []
    key = table.columns[0]
    first: dict[str, int] = {}
    return [
        f"{table.place(index, key)}: {row[key]!r} stands in row {first[row[key]] + 2} already."
        for index, row in enumerate(table.rows)
        if first.setdefault(row[key], index) != index
    ]
