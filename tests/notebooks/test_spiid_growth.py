"""The results of spiid_growth, held against plain arithmetic on the numbers as printed.

Figures: "Industrialization in Kazakhstan", paragraphs 16 (plan) and 18 (total), retyped here from the page.
Official statements and series: data/context.csv, retyped here. Formulas are written out in each test.
"""

import csv
import io
import re

import pytest
from price_levels import CONSUMER_PRICES, DEFLATOR

pytestmark = pytest.mark.kernel

# paragraph 16 and paragraph 18: projects, tenge, permanent jobs
PLAN = (294, 8.1e12, 161_000)
TOTAL = (1_300, 8e12, 120_000)
CONSTRUCTION_JOBS = 207_000
# a deputy on 2010-2014; Azernews on 2015-2017 ("more than", "over"); a minister on 2018
PHASES = ((770, 3e12, 75_000), (378, 3e12, 30_000), (100, 1.3e12, 13_000))
SPANS = ((2010, 2014), (2015, 2017), (2018, 2018))
# the same source: nominal GDP, tenge
GDP = {"2008": 16_052.919e9, "2009": 17_007.647e9, "2010": 21_815.517e9}

MEASURES = {
    ("cost_per_permanent_job", "plan", ""),
    ("cost_per_permanent_job", "outcome", ""),
    ("cost_per_project", "plan", ""),
    ("cost_per_project", "outcome", ""),
    ("permanent_jobs_per_project", "plan", ""),
    ("permanent_jobs_per_project", "outcome", ""),
    ("outcome_over_plan", "projects", ""),
    ("outcome_over_plan", "value", ""),
    ("outcome_over_plan", "permanent jobs", ""),
    ("construction_job_share", "plan", ""),
    ("implied_gdp", "plan", ""),
    ("jobs_at_plan_cost", "outcome", ""),
    ("job_shortfall", "outcome", ""),
    ("job_shortfall_from_spending", "outcome", ""),
    ("job_shortfall_from_cost", "outcome", ""),
    ("manufacturing_share_change", "kazakhstan", "2010/2018"),
    ("manufacturing_share_change_per_year", "kazakhstan", "2010/2018"),
    ("manufacturing_share_relative_change", "kazakhstan", "2010/2018"),
    ("manufacturing_odds_ratio", "kazakhstan", "2010/2018"),
    ("implied_industry_share_of_gdp", "kazakhstan", ""),
    ("first_phase_over_plan", "projects", ""),
    ("first_phase_over_plan", "value", ""),
    ("first_phase_over_plan", "jobs", ""),
    ("plan_share_of_gdp", "kazakhstan", "2008"),
    ("plan_share_of_gdp", "kazakhstan", "2009"),
    ("plan_share_of_gdp", "kazakhstan", "2010"),
    ("price_level_ratio", "kazakhstan", "2010/2018"),
    ("growth_revision", "kazakhstan", "2009"),
    ("price_change", "oil", ""),
    ("price_change", "metals", ""),
    ("price_rise_to_recover", "oil", ""),
    ("price_rise_to_recover", "metals", ""),
    ("industry_minus_gdp_growth", "kazakhstan", ""),
}


@pytest.fixture(scope="module")
def found(results):
    return results("spiid_growth")


@pytest.fixture(scope="module")
def value(found):
    return lambda measure, subject, period="": found[measure, subject, period]["value"]


def ends(row):
    return row["low"], row["high"]


def titles(said):
    return {item["name"]: item["title"] for item in said if item["kind"] == "chart"}


def said_as(said, role):
    return " ".join(item["text"] for item in said if item["kind"] == "finding" and item["role"] == role)


@pytest.fixture(scope="module")
def table_of_choices(executed):
    """Give the rows of the table of choices by their label: what is said of each phase."""
    caption = "Did a job cost less or more than planned? Tenge of 2010"
    (table,) = [item for item in executed("spiid_growth") if item.get("caption") == caption]
    _, head, *lines = [re.split(r"  +", line.strip()) for line in table["shown"].splitlines()]
    return {label: dict(zip(map(str.lower, head), cells, strict=True)) for label, *cells in lines}


def test_records_every_measure_of_the_report(found):
    assert set(found) >= MEASURES


