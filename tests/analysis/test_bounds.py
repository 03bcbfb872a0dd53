"""Bounds over the corners of the inputs: tight, exact, open where only a limit reaches."""

from fractions import Fraction
from itertools import product
from math import log

import numpy as np
import pytest
from hypothesis import given as example
from hypothesis import strategies as some

from kzindustry.analysis import Quantity, apply, total
from kzindustry.errors import AnalysisError

CENTS = some.integers(1, 10**9).map(lambda cents: cents / 100)


@some.composite
def spans(draw):
    """Three positive numbers in order: low, value, high."""
    return sorted(draw(some.tuples(CENTS, CENTS, CENTS)))


@pytest.fixture(scope="module")
def uncertain(given):
    """Give a maker of uncertain figures from low, value, high."""

    def make(span, figure="doc:1:x", unit="KZT"):
        low, value, high = span
        return given(value, low, high, unit, figure)

    return make


def ends(quantity):
    return quantity.low, quantity.high


@example(spans())
def test_what_cancels_leaves_nothing(uncertain, span):
    x = uncertain(span)
    assert [(x - x).low, (x - x).value, (x - x).high] == [0, 0, 0]
    assert ends(x / x) == (1, 1)


@example(spans(), spans())
def test_a_share_is_as_tight_as_a_dense_grid(uncertain, one, other):
    x, y = uncertain(one), uncertain(other, "doc:1:y")
    share = x / (x + y)

    grid = [np.linspace(span[0], span[2], 41) for span in (one, other)]
    shares = grid[0][:, None] / (grid[0][:, None] + grid[1][None, :])

    assert share.low == pytest.approx(shares.min(), rel=1e-12)
    assert share.high == pytest.approx(shares.max(), rel=1e-12)


@example(spans(), spans(), spans())
def test_bounds_contain_the_value_and_every_choice_of_inputs(uncertain, one, other, third):
    x, y, z = (
        uncertain(span, f"doc:1:{name}") for name, span in zip("xyz", (one, other, third), strict=True)
    )
    result = (x - y) / z + x / y
    assert result.low <= result.value <= result.high
    for a, b, c in product(one, other, third):
        exact = [Fraction(str(number)) for number in (a, b, c)]
        number = float((exact[0] - exact[1]) / exact[2] + exact[0] / exact[1])
        assert result.low <= number <= result.high


@example(spans(), spans())
def test_parts_of_a_split_add_up_exactly(uncertain, one, other):
    x, y = uncertain(one), uncertain(other, "doc:1:y")
    whole = total([x, y])
    parts = x / whole + y / whole
    assert [parts.low, parts.value, parts.high] == [1, 1, 1]
    assert ends(whole - x) == ends(y)


@example(CENTS, CENTS, CENTS)
def test_arithmetic_on_exact_inputs_is_that_of_numbers(uncertain, a, b, c):
    x, y, z = (uncertain((n, n, n), f"doc:1:{n}{i}") for i, n in enumerate((a, b, c)))
    result = (x + y * 2 - z) / (x + y)
    assert result.value == pytest.approx((a + b * 2 - c) / (a + b), rel=1e-12, abs=1e-12)
    assert result.low == result.value == result.high


@example(spans(), spans())
def test_interval_arithmetic_of_independent_inputs(uncertain, one, other):
    """Sums, differences, products and quotients of independent positive inputs have textbook ends."""
    x, y = uncertain(one), uncertain(other, "doc:1:y")
    (a, _, b), (c, _, d) = one, other
    for result, low, high in [
        (x + y, a + c, b + d),
        (x - y, a - d, b - c),
        (x * y, a * c, b * d),
        (x / y, a / d, b / c),
    ]:
        assert ends(result) == (
            pytest.approx(low, rel=1e-9, abs=1e-6),
            pytest.approx(high, rel=1e-9, abs=1e-6),
        )


@example(spans())
def test_apply_is_the_function_at_the_corners(uncertain, span):
    x = uncertain(span)
    logarithm = apply(log, x, unit=x.unit)
    assert ends(logarithm) == (log(span[0]), log(span[2]))
    assert logarithm.value == log(span[1])


def test_figures_of_one_name_but_two_readings_are_two_inputs(given):
    printed, read = given(26.4, 26.4, 26.4), given(26.4e6, 26.4e6, 26.4e6)
    assert (read - printed).value == 26_399_973.6
    assert (read - printed).figures == ("doc:1:thing",)


