"""Concentration: how far a total is in the hands of a few of its parts."""

from collections.abc import Callable, Sequence

from kzindustry.analysis.formulas import apply, total
from kzindustry.analysis.quantity import Quantity
from kzindustry.analysis.units import dimensionless


def herfindahl(parts: Sequence[Quantity]) -> Quantity:
    """Give the Herfindahl index: the sum of the squared shares, from 1/n (all equal) to 1 (one has all).

    Shares of parts that are known only in part have no bounds of use (the index is not monotone in a part):
    unless all parts are exact, the value stands alone, with bounds "none".

    Raises
    ------
    AnalysisError
        If there is no part, or their units are unlike.
    """
    return _of_shares(lambda squares: squares, parts)


def effective_number(parts: Sequence[Quantity]) -> Quantity:
    """Give the effective number of parts: so many equal ones would be as concentrated (1 / Herfindahl)."""
    return _of_shares(lambda squares: 1 / squares, parts)


def _of_shares(function: Callable[[float], float], parts: Sequence[Quantity]) -> Quantity:
    whole = total(parts)

    def index(*values: float) -> float:
        return function(sum(value**2 for value in values) / sum(values) ** 2)

    found = apply(index, *(part.to(whole.unit) for part in parts), unit=dimensionless(whole.unit))
    return found if whole.bounds == "exact" else found.without_bounds()
