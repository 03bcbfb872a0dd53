"""Digits that the origin of a number justifies, and words for what is known of its ends."""

import pytest

from kzindustry.analysis import Quantity
from kzindustry.errors import ReportError
from kzindustry.evidence import Evidence
from kzindustry.presentation.numbers import in_words, number


def test_counts_bear_all_their_digits(given):
    assert number(given(161_234)) == "161,234"


def test_sums_of_counts_bear_all_their_digits(given):
    assert number(given(2_577) + given(2_812)) == "5,389"


def test_a_result_is_shown_no_finer_than_asked(given):
    share = given(75_000) / given(161_000)
    assert number(share, "%") == "46.6%"
    assert number(share.shown_to(0.01), "%") == "47%"
    assert share.shown_to(0.01).value == share.value


def test_an_interval_is_shown_no_finer_than_asked(given):
    tenge = given(3e12, unit="KZT").unit
    span = Quantity.statistical(32e6, 27_420_633.27, 40e6, tenge, "time of spending", ("doc:1:thing",))
    assert number(span, "money interval") == "27.4 to 40.0 million tenge"
    assert number(span.shown_to(1e6), "money interval") == "27 to 40 million tenge"


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"high": None, "qualifier": "at least", "precision": 1000.0}, "at least 120,000"),
        ({"low": None, "qualifier": "at most", "precision": 1000.0}, "at most 120,000"),
        ({"qualifier": "approximately", "precision": 1000.0}, "about 120,000"),
        ({"low": 110_000, "high": 130_000, "qualifier": "range"}, "110,000 to 130,000"),
    ],
)
def test_qualifiers_are_said(given, settings, text):
    assert number(given(120_000, **settings)) == text
    assert number(given(120_000, **settings), "bare") == "120,000"


def test_an_open_end_of_a_result_is_said(given):
    cost = given(8e12, "KZT", precision=1e11) / given(120_000, high=None, qualifier="at least")
    assert number(cost, "money") == "at most 67 million tenge"


def test_an_open_end_is_rounded_to_the_safe_side(given):
    """53 / 3 is 17.67: "at least 17.7" would claim more, "at most 17.6" less, than is known."""
    least = given(53, high=None, qualifier="at least") / given(3)
    assert number(least) == "at least 17.6"
    most = given(53, low=None, qualifier="at most") / given(3)
    assert number(most) == "at most 17.7"


def test_what_derives_from_a_range_is_a_range(given):
    hoped = given(550, low=500, high=600, bounds="as printed", qualifier="range") + given(800)
    assert number(hoped) == "1,300 to 1,400"


def test_money_is_written_as_precisely_as_printed(given):
    assert number(given(8.1e12, "KZT", precision=1e11), "money") == "8.1 trillion tenge"
    assert number(given(327.1e9, "KZT", precision=1e8), "money") == "327.1 billion tenge"
    assert number(given(1800, "USD"), "money") == "USD 1,800"


def test_percents_and_points(given, estimate):
    assert number(given(31.8, "percent", precision=0.1), "%") == "31.8%"
    difference = given(36, "percent", precision=1.0) - given(31.8, "percent", precision=0.1)
    assert number(difference, "points") == "4 points"
    assert number(estimate(0.08, -0.0999, 0.2515), "points interval") == "−10 to 25 points"


def test_an_estimate_bears_no_digit_that_its_width_drowns(estimate):
    assert number(estimate(0.3427, 0.2244, 0.4785), "%") == "34%"
    assert number(estimate(0.3427, 0.2244, 0.4785), "%interval") == "22% to 48%"
    assert number(estimate(0.3427, 0.3411, 0.3446), "%") == "34.3%"


def test_the_ends_of_an_interval_bear_as_many_decimals(estimate):
    assert number(estimate(0.34, 0.3397, 0.3432), "%interval") == "34.0% to 34.3%"
    assert number(estimate(0.3, 0.26, 0.3293), "%interval") == "26.0% to 32.9%"
    assert number(estimate(1.31, 0.713, 2.4004), "interval") == "0.71 to 2.40"
    assert number(estimate(0.08, -0.0982, 0.25204), "interval") == "−0.098 to 0.252"
    assert number(estimate(0.5, 0.0123, 12.34), "interval") == "0.01 to 12.30"


def test_the_ends_of_an_amount_bear_as_many_decimals(given):
    """The least and the most of 41 and 50.1 million, as 410 or 501 million over ten."""
    spent = given(450e6, "KZT", low=410e6, high=501e6, bounds="as printed", qualifier="range")
    assert number(spent / 10, "money interval") == "41.0 to 50.1 million tenge"
    assert number(given(1.75, low=1.5, high=2, bounds="as printed", qualifier="range")) == "1.5 to 2.0"


