"""One proportion: published intervals, and what defines each method."""

import numpy as np
import pytest
from hypothesis import given as example
from hypothesis import strategies as some
from scipy import integrate, special, stats

from kzindustry.analysis import proportion, survey_margin
from kzindustry.errors import AnalysisError

METHODS = ("Wilson", "Jeffreys", "Clopper-Pearson")


@pytest.fixture(scope="module")
def interval(count):
    """Give a function from successes and trials to the two ends."""

    def ends(successes, trials, method="Wilson", confidence=0.95):
        found = proportion(count(successes, "business"), count(trials), confidence, method)
        return found.low, found.high

    return ends


# Newcombe (1998), Statistics in Medicine 17:857-872, Table I: method 3 (score, Wilson) and method 5
# ("exact", Clopper-Pearson), without continuity correction.
@pytest.mark.parametrize(
    ("successes", "trials", "wilson", "exact"),
    [
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ],
)
def test_newcombe_1998_table_1(interval, successes, trials, wilson, exact):
    assert interval(successes, trials) == pytest.approx(wilson, abs=5e-5)
    assert interval(successes, trials, "Clopper-Pearson") == pytest.approx(exact, abs=5e-5)


def test_jeffreys_leaves_equal_posterior_tails(interval):
    """Second method: the posterior density Beta(x + 1/2, n - x + 1/2), integrated numerically."""
    low, high = interval(17, 50, "Jeffreys", 0.9)

    def density(p):
        return p**16.5 * (1 - p) ** 32.5 / special.beta(17.5, 33.5)

    assert integrate.quad(density, 0, low)[0] == pytest.approx(0.05, abs=1e-7)
    assert integrate.quad(density, high, 1)[0] == pytest.approx(0.05, abs=1e-7)


def test_wilson_ends_are_where_the_score_test_just_rejects(interval):
    """Second method: at each end the score statistic equals the normal quantile (Wilson 1927)."""
    for end in interval(17, 50, confidence=0.9):
        score = abs(17 / 50 - end) / np.sqrt(end * (1 - end) / 50)
        assert score == pytest.approx(stats.norm.ppf(0.95), rel=1e-12)


def test_clopper_pearson_never_covers_less_than_it_says(interval):
    """What defines an exact interval; Wilson's, which only covers 95% on average, fails it."""
    truths = np.linspace(0.01, 0.99, 99)

    def coverage(method):
        ends = np.array([interval(x, 10, method) for x in range(11)])
        hit = (ends[:, :1] <= truths) & (truths <= ends[:, 1:])
        return (hit * stats.binom.pmf(np.arange(11)[:, None], 10, truths)).sum(axis=0)

    assert coverage("Clopper-Pearson").min() >= 0.95
    assert coverage("Wilson").min() < 0.95
    assert coverage("Wilson").mean() == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize("method", METHODS)
def test_the_interval_ends_at_0_and_1_where_all_or_none_succeeded(interval, method):
    assert interval(0, 20, method)[0] == 0
    assert interval(20, 20, method)[1] == 1


@example(some.data(), some.sampled_from(METHODS), some.floats(0.01, 0.999))
def test_bounds_contain_the_value_and_mirror(interval, data, method, confidence):
    trials = data.draw(some.integers(1, 500))
    successes = data.draw(some.integers(0, trials))
    low, high = interval(successes, trials, method, confidence)
    assert 0 <= low <= successes / trials <= high <= 1
    assert interval(trials - successes, trials, method, confidence) == pytest.approx(
        (1 - high, 1 - low), abs=1e-9
    )


def test_says_what_it_is_and_where_it_comes_from(count):
    rate = proportion(count(17, "business"), count(50))
    assert rate.value == 0.34
    assert rate.bounds == "Wilson 95%"
    assert rate.figures == ("doc:1:business-17", "doc:1:person-50")
    assert rate.unit.dimensionless
    assert rate.terminal
    assert proportion(count(1), count(2), 0.999, "Jeffreys").bounds == "Jeffreys 99.9%"


def test_refuses_what_is_no_part_and_whole(given, count):
    with pytest.raises(AnalysisError, match=r"doc:1:person-9 \(9\) is not a part of doc:1:person-8"):
        proportion(count(9), count(8))
    with pytest.raises(AnalysisError, match="not a part"):
        proportion(count(0), count(0))
    with pytest.raises(AnalysisError, match="not a count"):
        proportion(given(1.5, 1.5, 1.5), count(8))
    with pytest.raises(AnalysisError, match="not a count"):
        proportion(given(-1, -1, -1), count(8))
    with pytest.raises(AnalysisError, match="not a count"):
        proportion(count(1).without_bounds(), count(8))


def test_refuses_unknown_methods_and_levels(count):
    with pytest.raises(AnalysisError, match="Did you mean 'Wilson'"):
        proportion(count(1), count(8), method="Wilsen")
    for confidence in (0, 1, 95):
        with pytest.raises(AnalysisError, match=r"0\.95 stands for 95%"):
            proportion(count(1), count(8), confidence)


def test_survey_margin(given, count):
    # Textbook value: about 3.1 points for 1,000 respondents (1.96 x sqrt(0.25 / 1000) = 0.030990).
    assert survey_margin(count(1000)).value == pytest.approx(0.030990, abs=1e-6)
    assert survey_margin(count(100), 0.99).value == pytest.approx(2.575829 * 0.05, abs=1e-7)
    about = survey_margin(given(1000, 950, 1050, "person", bounds="half unit"))
    assert about.low == survey_margin(count(1050)).value
    assert about.high == survey_margin(count(950)).value
    assert about.bounds == "half unit"
