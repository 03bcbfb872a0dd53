"""Rows that are made when they are asked for: who needs 20 figures does not wait for 50,000."""

import gc
from collections.abc import Callable, Collection, ItemsView, Iterator, Mapping, Sequence, ValuesView
from contextlib import contextmanager
from typing import Any, TypeVar, get_type_hints

from kzindustry.evidence.registry.reading import FIRST_ROW, Cells, read_table
from kzindustry.evidence.registry.rows import ROWS
from kzindustry.evidence.registry.snapshot import Snapshot

RowType = TypeVar("RowType")
PLAIN_READERS: Mapping[Any, Callable[[str], Any]] = {
    int: int,
    float: float,
    float | None: lambda cell: float(cell) if cell else None,
}
"""For cells that `reading` has nothing against."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Make many objects that stay: to look for garbage among them took longer than to make them."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


class Rows(Mapping[int, RowType]):
    """The rows of a table by number, each made from its cells when first asked for."""

    def __init__(
        self, cells: Cells, row_type: Callable[..., RowType], numbers: Collection[int] | None = None
    ) -> None:
        self._row_type = row_type
        self._numbers = cells.numbers if numbers is None else numbers
        self._cells = cells
        hints = get_type_hints(row_type)
        self._readers = {name: PLAIN_READERS[hint] for name, hint in hints.items() if hint is not str}
        self._made: dict[int, RowType] = {}

    def __getitem__(self, number: int) -> RowType:
        if number not in self._made:
            if number not in self._numbers:
                raise KeyError(number)
            cells = {name: texts[number - FIRST_ROW] for name, texts in self._cells.columns.items()}
            read = {name: reader(cells[name]) for name, reader in self._readers.items()}
            self._made[number] = self._row_type(**cells | read)
        return self._made[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def items(self) -> ItemsView[int, RowType]:
        """Give all rows with their numbers: made together, as that takes half of the time."""
        if len(self._made) < len(self):
            rows = map(self._row_type, *map(self.read, self._cells.columns))
            self._made = dict(zip(self._numbers, rows, strict=True)) | self._made
        return self._made.items()

    def values(self) -> ValuesView[RowType]:
        """Give all rows."""
        self.items()
        return self._made.values()

    def column(self, name: str) -> Sequence[str]:
        """Give the texts of a column; no row is made for it."""
        texts = self._cells.columns[name]
        all_of_them = isinstance(self._numbers, range)
        return texts if all_of_them else [texts[number - FIRST_ROW] for number in self._numbers]

    def read(self, name: str) -> list[Any]:
        """Give the values of a column, numbers as numbers; no row is made for it."""
        texts, reader = self.column(name), self._readers.get(name)
        return [*map(reader, texts)] if reader else [*texts]

    def without(self, numbers: Collection[int]) -> "Rows[RowType]":
        """Give the rows but for some."""
        left = dict.fromkeys(number for number in self._numbers if number not in numbers)
        return Rows(self._cells, self._row_type, left)


class ById(Mapping[str, RowType]):
    """The rows of a table by their id."""

    def __init__(self, rows: Mapping[int, RowType], numbers: Mapping[str, int]) -> None:
        self._rows, self._numbers = rows, numbers

    def __getitem__(self, name: str) -> RowType:
        return self._rows[self._numbers[name]]

    def __contains__(self, name: object) -> bool:
        return name in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


class Tables(Mapping[str, Rows[Any]]):
    """The tables of a snapshot that is known to be sound, each read when first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._read: dict[str, Rows[Any]] = {}

    def __getitem__(self, table: str) -> Rows[Any]:
        if table not in self._read:
            with uncollected():
                self._read[table] = Rows(read_table(self._snapshot, table), ROWS[table])
        return self._read[table]

    def __iter__(self) -> Iterator[str]:
        return iter(ROWS)

    def __len__(self) -> int:
        return len(ROWS)
