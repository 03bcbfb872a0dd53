"""Power of a comparison of two proportions, against R's manual, statsmodels and simulation."""

import numpy as np
import pytest
from hypothesis import given as example
from hypothesis import settings
from hypothesis import strategies as some
from statsmodels.stats.proportion import power_proportions_2indep

from kzindustry.analysis import (
    detection_power,
    smallest_detectable_difference,
    start_up_power,
    trainees_for_power,
)
from kzindustry.errors import AnalysisError


@pytest.fixture(scope="module")
def table(count):
    """Give a maker of four counts: successes and trials of two groups."""

    def make(s1, n1, s2, n2):
        return (
            count(s1, "business", "a:s"),
            count(n1, figure="a:n"),
            count(s2, "business", "b:s"),
            count(n2, figure="b:n"),
        )

    return make


# R manual, ?power.prop.test (not strict: without the far tail): n = 50, 0.50 and 0.75 give power 0.740; power
# 0.90 needs n = 76.7.
def test_power_of_the_r_manual(table):
    assert start_up_power(*table(100, 200, 150, 200)).value > 0.99
    assert float(detection_power(0.50, 0.75, 50, 50)) == pytest.approx(0.740, abs=5e-4)


def test_trainees_of_the_r_manual(table):
    needed = trainees_for_power(*table(10, 20, 15, 20), power=0.9)
    assert needed.value == 77
    assert str(needed.unit) == "person"


@example(some.integers(2, 300), some.integers(2, 300), some.floats(0.02, 0.98), some.floats(0.02, 0.98))
def test_power_is_the_near_tail_of_statsmodels(n1, n2, p1, p2):
    """Second method: statsmodels' one-sided test at half the level, pooled by group sizes."""
    high, low = (p1, p2) if p1 >= p2 else (p2, p1)
    sizes = (n1, n2) if p1 >= p2 else (n2, n1)
    expected = power_proportions_2indep(
        high - low,
        low,
        sizes[0],
        ratio=sizes[1] / sizes[0],
        alpha=0.025,
        alternative="larger",
        return_results=False,
    )
    assert float(detection_power(p1, p2, n1, n2)) == pytest.approx(expected, abs=1e-9)


def test_power_is_what_simulated_trials_find():
    """Third method: two-sided z tests with pooled variance on binomial draws."""
    draw = np.random.default_rng(20240101)
    n, p1, p2 = 400, 0.34, 0.26
    a, b = draw.binomial(n, p1, 200_000) / n, draw.binomial(n, p2, 200_000) / n
    pooled = (a + b) / 2
    found = (a - b) / np.sqrt(2 * pooled * (1 - pooled) / n) > 1.959964
    assert float(detection_power(p1, p2, n, n)) == pytest.approx(found.mean(), abs=0.01)


def test_the_far_tail_is_left_out(table):
    assert start_up_power(*table(20, 50, 20, 50)).value == pytest.approx(0.025)


def test_curves_take_arrays():
    curve = detection_power(0.34, 0.26, np.array([50, 500, 5000]), np.array([50, 500, 5000]))
    assert curve.shape == (3,)
    assert (np.diff(curve) > 0).all()


@settings(max_examples=40)
@example(some.data())
def test_trainees_are_the_fewest_that_reach_the_power(table, data):
    n = data.draw(some.integers(5, 200))
    s1 = data.draw(some.integers(1, n - 1))
    s2 = data.draw(some.integers(1, n - 1).filter(lambda other: other != s1))
    needed = trainees_for_power(*table(s1, n, s2, n)).value
    assert float(detection_power(s1 / n, s2 / n, needed, needed)) >= 0.8 - 1e-9
    if needed > 1:
        assert float(detection_power(s1 / n, s2 / n, needed - 1, needed - 1)) < 0.8


@settings(max_examples=40)
@example(some.integers(0, 60), some.integers(100, 400), some.floats(0.3, 0.95))
def test_the_smallest_difference_is_found_with_just_that_power(count, successes, trials, power):
    base = count(100, figure="base")
    found = smallest_detectable_difference(count(successes), base, count(trials, figure="other"), power)
    rate = successes / 100
    assert float(detection_power(rate + found.value, rate, trials, 100)) == pytest.approx(power, abs=1e-6)
    assert found.bounds == "none"
    assert found.unit.dimensionless


def test_results_name_all_their_figures(table, count):
    counts = table(17, 50, 13, 50)
    assert start_up_power(*counts).figures == ("a:s", "a:n", "b:s", "b:n")
    assert trainees_for_power(*counts).figures == ("a:s", "a:n", "b:s", "b:n")
    assert smallest_detectable_difference(counts[2], counts[3], counts[1]).figures == ("b:s", "b:n", "a:n")


def test_refusals_say_why(table, count):
    with pytest.raises(AnalysisError, match="equal rates"):
        trainees_for_power(*table(20, 50, 20, 50))
    with pytest.raises(AnalysisError, match="no variation"):
        start_up_power(*table(0, 50, 50, 50))
    with pytest.raises(AnalysisError, match="too few"):
        smallest_detectable_difference(count(3), count(4), count(4, figure="other"))
    with pytest.raises(AnalysisError, match="too few"):
        smallest_detectable_difference(count(4, figure="all"), count(4), count(4, figure="other"))
    with pytest.raises(AnalysisError, match="not a probability"):
        trainees_for_power(*table(10, 20, 15, 20), power=80)
    with pytest.raises(AnalysisError, match="Unlike units"):
        start_up_power(count(1), count(5), count(2), count(5, "report"))
