"""Evidence: the way in to every number of the registry, as a Quantity that knows where it was printed.

Reads data/ and checks it; holds no number of its own. Holding the registry against the documents is the
work of `verification`.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import pandas as pd
import pint

from kzindustry.analysis.quantity import Quantity
from kzindustry.analysis.units import name as unit_name
from kzindustry.analysis.units import plain
from kzindustry.errors import InputError, nearest
from kzindustry.evidence.checks import load
from kzindustry.evidence.frames import figures_frame, frame
from kzindustry.evidence.published import measure
from kzindustry.evidence.registry import Registry
from kzindustry.evidence.rows import (
    AS_PRINTED,
    HALF_UNIT,
    ContextValue,
    Document,
    Figure,
    Unit,
    ends,
    read,
)
from kzindustry.root import data_folder


@dataclass(frozen=True)
class Evidence:
    """Every figure and context value under one rounding of printed numbers; made by `Evidence.load`.

    Parameters
    ----------
    registry
        The tables.
    rounding
        "as printed": bounds as the words around a number set them. "half unit": widened by half of the last
        printed digit.
    """

    registry: Registry
    rounding: str = AS_PRINTED

    @classmethod
    def load(cls, rounding: str = AS_PRINTED, folder: Path | None = None) -> "Evidence":
        """Read the tables, by default those of the package's own data folder.

        Raises
        ------
        InputError
            If the rounding is unknown, or with every problem of the tables.
        """
        if rounding not in {AS_PRINTED, HALF_UNIT}:
            raise InputError(
                f"rounding={rounding!r} is unknown. {nearest(rounding, (AS_PRINTED, HALF_UNIT))}"
            )
        return cls(load(folder or data_folder()), rounding)

    def __getitem__(self, name: str) -> Quantity:
        """Give a figure or context value, by its id, as a Quantity in base units.

        Raises
        ------
        InputError
            If no row has this id; the message names the nearest.
        """
        row = self.figure(name)
        return self._of_figure(row) if isinstance(row, Figure) else self._of_context(row)

    def reading(self, name: str) -> Quantity:
        """Give a figure as it is read where what is printed cannot be meant.

        Raises
        ------
        InputError
            If the figure has no reading.
        """
        row = self.registry.readings.get(name)
        if row is None:
            raise InputError(
                f"readings.csv has no reading of {name!r}. {nearest(name, [*self.registry.readings])}"
            )
        return self._of_figure(read(self.registry.figures[name], row))

    def figure(self, name: str) -> Figure | ContextValue:
        """Give the row of a figure or a context value.

        Raises
        ------
        InputError
            If no row has this id; the message names the nearest.
        """
        registry = self.registry
        row = registry.figures.get(name) or registry.context.get(name)
        if row is None:
            known = [*registry.figures, *registry.context]
            raise InputError(f"No figure or context value has the id {name!r}. {nearest(name, known)}")
        return row

    def document(self, key: str) -> Document:
        """Give a document by its key.

        Raises
        ------
        InputError
            If there is none; the message names the nearest.
        """
        if key not in self.registry.documents:
            known = [*self.registry.documents]
            raise InputError(f"documents.csv has no document {key!r}. {nearest(key, known)}")
        return self.registry.documents[key]

    def series(self, name: str, source: str = "") -> dict[str, Quantity]:
        """Give a context series by period, in order of time.

        Parameters
        ----------
        name
            As in the column `series`.
        source
            The last part of the ids, where several publishers have the series.

        Raises
        ------
        InputError
            If there is no such series, or two values for one period.
        """
        named = [row for row in self.registry.context.values() if row.series == name]
        rows = [row for row in named if row.id.rpartition(":")[2] == source] if source else named
        sources = sorted({row.id.rpartition(":")[2] for row in named})
        if not rows:
            known = sources or sorted({row.series for row in self.registry.context.values()})
            asked = (source, f"series {name} from {source!r}") if named else (name, f"series {name!r}")
            raise InputError(f"context.csv has no {asked[1]}. {nearest(asked[0], known)}")
        if len({row.time_period for row in rows}) < len(rows):
            raise InputError(
                f"context.csv has series {name!r} from {', '.join(sources)}: name one of them as source."
            )
        return {row.time_period: self[row.id] for row in sorted(rows, key=lambda row: row.time_period)}

    @cached_property
    def units(self) -> pint.UnitRegistry:
        """The units of units.csv and no others."""
        return self.registry.definitions.units

    def unit(self, name: str) -> pint.Unit:
        """Give a unit, or a quotient of units: "job", "KZT / USD".

        Raises
        ------
        InputError
            If units.csv has no such unit.
        """
        try:
            return self.units.Unit(name)
        except pint.UndefinedUnitError:
            known = [*self.registry.units]
            raise InputError(f"units.csv has no unit {name!r}. {nearest(name, known)}") from None

    def unit_label(self, quantity: Quantity) -> str:
        """Give the words that stand after a number of a unit of units.csv; none for a pure number."""
        name = unit_name(quantity.unit)
        row = self._units_by_name.get(name)
        if row is None:
            return name
        return row.label_one if quantity.value == 1 else row.label_many

    @cached_property
    def _units_by_name(self) -> dict[str, Unit]:
        """The rows of units.csv by the name that quantities have for them: KZT/USD."""
        return {unit_name(plain(self.unit(name))): row for name, row in self.registry.units.items()}

    @cached_property
    def figures(self) -> pd.DataFrame:
        """figures.csv as a tidy frame, one row a figure, with the labels of what it names."""
        return figures_frame(self.registry)

    @cached_property
    def context(self) -> pd.DataFrame:
        """context.csv as a tidy frame, one row a value, as its publisher gives it."""
        return frame(self.registry.context.values())

    @cached_property
    def readings(self) -> pd.DataFrame:
        """readings.csv as a tidy frame, one row a reading."""
        return frame(self.registry.readings.values())

    def _of_figure(self, row: Figure) -> Quantity:
        limits = ends(row, self.rounding)
        return Quantity.given(
            row.value,
            limits.low,
            limits.high,
            self.unit(row.unit_measure),
            bounds=limits.bounds,
            figure=row.figure,
            precision=row.precision,
            qualifier=row.qualifier,
        )

    def _of_context(self, row: ContextValue) -> Quantity:
        scaled = measure(row, self.registry.unit_names)
        # decimal arithmetic: 3.3 trillion is 3300000000000, not ...0.0004
        value = float(Decimal(repr(row.value)) * Decimal(repr(scaled.factor)))
        limits = scaled.ends(value, self.rounding)
        return Quantity.given(
            value,
            limits.low,
            limits.high,
            self.unit(scaled.unit),
            bounds=limits.bounds,
            figure=row.id,
            qualifier=scaled.qualifier,
        )


def figures() -> pd.DataFrame:
    """Give every figure of the documents as a tidy frame: the way in for exploring."""
    return Evidence.load().figures


def context() -> pd.DataFrame:
    """Give the official series around the documents as a tidy frame."""
    return Evidence.load().context
