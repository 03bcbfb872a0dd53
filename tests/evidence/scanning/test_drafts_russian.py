"""Scan on invented Russian sentences, held against what a careful reader takes from each."""

import re
from fractions import Fraction

import pytest

from kzindustry.evidence.registry.load import load_registry
from kzindustry.evidence.scanning.counted import noun_after
from kzindustry.evidence.scanning.drafts import draft
from kzindustry.evidence.verification.completeness import leftovers
from kzindustry.evidence.verification.printed import contradictions
from kzindustry.root import data_folder

NAMES = load_registry(data_folder()).unit_names

# Read by hand: expression, value, low end, high end, unit (of units.csv or of money and measures), qualifier;
# an end of None is open. Then what measures nothing.
READ = [
    (
        "К концу 2007 года на фабрике работало 340 человек, в начале 2031-го – почти 1 200 человек.",
        [
            ("340 человек", 340, 340, 340, "person", "exact"),
            ("1 200 человек", 1200, None, 1200, "person", "at most"),
        ],
        ["2007", "2031-го"],
    ),
    (
        "По состоянию на 1 января 2031 г. насчитывалось 85 станков, около 15 из них стояли.",
        [("85 станков", 85, 85, 85, "", "exact"), ("15", 15, 15, 15, "", "approximately")],
        ["1 января 2031"],
    ),
    (
        "В апреле 2030 года было продано от 5 до 7 тысяч ковров.",
        [("5 до 7 тысяч ковров", 6000, 5000, 7000, "", "range")],
        ["апреле 2030"],
    ),
    (
        "Выпуск вырос в 2,5 раза, выручка – на 12%, до 3,4 млрд тенге (7,1 млн долларов).",
        [
            ("2,5 раза", 2.5, 2.5, 2.5, "fraction", "exact"),
            ("12%", 12, 12, 12, "percent", "exact"),
            ("3,4 млрд тенге", 3.4e9, 3.4e9, 3.4e9, "KZT", "exact"),
            ("7,1 млн долларов", 7.1e6, 7.1e6, 7.1e6, "USD", "exact"),
        ],
        [],
    ),
    (
        "За 2025–2030 годы вложено свыше 640 млн тенге, в том числе не менее 120 млн тенге из бюджета.",
        [
            ("2025–2030", 6, 6, 6, "year", "exact"),
            ("640 млн тенге", 640e6, 640e6, None, "KZT", "at least"),
            ("120 млн тенге", 120e6, 120e6, None, "KZT", "at least"),
        ],
        [],
    ),
    (
        "В первом полугодии 2030 года цех простоял полтора месяца, во втором квартале – 9 дней.",
        [("полтора месяца", 1.5, 1.5, 1.5, "month", "exact"), ("9 дней", 9, 9, 9, "day", "exact")],
        ["первом полугодии", "2030", "втором квартале"],
    ),
    (
        "Доля брака снизилась с 4,5% до 3,1%, то есть на 1,4 процентного пункта.",
        [
            ("4,5% до 3,1%", 4.5, 4.5, 4.5, "percent", "exact"),
            ("3,1%", 3.1, 3.1, 3.1, "percent", "exact"),
            ("1,4 процентного пункта", 1.4, 1.4, 1.4, "percentage_point", "exact"),
        ],
        [],
    ),
    (
        "Порядка 20 тысяч метров ткани хранится до 30 дней; более 60 процентов ткани идёт на экспорт.",
        [
            ("20 тысяч метров", 20_000, 20_000, 20_000, "", "approximately"),
            ("30 дней", 30, None, 30, "day", "at most"),
            ("60 процентов", 60, 60, None, "percent", "at least"),
        ],
        [],
    ),
    (
        "Фабрика увеличила мощность вдвое, а расходы сократила наполовину.",
        [("вдвое", 2, 2, 2, "fraction", "exact"), ("наполовину", 0.5, 0.5, 0.5, "fraction", "exact")],
        [],
    ),
    (
        "К 2035 году планируется создать до 400 рабочих мест, а к 2040 – не более 500.",
        [("400 рабочих мест", 400, None, 400, "job", "at most"), ("500", 500, None, 500, "", "at most")],
        ["2035", "2040"],
    ),
    (
        "Согласно приказу № 48 от 3 июля 2029 года, смена длится 8 часов.",
        [("8 часов", 8, 8, 8, "hour", "exact")],
        ["48", "3 июля 2029"],
    ),
    (
        "В 30-е годы здесь жили десятки тысяч людей, в 90-х – лишь сотни семей.",
        [
            ("десятки тысяч людей", 10_000, 10_000, 10_000, "person", "approximately"),
            ("сотни семей", 100, 100, 100, "", "approximately"),
        ],
        ["30-е", "90-х"],
    ),
    (
        "На 5 000 га посажено примерно 2 млн деревьев; урожай – 1,8 млн тонн.",
        [
            ("5 000 га", 5000, 5000, 5000, "hectare", "exact"),
            ("2 млн деревьев", 2e6, 2e6, 2e6, "", "approximately"),
            ("1,8 млн тонн", 1.8e6, 1.8e6, 1.8e6, "tonne", "exact"),
        ],
        [],
    ),
    (
        "Средняя зарплата выросла до 310 тыс. тенге, или на 8–10 процентов в год.",
        [
            ("310 тыс. тенге", 310_000, 310_000, 310_000, "KZT", "exact"),
            ("8–10 процентов", 9, 8, 10, "percent", "range"),
        ],
        [],
    ),
    (
        "Один из цехов закрыт, оба склада сданы, одна бригада осталась.",
        [("оба склада", 2, 2, 2, "", "exact"), ("одна бригада", 1, 1, 1, "", "exact")],
        ["Один"],
    ),
    (
        "Фабрика дала 1200 рабочих мест за последние пять лет, примерно по 240 в год.",
        [
            ("1200 рабочих мест", 1200, 1200, 1200, "job", "exact"),
            ("пять лет", 5, 5, 5, "year", "exact"),
            ("240", 240, 240, 240, "", "approximately"),
        ],
        [],
    ),
    (
        "Летом 2030 года прибыль составила $2,5 млн, убыток 2029 г. был менее 90 тыс. долларов США.",
        [
            ("$2,5 млн", 2.5e6, 2.5e6, 2.5e6, "USD", "exact"),
            ("90 тыс. долларов США", 90_000, None, 90_000, "USD", "at most"),
        ],
        ["2030", "2029"],
    ),
    (
        "Производство муки сократилось с 18 тыс. тонн в 2028 году до 11,5 тыс. тонн в 2030-м.",
        [
            ("18 тыс. тонн", 18_000, 18_000, 18_000, "tonne", "exact"),
            ("11,5 тыс. тонн", 11_500, 11_500, 11_500, "tonne", "exact"),
        ],
        ["2028", "2030-м"],
    ),
    (
        "Не более чем на 3 процента выросли тарифы, зато цены – почти в полтора раза.",
        [
            ("3 процента", 3, None, 3, "percent", "at most"),
            ("полтора раза", 1.5, None, 1.5, "fraction", "at most"),
        ],
        [],
    ),
    (
        "Общая стоимость – 2 млрд 300 млн тенге; она больше на 12%, чем в 2029.",
        [
            ("2 млрд 300 млн тенге", 2.3e9, 2.3e9, 2.3e9, "KZT", "exact"),
            ("12%", 12, 12, 12, "percent", "exact"),
        ],
        ["2029"],
    ),
    (
        "За 10 месяцев отгружено 74,2 тыс. куб. м; 5-летняя программа на 2031–2035 гг. включает 16 проектов.",
        [
            ("10 месяцев", 10, 10, 10, "month", "exact"),
            ("74,2 тыс. куб. м", 74_200, 74_200, 74_200, "m3", "exact"),
            ("5-летняя", 5, 5, 5, "year", "exact"),
            ("2031–2035", 5, 5, 5, "year", "exact"),
            ("16 проектов", 16, 16, 16, "project", "exact"),
        ],
        [],
    ),
    (
        "С 2029 по 2033 год планируется построить 48 км дорог и 7 мостов; площадь превысила 12 гектаров.",
        [
            ("2029 по 2033", 5, 5, 5, "year", "exact"),
            ("48 км", 48, 48, 48, "km", "exact"),
            ("7 мостов", 7, 7, 7, "", "exact"),
            ("12 гектаров", 12, 12, None, "hectare", "at least"),
        ],
        [],
    ),
    (
        "С 5 по 9 мая и 10–12 июня 2030 года к 9 часам утра на ул. Абая, 12 приходило человек триста.",
        [("триста", 300, 300, 300, "", "exact")],
        ["5", "9 мая", "10–12 июня 2030", "9 часам утра", "12"],
    ),
    (
        "Пункт 7 договора и статья 15 закона касаются двух сторон; рост на 1,2 п.п. за 20 лет с лишним.",
        [
            ("двух сторон", 2, 2, 2, "", "exact"),
            ("1,2 п.п", 1.2, 1.2, 1.2, "percentage_point", "exact"),
            ("20 лет", 20, 20, None, "year", "at least"),
        ],
        ["7", "15"],
    ),
]


