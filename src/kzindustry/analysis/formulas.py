"""Formulas of many quantities: a total, a count, and any function that is monotone in each of them."""

import operator
from collections.abc import Callable, Iterable

import pint

from kzindustry.analysis import units
from kzindustry.analysis.bounds import Input
from kzindustry.analysis.combine import combine, leaf
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
    return derive(lambda *parts: sum(map(operator.mul, parts, ratios)), items, unit, weights=ratios)


def counted(things: Iterable[str | Iterable[str]], unit: pint.Unit) -> Quantity:
    """Count things that rest on figures: an exact number that cites all of them.

    Parameters
    ----------
    things
        For each thing counted the ids of its figures; where figures themselves are counted, an id each.
    unit
        What is counted.
    """
    items = [[item] if isinstance(item, str) else list(item) for item in things]
    names = dict.fromkeys(name for item in items for name in item)
    number = float(len(items))
    formula = combine(lambda *_: number, *(leaf(Input(name, 1.0, 1.0, 1.0)) for name in names))
    return Quantity(number, unit, "exact", formula)


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
