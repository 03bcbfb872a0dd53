"""How many digits of a number mean anything: as printed, as its sources carry, as its interval allows.

How a number is styled, scaled and qualified is decided in ``numbers``.
"""

from decimal import ROUND_HALF_UP, Decimal
from math import ceil, floor, isfinite, log10

from kzindustry.analysis import Quantity
from kzindustry.errors import ReportError


def digits(
    quantity: Quantity, style: str, value: float, factor: float = 1.0, rounding: str = ROUND_HALF_UP
) -> str:
    """Write one number with the digits that its origin justifies.

    As printed for figures, all digits for counts, as many as the printed digits behind a result carry, as the
    width of its interval allows for an estimate, three significant digits for all else.

    Parameters
    ----------
    quantity
        Where the number comes from.
    style
        The style of the text.
    value
        The quantity's value or one of its ends.
    factor
        What it is multiplied by to be shown.
    rounding
        A mode of ``decimal``; halves are rounded away from zero unless an end needs another one.

    Raises
    ------
    ReportError
        If the number is not finite.
    """
    shown = _shown(quantity, value, factor)
    return _written(shown, _places(quantity, style, shown, factor), rounding)


def _shown(quantity: Quantity, value: float, factor: float) -> float:
    shown = float(f"{value * factor:.12g}")
    if not isfinite(shown):
        raise ReportError(f"{quantity.name} is {value}: only finite numbers can be shown.")
    return shown


def _written(shown: float, places: int, rounding: str = ROUND_HALF_UP) -> str:
    rounded = Decimal(repr(shown)).quantize(Decimal(1).scaleb(-places), rounding)
    text = f"{rounded:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace("-", "−")


def _places(quantity: Quantity, style: str, shown: float, factor: float) -> int:
    """Count decimal places; negative ones round to tens, hundreds, ..."""
    if quantity.precision:
        return max(0, -floor(log10(quantity.precision * factor) + 1e-9))
    is_constant = not quantity.figures and not quantity.terminal
    is_leaf = bool(quantity.qualifier) or is_constant
    is_count = quantity.bounds == "exact" or (quantity.bounds == "none" and not quantity.unit.dimensionless)
    if shown == round(shown) and (is_leaf or is_count) and not quantity.spread:
        return 0
    if not is_leaf and not quantity.terminal and quantity.spread:
        return _places_of_printed(shown, quantity.spread * factor)
    if is_leaf and style not in {"money", "scaled"}:
        return max(2, _significant(shown, 3))
    return _places_of_estimate(quantity, shown, factor) if quantity.terminal else _significant(shown, 3)


def _places_of_end(quantity: Quantity, style: str, end: float, width: float, factor: float) -> int:
    """Count the places of one end of an interval: more than for its value, where it is an estimate."""
    if quantity.precision and not quantity.qualifier:  # an author's `shown_to`
        return _places(quantity, style, end, factor)
    if quantity.spread and not quantity.qualifier:
        return _places_of_width(end, width)
    if quantity.terminal and style not in {"%", "points"} and end != round(end):
        return _significant(end, 3)
    return _places(quantity, style, end, factor)


def _places_of_printed(shown: float, spread: float) -> int:
    """Count the places that the printed digits behind a result carry: as many digits as they have, to three.

    How much the last digits leave open, as a share of the result, says how many: 3.5 trillion carries two
    digits, 781 billion three. A tenth of slack lets 12,000 and 7,000 add up to 19,000.
    """
    if not shown:
        return 0
    carried = floor(-log10(spread / abs(shown) / 1.1)) + 1
    return _significant(shown, min(max(carried, 1), 3))


def _places_of_estimate(quantity: Quantity, shown: float, factor: float) -> int:
    """Count the places of an estimate: a step is at most a tenth of its interval."""
    if quantity.low is None or quantity.high is None or quantity.low == quantity.high:
        return _significant(shown, 3)
    return _places_of_width(shown, (quantity.high - quantity.low) * factor)


def _places_of_width(shown: float, width: float) -> int:
    """Count the places of a number within an interval: a step is at most a tenth of it, to three digits."""
    if width <= 0:
        return _significant(shown, 3)
    return min(_significant(shown, 3), max(_significant(shown, 1), ceil(-log10(width / 10))))


def _significant(shown: float, count: int) -> int:
    return count - 1 - floor(log10(abs(shown))) if shown else 0


def both_ends(quantity: Quantity, style: str, ends: tuple[float, float], factor: float) -> tuple[str, str]:
    """Write the ends of an interval with as many decimals as the coarser one justifies: "41.0", "50.1"."""
    low, high = (_shown(quantity, end, factor) for end in ends)
    places = [_places_of_end(quantity, style, end, high - low, factor) for end in (low, high)]
    coarsest = min((n for n, end in zip(places, (low, high), strict=True) if end != round(end)), default=0)
    most = max(coarsest, _significant(low, 1), _significant(high, 1), 0)  # no end is left without a digit
    first, last = (_written(end, min(n, most)) for n, end in zip(places, (low, high), strict=True))
    decimals = max(len(text.partition(".")[2]) for text in (first, last))
    return _padded(first, decimals), _padded(last, decimals)


def _padded(text: str, decimals: int) -> str:
    whole, _, own = text.partition(".")
    return f"{whole}.{own:0<{decimals}}" if decimals else whole