@pytest.mark.parametrize(("line", "figures", "asides"), READ, ids=[line[:30] for line, _, _ in READ])
def test_drafts_are_what_a_careful_reader_takes(
    line: str, figures: list[tuple[object, ...]], asides: list[str]
) -> None:
    drafted = draft("mill", [line], NAMES)
    found = [
        (row.as_printed, row.value, row.value_low, row.value_high, row.unit_measure, row.qualifier)
        for row in drafted.figures
    ]
    assert found == figures
    assert [row.as_printed for row in sorted(drafted.exclusions, key=lambda row: row.start)] == asides
    assert [*leftovers([line], [*drafted.figures, *drafted.exclusions])] == []
    assert [problem for row in drafted.figures for problem in contradictions(row, line)] == []


NOUNS = """3 модели, 22 машины, 24 отдела, 2 страны, 101 школа, 5 газет, 33 плиты, 5 предприятий, 12 зданий,
2 зарплаты, 40 минут, 7 комнат, 31 область, 14 деревень, 12 складах, 6 цехам, 11 школ,
2 340 рабочих, 1 село"""
OTHERS = """15 работают, 22 стояли, 31 построен, 12 лежат, 21 осталась, 3 закрыты, 4 прошли, 5 лишь, 12 уже,
9 из, 1 ждёт, 8 новых цехов, 1 была, 240 насчитывается, 6 составило, 2 будет, 3 или 4, 7 под"""


@pytest.mark.parametrize("words", re.split(r",\s", NOUNS))
def test_a_noun_is_taken_with_its_number(words: str) -> None:
    (row,) = draft("mill", [words], NAMES).figures
    assert row.as_printed == words


@pytest.mark.parametrize("words", re.split(r",\s", OTHERS))
def test_verbs_adjectives_and_function_words_are_left_out(words: str) -> None:
    number, _, _ = words.partition(" ")
    assert noun_after(words, len(number), Fraction(number), magnitude=False) == ""
