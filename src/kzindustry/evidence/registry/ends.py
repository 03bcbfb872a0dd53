"""The ends of a printed value: which is open, what rounding does to them, and how a reading changes them."""

from dataclasses import dataclass, replace
from decimal import Decimal

from kzindustry.evidence.registry.rows import Figure, Reading

AS_PRINTED = "as printed"
HALF_UNIT = "half unit"


@dataclass(frozen=True)
class Ends:
    """The two ends of a printed value (None: open) and what they mean."""

    low: float | None
    high: float | None
    bounds: str


def figure_ends(row: Figure, rounding: str) -> Ends:
    """Give the ends of a figure under a rounding.

    "as printed" takes them as registered. "half unit" widens an end by half of the precision, but neither
    an open end nor the printed end of "over" or "almost", which says that the value lies beyond it. A plain
    count is exact under both.
    """
    if row.precision is None and row.value_low == row.value == row.value_high:
        return Ends(row.value, row.value, "exact")
    if rounding == AS_PRINTED or row.value_low is None or row.value_high is None:
        return Ends(row.value_low, row.value_high, rounding)
    return Ends(
        widened(row.value_low, row.precision, -1), widened(row.value_high, row.precision, 1), rounding
    )


def read(row: Figure, reading: Reading) -> Figure:
    """Give a figure as it is read: the precision grows with the value (10.5 read as 10.5 million)."""
    grown = Decimal(repr(reading.read_as)) / Decimal(repr(row.value)) if row.value else Decimal(1)
    precision = None if row.precision is None else float(Decimal(repr(row.precision)) * grown)
    open_ends = (reading.read_as_low is None, reading.read_as_high is None)
    qualifier = {(True, False): "at most", (False, True): "at least"}.get(open_ends, row.qualifier)
    return replace(
        row,
        value=reading.read_as,
        value_low=reading.read_as_low,
        value_high=reading.read_as_high,
        precision=precision,
        qualifier=qualifier,
    )


def widened(end: float, precision: float | None, sign: int) -> float:
    """Move an end outwards by half of the precision, in decimal arithmetic: 31.8 less 0.05 is 31.75."""
    half = Decimal(repr(precision or 0.0)) / 2
    return float(Decimal(repr(end)) + sign * half)
