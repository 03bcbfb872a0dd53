"""The recorded results of industrial_decline against plain arithmetic on the printed numbers."""

import pytest

pytestmark = pytest.mark.kernel

# As printed: jobs in businesses set up, jobs hoped for at the plant and in supplying another one.
KARATAU, ZHANATAS = 68, 25
PLANT, SUPPLY = (500, 600), 800
LOWEST, HIGHEST = KARATAU + PLANT[0] + SUPPLY, KARATAU + PLANT[1] + SUPPLY
# As printed: more than 24 thousand, about 12 000, almost 10 thousand, some 7 thousand; nothing for Pavlodar.
EMPLOYEES = {"zhezkazgan": 24000, "karaganda": 12000, "balkhash": 10000, "east": 7000}
FACILITIES = {"zhezkazgan": 10, "karaganda": 11, "balkhash": 6, "east": 9, "pavlodar": 2}
EVERYONE = sum(EMPLOYEES.values())
CENSUS = 25927, 20731
# What others compare their own calculations with: each measure with its subjects.
MEASURES = {
    "site_employment": [*EMPLOYEES, "all sites"],
    "site_employment_share": [*EMPLOYEES],
    "employees_per_facility": [*EMPLOYEES],
    "site_concentration": ["kazakhmys", "kazakhmys without east"],
    "effective_number_of_sites": ["kazakhmys"],
    "facilities": [*FACILITIES, "all sites"],
    "price_change": ["oil", "metals"],
    "price_rise_to_recover": ["oil", "metals"],
    "industry_minus_gdp_growth": ["kazakhstan"],
    "share_of_industrial_towns": ["zhanatas and karatau", "basic founders"],
    "sme_jobs_per_idle_person": ["both"],
    "announced_and_sme_jobs_per_idle_person": ["karatau"],
    "job_seekers_for_full_employment": ["karatau"],
    "months_per_official_replacement": ["zhanatas"],
    "restaurant_employment_growth": ["karatau"],
}


@pytest.fixture(scope="module")
def recorded(results):
    return results("industrial_decline")


def ends(row):
    return row["value"], row["low"], row["high"]


def exactly(value):
    return pytest.approx((value, value, value), rel=1e-12)


def sentences(said, *roles):
    """Give every sentence of these roles, and the words around charts."""
    texts = [item["text"] for item in said if item["kind"] == "finding" and item["role"] in roles]
    charts = [item for item in said if item["kind"] == "chart"]
    return texts + [chart[part] for chart in charts for part in ("title", "subtitle", "note") if chart[part]]


def test_every_measure_is_recorded_for_its_subjects(recorded):
    missing = {(name, subject, "") for name, subjects in MEASURES.items() for subject in subjects}
    assert missing - set(recorded) == set()


def test_jobs_are_divided_by_the_people_assumed_without_work(recorded):
    row = recorded["sme_jobs_per_idle_person", "both", ""]
    assert ends(row) == exactly((KARATAU + ZHANATAS) / 10000)
    row = recorded["announced_and_sme_jobs_per_idle_person", "karatau", ""]
    middle = (LOWEST + HIGHEST) / 2
    assert ends(row) == pytest.approx((middle / 1e4, LOWEST / 1e4, HIGHEST / 1e4), rel=1e-12)
    assert row["unit"] == "job/person"


def test_a_forecast_for_all_holds_for_as_many_people_as_there_are_jobs(recorded):
    row = recorded["job_seekers_for_full_employment", "karatau", ""]
    assert ends(row) == (1418, LOWEST, HIGHEST) == (1418, 1368, 1468)
    assert row["unit"] == "person"


def test_another_number_of_idle_people_changes_the_ratio_and_nothing_else(results, recorded):
    changed = {
        key: row
        for key, row in results("industrial_decline", idle_people=500).items()
        if row != recorded[key]
    }
    assert {measure for measure, _, _ in changed} == {
        "sme_jobs_per_idle_person",
        "announced_and_sme_jobs_per_idle_person",
    }
    assert ends(changed["sme_jobs_per_idle_person", "both", ""]) == exactly(93 / 500)


def test_single_cases_are_ratios_of_what_is_printed(recorded):
    assert ends(recorded["restaurant_employment_growth", "karatau", ""]) == exactly(8 / 3 - 1)
    assert ends(recorded["months_per_official_replacement", "zhanatas", ""]) == exactly(7 / 4)


def test_towns_are_shares_of_about_forty(recorded):
    assert ends(recorded["share_of_industrial_towns", "zhanatas and karatau", ""]) == exactly(2 / 40)
    assert ends(recorded["share_of_industrial_towns", "basic founders", ""]) == exactly(6 / 40)


def test_the_census_change_is_relative_to_the_first(recorded):
    first, second = CENSUS
    row = recorded["population_change", "zhanatas", "1999/2009"]
    assert ends(row) == exactly((second - first) / first)


def test_head_counts_keep_the_open_ends_of_their_words(recorded):
    rows = {site: recorded["site_employment", site, ""] for site in (*EMPLOYEES, "all sites")}
    assert ends(rows["zhezkazgan"]) == (24000, 24000, None)
    assert ends(rows["karaganda"]) == (12000, 12000, 12000)
    assert ends(rows["balkhash"]) == (10000, None, 10000)
    assert ends(rows["all sites"]) == (EVERYONE, None, None)
    assert {row["bounds"] for row in rows.values()} == {"as printed"}


