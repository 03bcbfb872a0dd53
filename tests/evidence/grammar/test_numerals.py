"""The grammar on invented sentences: what it reads, what it leaves, where it stops."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzindustry.evidence.grammar.number_words import CARDINALS, FACTORS, NUMBERS, ORDINALS, is_number_word
from kzindustry.evidence.grammar.numerals import find, parse
from kzindustry.evidence.grammar.tokens import numbers

NBSP = "\u00a0"

READ = [
    # text, stretch, value, unit, kind
    ("294 kiosks", "294", 294, "", "number"),
    ("11,800 looms", "11,800", 11_800, "", "number"),
    (f"12{NBSP}000 looms", f"12{NBSP}000", 12_000, "", "number"),
    ("1 234 567", "1 234 567", 1_234_567, "", "number"),
    ("1,234,567.89", "1,234,567.89", Fraction("1234567.89"), "", "number"),
    ("0,125", "0,125", Fraction("0.125"), "", "number"),
    ("8,1 млрд тенге", "8,1 млрд тенге", 8_100_000_000, "KZT", "number"),
    ("3.1 trillion tenge", "3.1 trillion tenge", 3_100_000_000_000, "KZT", "number"),
    ("KZT21 bln", "KZT21 bln", 21_000_000_000, "KZT", "number"),
    ("KZT 7 bln", "KZT 7 bln", 7_000_000_000, "KZT", "number"),
    ("USD 2,400", "USD 2,400", 2_400, "USD", "number"),
    ("US$3.25 billion", "US$3.25 billion", 3_250_000_000, "USD", "number"),
    ("$5 to $10 million", "$5 to $10 million", 7_500_000, "USD", "range"),
    ("Nineteen kiosks", "Nineteen", 19, "", "number"),
    ("thirty-five", "thirty-five", 35, "", "number"),
    (
        "three hundred and five thousand and one",
        "three hundred and five thousand and one",
        305_001,
        "",
        "number",
    ),
    ("сто двадцать пять тысяч", "сто двадцать пять тысяч", 125_000, "", "number"),
    ("трёх", "трёх", 3, "", "number"),
    ("два станка", "два", 2, "", "number"),
    ("9 тысяч станков", "9 тысяч", 9_000, "", "number"),
    ("полтора года", "полтора года", Fraction("1.5"), "year", "number"),
    ("two dozen", "two dozen", 24, "", "number"),
    ("fivefold", "fivefold", 5, "fraction", "factor"),
    ("1.4-fold", "1.4-fold", Fraction("1.4"), "fraction", "factor"),
    ("1.7 times", "1.7 times", Fraction("1.7"), "", "number"),
    ("1,5 раза до 3 млрд", "1,5 раза", Fraction("1.5"), "", "number"),
    ("2 to 3 times", "2 to 3 times", Fraction("2.5"), "", "range"),
    ("2031 года", "2031", 2031, "", "year"),
    ("2000 years", "2000 years", 2000, "year", "number"),
    ("halved", "halved", Fraction(1, 2), "fraction", "factor"),
    ("two-thirds", "two-thirds", Fraction(2, 3), "fraction", "factor"),
    ("вдвое", "вдвое", 2, "fraction", "factor"),
    ("hundreds of kiosks", "hundreds", 100, "", "magnitude"),
    ("Tens of thousands", "Tens of thousands", 10_000, "", "magnitude"),
    ("Ten thousands", "Ten thousands", 10_000, "", "magnitude"),
    ("десятки тысяч", "десятки тысяч", 10_000, "", "magnitude"),
    ("сотни", "сотни", 100, "", "magnitude"),
    ("61%", "61%", 61, "percent", "number"),
    ("62 per cent", "62 per cent", 62, "percent", "number"),
    ("hundred percent", "hundred percent", 100, "percent", "number"),
    ("3 percentage points", "3 percentage points", 3, "percentage_point", "number"),
    ("-1.2%", "-1.2%", Fraction("-1.2"), "percent", "number"),
    ("seven-year", "seven-year", 7, "year", "number"),
    ("six-storey", "six", 6, "", "number"),
    ("14 m3", "14 m3", 14, "m3", "number"),
    ("14 cubic metres", "14 cubic metres", 14, "m3", "number"),
    ("300 to 400 kiosks", "300 to 400", 350, "", "range"),
    ("3-9", "3-9", 6, "", "range"),
    ("12 to 31 mln m3", "12 to 31 mln m3", 21_500_000, "m3", "range"),
    ("500 to 2 thousand", "500 to 2 thousand", 1_250, "", "range"),
    ("5 до 7 лет", "5 до 7 лет", 6, "year", "range"),
    ("2031 – 2036", "2031 – 2036", 6, "year", "span"),
    ("2010 to 36%", "2010", 2010, "", "year"),
    ("both kiosks", "both", 2, "", "number"),
    ("twenty-first", "twenty-first", 20, "", "ordinal"),
    ("21st", "21st", 21, "", "ordinal"),
    ("30s", "30s", 30, "", "ordinal"),
    ("2-го", "2-го", 2, "", "ordinal"),
]


@pytest.mark.parametrize(("text", "stretch", "value", "unit", "kind"), READ, ids=[row[0] for row in READ])
def test_reads_expressions(text: str, stretch: str, value: float, unit: str, kind: str) -> None:
    expression = parse(text)
    assert expression is not None
    assert text[expression.start : expression.end] == stretch
    assert (expression.value, expression.unit, expression.kind) == (value, unit, kind)


PLACES = [
    ("3.1 trillion tenge", 100_000_000_000, True),
    ("30 mln", 1_000_000, True),
    ("24 thousand", 1_000, True),
    ("61%", 1, True),
    ("hundred percent", 1, True),
    ("31.4%", Fraction("0.1"), True),
    ("hundred kilometres", 100, True),
    ("two hundred thousand", 100_000, True),
    ("fivefold", 1, True),
    ("1.4-fold", Fraction("0.1"), True),
    ("halved", Fraction("0.1"), True),
    ("Tens of thousands", 10_000, True),
    ("12 to 31 mln", 1_000_000, True),
    ("1,400", 1, False),
    ("Nineteen", 1, False),
    ("forty", 1, False),
]


@pytest.mark.parametrize(("text", "place", "marked"), PLACES, ids=[row[0] for row in PLACES])
def test_knows_the_place_of_the_last_printed_digit(text: str, place: float, marked: bool) -> None:
    expression = parse(text)
    assert expression is not None
    assert (expression.place, expression.marked) == (place, marked)


@pytest.mark.parametrize("text", ["", "kiosks", "a few", "m3", "bln", "of 5", "—"])
def test_a_text_that_starts_with_no_number_is_none(text: str) -> None:
    assert parse(text) is None


def test_finds_expressions_in_running_text_from_left_to_right() -> None:
    line = "In 2031, 14 (vs23) looms, US$3.25 billion (over 61% of it); 6 (six) kiosks closed for two years."
    assert [line[found.start : found.end] for found in find(line)] == [
        "2031",
        "14",
        "23",
        "US$3.25 billion",
        "61%",
        "6",
        "six",
        "two years",
    ]


def test_numbers_are_digits_and_listed_words_but_not_the_digit_of_a_unit() -> None:
    line = "14 m3, 7-7A-9, COVID-19: a single kiosk, the second one, half-built, fivefold, manifold, 9 тысяч"
    found = [line[token.start : token.end] for token in numbers(line)]
    assert found == ["14", "7", "7", "9", "19", "single", "second", "one", "half", "fivefold", "9", "тысяч"]


def test_the_list_of_words_has_no_word_twice_with_two_numbers() -> None:
    assert not set(CARDINALS) & set(FACTORS)
    assert not set(CARDINALS) & ORDINALS
    assert all(word == word.lower() and "ё" not in word for word in [*NUMBERS, *ORDINALS])
    assert is_number_word("Трёх")


@given(st.integers(0, 10**12))
def test_grouped_digits_give_the_number_whatever_the_separator(number: int) -> None:
    for separator in (",", " ", NBSP, "\u202f"):
        expression = parse(f"{number:,}".replace(",", separator))
        assert expression is not None
        assert expression.value == number


@given(st.text(max_size=60))
def test_any_text_can_be_searched_and_stretches_do_not_overlap(text: str) -> None:
    found = list(find(text))
    assert all(one.end <= other.start for one, other in pairwise(found))
    covered = {place for one in found for place in range(one.start, one.end)}
    missing = [token for token in numbers(text) if token.kind == "digits" and token.start not in covered]
    assert not missing


SHARES = [
    ("one in four people", "one in four", Fraction(1, 4)),
    ("1 in 10 towns", "1 in 10", Fraction(1, 10)),
    ("three out of ten", "three out of ten", Fraction(3, 10)),
    ("one in 100,000", "one in 100,000", Fraction(1, 100_000)),
    ("каждый четвёртый житель", "каждый четвёртый", Fraction(1, 4)),
    ("каждая вторая семья", "каждая вторая", Fraction(1, 2)),
]


@pytest.mark.parametrize(("text", "stretch", "value"), SHARES)
def test_a_share_in_words_is_one_expression(text: str, stretch: str, value: Fraction) -> None:
    (expression,) = find(text)
    assert text[expression.start : expression.end] == stretch
    assert (expression.value, expression.unit, expression.kind) == (value, "fraction", "factor")


NO_SHARES = [
    "17 out of 50 trainees",
    "one in 2031",
    "three in five days",
    "5 in 2 towns",
    "5 in 10 mln",
    "opened in 2031 in 4 towns",
]


@pytest.mark.parametrize("text", NO_SHARES)
def test_two_counts_are_no_share(text: str) -> None:
    assert [found.unit for found in find(text) if found.unit == "fraction"] == []


def test_between_two_numbers_is_one_range() -> None:
    line = (
        "between 40 and 50 kiosks, 40 and 50 carts, между 5 и 7, between 2031 and 2033, between 6% and 27.4%"
    )
    found = [line[expression.start : expression.end] for expression in find(line)]
    assert found == ["40 and 50", "40", "50", "5 и 7", "2031", "2033", "6% and 27.4%"]
