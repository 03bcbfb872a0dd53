"""One proportion: the share of trials that succeeded, with an interval fit for small numbers."""

from math import sqrt

from statsmodels.stats.proportion import proportion_confint

from kzindustry.analysis import inference
from kzindustry.analysis.columns import over_columns
from kzindustry.analysis.formulas import apply
from kzindustry.analysis.quantity import Quantity
from kzindustry.errors import AnalysisError, nearest

METHODS = {"Wilson": "wilson", "Jeffreys": "jeffreys", "Clopper-Pearson": "beta"}


@over_columns
def proportion(
    successes: Quantity, trials: Quantity, confidence: float = 0.95, method: str = "Wilson"
) -> Quantity:
    """Give successes over trials as a fraction, with a confidence interval.

    Parameters
    ----------
    successes, trials
        Counts.
    confidence
        Between 0 and 1.
    method
        "Wilson" (score interval, Wilson 1927), "Jeffreys" (equal-tailed, prior Beta(1/2, 1/2)) or
        "Clopper-Pearson" (exact, 1934).

    Returns
    -------
    Quantity
        Terminal; bounds "Wilson 95%" and the like.

    Raises
    ------
    AnalysisError
        If the counts are not a part and its whole, or the method is not one of the three.

    Notes
    -----
    At no success, or nothing but successes, the Jeffreys interval ends at 0 or 1, as Brown, Cai and
    DasGupta (2001, Statistical Science 16:101-133) advise.
    """
    if method not in METHODS:
        raise AnalysisError(f"Unknown method {method!r}. {nearest(method, list(METHODS))}")
    some, all_ = inference.part_of(successes, trials)
    low, high = proportion_confint(some, all_, 1 - inference.probability(confidence), METHODS[method])
    low = 0.0 if some == 0 else low
    high = 1.0 if some == all_ else high
    bounds = inference.label(method, confidence)
    return inference.result(some / all_, low, high, bounds, inference.pure(trials), successes, trials)


@over_columns
def survey_margin(respondents: Quantity, confidence: float = 0.95) -> Quantity:
    """Give the margin of error of a survey: the half-width, as a fraction, for a share of one half.

    Normal approximation for a simple random sample, without finite-population correction.
    """
    reach = inference.reach(confidence)
    return apply(lambda number: reach * sqrt(0.25 / number), respondents, unit=inference.pure(respondents))
