"""Two proportions beside each other: difference, ratios, and exact tests of a two-by-two table.

All take successes and trials of the first group, then of the second.
"""

import numpy as np
from scipy import stats
from scipy.stats import contingency
from statsmodels.stats.proportion import confint_proportions_2indep

from kzindustry.analysis import inference
from kzindustry.analysis.columns import over_columns
from kzindustry.analysis.quantity import Quantity
from kzindustry.errors import AnalysisError

# scipy samples the unknown common proportion at so many points before it polishes the maximum; with few
# points it can stop at a lower peak.
NUISANCE_POINTS = 128


@over_columns
def difference(
    successes_1: Quantity,
    trials_1: Quantity,
    successes_2: Quantity,
    trials_2: Quantity,
    confidence: float = 0.95,
) -> Quantity:
    """Give the first proportion less the second, as a fraction.

    Bounds "Newcombe 95%": the hybrid score interval without continuity correction (Newcombe 1998,
    Statistics in Medicine 17:873-890, method 10).
    """
    counts = successes_1, trials_1, successes_2, trials_2
    s1, n1, s2, n2 = _table(*counts)
    alpha = 1 - inference.probability(confidence)
    low, high = confint_proportions_2indep(s1, n1, s2, n2, method="newcomb", compare="diff", alpha=alpha)
    low, high = max(low, -1.0), min(high, 1.0)  # rounding can end a hair beyond
    bounds = inference.label("Newcombe", confidence)
    return inference.result(s1 / n1 - s2 / n2, low, high, bounds, inference.pure(trials_1), *counts)


@over_columns
def risk_ratio(
    successes_1: Quantity,
    trials_1: Quantity,
    successes_2: Quantity,
    trials_2: Quantity,
    confidence: float = 0.95,
) -> Quantity:
    """Give the first proportion over the second.

    Bounds "Katz log 95%": normal on the log scale (Katz et al. 1978, Biometrics 34:469-474).

    Raises
    ------
    AnalysisError
        If a group has no success: the log ratio has no variance then.
    """
    counts = successes_1, trials_1, successes_2, trials_2
    s1, n1, s2, n2 = _table(*counts)
    _refuse_empty("risk ratio", {"success in the first group": s1, "success in the second group": s2})
    found = contingency.relative_risk(s1, n1, s2, n2)
    low, high = found.confidence_interval(inference.probability(confidence))
    bounds = inference.label("Katz log", confidence)
    return inference.result(found.relative_risk, low, high, bounds, inference.pure(trials_1), *counts)


@over_columns
def odds_ratio(
    successes_1: Quantity,
    trials_1: Quantity,
    successes_2: Quantity,
    trials_2: Quantity,
    confidence: float = 0.95,
) -> Quantity:
    """Give the odds of the first group over the odds of the second.

    Bounds "Woolf log 95%": normal on the log scale (Woolf 1955, Annals of Human Genetics 19:251-253).

    Raises
    ------
    AnalysisError
        If a cell of the table is empty: the log ratio has no variance then.
    """
    counts = successes_1, trials_1, successes_2, trials_2
    s1, n1, s2, n2 = _table(*counts)
    cells = {"success in the first group": s1, "success in the second group": s2}
    cells |= {"failure in the first group": n1 - s1, "failure in the second group": n2 - s2}
    _refuse_empty("odds ratio", cells)
    found = contingency.odds_ratio(_columns(s1, n1, s2, n2), kind="sample")
    low, high = found.confidence_interval(inference.probability(confidence))
    bounds = inference.label("Woolf log", confidence)
    return inference.result(found.statistic, low, high, bounds, inference.pure(trials_1), *counts)


@over_columns
def fisher_p(
    successes_1: Quantity, trials_1: Quantity, successes_2: Quantity, trials_2: Quantity
) -> Quantity:
    """Give Fisher's exact two-sided p: the sum over tables no more probable than the observed one."""
    counts = successes_1, trials_1, successes_2, trials_2
    return _p(stats.fisher_exact(_columns(*_table(*counts))).pvalue, *counts)


@over_columns
def boschloo_p(
    successes_1: Quantity, trials_1: Quantity, successes_2: Quantity, trials_2: Quantity
) -> Quantity:
    """Give Boschloo's exact two-sided p: twice the smaller one-sided p, at most 1 (Boschloo 1970).

    The trials of each group are the fixed margins.
    """
    counts = successes_1, trials_1, successes_2, trials_2
    return _p(stats.boschloo_exact(_columns(*_table(*counts)), n=NUISANCE_POINTS).pvalue, *counts)


@over_columns
def barnard_p(
    successes_1: Quantity, trials_1: Quantity, successes_2: Quantity, trials_2: Quantity
) -> Quantity:
    """Give Barnard's exact two-sided p with the pooled score statistic (Barnard 1947).

    The trials of each group are the fixed margins; the common proportion is not restricted to an interval
    (no Berger-Boos adjustment). 1 where all trials succeeded, or none.
    """
    counts = successes_1, trials_1, successes_2, trials_2
    s1, n1, s2, n2 = _table(*counts)
    if s1 + s2 in {0, n1 + n2}:  # scipy gives nan: there is no other table to compare with
        return _p(1.0, *counts)
    return _p(stats.barnard_exact(_columns(s1, n1, s2, n2), n=NUISANCE_POINTS).pvalue, *counts)


def _table(
    successes_1: Quantity, trials_1: Quantity, successes_2: Quantity, trials_2: Quantity
) -> tuple[int, int, int, int]:
    inference.same_kind(trials_1, trials_2)
    inference.same_kind(successes_1, successes_2)
    return *inference.part_of(successes_1, trials_1), *inference.part_of(successes_2, trials_2)


def _columns(s1: int, n1: int, s2: int, n2: int) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    """Lay out the table as scipy wants it: each group, whose size is fixed, is a column."""
    return np.array([[s1, s2], [n1 - s1, n2 - s2]])


def _p(value: float, *counts: Quantity) -> Quantity:
    # scipy's sums can end a hair above one
    return inference.result(min(float(value), 1.0), None, None, "none", inference.pure(counts[0]), *counts)


def _refuse_empty(measure: str, cells: dict[str, int]) -> None:
    empty = [f"no {name}" for name, number in cells.items() if number == 0]
    if empty:
        raise AnalysisError(
            f"The {measure} has no interval: {', '.join(empty)}. Give the difference instead."
        )
