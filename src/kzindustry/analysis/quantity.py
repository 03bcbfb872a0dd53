"""Quantity: a number that keeps its bounds, its unit and the figures it derives from through arithmetic.

Only the noun and its operators are here: how bounds are found is in ``bounds``, which units may meet in
``units``, methods of statistics in modules of their own.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from numbers import Real
from typing import Any

import pint

from kzindustry.analysis import display, units
from kzindustry.analysis.bounds import Input, Interval, Number, power
from kzindustry.analysis.columns import elementwise
from kzindustry.analysis.combine import combine, constant, leaf
from kzindustry.analysis.formula import Formula, listed
from kzindustry.analysis.numpy_functions import NumpyFunctions
from kzindustry.analysis.order import Ordered
from kzindustry.errors import AnalysisError

APPROXIMATELY = "approximately"
"""The qualifier of a figure with a word like "about"; what is computed from it is approximate, too."""


@dataclass(frozen=True, eq=False, repr=False)
class Quantity(Ordered, NumpyFunctions):
    """A number with bounds, unit and sources: by ``given``, ``assumed``, ``exact`` or ``statistical``.

    Attributes
    ----------
    value
        The formula at the inputs' values, in ``unit``.
    low, high
        What the inputs allow; None where that end is open.
    bounds
        What low and high mean: "exact", "as printed", "half unit", "Wilson 95%", ..., "none".
    terminal
        True for a statistical interval: arithmetic on it is an error.
    precision, qualifier
        As printed, for figures themselves; None and "" for what is derived, but for ``shown_to``.
    """

    value: float
    unit: pint.Unit
    bounds: str
    source: Formula | Interval
    precision: float | None = None
    qualifier: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", units.plain(self.unit))

    @classmethod
    def given(  # noqa: PLR0913 - a printed figure has this many sides
        cls,
        value: float,
        low: float | None,
        high: float | None,
        unit: pint.Unit,
        *,
        bounds: str,
        figure: str,
        precision: float | None = None,
        qualifier: str = "",
    ) -> Quantity:
        """Take a figure; an end that is None is open.

        Raises
        ------
        AnalysisError
            If the value is outside of its own bounds, or a number is not finite.
        """
        if (low is not None and low > value) or (high is not None and high < value):
            raise AnalysisError(
                f"{figure}: the value {value} is outside of {low} to {high}: check the table."
            )
        about = qualifier == APPROXIMATELY
        item = Input(figure, float(value), low, high, bounds, approximate=about, precision=precision)
        return cls(float(value), unit, bounds, leaf(item), precision, qualifier)

    @classmethod
    def assumed(cls, value: float, unit: pint.Unit, name: str) -> Quantity:
        """Take a parameter of a scenario: it has a name, but no figure."""
        item = Input(name, float(value), float(value), float(value), assumed=True)
        return cls(float(value), unit, "exact", leaf(item))

    @classmethod
    def exact(cls, value: float, unit: pint.Unit) -> Quantity:
        """Take a constant, such as the years of a span."""
        return cls(float(value), unit, "exact", constant(value))

    @classmethod
    def statistical(  # noqa: PLR0913, PLR0917 - what an interval says
        cls,
        value: float,
        low: float | None,
        high: float | None,
        unit: pint.Unit,
        bounds: str,
        figures: tuple[str, ...],
        assumptions: tuple[str, ...] = (),
        *,
        approximate: bool = False,
    ) -> Quantity:
        """Take the result of a statistical method; arithmetic on it is an error."""
        interval = Interval(low, high, approximate, figures, assumptions)
        return cls(float(value), unit, bounds, interval)

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids of the figures behind it, in order of use."""
        return self.source.figures

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Names of the parameters behind it, in order of use."""
        return self.source.assumptions

    @property
    def low(self) -> float | None:
        """The low end; None where it is open."""
        return self.source.low

    @property
    def high(self) -> float | None:
        """The high end; None where it is open."""
        return self.source.high

    @property
    def approximate(self) -> bool:
        """Whether a figure behind it is said to be "about" so many."""
        return self.source.approximate

    @property
    def terminal(self) -> bool:
        """Whether this is the result of a statistical method, on which arithmetic is an error."""
        return isinstance(self.source, Interval)

    def to(self, unit: pint.Unit) -> Quantity:
        """Convert to another unit of the same kind."""
        ratio = units.factor(self.unit, unit)
        return derive(lambda number: number * ratio, [self], unit, weights=[ratio])

    def as_fraction(self) -> Quantity:
        """Give a percent as a fraction: 57 percent is 0.57. A fraction stays as it is.

        Raises
        ------
        AnalysisError
            If the quantity is neither.
        """
        if str(self.unit) == units.PERCENT:
            one = units.dimensionless(self.unit)
            return derive(lambda number: number / 100, [self], one, weights=[Fraction(1, 100)])
        if self.unit.dimensionless:
            return self.to(units.dimensionless(self.unit))
        raise AnalysisError(f"{self.name} is in '{units.name(self.unit)}': only percents become fractions.")

    def without_bounds(self) -> Quantity:
        """Give the value alone, where bounds would claim more than is known; arithmetic ends here."""
        none = Interval(None, None, self.approximate, self.figures, self.assumptions)
        return Quantity(self.value, self.unit, "none", none)

    def shown_to(self, step: float) -> Quantity:
        """Show no finer than a step: 0.01 makes "46.6%" "47%". The value keeps all its digits."""
        return replace(self, precision=step)

    @property
    def name(self) -> str:
        """The figures and assumptions behind the number, for messages."""
        return listed((*self.figures, *self.assumptions)) or f"the constant {self.value:g}"

    def __float__(self) -> float:
        return self.value

    @elementwise
    def __add__(self, other: Quantity | float) -> Quantity:
        return self._beside(other, 1, units.of_sum)

    @elementwise
    def __radd__(self, other: Any) -> Quantity:
        # sum() begins with a bare zero, which is so many of anything
        return self if isinstance(other, int) and other == 0 else self + other

    @elementwise
    def __sub__(self, other: Quantity | float) -> Quantity:
        return self._beside(other, -1, units.of_difference)

    @elementwise
    def __rsub__(self, other: float) -> Quantity:
        return -self + other

    def __neg__(self) -> Quantity:
        return derive(operator.neg, [self], self.unit, weights=[Fraction(-1)])

    @elementwise
    def __mul__(self, other: Quantity | float) -> Quantity:
        other = self._quantity(other)
        return derive(operator.mul, [self, other], units.product(self.unit, other.unit))

    __rmul__ = __mul__

    @elementwise
    def __truediv__(self, other: Quantity | float) -> Quantity:
        other = self._quantity(other)
        _refuse_zero(other)
        return derive(operator.truediv, [self, other], units.quotient(self.unit, other.unit))

    @elementwise
    def __rtruediv__(self, other: float) -> Quantity:
        return self._quantity(other) / self

    def __round__(self, places: int = 0) -> Quantity:
        return self.shown_to(10.0**-places)

    def __format__(self, spec: str) -> str:
        if spec:
            raise AnalysisError(
                f"A text with {{...:{spec}}} would show {self} as a bare number. In finding(), %%say and "
                "titles a field {x:%} keeps its sources; {x.value:.1f} is the number alone."
            )
        return str(self)

    @elementwise
    def __pow__(self, exponent: Quantity | float) -> Quantity:
        exponent = self._quantity(exponent)
        if not exponent.unit.dimensionless or (exponent.figures and not self.unit.dimensionless):
            raise AnalysisError(
                f"{self.name} cannot be raised to {exponent!r}: an exponent is a pure number."
            )
        if exponent.value < 0:
            _refuse_zero(self)
        return derive(power, [self, exponent], self.unit**exponent.value)

    def _beside(self, other: Quantity | float, sign: int, unit: Callable[..., pint.Unit]) -> Quantity:
        """Add or subtract: the other side counted in this one's unit."""
        other = self._quantity(other)
        ratio = sign * units.addend_factor(self.unit, other.unit)
        both = unit(self.unit, other.unit)
        return derive(lambda a, b: a + b * ratio, [self, other], both, weights=[Fraction(1), ratio])

    def _quantity(self, other: Any) -> Quantity:
        if isinstance(other, Quantity):
            return other
        if getattr(other, "ndim", None) == 0:  # numpy's way to hand on a plain number
            other = other.item()
        if isinstance(other, Real) and not isinstance(other, bool):
            return Quantity.exact(float(other), units.dimensionless(self.unit))
        raise AnalysisError(f"Arithmetic of {self.name} with {other!r}: give a Quantity or a number.")

    @property
    def spread(self) -> float:
        """How much the value moves within the last printed digits behind it; 0 where all are plain counts."""
        return self.source.spread

    def __str__(self) -> str:
        return display.in_short(self)

    def __repr__(self) -> str:
        return display.as_text(self)

    def _repr_html_(self) -> str:
        return display.as_html(self)


def derive(
    function: Callable[..., Any],
    quantities: list[Quantity],
    unit: pint.Unit,
    *,
    weights: Sequence[Number] | None = None,
) -> Quantity:
    """Make a quantity from quantities: the one place where formulas are joined (weights: of a sum)."""
    formula = combine(function, *(_formula(quantity) for quantity in quantities), weights=weights)
    return Quantity(formula.value(), unit, formula.bounds, formula)


def _formula(quantity: Quantity) -> Formula:
    if isinstance(quantity.source, Interval):
        raise AnalysisError(
            f"Arithmetic on a statistical result ({quantity.name}; bounds: {quantity.bounds}): its bounds "
            "would mean nothing. Compute with the counts first, and take the interval last."
        )
    return quantity.source


def _refuse_zero(divisor: Quantity) -> None:
    if _formula(divisor).may_be_zero():
        raise AnalysisError(
            f"Division by what may be zero: {divisor.name} is {divisor}. Leave the ratio out, or divide by "
            "a quantity whose bounds leave zero out."
        )
