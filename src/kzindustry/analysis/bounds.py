"""Bounds of a formula over its inputs: the corners of what the inputs may be, computed exactly.

Numbers are taken as the decimals they print as and computed as fractions, so that x - x is zero and the
parts of a split add up. What the numbers mean (units, figures) is the business of ``quantity``.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import product
from math import isclose, isfinite
from numbers import Rational

from kzindustry.errors import AnalysisError

Number = Fraction | float
"""Exact as long as arithmetic is rational; a float once a root or a logarithm was taken."""

FAR = Fraction(10) ** 40
"""Stands for the limit of an open high end. Fractions do not round: a term beside it is not lost."""
NEAR_ZERO = 1 / FAR
"""Stands for the limit of an open low end of what cannot be negative; a divisor stays allowed."""
MOST_UNCERTAIN_INPUTS = 16
ROUNDINGS = ("half unit", "as printed")
"""What bounds of inputs can mean, the wider meaning first: it names the bounds of a mixture."""


@dataclass(frozen=True)
class Interval:
    """The ends of a statistical interval: no formula, so no arithmetic."""

    low: float | None
    high: float | None
    approximate: bool = False
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

    def ends(self) -> list[tuple[Fraction, bool]]:
        """Give the numbers to try, each with whether the input can really be so (False for a limit)."""
        floor = NEAR_ZERO if self.value >= 0 else -FAR
        low = (floor, False) if self.low is None else (decimal(self.low), True)
        high = (FAR, False) if self.high is None else (decimal(self.high), True)
        return [low] if low == high else [low, high]


@dataclass(frozen=True)
class End:
    """One end of a result, and whether the inputs can really take it there."""

    number: Number
    closed: bool

    def __float__(self) -> float:
        return float(self.number)


@dataclass(frozen=True)
class Formula:
    """A formula over distinct inputs, monotone in each of them."""

    inputs: tuple[Input, ...]
    evaluate: Callable[[Mapping[Input, Number]], Number]

    def value(self) -> float:
        """Give the formula at the inputs' own values."""
        value = float(self._at({item: decimal(item.value) for item in self.inputs}))
        if not isfinite(value):
            raise AnalysisError(f"The result is not a finite number ({self._names()}): check its inputs.")
        return value

    @property
    def bounds(self) -> str:
        """What the ends of the result mean: "exact" where all inputs are."""
        labels = {item.bounds for item in self.inputs}
        return next((label for label in ROUNDINGS if label in labels), "exact")

    @property
    def approximate(self) -> bool:
        """Whether a word like "about" stands by one of the inputs: bounds as printed do not hold its play."""
        return any(item.approximate for item in self.inputs)

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids of the figures among the inputs, in order of use."""
        return tuple(dict.fromkeys(item.name for item in self.inputs if not item.assumed))

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Names of the assumptions among the inputs, in order of use."""
        return tuple(dict.fromkeys(item.name for item in self.inputs if item.assumed))

    @cached_property
    def extremes(self) -> tuple[End, End]:
        """The lowest and highest number over the corners of the inputs.

        Raises
        ------
        AnalysisError
            If more than 16 inputs are uncertain: two to that power is too many corners to try.
        """
        corners = [End(self._at(corner), closed) for corner, closed in self._corners()]
        return _extreme(corners, min), _extreme(corners, max)

    @property
    def low(self) -> float | None:
        """The lowest number that the inputs allow, None where it is reached only in the limit."""
        end = self.extremes[0]
        return float(end) if end.closed else None

    @property
    def high(self) -> float | None:
        """The highest number that the inputs allow, None where it is reached only in the limit."""
        end = self.extremes[1]
        return float(end) if end.closed else None

    @cached_property
    def spread(self) -> float:
        """How much the result moves within the last printed digits of its inputs; 0 for plain counts.

        The sum over the inputs, each moved alone by half of its precision to either side: it tells how many
        digits of a result mean anything. Where the formula has no result so near, the input counts for none.
        """
        value = {item: decimal(item.value) for item in self.inputs}
        total = 0.0
        for item in self.inputs:
            if item.precision:
                half = decimal(item.precision) / 2
                moved = [value | {item: value[item] + step} for step in (-half, half)]
                with suppress(AnalysisError):
                    low, high = map(self._at, moved)
                    total += abs(float(high) - float(low))
        return total

    def may_be_zero(self) -> bool:
        """Tell whether the interval of the result contains zero (a limit of zero is not contained)."""
        low, high = self.extremes
        return not (low.number > 0 or high.number < 0)

    def _corners(self) -> Iterator[tuple[dict[Input, Number], bool]]:
        ends = [item.ends() for item in self.inputs]
        uncertain = sum(len(pair) > 1 for pair in ends)
        if uncertain > MOST_UNCERTAIN_INPUTS:
            raise AnalysisError(
                f"{uncertain} uncertain inputs in one formula; bounds are computed for at most "
                f"{MOST_UNCERTAIN_INPUTS} ({self._names()}). Use fewer figures, or their values as printed."
            )
        for corner in product(*ends):
            point: dict[Input, Number] = dict(zip(self.inputs, (end for end, _ in corner), strict=True))
            yield point, all(closed for _, closed in corner)

    def _at(self, point: Mapping[Input, Number]) -> Number:
        try:
            return self.evaluate(point)
        except (ArithmeticError, ValueError) as error:
            where = ", ".join(f"{item.name} = {float(number):g}" for item, number in point.items())
            raise AnalysisError(f"The formula has no result at {where}: {error}.") from error

    def _names(self) -> str:
        return ", ".join(item.name for item in self.inputs) or "a constant"


def constant(number: float) -> Formula:
    """Make the formula of a plain number."""
    exact = decimal(number)
    return Formula((), lambda _: exact)


def leaf(item: Input) -> Formula:
    """Make the formula that is one input itself."""
    return Formula((item,), lambda point: point[item])


def combine(function: Callable[..., Number], *formulas: Formula) -> Formula:
    """Make a formula of formulas; an input that several of them share stays one input."""
    inputs = dict.fromkeys(item for formula in formulas for item in formula.inputs)
    parts = tuple(formula.evaluate for formula in formulas)
    return Formula(tuple(inputs), lambda point: function(*(part(point) for part in parts)))


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


def _extreme(corners: list[End], pick: Callable[..., Number]) -> End:
    """Pick the extreme corner: closed if some closed corner ties with it."""
    extreme = pick(corner.number for corner in corners)
    reached = [corner.number for corner in corners if corner.closed]
    if reached and not _apart(pick(reached), extreme):
        return End(pick(reached), True)
    return End(extreme, False)


def _apart(one: Number, other: Number) -> bool:
    """Tell two numbers apart: fractions exactly, floats beyond their rounding."""
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return one != other
    return not isclose(one, other, rel_tol=1e-12)
