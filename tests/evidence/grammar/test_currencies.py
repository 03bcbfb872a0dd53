"""Money by code, sign and name, against a table made by hand."""

import pytest

from kzindustry.evidence.grammar.currencies import CODES, CURRENCIES
from kzindustry.evidence.grammar.numerals import find, parse

MONEY = [
    ("GBP 5 million", 5e6, "GBP"),
    ("5 million GBP", 5e6, "GBP"),
    ("£3m", 3e6, "GBP"),
    ("£ 3.5 bn", 3.5e9, "GBP"),
    ("5 pounds sterling", 5, "GBP"),
    ("CHF 200", 200, "CHF"),
    ("300 Swiss francs", 300, "CHF"),
    ("¥500", 500, "JPY"),
    ("7 yuan", 7, "CNY"),
    ("€7k", 7e3, "EUR"),
    ("$2.5bn", 2.5e9, "USD"),
    ("US$ 12", 12, "USD"),
    ("1,200 Canadian dollars", 1200, "CAD"),
    ("2 Hong Kong dollars", 2, "HKD"),
    ("TRY 5 million", 5e6, "TRY"),
    ("UZS 5 bn", 5e9, "UZS"),
    ("3 млн сумов", 3e6, "UZS"),
    ("5 млн белорусских рублей", 5e6, "BYN"),
    ("12 юаней", 12, "CNY"),
    ("1 234,5 млн тенге", 1_234_500_000, "KZT"),
    ("kzt 7", 7, "KZT"),
    ("KZT5 000", 5000, "KZT"),
]


@pytest.mark.parametrize(("text", "value", "unit"), MONEY)
def test_money_is_read_by_code_sign_and_name(text: str, value: float, unit: str) -> None:
    expression = parse(text)
    assert expression is not None
    assert (float(expression.value), expression.unit, expression.end) == (value, unit, len(text))


def test_every_code_stands_before_and_after_a_number() -> None:
    assert len(CODES) > 150
    for code in CODES:
        for text in (f"{code} 5 mln", f"5 mln {code}", f"{code}5 mln"):
            (expression,) = find(text)
            assert (expression.unit, expression.value) == (code, 5_000_000), text


def test_names_lead_to_codes() -> None:
    assert {*CURRENCIES.values()} - CODES == {"ALL"}  # the lek by its name alone: ALL is a word of headings


WORDS = [
    "try 5 looms",
    "ALL 5 LOOMS",
    "5 won prizes",
    "5 real reasons",
    "5 pounds of flour",
    "5 m of cloth",
    "3m",
]


@pytest.mark.parametrize("text", WORDS)
def test_words_that_look_like_money_are_none(text: str) -> None:
    assert [expression.unit for expression in find(text)] == [""]


RANGES = [
    ("$5-7m", 5e6, 7e6),
    ("$5m-7m", 5e6, 7e6),
    ("$5 to 10 million", 5e6, 1e7),
    ("US$1.5–2 bn", 1.5e9, 2e9),
]


@pytest.mark.parametrize(("text", "low", "high"), RANGES)
def test_a_currency_printed_once_holds_for_both_ends(text: str, low: float, high: float) -> None:
    expression = parse(text)
    assert expression is not None
    assert (expression.unit, *map(float, expression.values)) == ("USD", low, high)


def test_what_follows_money_and_is_no_money_is_a_number_of_its_own() -> None:
    assert [expression.unit for expression in find("gave $5 to 3 people")] == ["USD", ""]
