"""Lookup: a number of the registry by its id, as a Quantity.

What relations and checks need of the registry; `Evidence` adds frames and series for notebooks, and pandas.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import pint

from kzindustry.analysis.quantity import Quantity
from kzindustry.errors import InputError, nearest
from kzindustry.evidence.registry.context_units import measure
from kzindustry.evidence.registry.ends import AS_PRINTED, figure_ends, read
from kzindustry.evidence.registry.registry import Registry
from kzindustry.evidence.registry.rows import ContextValue, Document, Figure


@dataclass(frozen=True)
class Lookup:
    """Every figure and context value by its id, under one rounding of printed numbers.

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
            if name not in self._units_by_name:
                self._units_by_name[name] = self.units.Unit(name)
            return self._units_by_name[name]
        except pint.UndefinedUnitError:
            known = [*self.registry.units]
            raise InputError(f"units.csv has no unit {name!r}. {nearest(name, known)}") from None

    @cached_property
    def _units_by_name(self) -> dict[str, pint.Unit]:
        """The units that were asked for: to read a name takes longer than all else of a quantity."""
        return {}

    def _of_figure(self, row: Figure) -> Quantity:
        limits = figure_ends(row, self.rounding)
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
