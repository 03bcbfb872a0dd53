"""The recorded results of regional_development against calculations of their own from the printed numbers."""

import csv
from collections import Counter
from math import sqrt

import pytest
from scipy.stats import norm

from kzindustry.root import data_folder

pytestmark = pytest.mark.kernel

# Millions of cubic metres now and by 2025, paragraph 22; those of Uitas-Aidos as read.
WATER = {"eskula": (11.0, 30.0), "uitas-aidos": (10.5, 26.4)}
WATER["both"] = tuple(map(sum, zip(*WATER.values(), strict=True)))
CITIES = "zhezkazgan and satpayev"
# Head counts and facilities of the undated site texts below the other document, paragraphs 66 to 76.
EMPLOYEES = {"zhezkazgan": 24_000, "karaganda": 12_000, "balkhash": 10_000, "east": 7_000}
FACILITIES = {"zhezkazgan": 10, "pavlodar": 2, "karaganda": 11, "balkhash": 6, "east": 9}
GROUPS = {"kazakhmys": [*EMPLOYEES], "kazakhmys without east": ["zhezkazgan", "karaganda", "balkhash"]}
# IMF World Economic Outlook, annual averages of consumer prices and the GDP deflator, 2020 to 2023.
CPI = {2020: 96.85, 2021: 104.6, 2022: 120.275, 2023: 137.741667}


@pytest.fixture(scope="module")
def recorded(results):
    return results("regional_development")