def test_units(found):
    units = {measure: row["unit"] for (measure, _, _), row in found.items()}
    assert units["cost_per_permanent_job"] == "KZT/job"
    assert units["cost_per_project"] == "KZT/project"
    assert units["permanent_jobs_per_project"] == "job/project"
    assert units["implied_gdp"] == "KZT"
    assert units["manufacturing_share_change"] == "percentage_point"
    assert units["manufacturing_share_change_per_year"] == "percentage_point/year"
    assert units["growth_revision"] == "percentage_point"
    assert units["outcome_over_plan"] == "ratio"


@pytest.mark.parametrize(("side", "numbers"), [("plan", PLAN), ("outcome", TOTAL)])
def test_means_per_job_and_per_project(value, side, numbers):
    projects, tenge, jobs = numbers
    assert value("cost_per_permanent_job", side) == pytest.approx(tenge / jobs)
    assert value("cost_per_project", side) == pytest.approx(tenge / projects)
    assert value("permanent_jobs_per_project", side) == pytest.approx(jobs / projects)


def test_over_120_000_jobs_opens_the_ends_that_depend_on_it(found):
    assert ends(found["cost_per_permanent_job", "outcome", ""]) == (None, pytest.approx(8e12 / 120_000))
    assert ends(found["permanent_jobs_per_project", "outcome", ""]) == (pytest.approx(120_000 / 1_300), None)
    assert ends(found["outcome_over_plan", "permanent jobs", ""]) == (pytest.approx(120 / 161), None)
    assert ends(found["job_shortfall", "outcome", ""]) == (None, 41_000)
    assert ends(found["job_shortfall_from_cost", "outcome", ""])[0] is None
    assert ends(found["implied_gdp", "plan", ""]) == (None, pytest.approx(8.1e12 / 0.4))


def test_outcome_and_first_phase_over_plan(value):
    for name, part, whole in zip(("projects", "value", "permanent jobs"), TOTAL, PLAN, strict=True):
        assert value("outcome_over_plan", name) == pytest.approx(part / whole)
    for name, part, whole in zip(("projects", "value", "jobs"), PHASES[0], PLAN, strict=True):
        assert value("first_phase_over_plan", name) == pytest.approx(part / whole)


def test_construction_jobs_share(value):
    assert value("construction_job_share", "plan") == pytest.approx(207 / 368)


def test_shortfall_splits_into_less_money_and_dearer_jobs(value):
    at_plan_cost = 8e12 / (8.1e12 / 161_000)
    assert value("jobs_at_plan_cost", "outcome") == pytest.approx(at_plan_cost)
    assert value("job_shortfall_from_spending", "outcome") == pytest.approx(161_000 - at_plan_cost)
    assert value("job_shortfall_from_cost", "outcome") == pytest.approx(at_plan_cost - 120_000)
    parts = value("job_shortfall_from_spending", "outcome") + value("job_shortfall_from_cost", "outcome")
    assert parts == pytest.approx(value("job_shortfall", "outcome"))


@pytest.mark.parametrize("year", GDP)
def test_plan_over_one_years_gdp(value, year):
    assert value("plan_share_of_gdp", "kazakhstan", year) == pytest.approx(8.1e12 / GDP[year])


def test_price_level_and_first_estimate(value):
    assert value("price_level_ratio", "kazakhstan", "2010/2018") == pytest.approx(
        DEFLATOR[2018] / DEFLATOR[2010]
    )
    assert value("growth_revision", "kazakhstan", "2009") == pytest.approx(1.2 - 1.1)


def test_manufacturing_shares(value):
    period = "2010/2018"
    assert value("manufacturing_share_change", "kazakhstan", period) == pytest.approx(36 - 31.8)
    assert value("manufacturing_share_change_per_year", "kazakhstan", period) == pytest.approx(4.2 / 8)
    assert value("manufacturing_share_relative_change", "kazakhstan", period) == pytest.approx(36 / 31.8 - 1)
    odds = (0.36 / 0.64) / (0.318 / 0.682)
    assert value("manufacturing_odds_ratio", "kazakhstan", period) == pytest.approx(odds)
    assert value("implied_industry_share_of_gdp", "kazakhstan") == pytest.approx(11.9 / 36)


def cost_in_2010_prices(prices, lumps, jobs, pick):
    """Add up money, each lump in the year of its span that pick chooses, and divide by jobs."""
    worth = [[money * prices[2010] / prices[y] for y in range(a, b + 1)] for money, (a, b) in lumps]
    return sum(pick(years) for years in worth) / jobs


def mean(numbers):
    return sum(numbers) / len(numbers)