def test_what_derives_from_an_approximate_figure_is_approximate(evidence):
    """Towns are about forty, people at two sites about 12 000 and 7 thousand, at a third over 24 thousand."""
    towns, named = evidence["hope:6:industrial-towns"], evidence["hope:6:towns-named"]
    karaganda, east = evidence["compliance:72:employees-karaganda"], evidence["compliance:76:employees-east"]
    assert number(towns) == "about 40"
    assert number(towns, "Words") == "About forty"
    assert number(named / towns, "%") == number(named / towns, "% interval") == "about 5%"
    assert number(karaganda + east) == "about 19,000"
    assert number(karaganda + evidence["compliance:66:employees-zhezkazgan"]) == "at least 36,000"
    assert number((karaganda / east).without_bounds()) == "about 1.71"
    assert number(karaganda + east, "bare") == "19,000"
    spread = Quantity.statistical(
        2, 1.5, 2.5, east.unit, "spread", east.figures, approximate=east.approximate
    )
    assert number(spread, "interval") == "about 1.5 to 2.5"
    assert number(named) == "2"


def test_half_a_unit_takes_the_place_of_about_in_bounds():
    """About forty may be 35 to 45, of which two are 4.4% to 5.7%: "about" would say nothing more."""
    evidence = Evidence.load(rounding="half unit")
    share = evidence["hope:6:towns-named"] / evidence["hope:6:industrial-towns"]
    assert number(share, "%") == "about 5%"
    assert number(share, "% interval") == "4.4% to 5.7%"


def test_a_whole_number_of_things_is_written_in_full(evidence):
    people = Quantity.statistical(
        1201, None, None, evidence.unit("person"), "none", ("hope:14:jobs-karatau",)
    )
    assert number(people) == "1,201"


def test_halves_are_rounded_away_from_zero(constant, given):
    assert number(given(1, "fraction") / given(8, "fraction"), "%") == "12.5%"
    assert number(constant(2.345) * given(1, "fraction")) == "2.35"


def test_intervals(estimate):
    assert number(estimate(1.31, 0.7, 2.43), "interval") == "0.70 to 2.43"
    assert number(estimate(1.31, 0.7, None), "interval") == "at least 0.7"
    with pytest.raises(ReportError, match="no bounds"):
        number(estimate(0.5, None, None, "none"), "interval")


@pytest.mark.parametrize(("value", "text"), [(0.00002, "below 0.001"), (0.0213, "0.021"), (0.512, "0.51")])
def test_p_values(estimate, value, text):
    assert number(estimate(value, None, None, "none"), "p") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (17, "seventeen"),
        (40, "forty"),
        (68, "sixty-eight"),
        (100, ""),
        (1.5, ""),
    ],
)
def test_words(value, text):
    assert in_words(value) == text


def test_words_begin_a_sentence_where_asked(given):
    assert number(given(17), "Words") == "Seventeen"
    assert number(given(230), "words") == "230"


def test_a_format_must_fit_its_unit(given):
    with pytest.raises(ReportError, match="money"):
        number(given(5), "money")
    with pytest.raises(ReportError, match="fraction"):
        number(given(5), "%")
    with pytest.raises(ReportError, match="Unknown number format"):
        number(given(5), "dollars")
    with pytest.raises(ReportError, match="probability"):
        number(given(5), "p")


def test_what_is_not_finite_is_refused(evidence):
    with pytest.raises(ReportError, match="finite"):
        number(Quantity.statistical(float("inf"), None, None, evidence.unit("fraction"), "none", ("x",)))


@pytest.mark.parametrize(
    ("ids", "spec", "text"),
    [
        (("spiid:16:value", "spiid:16:permanent-jobs"), "money", "50 million tenge"),
        (("spiid:18:value", "spiid:18:permanent-jobs"), "money", "at most 70 million tenge"),
        (("compliance:74:employees-balkhash", "compliance:72:employees-karaganda"), "%", "at most 90%"),
        (("hope:14:jobs-karatau", "hope:9:trainees-karatau"), "", "1.36"),
    ],
)
def test_a_result_bears_the_digits_that_its_sources_carry(evidence, ids, spec, text):
    """8.1 trillion has two digits, "around 8" one, counts all of theirs."""
    above, below = (evidence[name] for name in ids)
    assert number(above / below, spec) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hope:14:businesses-karatau", "17 businesses"),
        ("spiid:16:value", "8.1 trillion tenge"),
        ("spiid:7:gdp-growth", "1.1%"),
        ("hope:14:loans-karatau", "USD 1,800"),
        ("hope:15:jobs-fertiliser-plant", "500 to 600 jobs"),
    ],
)
def test_amounts_bear_their_unit(evidence, name, text):
    assert number(evidence[name], "amount") == text


def test_amounts_of_one_thing_for_another(evidence):
    jobs, people = evidence["hope:14:jobs-karatau"], evidence["hope:9:trainees-karatau"]
    assert number(jobs / people, "amount") == "1.36 jobs per person"
    assert number(evidence["spiid:16:value"] / jobs, "amount") == "120 billion tenge per job"
