"""Cost in base-year prices, whatever the years of spending: against every way to spend a sum."""

from itertools import product

import pytest

from kzindustry.analysis import Quantity, cost_whenever_spent
from kzindustry.errors import AnalysisError

LEVELS = {"2010": 1.0, "2011": 1.25, "2012": 1.2, "2013": 2.0}


@pytest.fixture
def make(units):
    return lambda value, unit: Quantity.exact(value, units.Unit(unit))


@pytest.fixture
def levels(make):
    return {year: make(level, "") for year, level in LEVELS.items()}


def test_bounds_hold_every_way_to_spend(make, levels):
    """Ten parts of a sum spent in any years of its span: no cost lies outside, the ends are reached."""
    money = {"2010/2012": make(300.0, "KZT"), "2013": make(100.0, "KZT")}
    cost = cost_whenever_spent(money, levels, make(10, "job"))
    shares = [parts for parts in product(range(11), repeat=3) if sum(parts) == 10]
    years = ["2010", "2011", "2012"]
    costs = [
        (sum(30 * n / LEVELS[year] for n, year in zip(parts, years, strict=True)) + 100 / 2.0) / 10
        for parts in shares
    ]
    assert (cost.low, cost.high) == (pytest.approx(min(costs)), pytest.approx(max(costs)))
    assert cost.value == pytest.approx((100 * (1 + 1 / 1.25 + 1 / 1.2) + 50) / 10)
    assert cost.bounds == "time of spending"


def test_one_year_leaves_no_choice(make, levels):
    cost = cost_whenever_spent({"2013": make(100.0, "KZT")}, levels, make(10, "job"))
    assert cost.low == cost.value == cost.high == pytest.approx(5)


def test_its_bounds_are_no_input_of_arithmetic(make, levels):
    cost = cost_whenever_spent({"2013": make(100.0, "KZT")}, levels, make(10, "job"))
    with pytest.raises(AnalysisError, match="statistical result"):
        cost + cost


@pytest.mark.parametrize("span", ["2013/2014", "2014", "2013/2010", "whenever", ""])
def test_a_year_without_a_price_level_and_what_is_no_span_are_refused(make, levels, span):
    with pytest.raises(AnalysisError, match=r"2014|no span of years"):
        cost_whenever_spent({span: make(100.0, "KZT")}, levels, make(10, "job"))