@pytest.mark.parametrize(
    ("price_index", "prices"), [("GDP deflator", DEFLATOR), ("consumer prices", CONSUMER_PRICES)]
)
def test_cost_per_job_in_2010_prices(results, price_index, prices):
    rows = results("spiid_growth", **({} if prices is DEFLATOR else {"price_index": price_index}))
    dated = [(money, span) for (_, money, _), span in zip(PHASES, SPANS, strict=True)]
    undated = [(8e12, (2010, 2018))]
    rest = [(8e12 - 7.3e12, (2010, 2018))]
    cases = {"undated": (undated, 120_000), "dated": (dated, 118_000), "rest": (dated + rest, 120_000)}
    for case, (lumps, jobs) in cases.items():
        row = rows["cost_per_permanent_job_in_2010_prices", case, ""]
        expected = [cost_in_2010_prices(prices, lumps, jobs, pick) for pick in (mean, min, max)]
        assert [row["value"], row["low"], row["high"]] == pytest.approx(expected)
        assert row["bounds"] == "time of spending"


@pytest.mark.parametrize(
    ("plan_prices", "years"), [("prices of 2009", [2009]), ("prices of each year", range(2010, 2015))]
)
def test_planned_cost_follows_the_prices_that_the_plan_is_taken_to_be_in(results, plan_prices, years):
    rows = results("spiid_growth", plan_prices=plan_prices)
    expected = mean([8.1e12 / 161_000 * DEFLATOR[2010] / DEFLATOR[year] for year in years])
    assert rows["cost_per_permanent_job_in_2010_prices", "plan", ""]["value"] == pytest.approx(expected)


PERIODS = ("2010-2014", "2015-2017", "2018")


def by_hand(prices, plan_prices, plan_cost=8.1e12 / 161_000):
    """Give the planned cost and the ends of each phase's cost in tenge of 2010, by plain arithmetic."""
    years = {"prices of 2010": [2010], "prices of 2009": [2009], "prices of each year": range(2010, 2015)}
    plan = mean([plan_cost * prices[2010] / prices[year] for year in years[plan_prices]])
    spans = zip(PERIODS, PHASES, SPANS, strict=True)
    ends_of = {
        period: [cost_in_2010_prices(prices, [(money, span)], jobs, pick) for pick in (min, max)]
        for period, (_, money, jobs), span in spans
    }
    dated = [(money, span) for (_, money, _), span in zip(PHASES, SPANS, strict=True)]
    ends_of["all three"] = [cost_in_2010_prices(prices, dated, 118_000, pick) for pick in (min, max)]
    return plan, ends_of


def sign(low, high, plan_low, plan_high):
    return "less" if high < plan_low else "more" if low > plan_high else "open"


def test_the_path_of_the_phases(results):
    rows = results("spiid_growth")
    expected = by_hand(DEFLATOR, "prices of 2010")[1]
    for period, (_, money, jobs) in zip(PERIODS, PHASES, strict=True):
        assert rows["cost_per_job_of_phase", period, ""]["value"] == pytest.approx(money / jobs)
        row = rows["cost_per_job_of_phase_in_2010_prices", period, ""]
        assert ends(row) == pytest.approx(expected[period])
    # more than so much money for over so many jobs: either end may lie anywhere
    assert ends(rows["cost_per_job_of_phase", "2015-2017", ""]) == (None, None)


@pytest.mark.parametrize("rounding", ["as printed", "half unit"])
@pytest.mark.parametrize("plan_prices", ["prices of 2010", "prices of 2009", "prices of each year"])
@pytest.mark.parametrize(
    ("price_index", "prices"), [("GDP deflator", DEFLATOR), ("consumer prices", CONSUMER_PRICES)]
)
def test_the_table_of_choices_has_the_sign_that_arithmetic_gives(
    table_of_choices, price_index, prices, plan_prices, rounding
):
    half = 0.05e12 if rounding == "half unit" else 0
    plan_low, plan_high = (by_hand(prices, plan_prices, (8.1e12 + d) / 161_000)[0] for d in (-half, half))
    row = table_of_choices[f"{price_index[0].upper()}{price_index[1:]}; plan in {plan_prices}"]
    for column, span in by_hand(prices, plan_prices)[1].items():
        told = row[column.replace("-", "–")].split(", or ")
        assert sign(*span, plan_low, plan_high) == told[-1 if rounding == "half unit" else 0], column


def test_how_many_more_jobs_would_turn_the_sign_of_the_second_phase(executed):
    low = by_hand(DEFLATOR, "prices of 2010")[1]["2015-2017"][0]
    assert f"{low / (8.1e12 / 161_000) - 1:.0%} more jobs" in said_as(executed("spiid_growth"), "limit")


