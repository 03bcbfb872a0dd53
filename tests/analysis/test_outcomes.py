"""Gaps between two groups: their split, and the variation that would explain them."""

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given as example
from hypothesis import strategies as some
from scipy import stats

from kzindustry.analysis import (
    Outcome,
    jobs_ratio,
    overdispersion_removing_significance,
    shapley_gap,
    size_variation_removing_significance,
)
from kzindustry.errors import AnalysisError

Z = stats.norm.ppf(0.975)
COUNTS = some.integers(1, 5000)


@pytest.fixture(scope="module")
def outcome(count):
    """Give a maker of outcomes."""

    def make(trainees, businesses, jobs, name="north"):
        units = ("person", "business", "job")
        pairs = zip((trainees, businesses, jobs), units, strict=True)
        return Outcome(*(count(number, unit, f"{name}:1:{unit}") for number, unit in pairs))

    return make


class TestShapley:
    @example(some.tuples(*[COUNTS] * 6))
    def test_parts_add_up_exactly_and_are_the_mean_of_both_orders(self, outcome, counts):
        a, b, c, d, e, f = counts
        first, second = outcome(a, b, c), outcome(d, e, f, "south")
        gap = shapley_gap(first, second)

        assert (gap.from_rate + gap.from_size - gap.total).value == 0
        # Second method: change the rate first, then the size; and the other way round; take the mean.
        rates, sizes = (b / a, e / d), (c / b, f / e)
        rate_first, rate_last = (rates[0] - rates[1]) * sizes[1], (rates[0] - rates[1]) * sizes[0]
        assert gap.from_rate.value == pytest.approx((rate_first + rate_last) / 2, rel=1e-12, abs=1e-12)

    def test_by_hand(self, outcome):
        # rates 1/2 and 1/4, sizes 6 and 4: 3 - 1 = 2 = (1/4 x 5) + (2 x 3/8)
        gap = shapley_gap(outcome(8, 4, 24), outcome(8, 2, 8, "south"))
        assert [gap.total.value, gap.from_rate.value, gap.from_size.value] == [2, 1.25, 0.75]
        assert str(gap.from_size.unit) == "job / person"
        assert not gap.total.terminal
        assert set(gap.total.figures) == {
            "north:1:job",
            "north:1:person",
            "south:1:job",
            "south:1:person",
        }


class TestOverdispersion:
    def test_takes_z_to_the_critical_value(self, count):
        jobs, people = (count(68, "job", "a"), count(25, "job", "b")), (count(50), count(40))
        found = overdispersion_removing_significance(*jobs, exposures=people).value
        z = log((68 / 50) / (25 / 40)) / sqrt(found * (1 / 68 + 1 / 25))
        assert z == pytest.approx(Z, rel=1e-12)

    def test_needs_no_exposure_for_equal_ones(self, count):
        counts, people = (count(60, "job"), count(30, "job")), (count(5, figure="a"), count(5, figure="b"))
        without = overdispersion_removing_significance(*counts)
        assert without.value == pytest.approx(
            overdispersion_removing_significance(*counts, exposures=people).value
        )
        assert without.figures == ("doc:1:job-60", "doc:1:job-30")
        # by hand: (ln 2)^2 / (1/60 + 1/30) / 1.959964^2
        assert without.value == pytest.approx(2.5014, abs=1e-4)

    def test_is_below_one_within_chance(self, count):
        assert overdispersion_removing_significance(count(31, "job"), count(30, "job")).value < 1

    def test_zero_counts_are_refused(self, count):
        with pytest.raises(AnalysisError, match="doc:1:job-0"):
            overdispersion_removing_significance(count(0, "job"), count(30, "job"))


class TestSizeVariation:
    @pytest.mark.parametrize("per", ["trainee", "business"])
    def test_puts_an_end_of_the_interval_on_one(self, outcome, per):
        groups = outcome(50, 17, 68), outcome(50, 13, 25, "south")
        found = size_variation_removing_significance(*groups, per)
        assert jobs_ratio(*groups, found.value, per).low == pytest.approx(1, rel=1e-12)
        assert jobs_ratio(*groups, found.value * 1.01, per).low < 1
        assert jobs_ratio(*groups, found.value * 0.99, per).low > 1

    def test_by_hand(self, outcome):
        # per business: c = ln(2) / 1.959964 / sqrt(1/10 + 1/10); per trainee, rates 1/2 and 1/2:
        # c^2 = (ln(2) / 1.959964)^2 / 0.2 - 1/2
        groups = outcome(20, 10, 40), outcome(20, 10, 20, "south")
        found = [size_variation_removing_significance(*groups, per).value for per in ("business", "trainee")]
        assert found == pytest.approx([0.79079, sqrt(0.62535 - 0.5)], abs=1e-4)

    @pytest.mark.parametrize("variation", [0.3, 1.2])
    def test_the_variance_is_that_of_simulated_groups(self, outcome, variation):
        """Second method: draw who starts a business, and sizes of a gamma law with that coefficient."""
        draw = np.random.default_rng(7)
        trainees, rate, runs = 2000, 0.34, 4000
        businesses = draw.binomial(trainees, rate, runs)
        jobs = draw.gamma(businesses / variation**2, 4 * variation**2)  # a sum of so many gamma sizes
        spread = {"trainee": np.log(jobs / trainees).std(), "business": np.log(jobs / businesses).std()}

        groups = outcome(2000, 680, 2720), outcome(2000, 680, 2720, "south")
        for per, simulated in spread.items():
            found = jobs_ratio(*groups, variation, per)
            assert log(found.high) / Z == pytest.approx(simulated * sqrt(2), rel=0.04)

    def test_is_zero_where_equal_sizes_are_within_chance(self, outcome):
        groups = outcome(50, 17, 30), outcome(50, 16, 28, "south")
        assert size_variation_removing_significance(*groups, "trainee").value == 0

    def test_says_what_it_is(self, outcome):
        groups = outcome(50, 17, 68), outcome(50, 13, 25, "south")
        found = size_variation_removing_significance(*groups, "business")
        assert (found.low, found.high, found.bounds) == (None, None, "none")
        assert "north:1:person" not in found.figures
        assert "north:1:person" in size_variation_removing_significance(*groups, "trainee").figures
        assert jobs_ratio(*groups, 1.0, confidence=0.9).bounds == "delta method 90%"

    def test_refuses_unknown_ratios_and_empty_groups(self, outcome):
        groups = outcome(50, 17, 68), outcome(50, 0, 0, "south")
        with pytest.raises(AnalysisError, match=r"south:1:job, south:1:business"):
            size_variation_removing_significance(*groups, "business")
        with pytest.raises(AnalysisError, match="Did you mean 'trainee'"):
            jobs_ratio(groups[0], groups[0], 1.0, "trainees")
