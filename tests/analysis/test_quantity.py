"""What a quantity keeps through arithmetic: value, unit, figures, label; and what it refuses."""

import dataclasses
import operator

import numpy as np
import pytest

from kzindustry.analysis import Quantity, apply, counted, registry, total
from kzindustry.errors import AnalysisError


def test_a_cost_per_job_knows_its_unit_bounds_and_figures(given):
    spend = given(8.1e12, 8.1e12, 8.1e12, "KZT", "doc:3:spend")
    jobs = given(120_000, 120_000, None, "job", "doc:3:jobs")

    cost = spend / jobs

    assert cost.value == 67_500_000
    assert (cost.low, cost.high) == (None, 67_500_000)  # "over 120,000 jobs" makes it "at most"
    assert str(cost.unit) == "KZT / job"
    assert cost.figures == ("doc:3:spend", "doc:3:jobs")
    assert cost.bounds == "as printed"


def test_figures_are_in_order_of_use_and_each_once(count):
    a, b = count(2, figure="doc:1:b"), count(3, figure="doc:1:a")
    assert ((a + b) / a - b / a).figures == ("doc:1:b", "doc:1:a")


def test_assumptions_travel_beside_figures(units, count):
    idle = Quantity.assumed(10_000, units.Unit("person"), "idle_people")
    share = count(93, "job") / idle
    assert share.value == 0.0093
    assert share.figures == ("doc:1:job-93",)
    assert share.assumptions == ("idle_people",)
    assert share.bounds == "exact"


def test_counts_stay_exact(count):
    ratio = count(68, "job") / count(17, "business")
    assert (ratio.low, ratio.value, ratio.high, ratio.bounds) == (4, 4, 4, "exact")


def test_the_wider_rounding_names_the_bounds_of_a_mixture(given, count):
    half = given(8, 7.5, 8.5, figure="doc:1:half", bounds="half unit")
    printed = given(3, 2, 4, figure="doc:1:printed")
    assert (printed + half).bounds == "half unit"
    assert (printed + count(1, "KZT")).bounds == "as printed"


def test_numbers_count_as_the_decimals_they_print_as(given):
    after, before = given(21.7, 21.7, 21.7, "percent", "a"), given(17.5, 17.5, 17.5, "percent", "b")
    assert 21.7 - 17.5 != 4.2  # what floats would have made of it
    assert (after - before).value == 4.2


def test_plain_numbers_scale_and_powers_raise(given):
    x = given(8, 7, 9)
    assert [(2 * x).high, (x * 2).low, (x / 2).value, (-x).low] == [18, 14, 4, -9]
    assert (72 / x).value == 9
    assert str((72 / x).unit) == "1 / KZT"
    assert (x**2).high == 81
    assert str((x**2).unit) == "KZT ** 2"
    assert ((x / given(1, 1, 1, figure="doc:1:one")) ** (1 / 3)).value == pytest.approx(2, rel=1e-15)


@pytest.mark.parametrize("make", [np.float64, np.int64])
def test_numpy_numbers_scale_from_either_side(given, make):
    x = given(8, 7, 9)
    assert (make(2) * x).high == (x * make(2)).high == 18
    assert isinstance(make(2) * x, Quantity)


def test_fractions_take_plain_numbers(count):
    share = count(1) / count(4)
    assert [(share - 1).value, (1 - share).value, (1 + share).value] == [-0.75, 0.75, 1.25]


def test_a_fold_word_multiplies_without_a_trace_in_the_unit(given):
    fold, money = given(1.3, 1.3, 1.3, "fraction", "fold"), given(100, 100, 100)
    assert str((money / fold).unit) == "KZT"


def test_a_named_unit_that_is_a_quotient_cancels_like_one(given):
    rate = given(500, 500, 500, "KZT_per_USD", "rate")
    dollars = given(1000, 1000, 1000) / rate
    assert (dollars.value, str(dollars.unit)) == (2, "USD")
    assert str(given(6, 6, 6, "month").unit) == "month"


