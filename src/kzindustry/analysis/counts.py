"""Two counts of events over equal exposure, compared exactly; and Holm's rule for several looks at once."""

from typing import Any

from scipy import stats
from statsmodels.stats.multitest import multipletests

from kzindustry.analysis import inference
from kzindustry.analysis.columns import is_column, over_columns
from kzindustry.analysis.quantity import Quantity
from kzindustry.errors import AnalysisError


@over_columns
def rate_ratio(first: Quantity, second: Quantity, confidence: float = 0.95) -> Quantity:
    """Give the first count over the second, both over equal exposure.

    Given their sum, the first count is binomial; the bounds "exact conditional 95%" are the odds at the
    Clopper-Pearson bounds of its share (Przyborowski and Wilenski 1940, Biometrika 31:313-323).

    Raises
    ------
    AnalysisError
        If the second count is zero: the ratio has no value then.
    """
    a, b = _pair(first, second)
    if b == 0:
        raise AnalysisError(f"No ratio over {second.name}, which is zero: show the counts, and the p-value.")
    exact = stats.binomtest(a, a + b).proportion_ci(inference.probability(confidence), method="exact")
    low, high = exact.low / (1 - exact.low), exact.high / (1 - exact.high)
    bounds = inference.label("exact conditional", confidence)
    return inference.result(a / b, low, high, bounds, inference.pure(first), first, second)


@over_columns
def rate_ratio_p(first: Quantity, second: Quantity) -> Quantity:
    """Give the exact two-sided p that two counts over equal exposure have one rate.

    Binomial at one half given the sum (Przyborowski and Wilenski 1940); not the mid-p, not adjusted.
    """
    a, b = _pair(first, second)
    p = stats.binomtest(a, a + b, 0.5).pvalue
    return inference.result(float(p), None, None, "none", inference.pure(first), first, second)


def holm(p_values: Any) -> Any:
    """Adjust p-values for having looked at all of them (Holm 1979): a list or Series, given back as such.

    Each adjusted value rests on the figures of every test of the family; its own come first.
    """
    family = list(p_values)
    if not family:
        return p_values
    adjusted = multipletests([p.value for p in family], method="holm")[1]
    found = [
        inference.result(float(value), None, None, "none", p.unit, p, *family)
        for value, p in zip(adjusted, family, strict=True)
    ]
    return type(p_values)(found, index=p_values.index, dtype="quantity") if is_column(p_values) else found


def _pair(first: Quantity, second: Quantity) -> tuple[int, int]:
    inference.same_kind(first, second)
    a, b = inference.count(first), inference.count(second)
    if a + b == 0:
        raise AnalysisError(f"{first.name} and {second.name} are both zero: there is nothing to compare.")
    return a, b
