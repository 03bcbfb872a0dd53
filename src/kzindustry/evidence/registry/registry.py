"""Registry: all tables of data/ as rows by id. The one place that knows which files there are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any

from kzindustry.errors import InputError
from kzindustry.evidence.registry.context_units import unit_names
from kzindustry.evidence.registry.reading import Cells, columns_of, place, quoted, read_table, typed
from kzindustry.evidence.registry.rows import (
    ROWS,
    Area,
    Commitment,
    ContextValue,
    Document,
    Exclusion,
    Figure,
    Indicator,
    Reading,
    RecordedMeasure,
    Relation,
    Unit,
)
from kzindustry.evidence.registry.unit_definitions import Definitions, definitions

KEYS: Mapping[str, str] = {name: columns_of(row_type)[0] for name, row_type in ROWS.items()}
"""The column of each table that holds the id of a row: the first."""


@dataclass(frozen=True)
class Registry:
    """The tables, as row numbers with rows: the header of a file is row 1, as a spreadsheet counts.

    `broken` names the tables that could not be read at all; they have no rows here.
    """

    numbered: Mapping[str, Mapping[int, Any]]
    broken: frozenset[str] = frozenset()

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """The documents by key."""
        return self._by_id("documents")

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """The figures by id, in the order of the file."""
        return self._by_id("figures")

    @cached_property
    def exclusions(self) -> tuple[Exclusion, ...]:
        """The exclusions, which have no id."""
        return tuple(self.numbered["exclusions"].values())

    @cached_property
    def readings(self) -> Mapping[str, Reading]:
        """The readings by the id of their figure."""
        return self._by_id("readings")

    @cached_property
    def relations(self) -> Mapping[str, Relation]:
        """The relations by id, in the order of the file."""
        return self._by_id("relations")

    @cached_property
    def context(self) -> Mapping[str, ContextValue]:
        """The context values by id."""
        return self._by_id("context")

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """The indicators by id."""
        return self._by_id("indicators")

    @cached_property
    def areas(self) -> Mapping[str, Area]:
        """The areas by id."""
        return self._by_id("areas")

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """The units by id."""
        return self._by_id("units")

    @cached_property
    def commitments(self) -> Mapping[str, Commitment]:
        """What documents say is done or promised, by id."""
        return self._by_id("commitments")

    @cached_property
    def measures(self) -> Mapping[str, RecordedMeasure]:
        """What reports record, by id."""
        return self._by_id("measures")

    @cached_property
    def definitions(self) -> Definitions:
        """The units as pint knows them."""
        return definitions(self.units.values())

    @cached_property
    def unit_names(self) -> Mapping[str, str]:
        """The words that name a unit, with its id."""
        return unit_names(self.units.values())

    @cached_property
    def observations(self) -> Mapping[tuple[str, ...], Figure]:
        """The first figure of each observation."""
        first: dict[tuple[str, ...], Figure] = {}
        for row in self.figures.values():
            first.setdefault(observation(row), row)
        return first

    def without(self, rows: Collection[tuple[str, int]]) -> "Registry":
        """Give a registry that has not the named rows (table, number)."""
        numbered = {
            table: {number: row for number, row in numbered.items() if (table, number) not in rows}
            for table, numbered in self.numbered.items()
        }
        return Registry(numbered, self.broken)

    def where(self, table: str, row: Any, column: str) -> str:
        """Say where a cell stands: file, row, the row's id if it has one, column."""
        number = self._numbers[table][row]
        return place(table, number, column, "" if table == "exclusions" else getattr(row, KEYS[table]))

    @cached_property
    def _numbers(self) -> Mapping[str, Mapping[Any, int]]:
        """The number of each row; of equal rows, the first."""
        return {
            table: {rows[number]: number for number in reversed(list(rows))}
            for table, rows in self.numbered.items()
        }

    def _by_id(self, table: str) -> Mapping[str, Any]:
        key = attrgetter(KEYS[table])
        return {key(row): row for row in self.numbered[table].values()}


def observation(row: Figure) -> tuple[str, ...]:
    """Give what identifies the observation that a figure prints."""
    return row.indicator, row.ref_area, row.time_period, row.figure_kind


@dataclass(frozen=True)
class Gathered:
    """What could be read of a folder: its tables as text and as rows, and every problem on the way."""

    cells: Mapping[str, Cells]
    registry: Registry
    problems: list[str]


def gather(folder: Path) -> Gathered:
    """Read what can be read of every table, and name everything that cannot."""
    cells: dict[str, Cells] = {}
    numbered: dict[str, dict[int, Any]] = {name: {} for name in ROWS}
    problems: list[str] = []
    for name, row_type in ROWS.items():
        try:
            cells[name] = read_table(folder / f"{name}.csv", row_type)
        except InputError as error:
            problems += error.problems
            continue
        numbered[name], unreadable = typed(name, cells[name], row_type)
        problems += unreadable
        if name != "exclusions":
            problems += repeated(name, numbered[name])
    return Gathered(cells, Registry(numbered, frozenset(ROWS.keys() - cells.keys())), problems)


def repeated(table: str, rows: Mapping[int, Any]) -> list[str]:
    """Name the rows whose id stands in an earlier row."""
    first: dict[str, int] = {}
    ids = {number: getattr(row, KEYS[table]) for number, row in rows.items()}
    return [
        f"{place(table, number, KEYS[table])}: {quoted(row_id)} is in row {first[row_id]} already."
        for number, row_id in ids.items()
        if first.setdefault(row_id, number) != number
    ]