class TestPercent:
    def test_less_percent_is_points(self, given):
        shares = given(57, 57, 57, "percent", "a"), given(50, 50, 50, "percent", "b")
        points = operator.sub(*shares)
        assert (points.value, str(points.unit)) == (7, "percentage_point")

    def test_shifted_by_points_is_percent(self, given):
        share, shift = given(50, 50, 50, "percent", "a"), given(7, 7, 7, "percentage_point", "b")
        results = [share + shift, shift + share, share - shift]
        assert [(r.value, str(r.unit)) for r in results] == [
            (57, "percent"),
            (57, "percent"),
            (43, "percent"),
        ]

    def test_over_percent_is_a_pure_number(self, given):
        ratio = given(50, 50, 50, "percent", "a") / given(40, 40, 40, "percent", "b")
        assert ratio.value == 1.25
        assert ratio.unit.dimensionless

    def test_becomes_a_fraction_on_request(self, given):
        share = given(57, 56.5, 57.5, "percent").as_fraction()
        assert (share.low, share.value, share.high) == (0.565, 0.57, 0.575)
        assert share.as_fraction().value == 0.57

    @pytest.mark.parametrize("unit", ["percentage_point", "job"])
    def test_only_percents_become_fractions(self, given, unit):
        with pytest.raises(AnalysisError, match="only percents become fractions"):
            given(7, 7, 7, unit).as_fraction()

    def test_is_not_taken_from_points_nor_added_to_fractions(self, given):
        share, points = given(50, 50, 50, "percent", "a"), given(7, 7, 7, "percentage_point", "b")
        with pytest.raises(AnalysisError, match="Unlike units"):
            points - share
        with pytest.raises(AnalysisError, match="'percent' and a pure number"):
            share + 1


class TestUnits:
    @pytest.mark.parametrize("function", [operator.add, operator.sub])
    def test_unlike_ones_are_refused(self, count, function):
        with pytest.raises(AnalysisError, match=r"'job'.*'person'"):
            function(count(1, "job"), count(1, "person"))

    def test_of_one_kind_are_converted(self, units, given):
        year, months = given(2, 2, 2, "year", "a"), given(6, 6, 6, "month", "b")
        assert (year + months).value == 2.5
        assert (months + year).value == 30
        assert year.to(units.Unit("month")).value == 24
        assert (months.to(units.Unit("year")) * 2 - Quantity.exact(1, units.Unit("year"))).value == 0
        assert total([year, months]).value == 2.5

    def test_of_two_registries_do_not_mix(self, count):
        elsewhere = Quantity.exact(1, registry(["job = [job]"]).Unit("job"))
        for function in (operator.add, operator.mul, operator.truediv):
            with pytest.raises(AnalysisError):
                function(count(1, "job"), elsewhere)

    def test_pints_own_units_are_unknown(self, units):
        with pytest.raises(Exception, match="not defined"):
            units.Unit("meter")


