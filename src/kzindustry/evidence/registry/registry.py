"""Registry: all tables of data/ as rows by id. The one place that knows which files there are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kzindustry.errors import InputError
from kzindustry.evidence.registry.context_units import unit_names
from kzindustry.evidence.registry.on_demand import ById, Rows, uncollected
from kzindustry.evidence.registry.reading import Cells, columns_of, place, quoted, read_table, unreadable
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
from kzindustry.evidence.registry.snapshot import Snapshot
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
    _places: dict[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict, init=False)

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

    def rows_with(self, table: str, column: str, words: Collection[str]) -> list[Any]:
        """Give the rows that have one of some words in a column, in the order of the file."""
        places = self._where(table, column)
        return [
            self.numbered[table][number]
            for number in sorted(number for word in {*words} for number in places.get(word, ()))
        ]

    def words(self, table: str, column: str) -> Collection[str]:
        """Give what stands in a column, each once, in the order of the file."""
        return self._where(table, column).keys()

    def without(self, rows: Collection[tuple[str, int]]) -> "Registry":
        """Give a registry that has not the named rows (table, number)."""
        left = {table: {number for name, number in rows if name == table} for table, _ in rows}
        numbered = {
            table: _without(rows_of, left[table]) if table in left else rows_of
            for table, rows_of in self.numbered.items()
        }
        return Registry(numbered, self.broken)

    def where(self, table: str, row: Any, column: str) -> str:
        """Say where a cell stands: file, row, the row's id if it has one, column."""
        if table == "exclusions":
            return place(table, self._exclusion_numbers[row], column)
        row_id = getattr(row, KEYS[table])
        return place(table, self._numbers(table)[row_id], column, row_id)

    @cached_property
    def _exclusion_numbers(self) -> Mapping[Exclusion, int]:
        """The number of each exclusion; of equal ones, the first."""
        rows = self.numbered["exclusions"]
        return {rows[number]: number for number in reversed([*rows])}

    def _by_id(self, table: str) -> Mapping[str, Any]:
        return ById(self.numbered[table], self._numbers(table))

    def _numbers(self, table: str) -> Mapping[str, int]:
        """Give the number of the row of each id."""
        key = table, ""
        if key not in self._places:
            rows = self.numbered[table]
            self._places[key] = dict(zip(_column(rows, KEYS[table]), rows, strict=True))
        return self._places[key]

    def _where(self, table: str, column: str) -> Mapping[str, Sequence[int]]:
        """Give the numbers of the rows that have each of the words of a column."""
        if (table, column) not in self._places:
            rows, found = self.numbered[table], defaultdict[str, list[int]](list)
            with uncollected():
                for number, word in zip(rows, _column(rows, column), strict=True):
                    found[word].append(number)
            self._places[table, column] = {**found}
        return self._places[table, column]


def _without(rows: Mapping[int, Any], numbers: Collection[int]) -> Mapping[int, Any]:
    if isinstance(rows, Rows):
        return rows.without(numbers)
    return {number: row for number, row in rows.items() if number not in numbers}


def _column(rows: Mapping[int, Any], column: str) -> Sequence[str]:
    """Give the texts of a column; no row is made for it."""
    if isinstance(rows, Rows):
        return rows.column(column)
    return [getattr(row, column) for row in rows.values()]


def observation(row: Figure) -> tuple[str, ...]:
    """Give what identifies the observation that a figure prints."""
    return row.indicator, row.ref_area, row.time_period, row.figure_kind


@dataclass(frozen=True)
class Gathered:
    """What could be read of a folder: its tables as text and as rows, and every problem on the way."""

    cells: Mapping[str, Cells]
    registry: Registry
    problems: list[str]


def gather(snapshot: Snapshot) -> Gathered:
    """Read what can be read of every table, and name everything that cannot."""
    cells: dict[str, Cells] = {}
    numbered: dict[str, Mapping[int, Any]] = {name: {} for name in ROWS}
    problems: list[str] = []
    for name, row_type in ROWS.items():
        try:
            cells[name] = read_table(snapshot, name)
        except InputError as error:
            problems += error.problems
            continue
        wrong = unreadable(name, cells[name])
        rows = Rows(cells[name], row_type)
        numbered[name] = rows.without({number for number, _ in wrong}) if wrong else rows
        problems += [said for _, said in wrong]
        if name != "exclusions":
            problems += repeated(name, numbered[name])
    return Gathered(cells, Registry(numbered, frozenset(ROWS.keys() - cells.keys())), problems)


def repeated(table: str, rows: Mapping[int, Any]) -> list[str]:
    """Name the rows whose id stands in an earlier row."""
    first: dict[str, int] = {}
    ids = zip(rows, _column(rows, KEYS[table]), strict=True)
    return [
        f"{place(table, number, KEYS[table])}: {quoted(row_id)} is in row {first[row_id]} already."
        for number, row_id in ids
        if first.setdefault(row_id, number) != number
    ]
