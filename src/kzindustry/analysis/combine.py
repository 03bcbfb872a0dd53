"""Making formulas: of a constant, of an input, and of other formulas."""

import operator
from collections.abc import Callable, Sequence
from fractions import Fraction

from kzindustry.analysis.bounds import ROUNDINGS, Input, Number, decimal
from kzindustry.analysis.formula import Formula, is_rounded, is_sum, is_uncertain, no_result


def constant(number: float) -> Formula:
    """Make the formula of a plain number."""
    return Formula(decimal(number), weights=())


def leaf(item: Input) -> Formula:
    """Make the formula that is one input itself."""
    return Formula(
        decimal(item.value),
        item.bounds if item.bounds in ROUNDINGS else "exact",
        item.approximate,
        uncertain=not item.low == item.high == item.value,
        rounded=bool(item.precision),
        item=item,
        weights=(),
    )


def combine(
    function: Callable[..., Number], *parts: Formula, weights: Sequence[Number] | None = None
) -> Formula:
    """Make a formula of formulas; an input that several of them share stays one input.

    Parameters
    ----------
    function
        What is computed from the parts.
    parts
        Its arguments.
    weights
        What each part is multiplied by, where the function is the sum of that.

    Raises
    ------
    AnalysisError
        If there is no result at the inputs' own values.
    """
    try:
        number = function(*(part.number for part in parts))
    except (ArithmeticError, ValueError) as error:
        inputs = dict.fromkeys(item for part in parts for item in part.inputs())
        raise no_result({item: item.value for item in inputs}, error) from error
    weights = _scaled(function, parts) if weights is None else tuple(weights)
    exact_sum = isinstance(number, Fraction) and all(is_sum(part) or _is_firm(part) for part in parts)
    labels = {part.bounds for part in parts}
    return Formula(
        number,
        next((label for label in ROUNDINGS if label in labels), "exact"),
        any(part.approximate for part in parts),
        any(map(is_uncertain, parts)),
        any(map(is_rounded, parts)),
        function=function,
        parts=parts,
        weights=weights if exact_sum else None,
    )


def _scaled(function: Callable[..., Number], parts: Sequence[Formula]) -> tuple[Number, ...] | None:
    """Give the weights of a product with, or a quotient by, what does not move at all."""
    if function is operator.truediv and _is_firm(parts[1]):
        return Fraction(1) / parts[1].number, Fraction(0)
    if function is operator.mul and any(map(_is_firm, parts)):
        return parts[1].number, parts[0].number
    return None


def _is_firm(formula: Formula) -> bool:
    return not (formula.uncertain or formula.rounded)
