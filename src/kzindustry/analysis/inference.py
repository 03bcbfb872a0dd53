"""What every method of statistics here shares: counts in, a terminal Quantity with all their figures out.

A method takes the values of its counts; how the counts were rounded is no part of a statistical interval.
"""

from math import isfinite
from statistics import NormalDist

import pint

from kzindustry.analysis import units
from kzindustry.analysis.quantity import Quantity
from kzindustry.errors import AnalysisError

CRITICAL = NormalDist().inv_cdf(1 - 0.05 / 2)
"""The z beyond which powers and thresholds take a result as significant: two-sided 5%."""


def count(quantity: Quantity) -> int:
    """Give the whole number that a quantity counts.

    Raises
    ------
    AnalysisError
        If it is not a whole number from zero up, or itself the result of a statistical method.
    """
    if not isinstance(quantity, Quantity):
        raise AnalysisError(
            f"{quantity!r} is a bare number: give a figure of the evidence, or "
            f"Quantity.assumed({quantity!r}, unit, 'its name')."
        )
    if quantity.terminal or quantity.value < 0 or quantity.value != round(quantity.value):
        raise AnalysisError(f"{quantity!r} is not a count: give a whole number of things counted.")
    return int(quantity.value)


def part_of(successes: Quantity, trials: Quantity) -> tuple[int, int]:
    """Give successes and trials as numbers.

    Raises
    ------
    AnalysisError
        If there are no trials, or more successes than trials.
    """
    some, all_ = count(successes), count(trials)
    if all_ == 0 or some > all_:
        message = f"{successes.name} ({some}) is not a part of {trials.name} ({all_})."
        raise AnalysisError(message + " Give the successes first, then the trials, of which there is one.")
    return some, all_


def same_kind(*quantities: Quantity) -> None:
    """Refuse to compare unlike counts, such as persons with reports."""
    for quantity in quantities[1:]:
        units.factor(quantity.unit, quantities[0].unit)


def probability(number: float) -> float:
    """Give back a confidence or a power.

    Raises
    ------
    AnalysisError
        If it is not strictly between 0 and 1.
    """
    if not 0 < number < 1:
        raise AnalysisError(f"{number} is not a probability between 0 and 1: 0.95 stands for 95%.")
    return number


def reach(confidence: float) -> float:
    """Give the standard errors that a normal interval reaches to each side: 1.96 for 0.95."""
    return NormalDist().inv_cdf(0.5 + probability(confidence) / 2)


def label(method: str, confidence: float) -> str:
    """Name an interval: ``Wilson 95%``."""
    return f"{method} {100 * confidence:.6g}%"


def result(
    value: float,
    low: float | None,
    high: float | None,
    bounds: str,
    unit: pint.Unit,
    *inputs: Quantity,
) -> Quantity:
    """Make the terminal Quantity of a method: figures and assumptions are those of its inputs.

    Bounds that rounding put a hair on the wrong side of the value are moved onto it.
    """
    if not isfinite(value):
        names = ", ".join(item.name for item in inputs)
        raise AnalysisError(f"The method has no finite result for {names}: show the counts instead.")
    low = None if low is None else min(float(low), value)
    high = None if high is None else max(float(high), value)
    figures = dict.fromkeys(figure for item in inputs for figure in item.figures)
    assumptions = dict.fromkeys(name for item in inputs for name in item.assumptions)
    return Quantity.statistical(
        value,
        low,
        high,
        unit,
        bounds,
        tuple(figures),
        tuple(assumptions),
        approximate=any(item.approximate for item in inputs),
    )


def pure(quantity: Quantity) -> pint.Unit:
    """Give the unit of a fraction, a ratio or a probability."""
    return units.dimensionless(quantity.unit)