class TestOpenEnds:
    @pytest.fixture
    def x(self, given):
        return given(8, 7, 9, figure="doc:1:x")

    @pytest.fixture
    def over(self, given):
        return given(5, 5, None, figure="doc:1:over")

    @pytest.fixture
    def almost(self, given):
        return given(5, None, 5, figure="doc:1:almost")

    def test_travel_to_where_they_belong(self, x, over, almost):
        assert ends(x + over) == (12, None)
        assert ends(x - over) == (None, 4)
        assert ends(x * over) == (35, None)
        assert ends(x / over) == (None, 1.8)
        assert ends(x / almost) == (1.4, None)  # as almost nears zero, the quotient has no end
        assert ends(x - almost) == (2, None)
        assert ends(-over) == (None, -5)
        assert ends(almost / over) == (None, 1)

    def test_of_a_share_are_never_zero_or_one(self, x, over, almost):
        assert ends(over / (over + x)) == (pytest.approx(5 / 14), None)
        assert ends(x / (over + x)) == (None, pytest.approx(9 / 14))
        assert ends(almost / (almost + x)) == (None, pytest.approx(5 / 12))

    def test_cancel_with_themselves(self, over, almost):
        assert ends(over - over) == (0, 0)
        assert ends(almost / almost) == (1, 1)
        assert ends(over + almost - over) == (None, 5)

    def test_a_closed_corner_that_ties_with_the_limit_closes_the_end(self, given, over, almost):
        maybe_none = given(1, 0, 2, figure="doc:1:maybe")
        assert ends(maybe_none * over) == (0, None)
        assert ends(maybe_none * almost) == (0, 10)
        assert ends(over / (over + maybe_none)) == (pytest.approx(5 / 7), 1)

    def test_ties_are_found_behind_roots_too(self, given, units, over):
        maybe_none = given(1, 0, 2, figure="doc:1:maybe")
        share = (over / (over + maybe_none)) ** 0.5
        assert share.high == 1

    def test_of_negative_numbers_have_no_floor(self, given):
        fall = given(-3, None, -3, "percent")
        assert ends(fall) == (None, -3)
        assert ends(fall * -1) == (3, None)

    def test_on_both_sides(self, given):
        assert ends(given(5, None, None) * 2) == (None, None)

    def test_in_apply(self, over, almost):
        assert ends(apply(log, over, unit=over.unit)) == (log(5), None)
        assert ends(apply(log, almost, unit=almost.unit)) == (None, log(5))


class TestDivisionByWhatMayBeZero:
    def test_is_refused_and_names_the_quantity(self, given, count):
        for low, value, high in [(0, 1, 2), (-1, 1, 2), (-1, 0, 0), (0, 0, 0), (-1, -1, None)]:
            divisor = given(value, low, high, figure="doc:7:divisor")
            with pytest.raises(AnalysisError, match="Division by what may be zero: doc:7:divisor"):
                count(1) / divisor
            with pytest.raises(AnalysisError, match="doc:7:divisor"):
                divisor**-1
            with pytest.raises(AnalysisError, match="doc:7:divisor"):
                1 / divisor

    def test_looks_at_the_inputs_of_a_derived_divisor(self, given, count):
        x, y = given(8, 7, 9, figure="doc:1:x"), given(5, 4, 7, figure="doc:1:y")
        with pytest.raises(AnalysisError, match="doc:1:x, doc:1:y"):
            count(1) / (x - y)
        with pytest.raises(AnalysisError, match="doc:1:x"):
            count(1) / (x - x)
        assert (count(1) / (x - y / 2)).high == 1 / 3.5

    def test_of_an_open_end_that_crosses_zero(self, given, count):
        x, over = given(8, 7, 9, figure="doc:1:x"), given(5, 5, None, figure="doc:1:over")
        with pytest.raises(AnalysisError, match="may be zero"):
            count(1) / (x - over)

    def test_is_allowed_where_zero_is_only_a_limit(self, given, count):
        almost = given(5, None, 5, "person")
        assert ends(count(10) / almost) == (2, None)

    def test_by_plain_zero(self, count):
        with pytest.raises(AnalysisError, match="the constant 0"):
            count(1) / 0


def test_more_than_sixteen_uncertain_inputs_are_refused_but_exact_ones_do_not_count(given, count):
    uncertain = [given(8, 7, 9, "person", f"doc:1:n{i}") for i in range(17)]
    exact = [count(1, figure=f"doc:2:n{i}") for i in range(60)]
    assert ends(total([*uncertain[:3], *exact])) == (81, 87)
    share = uncertain[0] / total(uncertain)
    with pytest.raises(AnalysisError, match=r"17 uncertain inputs.*doc:1:n16"):
        _ = share.low


def test_sixteen_uncertain_inputs_are_quick_enough(given):
    inputs = [given(8, 7, 9, "person", f"doc:1:n{i}") for i in range(16)]
    assert ends(inputs[0] / total(inputs)) == (7 / (7 + 15 * 9), 9 / (9 + 15 * 7))


def test_constants_have_no_source(units):
    years = Quantity.exact(5, units.Unit("year"))
    assert (years.figures, years.assumptions, years.bounds, years.low) == ((), (), "exact", 5)