@pytest.fixture(scope="module")
def commitments():
    with (data_folder() / "commitments.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def ends(row):
    return row["value"], row["low"], row["high"]


@pytest.mark.parametrize("column", ["status", "payer"])
def test_commitments_are_counted_once_each(recorded, commitments, column):
    expected = Counter(row[column] for row in commitments)
    found = {key[1]: row for key, row in recorded.items() if key[0] == f"commitments_by_{column}"}
    assert {name: row["value"] for name, row in found.items()} == expected
    for name, row in found.items():
        assert row["figures"] == [c["commitment"] for c in commitments if c[column] == name]


def test_every_paragraph_with_works_or_promises_has_a_commitment(commitments):
    """The others open the page (1-21), lead over to a topic, or go on about the paragraph before."""
    silent = {*range(1, 22), 26, 27, 32, 33, 39, 42, 44, 49, 50, 51, 55, 62, 63}
    assert {int(row["paragraph"]) for row in commitments} == set(range(1, 70)) - silent


@pytest.mark.parametrize("source", WATER)
def test_water_grows_to_its_target(recorded, source):
    now, later = WATER[source]
    assert recorded["water_supply_present", source, ""]["value"] == pytest.approx(now * 1e6, rel=1e-12)
    assert recorded["water_supply_target", source, ""]["value"] == pytest.approx(later * 1e6, rel=1e-12)
    growth = recorded["water_supply_growth", source, ""]["value"]
    assert growth == pytest.approx((later - now) / now, rel=1e-12)
    yearly = recorded["water_supply_annual_growth", source, ""]["value"]
    assert now * (1 + yearly) ** 5 == pytest.approx(later, rel=1e-12)


def test_the_water_balance_closes(recorded):
    """55 of 100 parts come from Kengir, paragraph 19: what the two sources give is 45 parts."""
    supply = recorded["implied_city_supply", CITIES, ""]["value"]
    assert 0.45 * supply == pytest.approx(21.5e6, rel=1e-12)
    assert recorded["target_over_present_supply", CITIES, ""]["value"] * supply == pytest.approx(56.4e6)
    replaced = recorded["water_increase_over_kengir", CITIES, ""]["value"]
    assert replaced * 0.55 * supply == pytest.approx((56.4 - 21.5) * 1e6, rel=1e-12)
    needed = recorded["source_share_that_meets_target", CITIES, ""]["value"]
    assert 21.5e6 / needed == pytest.approx(56.4e6, rel=1e-12)  # the cities' water, if so little is theirs


def test_litres_a_head_add_up_to_the_volume(recorded):
    for subject, volume in (("today", 21.5e6 / 0.45), ("target", 56.4e6)):
        litres = recorded["litres_per_head_per_day", subject, ""]["value"]
        assert litres * 150_000 * 365.25 / 1000 == pytest.approx(volume, rel=1e-9)


def test_money_is_spread_over_its_own_years(recorded):
    """19 billion for 2020 to 2023, 5 billion for 2021 to 2023; paragraphs 15, 16, 42, 43."""
    assert ends(recorded["budget_per_year", "social projects", ""]) == (4.75e9,) * 3
    assert recorded["budget_per_year", "health programme", ""]["value"] == pytest.approx(5e9 / 3, rel=1e-12)
    row = recorded["years_without_stated_funding", "sustainable development projects", ""]
    assert ends(row) == (len({2024, 2025}),) * 3
    for subject, total, first in (("social projects", 19e9, 2020), ("health programme", 5e9, 2021)):
        years = range(first, 2024)
        expected = sum(total / len(years) * CPI[2020] / CPI[year] for year in years)
        assert recorded["budget_in_2020_prices", subject, ""]["value"] == pytest.approx(expected, rel=1e-9)


def test_things_counted(recorded):
    """Paragraphs 28, 29, 35, 38 and 61."""
    places = {"zhezkazgan": 4, "satpayev": 1, "balkhash": 3}
    for place, number in places.items():
        assert ends(recorded["kindergartens", place, ""]) == (number,) * 3
        assert ends(recorded["kindergarten_share", place, ""]) == (number / 8,) * 3
    assert ends(recorded["kindergartens", "all", ""]) == (8,) * 3
    assert ends(recorded["households_housed", "all", ""]) == (10 + 133,) * 3
    assert ends(recorded["pcs_per_router", "regional schools", ""]) == pytest.approx((922 / 201,) * 3)
    assert ends(recorded["minimarkets_if_approved", "all", ""]) == (30,) * 3


def test_the_margin_is_that_of_a_thousand_answers(recorded):
    expected = norm.ppf(0.975) * sqrt(0.5 * 0.5 / 1000)
    assert recorded["survey_margin", "satpayev", ""]["value"] == pytest.approx(expected, rel=1e-9)


def test_sites_keep_their_open_ends(recorded):
    """Zhezkazgan "more than" 24 thousand, Balkhash "almost" 10 thousand: the sum is open at both ends."""
    assert ends(recorded["site_employment", "zhezkazgan", ""]) == (24_000, 24_000, None)
    assert ends(recorded["site_employment", "balkhash", ""]) == (10_000, None, 10_000)
    assert ends(recorded["site_employment", "all sites", ""]) == (53_000, None, None)
    for site, number in FACILITIES.items():
        assert ends(recorded["facilities", site, ""]) == (number,) * 3
    assert ends(recorded["facilities", "all sites", ""]) == (sum(FACILITIES.values()),) * 3
    for site, people in EMPLOYEES.items():
        value = recorded["employees_per_facility", site, ""]["value"]
        assert value == pytest.approx(people / FACILITIES[site], rel=1e-12)
    assert ends(recorded["employees_per_facility", "zhezkazgan", ""]) == (2400, 2400, None)


@pytest.mark.parametrize(("subject", "sites"), GROUPS.items())
def test_concentration_is_the_chance_that_two_people_share_a_site(recorded, subject, sites):
    """The Herfindahl index as a probability: both of two people, drawn with replacement, at one site."""
    everyone = sum(EMPLOYEES[site] for site in sites)
    expected = sum((EMPLOYEES[site] / everyone) ** 2 for site in sites)
    row = recorded["site_concentration", subject, ""]
    assert (row["value"], row["low"], row["high"]) == (pytest.approx(expected, rel=1e-12), None, None)
    effective = recorded["effective_number_of_sites", subject, ""]["value"]
    assert effective * row["value"] == pytest.approx(1, rel=1e-12)


def test_shares_of_sites_have_no_bounds(recorded):
    for site, people in EMPLOYEES.items():
        row = recorded["site_employment_share", site, ""]
        assert (row["value"], row["bounds"]) == (pytest.approx(people / 53_000, rel=1e-12), "none")


def test_every_result_names_its_figures(recorded):
    assert [key for key, row in recorded.items() if not row["figures"]] == []


def test_half_units_widen_the_water_and_the_money(results):
    rows = results("regional_development", rounding="half unit")
    row = rows["water_supply_present", "both", ""]
    assert ends(row) == pytest.approx((21.5e6, 10.5e6 + 10.45e6, 11.5e6 + 10.55e6), rel=1e-12)
    supply = rows["implied_city_supply", CITIES, ""]
    expected = (21.5e6 / 0.45, 20.95e6 / (1 - 0.545), 22.05e6 / (1 - 0.555))
    assert ends(supply) == pytest.approx(expected, rel=1e-12)
    assert ends(rows["budget_per_year", "social projects", ""]) == (4.75e9, 18.5e9 / 4, 19.5e9 / 4)


def test_the_index_the_people_and_the_confidence_are_the_runs_own(results, executed):
    chosen = {"prices": "GDP deflator", "residents": 200_000, "confidence": 0.99}
    rows, usual = results("regional_development", **chosen), results("regional_development")
    key = ("budget_in_2020_prices", "social projects", "")
    assert rows[key]["value"] != pytest.approx(usual[key]["value"], rel=1e-3)
    assert any("gdp_deflator_index" in figure for figure in rows[key]["figures"])
    litres = ("litres_per_head_per_day", "today", "")
    assert rows[litres]["value"] * 200 == pytest.approx(usual[litres]["value"] * 150, rel=1e-12)
    margin = rows["survey_margin", "satpayev", ""]["value"]
    assert margin == pytest.approx(norm.ppf(0.995) * sqrt(0.25 / 1000), rel=1e-9)
    notes = [item["note"] for item in executed("regional_development", **chosen) if item["kind"] == "chart"]
    assert "Index for prices of 2020: GDP deflator." in notes
