"""Two counts, exactly, and Holm's rule."""

import pytest
from hypothesis import given as example
from hypothesis import strategies as some
from scipy import stats
from statsmodels.stats.rates import test_poisson_2indep as poisson_test

from kzindustry.analysis import holm, rate_ratio, rate_ratio_p
from kzindustry.errors import AnalysisError


def test_interval_of_the_r_manual(count):
    # R manual, ?poisson.test: eba1977, poisson.test(c(11, 21), c(800, 3011)) gives a rate ratio of 1.971488
    # (0.8584264 to 4.2772659). Exposure only shifts the ratio: by 3011/800 from that of equal exposure.
    found = rate_ratio(count(11), count(21))
    shifted = [end * 3011 / 800 for end in (found.value, found.low, found.high)]
    assert shifted == pytest.approx([1.971488, 0.8584264, 4.2772659], abs=5e-7)
    assert found.bounds == "exact conditional 95%"


def test_p_by_hand(count):
    # 1 against 7, by hand: twice the sum of the binomial terms for 0 and 1 of 8, 2 x 9 / 256. The mid-p
    # would be 10 / 256.
    assert rate_ratio_p(count(1), count(7)).value == pytest.approx(18 / 256, rel=1e-12)


@example(some.integers(0, 80), some.integers(1, 80))
def test_p_is_that_of_statsmodels(count, a, b):
    """Second method: statsmodels' conditional test of two Poisson rates."""
    expected = poisson_test(a, 1, b, 1, method="exact-cond").pvalue
    assert rate_ratio_p(count(a), count(b)).value == pytest.approx(min(expected, 1), abs=1e-9)


@example(some.integers(0, 400), some.integers(1, 400))
def test_interval_and_p_agree(count, a, b):
    """The interval is that of the doubled one-sided test, and at one half the two tests are the same."""
    ratio, p = rate_ratio(count(a), count(b)), rate_ratio_p(count(a), count(b)).value
    assert ratio.low <= ratio.value <= ratio.high
    if abs(p - 0.05) > 1e-9:
        assert (ratio.low > 1 or ratio.high < 1) == (p < 0.05)


def test_ends_are_where_the_one_sided_tails_are_half_of_alpha(count):
    found = rate_ratio(count(8), count(25), 0.9)
    share = [end / (1 + end) for end in (found.low, found.high)]
    assert stats.binom.sf(7, 33, share[0]) == pytest.approx(0.05, rel=1e-6)
    assert stats.binom.cdf(8, 33, share[1]) == pytest.approx(0.05, rel=1e-6)
    assert found.bounds == "exact conditional 90%"


def test_zeros(count):
    none = rate_ratio(count(0, figure="a"), count(5, figure="b"))
    assert (none.value, none.low) == (0, 0)
    assert none.high > 0
    assert rate_ratio_p(count(5), count(0)).value == pytest.approx(2 / 2**5)
    with pytest.raises(AnalysisError, match=r"No ratio over doc:1:person-0.*show the counts"):
        rate_ratio(count(5), count(0))
    for function in (rate_ratio, rate_ratio_p):
        with pytest.raises(AnalysisError, match="both zero"):
            function(count(0, figure="a"), count(0, figure="b"))


def test_unlike_counts_are_refused(count):
    for function in (rate_ratio, rate_ratio_p):
        with pytest.raises(AnalysisError, match="Unlike units"):
            function(count(5, "report"), count(7, "person"))


class TestHolm:
    # The example of Wikipedia, "Holm-Bonferroni method": 0.01, 0.04, 0.03, 0.005; adjusted as by hand, from
    # the smallest: 4 x 0.005, 3 x 0.01, 2 x 0.03, and 0.04 raised to the one before it.
    def test_adjusts_in_the_order_given(self, count):
        values = [0.01, 0.04, 0.03, 0.005]
        p_values = [p_value(count, value, f"doc:1:p{i}") for i, value in enumerate(values)]
        adjusted = holm(p_values)
        assert [p.value for p in adjusted] == pytest.approx([0.03, 0.06, 0.06, 0.02])

    def test_keeps_within_one_and_names_the_family(self, count):
        adjusted = holm([p_value(count, 0.7, "doc:1:a"), p_value(count, 0.6, "doc:1:b")])
        assert [p.value for p in adjusted] == [1, 1]
        assert [p.figures for p in adjusted] == [("doc:1:a", "doc:1:b"), ("doc:1:b", "doc:1:a")]
        assert {p.bounds for p in adjusted} == {"none"}

    def test_of_none_is_none(self):
        assert holm([]) == []


def p_value(count, value, figure):
    one = count(1, figure=figure)
    return type(one).statistical(value, None, None, (one / one).unit, "none", one.figures)