class TestRefusals:
    @pytest.mark.parametrize("function", [operator.add, operator.sub, operator.mul, operator.truediv])
    @pytest.mark.parametrize("turned", [False, True])
    def test_arithmetic_on_a_statistical_interval(self, units, count, function, turned):
        number = count(50)
        interval = Quantity.statistical(
            0.34, 0.22, 0.48, units.Unit("person"), "Wilson 95%", ("doc:1:rate", "doc:1:n")
        )
        pair = (number, interval) if turned else (interval, number)
        with pytest.raises(AnalysisError, match="doc:1:rate, doc:1:n; bounds: Wilson 95%"):
            function(*pair)

    def test_every_other_way_to_compute_with_a_statistical_interval(self, count):
        alone = count(50).without_bounds()
        steps = [
            lambda: -alone,
            lambda: alone**2,
            lambda: total([alone]),
            lambda: apply(abs, alone, unit=alone.unit),
            lambda: alone.to(alone.unit),
        ]
        for step in steps:
            with pytest.raises(AnalysisError, match="statistical result"):
                step()

    def test_other_types(self, count):
        for other in ("2", None, True, [2]):
            with pytest.raises(AnalysisError, match="doc:1:person-3"):
                count(3) * other

    def test_numbers_that_are_not_finite(self, units, count):
        for number in (float("nan"), float("inf")):
            with pytest.raises(AnalysisError, match="not a finite number"):
                count(3) * number
            with pytest.raises(AnalysisError, match="not a finite number"):
                Quantity.exact(number, units.Unit("job"))

    def test_a_value_outside_of_its_bounds(self, given):
        with pytest.raises(AnalysisError, match=r"doc:1:thing.*outside"):
            given(5, 6, 7)
        with pytest.raises(AnalysisError, match=r"doc:1:thing.*outside"):
            given(8, 6, 7)

    def test_an_exponent_with_a_unit_and_a_root_of_a_negative(self, count):
        with pytest.raises(AnalysisError, match="exponent"):
            count(2) ** count(3)
        with pytest.raises(AnalysisError, match="root"):
            (-count(2)) ** 0.5

    def test_an_order_that_bounds_leave_open(self, given):
        with pytest.raises(AnalysisError, match=r"do not say which is less.*value"):
            assert given(8, 6, 9) < given(10, 9, None)
        with pytest.raises(AnalysisError, match="do not say"):
            assert given(8, 8, None) < 9

    def test_a_change_in_place(self, count):
        with pytest.raises(dataclasses.FrozenInstanceError):
            count(2).value = 3

    def test_a_total_of_nothing(self):
        with pytest.raises(AnalysisError, match="at least one"):
            total([])

    def test_a_formula_without_result(self, units, count):
        with pytest.raises(AnalysisError, match="doc:1:person-0 = 0"):
            apply(lambda number: 1 / number, count(0), unit=units.Unit("person"))


class TestDisplay:
    def test_text_says_number_bounds_and_sources(self, given):
        jobs = given(120_000, 120_000, None, "job", "doc:3:jobs")
        assert repr(jobs) == "120,000 job · at least 120,000, as printed · from doc:3:jobs"

    def test_exact_and_derived_numbers(self, count):
        assert repr(count(17) / count(51)) == "0.3333 fraction · from doc:1:person-17, doc:1:person-51"

    def test_html_escapes_and_leaves_colours_to_the_page(self, given):
        html = given(5, None, 5, figure="doc:1:<b>")._repr_html_()
        assert "5 KZT" in html
        assert "at most 5" in html
        assert "doc:1:&lt;b&gt;" in html
        assert "color" not in html

    def test_assumptions_are_named(self, units):
        assert "assuming idle_people" in repr(Quantity.assumed(1e4, units.Unit("person"), "idle_people"))

    def test_leaves_keep_precision_and_qualifier_derived_ones_do_not(self, given):
        about = given(1300, 1300, 1300, precision=100, qualifier="approximately")
        assert (about.precision, about.qualifier) == (100, "approximately")
        assert ((about * 1).precision, (about * 1).qualifier) == (None, "")


class TestCounted:
    def test_counts_figures_and_cites_them(self, units):
        count = counted(["a", "b"], units.report)
        assert (count.value, count.low, count.high, count.bounds) == (2, 2, 2, "exact")
        assert count.figures == ("a", "b")

    def test_counts_what_rests_on_several_figures(self, units):
        count = counted([("a", "b"), ("b", "c"), ()], units.report)
        assert (count.value, count.figures) == (3, ("a", "b", "c"))

    def test_shares_of_counts_are_exact(self, units):
        share = counted(["a"], units.report) / counted(["a", "b", "c"], units.report)
        assert (share.value, share.bounds) == (pytest.approx(1 / 3), "exact")
        assert counted([], units.report).value == 0
