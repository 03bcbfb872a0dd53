"""Units: the pint registry that holds the project's units, and which units may be added.

The definitions come from the caller (they are a table of the project); nothing here reads a file.
Percent and percentage point are told apart by these two names.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from fractions import Fraction
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

import pint

from kzindustry.analysis.bounds import decimal
from kzindustry.errors import AnalysisError

FRACTION = "fraction"
PERCENT = "percent"
POINT = "percentage_point"
F = TypeVar("F", bound=Callable[..., Any])


def registry(
    definitions: Iterable[str], labels: Mapping[str, tuple[str, str]] | None = None
) -> pint.UnitRegistry:
    """Make a registry that knows the given units and no others.

    Parameters
    ----------
    definitions
        Lines in pint's own form: ``job = [job]``, ``month = year / 12``.
    labels
        The words for one and for many of a unit, by its name: ``{"person": ("person", "people")}``.

    Returns
    -------
    pint.UnitRegistry
        The same definitions give the same registry, as quantities of two registries do not mix.
    """
    return _registry(tuple(definitions), tuple((labels or {}).items()))


class LabelledRegistry(pint.UnitRegistry):  # type: ignore[misc]
    """A registry that also knows the words for its units."""

    def __init__(self) -> None:
        super().__init__(None)
        self.labels: dict[str, tuple[str, str]] = {}
        self.found: dict[tuple[Any, ...], Any] = {}


def found_once(function: F) -> F:
    """Let a function of units find its result once for each: there are few units, and many quantities."""

    @wraps(function)
    def find(*units: pint.Unit) -> Any:
        known = units[0]._REGISTRY.found
        if any(unit._REGISTRY is not units[0]._REGISTRY for unit in units):
            return function(*units)
        key = (function, *(unit._units for unit in units))
        if key not in known:
            known[key] = function(*units)
        return known[key]

    return cast(F, find)


@lru_cache(maxsize=8)
def _registry(
    definitions: tuple[str, ...], labels: tuple[tuple[str, tuple[str, str]], ...]
) -> pint.UnitRegistry:
    # pint's default registry would read "job" as unknown but "K" as kelvin: start from nothing instead.
    units = LabelledRegistry()
    for definition in definitions:
        units.define(definition)
    for unit, words in labels:
        with suppress(pint.PintError):  # a definition may name what is nowhere defined: its table is told so
            units.labels[name(plain(units.Unit(unit)))] = words
    return units


def called(unit: pint.Unit, number: float) -> str:
    """Give the words after so many of a unit: "business", "jobs per person"; none for a pure number."""
    unit_name = name(unit)
    labels: Mapping[str, tuple[str, str]] = unit._REGISTRY.labels
    if unit_name == FRACTION:
        return ""
    powers = dict(unit._units)
    if unit_name not in labels and sorted(powers.values()) == [-1, 1]:
        over, under = (next(one for one, power in powers.items() if power == sign) for sign in (1, -1))
        return f"{_label(labels, over, number)} per {_label(labels, under, 1)}"
    return _label(labels, unit_name, number)


def _label(labels: Mapping[str, tuple[str, str]], unit_name: str, number: float) -> str:
    one, many = labels.get(unit_name, (unit_name, unit_name))
    return one if number == 1 else many


def dimensionless(unit: pint.Unit) -> pint.Unit:
    """Give the unit of a pure number, from the registry that a unit belongs to."""
    return unit / unit


@found_once
def plain(unit: pint.Unit) -> pint.Unit:
    """Give the unit as computed with: where it is only another name for base units, those.

    A fraction is a pure number and KZT_per_USD is KZT/USD, so that 1.3-fold of KZT is KZT and KZT over the
    exchange rate is USD; a month, a twelfth of a year, stays a month.
    """
    if str(unit) == FRACTION:
        return dimensionless(unit)
    ratio, base = unit._REGISTRY.get_root_units(unit)
    return base if ratio == 1 else unit


def sibling(unit: pint.Unit, name: str) -> pint.Unit:
    """Give another unit of the registry that a unit belongs to."""
    return unit._REGISTRY.Unit(name)


@found_once
def factor(unit: pint.Unit, target: pint.Unit) -> Fraction:
    """Give how many of a target unit make one of a unit.

    Raises
    ------
    AnalysisError
        If the two do not measure the same thing.
    """
    try:
        up, down = (_convert(unit, target), _convert(target, unit))
    except (pint.DimensionalityError, ValueError):
        message = f"Unlike units: {_quoted(target)} and {_quoted(unit)} do not measure the same thing."
        how = "divide them instead"
        if any(one.dimensionless for one in (unit, target)):
            how = "write x.as_fraction() for a percent, Quantity.assumed(1, x.unit, 'its name') for a number"
        raise AnalysisError(f"{message} Combine quantities of one kind, or {how}.") from None
    # a month is 1/12 of a year: the way that gives 12 is the exact one
    return decimal(up) if up >= down else 1 / decimal(down)


@found_once
def name(unit: pint.Unit) -> str:
    """Give a unit as text: ``KZT/job``; a pure number is ``fraction``."""
    return FRACTION if unit == dimensionless(unit) else f"{unit:P}"


def _quoted(unit: pint.Unit) -> str:
    return "a pure number" if name(unit) == FRACTION else f"'{name(unit)}'"


@found_once
def product(left: pint.Unit, right: pint.Unit) -> pint.Unit:
    """Give the unit of a product."""
    return _together(operator.mul, left, right)


@found_once
def quotient(left: pint.Unit, right: pint.Unit) -> pint.Unit:
    """Give the unit of a quotient."""
    return _together(operator.truediv, left, right)


@found_once
def of_sum(left: pint.Unit, right: pint.Unit) -> pint.Unit:
    """Give the unit of a sum: the left one's, but a percent shifted by points stays a percent."""
    return _shifted(left, right) or left


@found_once
def of_difference(left: pint.Unit, right: pint.Unit) -> pint.Unit:
    """Give the unit of a difference: percent less percent is percentage points."""
    if str(left) == str(right) == PERCENT:
        return sibling(left, POINT)
    if (str(left), str(right)) == (POINT, PERCENT):
        raise AnalysisError("Unlike units: a percent cannot be taken from percentage points.")
    return _shifted(left, right) or left


def _shifted(left: pint.Unit, right: pint.Unit) -> pint.Unit | None:
    """Give percent if one side is a percent and the other percentage points, else nothing."""
    return sibling(left, PERCENT) if {str(left), str(right)} == {PERCENT, POINT} else None


@found_once
def addend_factor(left: pint.Unit, right: pint.Unit) -> Fraction:
    """Give what the right side of a sum or difference is multiplied by to count in the left one's unit.

    Raises
    ------
    AnalysisError
        If the two are unlike.
    """
    if {str(left), str(right)} == {PERCENT, POINT}:
        return Fraction(1)
    return factor(right, left)


def _convert(unit: pint.Unit, target: pint.Unit) -> float:
    return 1.0 if unit == target else float(unit._REGISTRY.convert(1, unit, target))


def _together(function: Callable[[Any, Any], Any], left: pint.Unit, right: pint.Unit) -> pint.Unit:
    try:
        return function(left, right)
    except ValueError as error:
        raise AnalysisError(f"'{name(left)}' and '{name(right)}': {error} Use one registry.") from None
