"""Two proportions: published intervals and p-values, and exact tests against plain enumeration."""

import numpy as np
import pytest
from hypothesis import given as example
from hypothesis import settings
from hypothesis import strategies as some
from scipy import stats

from kzindustry.analysis import (
    barnard_p,
    boschloo_p,
    difference,
    fisher_p,
    odds_ratio,
    risk_ratio,
)
from kzindustry.errors import AnalysisError

TESTS = (fisher_p, boschloo_p, barnard_p)
ALL = (difference, risk_ratio, odds_ratio, *TESTS)


@pytest.fixture(scope="module")
def table(count):
    """Give a maker of four counts: successes and trials of two groups."""

    def make(s1, n1, s2, n2):
        figures = ("a:1:s", "a:1:n", "b:1:s", "b:1:n")
        pairs = zip((s1, n1, s2, n2), ("business", "person") * 2, figures, strict=True)
        return [count(number, unit, figure) for number, unit, figure in pairs]

    return make


# Newcombe (1998), Statistics in Medicine 17:873-890, Table II, method 10.
@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0000),
        ((10, 10, 0, 10), 0.6075, 1.0000),
    ],
)
def test_newcombe_1998_table_2(table, counts, low, high):
    found = difference(*table(*counts))
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.value == pytest.approx(counts[0] / counts[1] - counts[2] / counts[3])
    assert found.bounds == "Newcombe 95%"


# Agresti (2007), An Introduction to Categorical Data Analysis, 2nd ed., 2.2-2.3: heart attacks in 11,034
# physicians on placebo and 11,037 on aspirin.
ASPIRIN = (189, 11034, 104, 11037)


def test_risk_ratio_of_agresti(table):
    found = risk_ratio(*table(*ASPIRIN))
    assert [found.value, found.low, found.high] == pytest.approx([1.82, 1.43, 2.30], abs=0.006)
    assert found.bounds == "Katz log 95%"


def test_odds_ratio_of_agresti(table):
    found = odds_ratio(*table(*ASPIRIN))
    assert [found.value, found.low, found.high] == pytest.approx([1.83, 1.44, 2.33], abs=0.006)
    assert found.bounds == "Woolf log 95%"


def test_ratios_by_their_formulas(table):
    """Second method: variances of the logs, written out (Katz et al. 1978; Woolf 1955)."""
    s1, n1, s2, n2 = 17, 50, 13, 40
    z = stats.norm.ppf(0.95)
    katz = np.sqrt(1 / s1 - 1 / n1 + 1 / s2 - 1 / n2)
    woolf = np.sqrt(1 / s1 + 1 / (n1 - s1) + 1 / s2 + 1 / (n2 - s2))
    for found, width in [
        (risk_ratio(*table(s1, n1, s2, n2), 0.9), katz),
        (odds_ratio(*table(s1, n1, s2, n2), 0.9), woolf),
    ]:
        expected = found.value * np.exp([-z * width, z * width])
        assert [found.low, found.high] == pytest.approx(list(expected), rel=1e-9)


class TestPublishedPValues:
    def test_fisher_tasting_tea(self, table):
        # Agresti (2007), 2.6.2: 3 of 4 against 1 of 4, two-sided P = 0.486.
        assert fisher_p(*table(3, 4, 1, 4)).value == pytest.approx(0.486, abs=5e-4)

    def test_fisher_sums_tables_no_more_probable(self, table):
        # By hand: 26/126 = 13/63; twice the one-sided P would be 1/3.
        assert fisher_p(*table(4, 5, 1, 4)).value == pytest.approx(13 / 63, rel=1e-12)

    def test_barnard_of_mehta_and_senchaudhuri(self, table):
        # Mehta and Senchaudhuri (2003), Conditional versus unconditional exact tests for comparing two
        # binomials: 7 of 15 against 12 of 15, one-sided P = 0.0341; the groups are equal, so twice that.
        assert barnard_p(*table(7, 15, 12, 15)).value == pytest.approx(2 * 0.0341, abs=1e-4)

    def test_boschloo_of_the_scipy_manual(self, table):
        # Saari and Judge (2004) as in the manual of scipy.stats.boschloo_exact: 74 of 117 against 31 of 63,
        # one-sided P = 0.0355; two-sided is twice that.
        assert boschloo_p(*table(74, 117, 31, 63)).value == pytest.approx(2 * 0.0355, abs=1.5e-4)


def tables_of(n1, n2):
    """Every outcome of two groups, with its probability as a function of the common proportion."""
    a, b = np.meshgrid(np.arange(n1 + 1), np.arange(n2 + 1), indexing="ij")
    p = np.linspace(0, 1, 2001)[:, None, None]
    return a, b, stats.binom.pmf(a, n1, p) * stats.binom.pmf(b, n2, p)


def enumerated_barnard(s1, n1, s2, n2):
    a, b, probability = tables_of(n1, n2)
    pooled = (a + b) / (n1 + n2)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    score = np.divide(np.abs(a / n1 - b / n2), spread, out=np.zeros_like(spread), where=spread > 0)
    return (probability * (score >= score[s1, s2] - 1e-9)).sum(axis=(1, 2)).max()


