"""Consistency of statements about one thing: whether one number fits them all."""

from collections.abc import Sequence

from kzindustry.analysis import inference
from kzindustry.analysis.quantity import Quantity
from kzindustry.errors import AnalysisError


def common_interval(quantities: Sequence[Quantity]) -> Quantity | None:
    """Give the numbers that fit every one of several intervals for one thing, such as an exchange rate.

    Returns
    -------
    Quantity or None
        Low and high of the common interval, its middle as value, the bounds' label of the quantities;
        None if no single number fits all. Terminal: the middle is no measurement to go on from.

    Raises
    ------
    AnalysisError
        If there is no quantity, their units are unlike, or an end of the common interval is open.
    """
    if not quantities:
        raise AnalysisError("An interval common to no quantities: give at least one.")
    unit = quantities[0].unit
    items = [quantity.to(unit) for quantity in quantities]
    lows = [item.low for item in items if item.low is not None]
    highs = [item.high for item in items if item.high is not None]
    if not lows or not highs:
        raise AnalysisError(f"An open end has no middle: {', '.join(item.name for item in items)}.")
    low, high = max(lows), min(highs)
    if low > high:
        return None
    bounds = next((item.bounds for item in items if item.bounds != "exact"), "exact")
    return inference.result((low + high) / 2, low, high, bounds, unit, *items)
