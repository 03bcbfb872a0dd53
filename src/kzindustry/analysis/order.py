"""Whether one quantity is less than another: told only where their bounds leave no doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kzindustry.analysis import units
from kzindustry.analysis.columns import elementwise
from kzindustry.errors import AnalysisError

if TYPE_CHECKING:
    from kzindustry.analysis.quantity import Quantity


class Ordered:
    """The comparisons of a quantity with another one, or with a bare number of its unit."""

    @elementwise
    def __lt__(self: Any, other: Any) -> bool:
        return _is_less(self, _taken(other, self))

    @elementwise
    def __gt__(self: Any, other: Any) -> bool:
        return _is_less(_taken(other, self), self)

    @elementwise
    def __le__(self: Any, other: Any) -> bool:
        return not self > other

    @elementwise
    def __ge__(self: Any, other: Any) -> bool:
        return not self < other


def _taken(other: Any, beside: Quantity) -> Quantity:
    """Take what a quantity is compared with: a bare number is so many of its unit."""
    return other if isinstance(other, type(beside)) else type(beside).exact(float(other), beside.unit)


def _is_less(one: Quantity, other: Quantity) -> bool:
    """Tell whether one is less than the other, where their bounds leave no doubt of it.

    Raises
    ------
    AnalysisError
        If they overlap, or their units are unlike.
    """
    ratio = float(units.factor(other.unit, one.unit))
    low, high = (end if end is None else end * ratio for end in (other.low, other.high))
    if one.high is not None and low is not None and one.high < low:
        return True
    if high is not None and one.low is not None and high <= one.low:
        return False
    raise AnalysisError(
        f"{one} and {other}: their bounds do not say which is less. Compare what you mean: "
        "a.value < b.value, or a.high < b.low; sort a table with key=values."
    )