def enumerated_boschloo(s1, n1, s2, n2):
    a, b, probability = tables_of(n1, n2)
    fisher = (
        stats.hypergeom.cdf(a, n1 + n2, n1, a + b),
        stats.hypergeom.sf(a - 1, n1 + n2, n1, a + b),
    )
    sides = [(probability * (p <= p[s1, s2] * (1 + 1e-9))).sum(axis=(1, 2)).max() for p in fisher]
    return min(1.0, 2 * min(sides))


# The last one has unequal groups: with the groups as rows instead of columns it comes out otherwise.
@pytest.mark.parametrize("counts", [(17, 50, 13, 50), (2, 12, 7, 11), (1, 9, 0, 14), (3, 6, 2, 21)])
def test_exact_tests_against_enumeration(table, counts):
    """Second method: every table, over a grid of the common proportion."""
    assert barnard_p(*table(*counts)).value == pytest.approx(enumerated_barnard(*counts), abs=1e-4)
    assert boschloo_p(*table(*counts)).value == pytest.approx(enumerated_boschloo(*counts), abs=1e-4)


@settings(max_examples=20, deadline=None)
@example(some.data())
def test_exact_tests_are_probabilities_and_do_not_mind_the_order(table, data):
    n1, n2 = data.draw(some.integers(1, 15)), data.draw(some.integers(1, 15))
    s1, s2 = data.draw(some.integers(0, n1)), data.draw(some.integers(0, n2))
    for test in TESTS:
        p = test(*table(s1, n1, s2, n2)).value
        assert 0 <= p <= 1
        assert test(*table(s2, n2, s1, n1)).value == pytest.approx(p, abs=2e-5)
    fisher, boschloo = (test(*table(s1, n1, s2, n2)).value for test in (fisher_p, boschloo_p))
    one_sided = min(
        stats.fisher_exact([[s1, s2], [n1 - s1, n2 - s2]], alternative=side).pvalue
        for side in ("less", "greater")
    )
    # Boschloo's one-sided test is uniformly at least as powerful as Fisher's (Boschloo 1970)
    assert boschloo <= min(1, 2 * one_sided) + 1e-9
    assert fisher > 0


@example(some.data(), some.floats(0.01, 0.999))
def test_the_difference_contains_its_value_and_turns_with_the_groups(table, data, confidence):
    n1, n2 = data.draw(some.integers(1, 300)), data.draw(some.integers(1, 300))
    s1, s2 = data.draw(some.integers(0, n1)), data.draw(some.integers(0, n2))
    one, other = (difference(*table(*counts), confidence) for counts in ((s1, n1, s2, n2), (s2, n2, s1, n1)))
    assert -1 <= one.low <= one.value <= one.high <= 1
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=1e-12)


@pytest.mark.parametrize("function", ALL)
def test_all_are_terminal_pure_numbers_with_all_figures(table, function):
    found = function(*table(17, 50, 13, 50))
    assert found.figures == ("a:1:s", "a:1:n", "b:1:s", "b:1:n")
    assert found.terminal
    assert found.unit.dimensionless


@pytest.mark.parametrize("function", TESTS)
def test_p_values_have_no_bounds(table, function):
    found = function(*table(17, 50, 13, 50))
    assert (found.low, found.high, found.bounds) == (None, None, "none")


@pytest.mark.parametrize("function", TESTS)
@pytest.mark.parametrize("counts", [(0, 10, 0, 12), (10, 10, 12, 12)])
def test_p_is_one_where_nothing_varies(table, function, counts):
    assert function(*table(*counts)).value == 1


class TestEmptyCells:
    def test_risk_ratio_says_what_to_do(self, table):
        with pytest.raises(AnalysisError, match=r"no success in the second group.*Give the difference"):
            risk_ratio(*table(3, 10, 0, 10))
        with pytest.raises(AnalysisError, match="no success in the first group, no success in the second"):
            risk_ratio(*table(0, 10, 0, 10))

    def test_risk_ratio_needs_no_failures(self, table):
        assert risk_ratio(*table(10, 10, 5, 10)).value == 2

    def test_odds_ratio_says_what_to_do(self, table):
        with pytest.raises(AnalysisError, match=r"no failure in the first group.*Give the difference"):
            odds_ratio(*table(10, 10, 5, 10))


@pytest.mark.parametrize("function", ALL)
def test_unlike_groups_are_refused(count, function):
    with pytest.raises(AnalysisError, match="Unlike units"):
        function(count(1, "business"), count(5), count(2, "business"), count(5, "report"))
    with pytest.raises(AnalysisError, match="Unlike units"):
        function(count(1, "business"), count(5), count(2, "report"), count(5))
    with pytest.raises(AnalysisError, match="not a part"):
        function(count(6, "business"), count(5), count(2, "business"), count(5))
