"""The results of spiid_growth, held against plain arithmetic on the numbers as printed.

Figures: "Industrialization in Kazakhstan", paragraphs 16 (plan) and 18 (total), retyped here from the page.
Official statements and series: data/context.csv, retyped here. Formulas are written out in each test.
"""

import pytest

pytestmark = pytest.mark.kernel

# paragraph 16 and paragraph 18: projects, tenge, permanent jobs
PLAN = (294, 8.1e12, 161_000)
TOTAL = (1_300, 8e12, 120_000)
CONSTRUCTION_JOBS = 207_000
# a deputy on 2010-2014; Azernews on 2015-2017 ("more than", "over"); a minister on 2018
PHASES = ((770, 3e12, 75_000), (378, 3e12, 30_000), (100, 1.3e12, 13_000))
SPANS = ((2010, 2014), (2015, 2017), (2018, 2018))
# International Monetary Fund, World Economic Outlook: GDP deflator (2005 = 100) and consumer prices
DEFLATOR = {
    2009: 177.789485,
    2010: 212.533613,
    2011: 255.955989,
    2012: 267.694072,
    2013: 293.399339,
    2014: 310.03458,
    2015: 316.313345,
    2016: 360.166021,
    2017: 401.315631,
    2018: 438.259167,
}
CONSUMER_PRICES = {
    2010: 48.133333,
    2011: 52.166667,
    2012: 54.841667,
    2013: 58.033333,
    2014: 61.85,
    2015: 66.025,
    2016: 75.641667,
    2017: 81.283333,
    2018: 86.166667,
}
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


def answer(said):
    return " ".join(item["text"] for item in said if item["kind"] == "finding" and item["role"] == "answer")


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
    assert units["outcome_over_plan"] == "fraction"


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


def test_says_how_far_the_open_number_may_go_before_the_sign_turns(executed):
    early = 3e12 + (3e12 / DEFLATOR[2015] + 1.3e12 / DEFLATOR[2018]) * DEFLATOR[2010]
    room = (8.1e12 / 161_000 * 118_000 - early) * DEFLATOR[2015] / DEFLATOR[2010] / 3e12
    limits = [item["text"] for item in executed("spiid_growth") if item.get("role") == "limit"]
    assert f"exceeds its printed number by {room:.0%}" in " ".join(limits)


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


def test_titles_and_answer_follow_the_prices_of_the_plan(executed):
    name = "cost-per-job-in-2010-prices"
    plain, each_year = executed("spiid_growth"), executed("spiid_growth", plan_prices="prices of each year")
    # 36.2 to 47.8 million lies below 50.3 million, and on both sides of 40.6 million
    assert "cost less than planned" in titles(plain)[name]
    assert "may have cost less or more" in titles(each_year)[name]
    assert "less than the 50.3 million tenge planned" in answer(plain)
    assert "less or more than the 40.6 million tenge planned" in answer(each_year)


def test_a_plan_beside_an_undated_total_is_called_no_completion(executed):
    assert "no completion rate" in answer(executed("spiid_growth"))


def test_over_forty_percent_fits_two_of_three_years(executed):
    assert "GDP of 2008 and 2009, not of 2010" in titles(executed("spiid_growth"))["plan-over-gdp"]
