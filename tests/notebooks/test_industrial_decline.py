"""The recorded results of industrial_decline against plain arithmetic on the printed numbers."""

import csv
import io

import pytest

pytestmark = pytest.mark.kernel

# As printed: jobs in businesses set up, jobs hoped for at the plant and in supplying another one.
KARATAU, ZHANATAS = 68, 25
PLANT, SUPPLY = (500, 600), 800
LOWEST, HIGHEST = KARATAU + PLANT[0] + SUPPLY, KARATAU + PLANT[1] + SUPPLY
# As context.csv has them: an encyclopaedia for 1989, two censuses, the statistical office.
ZHANATAS_PEOPLE = {"1989": 53000, "1999": 25927, "2009": 20731, "2023": 25583}
TOWNS_CENSUS = {"1989": 9182.6e3, "1999": 8377.3e3, "2009": 8662.4e3}
# What others compare their own calculations with: each measure with its subjects.
MEASURES = {
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


@pytest.mark.parametrize(("before", "after"), [("1989", "1999"), ("1999", "2009")])
def test_people_change_relative_to_the_count_before(recorded, before, after):
    for subject, people in {"zhanatas": ZHANATAS_PEOPLE, "towns of kazakhstan": TOWNS_CENSUS}.items():
        row = recorded["population_change", subject, f"{before}/{after}"]
        assert row["value"] == pytest.approx((people[after] - people[before]) / people[before], rel=1e-9)
        assert row["unit"] == "relative change"


def test_the_nation_s_towns_grow_as_the_world_bank_s_series(recorded):
    row = recorded["population_change", "towns of kazakhstan, world bank", "1999/2023"]
    assert ends(row) == exactly(11827851 / 8659153 - 1)


def test_half_a_unit_widens_what_is_rounded(results, recorded):
    rows = results("industrial_decline", rounding="half unit")
    assert {key: row["value"] for key, row in rows.items()} == {
        key: row["value"] for key, row in recorded.items()
    }
    assert ends(rows["share_of_industrial_towns", "basic founders", ""]) == pytest.approx(
        (6 / 40, 6 / 45, 6 / 35)
    )


def charts_of(said):
    return {item["name"]: item for item in said if item["kind"] == "chart"}


def data_of(chart):
    return list(csv.DictReader(io.StringIO(chart["csv"])))


def test_charts_show_what_they_are_titled_for(executed):
    charts = charts_of(executed("industrial_decline"))
    assert list(charts) == ["population", "population-index", "events", "jobs-and-people"]
    assert "53,000 people in 1989 and 25,583 in 2023" in charts["population"]["title"]
    assert "Zhanatas, 1980 to 1989: 57,000 (hollow)" in charts["population"]["alt"]
    assert "93 jobs reported, at least 10,000 people" in charts["jobs-and-people"]["title"]


def test_people_without_means_are_read_as_at_least_so_many(executed):
    """Paragraph 7 prints "Ten thousands": read as ten thousand at the least, with an open end."""
    rows = {row["row"]: row for row in data_of(charts_of(executed("industrial_decline"))["jobs-and-people"])}
    row = rows["Left without means, both towns"]
    assert (float(row["low"]), row["high"]) == (10000, "")


def test_an_assumption_is_no_mark_of_a_chart(executed):
    """It enters ratios and sentences; drawn beside the number behind it, one thing would be drawn twice."""
    drawn, other = (
        charts_of(executed("industrial_decline", **given))["jobs-and-people"]["csv"]
        for given in ({}, {"idle_people": 500})
    )
    assert drawn == other
    said = " ".join(sentences(executed("industrial_decline", idle_people=500), "reading"))
    assert "500 people (assumed) in the two towns" in said
    assert f"{100 * (KARATAU + ZHANATAS) / 500:.1f}" in said


def test_the_index_starts_from_the_census_before_the_visit(executed):
    rows = data_of(charts_of(executed("industrial_decline"))["population-index"])
    index = {(row["row"], row["what"]): float(row["value"]) for row in rows}
    for year, people in ZHANATAS_PEOPLE.items():
        assert index["Zhanatas", year] == pytest.approx(100 * people / 25927)
    assert index["Talas district, with Karatau", "2021"] == pytest.approx(100 * 48453 / 53451)
    assert index["Towns of Kazakhstan", "1999"] == 100


def test_the_answer_is_short_and_names_what_cannot_be_told(executed):
    for town in ("both", "Karatau", "Zhanatas"):
        said = [
            item["text"] for item in executed("industrial_decline", town=town) if item.get("role") == "answer"
        ]
        first = said[0].split(". ")[0]
        assert len(first.split()) <= 35
        assert ("2008" in first) == (town != "Zhanatas")


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
