"""Separators, decimal signs and scales of printed numbers, against tables made by hand."""

from decimal import Decimal
from itertools import product

import pytest

from kzindustry.evidence.grammar.numerals import find, parse
from kzindustry.evidence.grammar.tokens import numbers

SPACES = {"space": " ", "no-break": "\u00a0", "narrow": "\u202f", "thin": "\u2009"}
SEPARATORS = {**SPACES, "comma": ",", "apostrophe": "'", "raised comma": "’"}

# How a number is written, with _ where the separator of groups stands, and what it is: read by hand.
FORMS = [
    ("1_234", "1234"),
    ("12_345", "12345"),
    ("1_234_567", "1234567"),
    ("1_234.5", "1234.5"),
    ("1_234_567.89", "1234567.89"),
    ("1_234,5", "1234.5"),
    ("12_345,67", "12345.67"),
    ("1_234,567", "1234.567"),
    ("999,5", "999.5"),
    ("999.5", "999.5"),
    ("999", "999"),
]
SCALES = {
    "": "1",
    " thousand": "1000",
    " million": "1000000",
    " mln": "1000000",
    " billion": "1000000000",
    " bn": "1000000000",
    " trillion": "1000000000000",
    " тыс.": "1000",
    " тысяч": "1000",
    " млн": "1000000",
    " миллионов": "1000000",
    " млрд": "1000000000",
    " миллиарда": "1000000000",
    " трлн": "1000000000000",
    "\u00a0млн": "1000000",
}
MONEY = {"": "", " tenge": "KZT", " тенге": "KZT", " долларов": "USD"}

# Where commas stand between groups, a comma is no decimal sign after them: the number ends there (False) and
# has no scale. Before a Russian scale one comma alone is the decimal sign.
ENGLISH_COMMAS = {
    "1_234,5": ("1234", False),
    "12_345,67": ("12345", False),
    "1_234,567": ("1234567", True),
}
RUSSIAN_COMMAS = {**ENGLISH_COMMAS, "1_234": ("1.234", True), "12_345": ("12.345", True)}


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize(("written", "number"), FORMS)
def test_every_combination_of_groups_decimal_sign_scale_and_unit(
    separator: str, written: str, number: str
) -> None:
    for (scale, times), (money, unit) in product(SCALES.items(), MONEY.items()):
        text = f"{written.replace('_', SEPARATORS[separator])}{scale}{money}"
        commas = RUSSIAN_COMMAS if scale.strip() > "а" else ENGLISH_COMMAS
        value, whole = commas.get(written, (number, True)) if separator == "comma" else (number, True)
        expression = parse(text)
        assert expression is not None
        assert expression.value == Decimal(value) * (Decimal(times) if whole else 1), text
        assert not whole or (expression.unit, text[expression.end :].strip(".")) == (unit, ""), text


# What a list of numbers, a decimal or groups could be is decided by the rules of `tokens`.
LISTS = [
    ("2019, 2020", ["2019", "2020"]),
    ("2019,2020", ["2019", "2020"]),
    ("in 2019, 2020 and 2021", ["2019", "2020", "2021"]),
    ("10 20", ["10", "20"]),
    ("10 20 30", ["10", "20", "30"]),
    ("10, 200, 300", ["10", "200", "300"]),
    ("10 200", ["10 200"]),
    ("2019 200 jobs", ["2019", "200"]),
    ("0 500", ["0", "500"]),
    ("1 2345", ["1", "2345"]),
    ("1,234", ["1,234"]),
    ("1,234,5", ["1,234", "5"]),
    ("0,125", ["0,125"]),
    ("1,23", ["1,23"]),
    ("3,14159", ["3,14159"]),
    ("1,234 т", ["1,234"]),
    ("1.234,5", ["1.234,5"]),
    ("1.234.567", ["1.234.567"]),
    ("B2 345 looms", ["2", "345"]),
    ("COVID-19 200 looms", ["19", "200"]),
    ("KZT2 345", ["2 345"]),
    ("1'234''", ["1'234"]),
    ("the 1'000 looms", ["1'000"]),
    ("5'10", ["5", "10"]),
    ("3¼", ["3¼"]),
    ("3 ½", ["3 ½"]),
    ("10²", ["10²"]),
    ("120¹ looms", ["120"]),
    ("12 м³", ["12"]),
]


@pytest.mark.parametrize(("line", "found"), LISTS)
def test_what_may_be_a_list_a_decimal_or_groups(line: str, found: list[str]) -> None:
    assert [line[token.start : token.end] for token in numbers(line)] == found


VALUES = [
    ("1,234 т", "1.234"),
    ("1,234 тенге", "1234"),
    ("1,234 человек", "1234"),
    ("3¼", "3.25"),
    ("3 ½ года", "3.5"),
    ("½", "0.5"),
    ("10²", "100"),
    ("10⁶ looms", "1000000"),
    ("1.5 × 10⁶", "1500000"),
    ("1,5·10³ тонн", "1500"),
    ("120¹ looms", "120"),
    ("1.234,5", "1234.5"),
    ("-1\u00a0234,5%", "-1234.5"),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_values_of_rarer_forms(text: str, value: str) -> None:
    expression = parse(text)
    assert expression is not None
    assert expression.value == Decimal(value)


def test_a_third_is_a_third() -> None:
    expression = parse("3⅓")
    assert expression is not None
    assert expression.value * 3 == 10


def test_more_digits_than_a_number_has_are_a_code() -> None:
    for digits in ("9" * 31, "9" * 5_000, f"{'9' * 40}.5"):
        (expression,) = find(f"The code {digits} stands here.")
        assert expression.kind == "code"
    (number,) = find("9" * 30)
    assert (number.kind, number.value) == ("number", 10**30 - 1)
