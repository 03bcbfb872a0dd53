"""Inputs of formulas and the ends of results: what an input may be, and which corner is the extreme one.

Numbers are taken as the decimals they print as and computed as fractions, so that x - x is zero and the
parts of a split add up. What the numbers mean (units, figures) is the business of ``quantity``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import isclose, isfinite
from numbers import Rational

from kzindustry.errors import AnalysisError

Number = Fraction | float
"""Exact as long as arithmetic is rational; a float once a root or a logarithm was taken."""

FAR = Fraction(10) ** 40
"""Stands for the limit of an open high end. Fractions do not round: a term beside it is not lost."""
NEAR_ZERO = 1 / FAR
"""Stands for the limit of an open low end of what cannot be negative; a divisor stays allowed."""
ROUNDINGS = ("half unit", "as printed")
"""What bounds of inputs can mean, the wider meaning first: it names the bounds of a mixture."""


@dataclass(frozen=True)
class Interval:
    """The ends of a statistical interval: no formula, so no arithmetic."""

    low: float | None
    high: float | None
    approximate: bool = False
    figures: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    spread: float = 0.0


@dataclass(frozen=True)
class Input:
    """A number that a formula starts from: a figure, or an assumption of a scenario.

    ``low`` or ``high`` is None where that end is open; an ``approximate`` figure is "about" so many;
    ``precision`` is the place of its last printed digit, None for a plain count. Two uses of an equal input
    are one input.
    """

    name: str
    value: float
    low: float | None
    high: float | None
    bounds: str = "exact"
    assumed: bool = False
    approximate: bool = False
    precision: float | None = None

    def shifts(self) -> list[tuple[Fraction, bool]]:
        """Give how far each end is off its value, and whether the input can really be so (no for a limit)."""
        floor = NEAR_ZERO if self.value >= 0 else -FAR
        low = (floor, False) if self.low is None else (decimal(self.low), True)
        high = (FAR, False) if self.high is None else (decimal(self.high), True)
        return [(end - decimal(self.value), closed) for end, closed in dict.fromkeys((low, high))]


@dataclass(frozen=True)
class End:
    """One end of a result, and whether the inputs can really take it there."""

    number: Number
    closed: bool

    def __float__(self) -> float:
        return float(self.number)


def decimal(number: float) -> Fraction:
    """Give a number exactly, a float as the decimal that it prints as: 0.1 is one tenth.

    Raises
    ------
    AnalysisError
        If the number is not finite.
    """
    return Fraction(number) if isinstance(number, Rational) else _printed(float(number))


@lru_cache(maxsize=1 << 14)
def _printed(number: float) -> Fraction:
    if not isfinite(number):
        raise AnalysisError(f"{number} is not a finite number: give an open end as None.")
    return Fraction(repr(number))


def power(base: Number, exponent: Number) -> Number:
    """Raise to a power: exactly for whole exponents, as floats else."""
    if exponent == int(exponent):
        return base ** int(exponent)
    if base < 0:
        raise ValueError("a root of a negative number")
    return float(float(base) ** float(exponent))


def extreme(corners: list[End], pick: Callable[..., Number]) -> End:
    """Pick the extreme corner: closed if some closed corner ties with it."""
    furthest = pick(corner.number for corner in corners)
    reached = [corner.number for corner in corners if corner.closed]
    if reached and not _apart(pick(reached), furthest):
        return End(pick(reached), True)
    return End(furthest, False)


def _apart(one: Number, other: Number) -> bool:
    """Tell two numbers apart: fractions exactly, floats beyond their rounding."""
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return one != other
    return not isclose(one, other, rel_tol=1e-12)
