"""Power: what so many trials a group could have found about two proportions.

One approximation throughout: two-sided 5%, normal, the variance pooled under the null hypothesis, no
continuity correction; significance in the wrong direction (the far tail) does not count as finding.
See Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, chapter 4.
"""

from math import ceil, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, stats

from kzindustry.analysis import inference
from kzindustry.analysis.quantity import Quantity
from kzindustry.errors import AnalysisError


def detection_power(
    rate_1: ArrayLike, rate_2: ArrayLike, trials_1: ArrayLike, trials_2: ArrayLike
) -> NDArray[np.float64]:
    """Give the probability of a significant difference in the true direction, for curves.

    Parameters
    ----------
    rate_1, rate_2
        True proportions, as fractions; not both at 0 or 1, where there is no variation.
    trials_1, trials_2
        Trials of each group.

    Returns
    -------
    array
        Probabilities, in the shape that the four broadcast to.
    """
    p1, p2, n1, n2 = (np.asarray(item, dtype=float) for item in (rate_1, rate_2, trials_1, trials_2))
    pooled = (n1 * p1 + n2 * p2) / (n1 + n2)
    null_error = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    error = np.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    return np.asarray(stats.norm.cdf((np.abs(p1 - p2) - inference.CRITICAL * null_error) / error))


def start_up_power(
    successes_1: Quantity, trials_1: Quantity, successes_2: Quantity, trials_2: Quantity
) -> Quantity:
    """Give the power of this many trials, were the observed rates the true ones.

    Raises
    ------
    AnalysisError
        If both rates are 0 or 1: there is no variation to reckon with.
    """
    counts = successes_1, trials_1, successes_2, trials_2
    p1, n1, p2, n2 = _rates(*counts)
    power = float(detection_power(p1, p2, n1, n2))
    return inference.result(power, None, None, "none", inference.pure(trials_1), *counts)


def trainees_for_power(
    successes_1: Quantity,
    trials_1: Quantity,
    successes_2: Quantity,
    trials_2: Quantity,
    power: float = 0.8,
) -> Quantity:
    """Give the trials a group that reach a power at the observed rates, rounded up.

    Raises
    ------
    AnalysisError
        If the rates are equal: no number of trials finds a difference.
    """
    counts = successes_1, trials_1, successes_2, trials_2
    p1, _, p2, _ = _rates(*counts)
    if p1 == p2:
        raise AnalysisError(f"{successes_1.name} and {successes_2.name}: equal rates, nothing to find.")
    pooled = (p1 + p2) / 2
    spread = inference.CRITICAL * sqrt(2 * pooled * (1 - pooled))
    spread += stats.norm.ppf(inference.probability(power)) * sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    needed = ceil((spread / (p1 - p2)) ** 2)
    return inference.result(needed, None, None, "none", trials_1.unit, *counts)


def smallest_detectable_difference(
    base_successes: Quantity, base_trials: Quantity, trials: Quantity, power: float = 0.8
) -> Quantity:
    """Give the smallest difference above a base rate that is found with a power.

    Parameters
    ----------
    base_successes, base_trials
        The group whose observed rate is taken as true.
    trials
        Trials of the group with the higher rate.
    power
        Probability of finding it.

    Raises
    ------
    AnalysisError
        If not even a rate of 1 would be found.
    """
    target = inference.probability(power)
    some, base = inference.part_of(base_successes, base_trials)
    rate, n = some / base, inference.count(trials)
    most = 1 - rate - 1e-9  # at a rate of exactly 1 the variance may vanish

    def lacking(gap: float) -> float:
        return float(detection_power(rate + gap, rate, n, base)) - target

    if most <= 0 or lacking(most) < 0:
        raise AnalysisError(f"{trials.name}: too few to find any difference above {base_successes.name}.")
    gap = optimize.brentq(lacking, 1e-9, most, xtol=1e-14)
    inputs = base_successes, base_trials, trials
    return inference.result(float(gap), None, None, "none", inference.pure(trials), *inputs)


def _rates(s1: Quantity, n1: Quantity, s2: Quantity, n2: Quantity) -> tuple[float, int, float, int]:
    inference.same_kind(n1, n2)
    (a, m), (b, n) = inference.part_of(s1, n1), inference.part_of(s2, n2)
    if a in {0, m} and b in {0, n}:
        raise AnalysisError(f"{s1.name} and {s2.name}: rates of 0 or 1 have no variation, so no power.")
    return a / m, m, b / n, n
