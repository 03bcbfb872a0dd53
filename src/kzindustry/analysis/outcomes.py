"""Two outcomes of one kind of effort: how their gap splits, and how much variation would remove it.

Jobs come in businesses: a ratio of jobs varies more than a ratio of independent events. What is asked here
is how much more it would have to vary for the gap between two groups to be within chance.
"""

from dataclasses import dataclass
from math import exp, log, sqrt

from kzindustry.analysis import inference
from kzindustry.analysis.quantity import Quantity
from kzindustry.errors import AnalysisError, nearest

PER = ("trainee", "business")


@dataclass(frozen=True)
class Outcome:
    """What came of one group: people trained, businesses set up, jobs in them (all counts)."""

    trainees: Quantity
    businesses: Quantity
    jobs: Quantity

    @property
    def rate(self) -> Quantity:
        """Businesses per trainee."""
        return self.businesses / self.trainees

    @property
    def size(self) -> Quantity:
        """Jobs per business."""
        return self.jobs / self.businesses

    def jobs_per(self, per: str) -> Quantity:
        """Jobs per "trainee" or per "business"."""
        if per not in PER:
            raise AnalysisError(f"Jobs per {per!r} are not known. {nearest(per, PER)}")
        return self.jobs / (self.trainees if per == "trainee" else self.businesses)


@dataclass(frozen=True)
class Gap:
    """A gap in jobs per trainee, and the two parts that add up to it."""

    total: Quantity
    from_rate: Quantity
    from_size: Quantity


def shapley_gap(first: Outcome, second: Outcome) -> Gap:
    """Split the gap in jobs per trainee, rate x size, between the rate and the size.

    Each part is the change in one factor at the mean of the other: the Shapley value of two factors, the
    same as midpoint weights (Das Gupta 1993, U.S. Bureau of the Census P23-186).
    """
    return Gap(
        first.jobs_per("trainee") - second.jobs_per("trainee"),
        (first.rate - second.rate) * (first.size + second.size) / 2,
        (first.size - second.size) * (first.rate + second.rate) / 2,
    )


def overdispersion_removing_significance(
    first: Quantity, second: Quantity, exposures: tuple[Quantity, Quantity] | None = None
) -> Quantity:
    """Give the dispersion at which the log ratio of two counts is just within chance (two-sided 5%).

    Parameters
    ----------
    first, second
        Counts; the variance of their log ratio is the sum of 1 over each, times the dispersion.
    exposures
        What each count is taken over (trainees); none for equal exposure.

    Returns
    -------
    Quantity
        Dispersion, 1 for Poisson counts; below 1 the ratio is within chance as it is.
    """
    inputs = first, second, *(exposures or ())
    _positive(*inputs)
    ratio = first.value / second.value
    if exposures:
        ratio /= exposures[0].value / exposures[1].value
    z_squared = log(ratio) ** 2 / (1 / first.value + 1 / second.value)
    dispersion = z_squared / inference.CRITICAL**2
    return inference.result(dispersion, None, None, "none", inference.pure(first), *inputs)


def size_variation_removing_significance(first: Outcome, second: Outcome, per: str) -> Quantity:
    """Give the coefficient of variation of jobs per business above which a ratio of jobs is within chance.

    Two-sided 5%, normal, delta method. The variance of the log ratio sums, over the groups, c^2 / businesses
    per business; and (1 - p + c^2) / businesses per trainee, where each trainee starts a business with the
    group's rate p.

    Parameters
    ----------
    first, second
        The groups.
    per
        "trainee" or "business": which ratio of jobs.

    Returns
    -------
    Quantity
        The coefficient c; 0 where the ratio is within chance even if all businesses are of one size.
    """
    inputs = _inputs(first, second, per)
    fixed, slope = _log_variance(first, second, per)
    room = (_log_ratio(first, second, per) / inference.CRITICAL) ** 2 - fixed
    variation = sqrt(max(room, 0.0) / slope)
    return inference.result(variation, None, None, "none", inference.pure(first.jobs), *inputs)


def jobs_ratio(
    first: Outcome, second: Outcome, variation: float, per: str = "trainee", confidence: float = 0.95
) -> Quantity:
    """Give the ratio of jobs per trainee or business, if sizes of businesses vary with a coefficient.

    The model is that of `size_variation_removing_significance`; bounds "delta method 95%".
    """
    inputs = _inputs(first, second, per)
    fixed, slope = _log_variance(first, second, per)
    reach = inference.reach(confidence) * sqrt(fixed + slope * variation**2)
    centre = _log_ratio(first, second, per)
    bounds = inference.label("delta method", confidence)
    low, high = exp(centre - reach), exp(centre + reach)
    return inference.result(exp(centre), low, high, bounds, inference.pure(first.jobs), *inputs)


def _inputs(first: Outcome, second: Outcome, per: str) -> tuple[Quantity, ...]:
    inputs = tuple(item for group in (first, second) for item in (group.jobs, group.businesses))
    if per == "trainee":
        inputs += (first.trainees, second.trainees)
    _positive(*inputs)
    return inputs


def _log_ratio(first: Outcome, second: Outcome, per: str) -> float:
    return log(first.jobs_per(per).value / second.jobs_per(per).value)


def _log_variance(first: Outcome, second: Outcome, per: str) -> tuple[float, float]:
    """Give the variance of the log ratio at equal sizes, and what c^2 adds to it."""
    failed = [1 - group.rate.value if per == "trainee" else 0.0 for group in (first, second)]
    businesses = [group.businesses.value for group in (first, second)]
    fixed = sum(share / number for share, number in zip(failed, businesses, strict=True))
    return fixed, sum(1 / number for number in businesses)


def _positive(*counts: Quantity) -> None:
    empty = [item.name for item in counts if inference.count(item) == 0]
    if empty:
        raise AnalysisError(
            f"The log of a ratio with zero has no value: {', '.join(empty)}. Show the counts."
        )
