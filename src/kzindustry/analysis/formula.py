"""A formula over figures: what is computed from which parts, and the bounds of the result.

Formulas share parts and nest as deep as a running sum is long, so they are walked through by lists, never by
recursion. Within a formula a weighted sum of inputs counts as one step, however many figures it adds up: it
moves by each input's weight.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import isfinite

from kzindustry.analysis.bounds import End, Input, Number, decimal, extreme
from kzindustry.errors import AnalysisError

MOST_UNCERTAIN_INPUTS = 16
MOST_NAMED = 20
"""Figures that a message names; of more it says how many."""


@dataclass(frozen=True, eq=False, repr=False)
class Formula:
    """A formula over distinct inputs, monotone in each of them: an input, a constant, or made by ``combine``.

    Attributes
    ----------
    number
        The result at the inputs' own values.
    bounds
        What the ends of the result mean: "exact" where all inputs are.
    approximate
        Whether a word like "about" stands by one of the inputs: bounds as printed do not hold its play.
    uncertain, rounded
        Whether an input has ends apart from its value, and whether one has a last printed digit.
    item, function, parts
        The input, or what is computed from which formulas.
    weights
        Of a weighted sum of inputs, exact throughout: what each part is multiplied by.
    """

    number: Number
    bounds: str = "exact"
    approximate: bool = False
    uncertain: bool = False
    rounded: bool = False
    item: Input | None = None
    function: Callable[..., Number] | None = None
    parts: tuple["Formula", ...] = ()
    weights: tuple[Number, ...] | None = None

    def __deepcopy__(self, memo: object) -> "Formula":
        """Give itself: it never changes, and is deeper than recursion goes."""
        return self

    def value(self) -> float:
        """Give the formula at the inputs' own values."""
        value = float(self.number)
        if not isfinite(value):
            raise AnalysisError(f"The result is not a finite number ({self._names()}): check its inputs.")
        return value

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """Ids of the figures among the inputs, in order of use."""
        return tuple(dict.fromkeys(item.name for item in self.inputs() if not item.assumed))

    @cached_property
    def assumptions(self) -> tuple[str, ...]:
        """Names of the assumptions among the inputs, in order of use."""
        return tuple(dict.fromkeys(item.name for item in self.inputs() if item.assumed))

    @cached_property
    def extremes(self) -> tuple[End, End]:
        """The lowest and highest number over the corners of the inputs.

        Each end of a weighted sum is the sum of its inputs' ends; of other formulas all corners are tried.

        Raises
        ------
        AnalysisError
            If more than 16 inputs of another formula are uncertain: two to that power is too many corners.
        """
        if not self.uncertain:
            return End(self.number, True), End(self.number, True)
        if self.weights is not None:
            moves = self._weights_of_inputs(is_uncertain)
            return self._end_of_sum(moves, min), self._end_of_sum(moves, max)
        inputs = tuple(dict.fromkeys(self.inputs(is_uncertain)))
        ends = [item.shifts() for item in inputs]
        uncertain = sum(len(pair) > 1 for pair in ends)
        if uncertain > MOST_UNCERTAIN_INPUTS:
            raise AnalysisError(
                f"{uncertain} uncertain inputs in one formula; bounds are computed for at most "
                f"{MOST_UNCERTAIN_INPUTS} ({self._names()}). Use fewer figures, or their values as printed."
            )
        evaluate = self._evaluator(is_uncertain)
        corners = []
        for corner in product(*ends):
            shifts = dict(zip(inputs, (shift for shift, _ in corner), strict=True))
            corners.append(End(evaluate(shifts), all(closed for _, closed in corner)))
        return extreme(corners, min), extreme(corners, max)

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
        evaluate = self._evaluator(is_rounded)
        total = 0.0
        for item in dict.fromkeys(self.inputs(is_rounded)):
            if item.precision:
                half = decimal(item.precision) / 2
                with suppress(AnalysisError):
                    low, high = evaluate({item: -half}), evaluate({item: half})
                    total += abs(float(high) - float(low))
        return total

    def may_be_zero(self) -> bool:
        """Tell whether the interval of the result contains zero (a limit of zero is not contained)."""
        low, high = self.extremes
        return not (low.number > 0 or high.number < 0)

    def _steps(
        self,
        moves: Callable[["Formula"], bool] = lambda _: True,
        whole: Callable[["Formula"], bool] = lambda _: False,
    ) -> list["Formula"]:
        """List what moves within, each once and after its parts; what is whole comes without its own."""
        steps: list[Formula] = []
        seen: set[Formula] = set()
        stack = [(self, False)]
        while stack:
            formula, is_after = stack.pop()
            if is_after:
                steps.append(formula)
            elif formula not in seen:
                seen.add(formula)
                stack.append((formula, True))
                if not whole(formula):
                    stack.extend((part, False) for part in reversed(formula.parts) if moves(part))
        return steps

    def inputs(self, moves: Callable[["Formula"], bool] = lambda _: True) -> list[Input]:
        """List the inputs in order of use; equal ones may come twice."""
        return [step.item for step in self._steps(moves) if step.item is not None]

    def _weights_of_inputs(self, moves: Callable[["Formula"], bool]) -> dict[Input, Number]:
        """Give how much a weighted sum moves with each of its inputs that move, in order of use."""
        steps = self._steps(moves)
        weights: dict[Formula, Number] = dict.fromkeys(steps, Fraction(0))
        weights[self] = Fraction(1)
        for step in reversed(steps):
            for part, weight in zip(step.parts, step.weights or (), strict=True):
                if part in weights:
                    weights[part] += weights[step] * weight
        found: dict[Input, Number] = {}
        for step in steps:
            if step.item is not None:
                found[step.item] = found.get(step.item, Fraction(0)) + weights[step]
        return found

    def _end_of_sum(self, weights: Mapping[Input, Number], pick: Callable[..., Number]) -> End:
        """Give one end of a weighted sum: closed if each input has a closed end there."""
        number, is_closed = self.number, True
        for item, weight in weights.items():
            moved = [(weight * shift, closed) for shift, closed in item.shifts()]
            furthest = pick(move for move, _ in moved)
            number += furthest
            is_closed &= any(closed for move, closed in moved if move == furthest)
        return End(number, is_closed)

    def _evaluator(self, moves: Callable[["Formula"], bool]) -> Callable[[Mapping[Input, Number]], Number]:
        """Make the function from how far some inputs are off their values to the result."""
        steps = [
            (step, None if step.weights is None else step._weights_of_inputs(moves))
            for step in self._steps(moves, is_sum)
        ]

        def evaluate(shifts: Mapping[Input, Number]) -> Number:
            found: dict[Formula, Number] = {}
            try:
                for step, weights in steps:
                    if weights is not None:
                        found[step] = step.number + sum(
                            shift if weights[item] == 1 else weights[item] * shift
                            for item, shift in shifts.items()
                            if item in weights
                        )
                    elif step.function is not None:
                        found[step] = step.function(*(found.get(part, part.number) for part in step.parts))
            except (ArithmeticError, ValueError) as error:
                point = {item: decimal(item.value) + shift for item, shift in shifts.items()}
                raise no_result(point, error) from error
            return found[self]

        return evaluate

    def _names(self) -> str:
        return listed([*dict.fromkeys(item.name for item in self.inputs())]) or "a constant"


def listed(names: Sequence[str]) -> str:
    """List names in a message: the first, and how many more there are."""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def no_result(point: Mapping[Input, Number], error: Exception) -> AnalysisError:
    """Say at which numbers of the inputs a formula has no result."""
    where = listed([f"{item.name} = {float(number):g}" for item, number in point.items()])
    return AnalysisError(f"The formula has no result at {where}: {error}.")


def is_uncertain(formula: Formula) -> bool:
    """Tell whether an input has ends apart from its value."""
    return formula.uncertain


def is_rounded(formula: Formula) -> bool:
    """Tell whether an input has a last printed digit."""
    return formula.rounded


def is_sum(formula: Formula) -> bool:
    """Tell whether this is a weighted sum of inputs, exact throughout."""
    return formula.weights is not None