@pytest.mark.parametrize(
    ("choice", "first", "second"),
    [
        ({}, "cost less", "cost more"),
        ({"plan_prices": "prices of 2009"}, "cost less", "may have cost less or more"),
        ({"price_index": "consumer prices"}, "cost less", "cost more"),
        ({"plan_prices": "prices of each year"}, "cost less", "cost more"),
    ],
)
def test_the_lead_title_and_the_answer_follow_the_choice_of_prices(executed, choice, first, second):
    run = executed("spiid_growth", **choice)
    title = titles(run)["cost-per-job-by-phase"]
    assert title == f"A job of 2010–2014 {first} than planned, one of 2015–2017 {second}"
    assert f"a job of 2010–2014 {first} than the" in said_as(run, "answer")
    assert f"one of 2015–2017 {second}" in said_as(run, "answer")


def test_the_answer_begins_with_what_is_not_known(executed):
    answered = said_as(executed("spiid_growth"), "answer")
    assert re.match(r"Whether .* is not known", answered)
    assert len(re.findall(r"\d[\d.,]*(?:%| million)", answered)) <= 6


def test_says_that_the_total_is_also_printed_as_goods_produced(executed):
    assert re.search(r"8 trillion tenge of \W?goods produced", said_as(executed("spiid_growth"), "limit"))


def test_the_dip_of_manufacturing_is_told(executed):
    run = executed("spiid_growth")
    assert "fell to 10.3% in 2015" in titles(run)["manufacturing"]
    # World Bank, value added: 2010, 2015, 2018
    assert "from 11.3% in 2010 to 10.3% in 2015 and was 11.4% in 2018" in said_as(run, "reading")


def test_no_chart_but_the_ratios_sets_the_plan_beside_2018(executed):
    """The plan's line ends with 2014; what is beside the total without dates is called undated."""
    (chart,) = [item for item in executed("spiid_growth") if item.get("name") == "phases"]
    points = list(csv.DictReader(io.StringIO(chart["csv"])))
    plans = {point["row"]: point["period"] for point in points if point["what"] == "line"}
    assert plans == dict.fromkeys(["plan: 294", "plan: 8.1 trillion", "plan: 161,000"], "2010/2014")
    assert min(point["period"] for point in points if point["what"] != "line") == "2010-01"


def test_prices_of_2008_and_growth_of_2009(found, value, executed):
    # paragraph 7: fourfold, halved, 1.1%, 1.7%; the Bureau of National Statistics today: 1.2, 2.7, 97.1
    assert value("price_change", "oil") == pytest.approx(1 / 4 - 1)
    assert value("price_change", "metals") == pytest.approx(-0.5)
    assert value("price_rise_to_recover", "oil") == pytest.approx(3)
    assert value("price_rise_to_recover", "metals") == pytest.approx(1)
    assert value("industry_minus_gdp_growth", "kazakhstan") == pytest.approx(1.7 - 1.1)
    assert "today's series has 1.2%, and for industry 2.7%" in said_as(executed("spiid_growth"), "reading")
    assert "shrank by 2.9%" in said_as(executed("spiid_growth"), "reading")


def test_half_unit_widens_what_is_printed_with_a_scale_word(results):
    rows = results("spiid_growth", rounding="half unit")
    assert ends(rows["cost_per_permanent_job", "plan", ""]) == pytest.approx(
        (8.05e12 / 161_000, 8.15e12 / 161_000)
    )
    assert ends(rows["cost_per_permanent_job", "outcome", ""]) == (None, pytest.approx(8.5e12 / 120_000))
    assert ends(rows["outcome_over_plan", "projects", ""]) == pytest.approx((1_250 / 294, 1_350 / 294))
    change = rows["manufacturing_share_change", "kazakhstan", "2010/2018"]
    assert ends(change) == pytest.approx((35.5 - 31.85, 36.5 - 31.75))
    assert rows["manufacturing_share_change", "kazakhstan", "2010/2018"]["bounds"] == "half unit"


def test_a_plan_beside_an_undated_total_is_called_no_completion(executed):
    assert "None of this is a completion rate" in said_as(executed("spiid_growth"), "limit")


def test_over_forty_percent_fits_two_of_three_years(executed):
    assert "the GDP of 2008 and 2009, not that of 2010" in titles(executed("spiid_growth"))["plan-over-gdp"]
