"""Change, concentration, one number for several statements; and the package's door."""

import subprocess
import sys

import pytest
from hypothesis import given as example
from hypothesis import strategies as some

import kzindustry.analysis
from kzindustry.analysis import (
    common_interval,
    compound_growth,
    effective_number,
    herfindahl,
    needed_growth,
    relative_change,
)
from kzindustry.errors import AnalysisError


class TestChange:
    def test_relative(self, given):
        change = relative_change(given(4, 4, None, figure="before"), given(5, 5, 5, figure="after"))
        assert change.value == 0.25
        assert (change.low, change.high) == (None, 0.25)  # "over 4" before makes it "at most"

    def test_compound(self, given):
        growth = compound_growth(given(100, 100, 100, figure="a"), given(121, 121, 121, figure="b"), 2)
        assert growth.value == pytest.approx(0.1, rel=1e-12)
        five = compound_growth(given(11, 11, 11, figure="a"), given(30, 29, 31, figure="b"), 5)
        assert 11 * (1 + five.value) ** 5 == pytest.approx(30)
        assert 11 * (1 + five.low) ** 5 == pytest.approx(29)

    @example(some.floats(-50, 50), some.floats(-50, 50), some.floats(0.05, 0.95))
    def test_needed_growth_makes_the_year(self, given, year, half, weight):
        goal, first = (
            given(n, n, n, "percent", name) for n, name in ((year, "doc:1:year"), (half, "doc:1:half"))
        )
        needed = needed_growth(goal, first, weight)
        level = weight * (1 + half / 100) + (1 - weight) * (1 + needed.value / 100)
        assert level == pytest.approx(1 + year / 100, abs=1e-9)
        assert str(needed.unit) == "percent"

    def test_needed_growth_has_the_bounds_of_its_figures(self, given):
        year, half = given(8, 7.5, 8.5, "percent", "a"), given(9, 8.5, 9.5, "percent", "b")
        needed = needed_growth(year, half)
        assert (needed.low, needed.value, needed.high) == (5.5, 7, 8.5)

    def test_needed_growth_takes_a_share_with_its_figures(self, given):
        year, half = given(8, 8, 8, "percent", "a"), given(9, 9, 9, "percent", "b")
        needed = needed_growth(year, half, given(25, 20, 50, "percent", "c"))
        assert needed.figures == ("a", "b", "c")
        assert (needed.low, needed.value, needed.high) == pytest.approx((7, 7 + 2 / 3, 7.75))


class TestConcentration:
    def test_of_equal_parts_is_their_number(self, count):
        parts = [count(25, figure=f"doc:1:n{i}") for i in range(4)]
        assert herfindahl(parts).value == 0.25
        assert effective_number(parts).value == 4
        assert herfindahl(parts[:1]).value == 1

    def test_by_hand(self, count):
        # shares 1/2, 1/3, 1/6: 9/36 + 4/36 + 1/36 = 14/36
        parts = [count(n) for n in (3, 2, 1)]
        assert herfindahl(parts).value == pytest.approx(14 / 36, rel=1e-12)
        assert effective_number(parts).value == pytest.approx(36 / 14, rel=1e-12)
        assert herfindahl(parts).bounds == "exact"
        assert herfindahl(parts).figures == ("doc:1:person-3", "doc:1:person-2", "doc:1:person-1")

    def test_has_no_bounds_where_a_part_is_open(self, given, count):
        found = herfindahl([count(3), given(2, 2, None, "person", "doc:1:over")])
        assert (found.low, found.high, found.bounds) == (None, None, "none")

    def test_refuses_nothing_and_unlike_parts(self, count):
        with pytest.raises(AnalysisError, match="at least one"):
            herfindahl([])
        with pytest.raises(AnalysisError, match="Unlike units"):
            herfindahl([count(3), count(3, "job")])


class TestCommonInterval:
    def test_is_the_intersection_and_its_middle(self, given):
        rates = [
            given(10, 8, 12, figure="a"),
            given(11, 10, 13, figure="b"),
            given(11, 9, 11.5, figure="c"),
        ]
        found = common_interval(rates)
        assert (found.low, found.value, found.high) == (10, 10.75, 11.5)
        assert found.figures == ("a", "b", "c")
        assert found.bounds == "as printed"
        assert found.terminal

    def test_is_none_where_no_number_fits_all(self, given):
        assert common_interval([given(10, 9, 11, figure="a"), given(13, 12, 14, figure="b")]) is None

    def test_may_be_one_number(self, given):
        found = common_interval([given(10, 9, 11, figure="a"), given(12, 11, 14, figure="b")])
        assert (found.low, found.value, found.high) == (11, 11, 11)

    def test_open_ends_do_not_bind(self, given):
        found = common_interval([given(10, 9, None, figure="a"), given(12, None, 12, figure="b")])
        assert (found.low, found.high) == (9, 12)

    def test_refuses_what_has_no_middle(self, given):
        with pytest.raises(AnalysisError, match="no middle"):
            common_interval([given(10, 9, None)])
        with pytest.raises(AnalysisError, match="at least one"):
            common_interval([])


class TestPackage:
    def test_every_public_name_is_there_and_documented(self):
        for name in kzindustry.analysis.__all__:
            assert getattr(kzindustry.analysis, name).__doc__
        assert set(dir(kzindustry.analysis)) == set(kzindustry.analysis.__all__)
        with pytest.raises(AttributeError, match="wilson"):
            _ = kzindustry.analysis.wilson

    def test_a_quantity_does_not_load_scipy(self):
        code = (
            "import sys; from kzindustry.analysis import Quantity, total, herfindahl, common_interval;"
            "print(sorted({'scipy.stats', 'statsmodels'} & set(sys.modules)))"
        )
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert run.stdout.strip() == "[]"