@pytest.mark.parametrize("site", EMPLOYEES)
def test_each_site_has_its_share_and_its_density(recorded, site):
    row = recorded["site_employment_share", site, ""]
    assert row["value"] == pytest.approx(EMPLOYEES[site] / EVERYONE, rel=1e-12)
    assert (row["low"], row["high"], row["bounds"]) == (None, None, "none")
    density = recorded["employees_per_facility", site, ""]["value"]
    assert density == pytest.approx(EMPLOYEES[site] / FACILITIES[site], rel=1e-12)


def test_densities_are_open_where_the_head_count_is(recorded):
    assert ends(recorded["employees_per_facility", "zhezkazgan", ""]) == (2400, 2400, None)
    assert recorded["employees_per_facility", "balkhash", ""]["low"] is None


def test_facilities_are_counted_with_the_site_that_names_no_people(recorded):
    assert {site: recorded["facilities", site, ""]["value"] for site in FACILITIES} == FACILITIES
    assert ends(recorded["facilities", "all sites", ""]) == exactly(38)
    assert ("site_employment", "pavlodar", "") not in recorded


def test_concentration_is_the_sum_of_squared_shares(recorded):
    """Herfindahl (1950): the sum of squared shares; its inverse is the number of equal parts."""
    squares = sum((count / EVERYONE) ** 2 for count in EMPLOYEES.values())
    assert recorded["site_concentration", "kazakhmys", ""]["value"] == pytest.approx(squares, rel=1e-12)
    number = recorded["effective_number_of_sites", "kazakhmys", ""]["value"]
    assert number == pytest.approx(1 / squares, rel=1e-12)
    rest = [count for site, count in EMPLOYEES.items() if site != "east"]
    squares = sum(count**2 for count in rest) / sum(rest) ** 2
    row = recorded["site_concentration", "kazakhmys without east", ""]
    assert row["value"] == pytest.approx(squares, rel=1e-12)


def test_a_fall_to_a_quarter_takes_a_rise_by_three(recorded):
    """Fourfold and halved, read as the price that is left: a quarter and a half."""
    for name, left in {"oil": 1 / 4, "metals": 0.5}.items():
        assert ends(recorded["price_change", name, ""]) == exactly(left - 1)
        assert ends(recorded["price_rise_to_recover", name, ""]) == exactly(1 / left - 1)


def test_growth_differs_by_points_not_percent(recorded):
    row = recorded["industry_minus_gdp_growth", "kazakhstan", ""]
    assert row["value"] == pytest.approx(1.7 - 1.1, abs=1e-12)
    assert row["unit"] == "percentage_point"


def test_half_a_unit_widens_what_is_rounded(results, recorded):
    rows = results("industrial_decline", rounding="half unit")
    assert {key: row["value"] for key, row in rows.items()} == {
        key: row["value"] for key, row in recorded.items()
    }
    assert ends(rows["price_change", "oil", ""]) == pytest.approx((-3 / 4, 1 / 4.5 - 1, 1 / 3.5 - 1))
    assert ends(rows["industry_minus_gdp_growth", "kazakhstan", ""]) == pytest.approx((0.6, 0.5, 0.7))
    assert ends(rows["share_of_industrial_towns", "basic founders", ""]) == pytest.approx(
        (6 / 40, 6 / 45, 6 / 35)
    )
    assert ends(rows["site_employment", "karaganda", ""]) == (12000, 11500, 12500)
    assert ends(rows["site_employment", "zhezkazgan", ""]) == (24000, 24000, None)


def test_half_a_unit_is_explained_where_it_is_drawn(executed):
    charts = {
        item["name"]: item
        for item in executed("industrial_decline", rounding="half unit")
        if item["kind"] == "chart"
    }
    for name in ("jobs-and-people", "sites", "fall-and-rise", "growth-2009"):
        assert "whisker" in charts[name]["subtitle"]


def test_charts_show_what_they_are_titled_for(executed):
    charts = {item["name"]: item for item in executed("industrial_decline") if item["kind"] == "chart"}
    assert list(charts) == [
        "events",
        "population",
        "jobs-and-people",
        "sites",
        "fall-and-rise",
        "growth-2009",
    ]
    assert "25,927 people in 1999 and 20,731 in 2009" in charts["population"]["title"]
    assert "57,000 (hollow)" in charts["population"]["alt"]
    assert "93 jobs in new businesses, 1,300 to 1,400 hoped for" in charts["jobs-and-people"]["title"]


@pytest.mark.parametrize(("town", "other"), [("Karatau", "Zhanatas"), ("Zhanatas", "Karatau")])
def test_a_run_for_one_town_says_nothing_of_the_other_alone(executed, results, town, other):
    rows = results("industrial_decline", town=town)
    assert {subject for _, subject, _ in rows} & {"both", other.lower()} == set()
    assert ("sme_jobs_per_idle_person", town.lower(), "") in rows
    said = sentences(executed("industrial_decline", town=town), "reading", "limit", "answer")
    assert [text for text in said if other in text and town not in text] == []
    answer = [
        item["text"] for item in executed("industrial_decline", town=town) if item.get("role") == "answer"
    ]
    assert town in answer[0]
    assert other not in " ".join(answer)


def test_one_town_alone_keeps_its_measures(results, recorded):
    for town in ("Karatau", "Zhanatas"):
        rows = results("industrial_decline", town=town)
        own = {key: row for key, row in recorded.items() if key[1] == town.lower()}
        assert {key: rows[key] for key in own} == own
