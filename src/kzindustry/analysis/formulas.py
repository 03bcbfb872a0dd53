"""Formulas of many quantities: a total, a count, and any function that is monotone in each of them."""

import operator
from collections.abc import Callable, Iterable

import pint

from kzindustry.analysis import units
from kzindustry.analysis.bounds import Formula, Input
from kzindustry.analysis.quantity import Quantity, derive
from kzindustry.errors import AnalysisError


def total(quantities: Iterable[Quantity]) -> Quantity:
    """Add up quantities of one kind, in the unit of the first.

    Raises
    ------
    AnalysisError
        If there is none, or their units are unlike.
    """
    items = list(quantities)
    if not items:
        raise AnalysisError("A total of no quantities has no unit: give at least one.")
    unit = items[0].unit
    ratios = [units.factor(item.unit, unit) for item in items]
    return derive(lambda *parts: sum(map(operator.mul, parts, ratios)), items, unit)


def counted(figures: Iterable[str], unit: pint.Unit) -> Quantity:
    """Count figures themselves: an exact number, whose figures are those counted, each once."""
    names = tuple(dict.fromkeys(figures))
    ones = tuple(Input(name, 1.0, 1.0, 1.0) for name in names)
    formula = Formula(ones, lambda point: sum((point[item] for item in ones), start=0.0))
    return Quantity(float(len(names)), unit, "exact", names, (), formula)


def apply(function: Callable[..., float], *quantities: Quantity, unit: pint.Unit) -> Quantity:
    """Apply a formula of floats that is monotone in each quantity: a logarithm, compound growth.

    Parameters
    ----------
    function
        Takes the quantities as floats, in their own units, and gives a float.
    quantities
        Its arguments; bounds run over the corners of their inputs.
    unit
        The unit of the result.
    """
    return derive(lambda *parts: float(function(*map(float, parts))), list(quantities), unit)
