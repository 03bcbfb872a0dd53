"""The results of cost_per_job, held against plain arithmetic on the numbers as printed.

Figures: "Industrialization in Kazakhstan", paragraphs 16 (plan) and 18 (total); "President Tokayev Visits
Zhetisu Region", paragraphs 5 (portfolio) and 7 to 8 (battery factory). Statements and series:
data/context.csv. All are retyped here, and formulas are written out in each test.
"""

import csv
import io
import re
from math import log

import pytest
from price_levels import CONSUMER_PRICES, DEFLATOR

pytestmark = pytest.mark.kernel

PAIRS = {
    "spiid plan": (8.1e12, 161_000),
    "spiid outcome": (8e12, 120_000),
    "zhetisu portfolio": (3.5e12, 11_800),
    "zhetisu battery plant": (8.5e9, 180),
}
PLAN, PORTFOLIO = 8.1e12 / 161_000, 3.5e12 / 11_800
PORTFOLIO_USD = 6.7e9 / 11_800
# World Bank: tenge for a dollar, average of the year
DOLLAR = {2010: 147.355, 2011: 146.62083, 2012: 149.1125, 2013: 152.12917, 2014: 179.19167}
# single years of SPIID: reported for 2017 and 2018, planned for 2019 to 2021
YEARS = {2017: (1.5e12, 10e3), 2018: (1.3e12, 13e3), 2019: (1.1e12, 20e3), 2020: (1.1e12, 17e3)}
YEARS |= {2021: (1.2e12, 12e3)}
# other official quotients: tenge, jobs, first and last year
FIELD = {
    "spiid 2010-2014, a deputy": (3e12, 75e3, 2010, 2014),
    "spiid 2015-2017, azernews": (3e12, 30e3, 2015, 2017),
    "spiid 2010-2018, a minister": (7.9e12, 120e3, 2010, 2018),
    "spiid 2017, a minister": (*YEARS[2017], 2017, 2017),
    "spiid 2018, a minister": (*YEARS[2018], 2018, 2018),
    "spiid 2019, a minister": (*YEARS[2019], 2019, 2019),
    "spiid 2020, the ministry": (*YEARS[2020], 2020, 2020),
    "spiid 2021, the premier": (*YEARS[2021], 2021, 2021),
    "anchor projects 2013": (950e9, 25e3, 2013, 2013),
    "anchor projects 2024": (1400e9, 10e3, 2024, 2024),
    "spiid total, undated": (8e12, 120e3, 2010, 2018),
}
INDICES = [("GDP deflator", DEFLATOR), ("consumer prices", CONSUMER_PRICES)]


@pytest.fixture(scope="module")
def found(results):
    return results("cost_per_job")


def mean(numbers):
    return sum(numbers) / len(numbers)


def ends(row):
    return row["low"], row["high"]


def charts(said):
    return {item["name"]: item for item in said if item["kind"] == "chart"}


def said_as(said, role):
    return " ".join(item["text"] for item in said if item["kind"] == "finding" and item["role"] == role)


@pytest.mark.parametrize("subject", PAIRS)
def test_quotients_of_the_documents(found, subject):
    tenge, jobs = PAIRS[subject]
    assert found["cost_per_job", subject, ""]["value"] == pytest.approx(tenge / jobs)
    assert found["jobs_per_kzt_billion", subject, ""]["value"] == pytest.approx(jobs / (tenge / 1e9))
    assert found["cost_per_job_over_spiid_plan", subject, ""]["value"] == pytest.approx(tenge / jobs / PLAN)


def test_over_so_many_jobs_opens_the_ends_that_depend_on_it(found):
    assert ends(found["cost_per_job", "zhetisu portfolio", ""]) == (None, pytest.approx(PORTFOLIO))
    assert ends(found["jobs_per_kzt_billion", "zhetisu portfolio", ""]) == (
        pytest.approx(11_800 / 3_500),
        None,
    )
    assert ends(found["break_even_price_level", "zhetisu portfolio", ""]) == (
        None,
        pytest.approx(PORTFOLIO / PLAN),
    )
    assert ends(found["cost_per_job_over_spiid_plan", "spiid plan", ""]) == (1, 1)


def test_units(found):
    units = {measure: row["unit"] for (measure, _, _), row in found.items()}
    assert units["cost_per_job"] == units["cost_per_job_in_2024_prices"] == "KZT/job"
    assert units["jobs_per_kzt_billion"] == "job/KZT_billion"
    assert units["break_even_price_level"] == units["actual_price_level"] == "ratio"


def test_price_levels(found):
    level = DEFLATOR[2024] / DEFLATOR[2010]
    assert found["actual_price_level", "kazakhstan", "2010/2024"]["value"] == pytest.approx(level)
    assert found["cost_per_job_in_2024_prices", "spiid plan", ""]["value"] == pytest.approx(PLAN * level)


@pytest.mark.parametrize(("name", "prices"), INDICES)
@pytest.mark.parametrize("portfolio_prices", ["prices of 2024", "prices of each year"])
def test_the_two_plans_by_constant_prices(results, name, prices, portfolio_prices):
    """The other way round: the portfolio taken back to the plan's prices, not the plan to those of 2024."""
    rows = results("cost_per_job", portfolio_prices=portfolio_prices)
    pace = (prices[2024] / prices[2010]) ** (1 / 14)
    each_year = [PORTFOLIO / 7 / pace**ahead for ahead in range(7)]
    cost = sum(each_year) if portfolio_prices == "prices of each year" else PORTFOLIO
    by_base = {
        "zhetisu_over_spiid_cost_per_job": prices[2010],
        "zhetisu_over_spiid_cost_per_job_from_mean": mean([prices[year] for year in range(2010, 2015)]),
    }
    for measure, base in by_base.items():
        back = cost * base / prices[2024]
        assert rows[measure, name.lower(), ""]["value"] == pytest.approx(back / PLAN)


def test_the_two_plans_in_dollars(found):
    at_2010 = PORTFOLIO_USD / (PLAN / DOLLAR[2010])
    at_mean = PORTFOLIO_USD / (PLAN / mean(list(DOLLAR.values())))
    assert found["zhetisu_over_spiid_cost_per_job", "us dollars", ""]["value"] == pytest.approx(at_2010)
    from_mean = found["zhetisu_over_spiid_cost_per_job_from_mean", "us dollars", ""]
    assert from_mean["value"] == pytest.approx(at_mean)
    assert ends(from_mean) == (None, pytest.approx(at_mean))


@pytest.mark.parametrize("subject", FIELD)
def test_the_field_in_prices_of_2024(found, subject):
    tenge, jobs, first, last = FIELD[subject]
    worth = [tenge / jobs * DEFLATOR[2024] / DEFLATOR[year] for year in range(first, last + 1)]
    row = found["cost_per_job_at_2024_prices", subject, ""]
    assert row["value"] == pytest.approx(mean(worth))
    if row["bounds"] == "time of spending":
        assert ends(row) == pytest.approx((min(worth), max(worth)))


def test_a_portfolio_in_prices_of_each_year_is_deflated_over_its_own_years(results):
    rows = results("cost_per_job", portfolio_prices="prices of each year")
    pace = (DEFLATOR[2024] / DEFLATOR[2010]) ** (1 / 14)
    for subject, cost, ahead in (
        ("2024-2030", PORTFOLIO, range(7)),
        ("2025-2027", 2.6e12 / 10_600, (1, 2, 3)),
    ):
        row = rows["cost_per_job_at_2024_prices", f"zhetisu portfolio {subject}", ""]
        assert row["value"] == pytest.approx(mean([cost / pace**years for years in ahead]))


@pytest.mark.parametrize(("price_index", "prices"), INDICES)
def test_single_years_and_one_year_left_out(results, price_index, prices):
    rows = results("cost_per_job", price_index=price_index)
    real = {year: (tenge * prices[2024] / prices[year], jobs) for year, (tenge, jobs) in YEARS.items()}
    costs = [tenge / jobs for tenge, jobs in real.values()]
    swing = rows["largest_over_smallest_cost_per_job", "spiid single years", ""]["value"]
    assert swing == pytest.approx(max(costs) / min(costs))
    for left_out in YEARS:
        kept = [pair for year, pair in real.items() if year != left_out]
        expected = sum(tenge for tenge, _ in kept) / sum(jobs for _, jobs in kept)
        assert rows["cost_per_job_without_year", str(left_out), ""]["value"] == pytest.approx(expected)


def test_the_answer_has_the_ratio_by_every_yardstick(executed):
    answered = said_as(executed("cost_per_job"), "answer")
    assert re.match(
        r"In tenge of the day .* up to 5\.9 times .* prices or dollars, at most 1\.6 to 2\.2 times\.",
        answered,
    )
    scenario = said_as(executed("cost_per_job", portfolio_prices="prices of each year"), "answer")
    assert "dollars, at most 1.2 to 1.7 times" in scenario


def test_every_plan_is_hollow_and_every_report_solid(executed):
    reported = {"2010", "2015", "2017", "2018", "2025"}  # the first years of what was said to be done
    points = list(csv.DictReader(io.StringIO(charts(executed("cost_per_job"))["field"]["csv"])))
    assert len(points) == 18
    for point in points:
        year = re.search(r"20\d\d", point["row"])
        is_plan = (
            "plan" in point["row"]
            or not point["row"].startswith("SPIID")
            or (year is not None and year[0] not in reported)
        )
        assert point["mark"] == ("hollow" if is_plan else "solid"), point["row"]


@pytest.mark.parametrize(
    ("base", "prices", "name"),
    [
        ("2010", DEFLATOR, "GDP deflator"),
        ("2010-2014", DEFLATOR, "GDP deflator"),
        ("2010", CONSUMER_PRICES, "consumer prices"),
    ],
)
def test_when_prices_would_make_the_plans_equal(executed, base, prices, name):
    start = prices[2010] if base == "2010" else mean([prices[year] for year in range(2010, 2015)])
    years = log(PORTFOLIO / PLAN / (prices[2024] / start)) / (log(prices[2024] / prices[2010]) / 14)
    told = said_as(executed("cost_per_job", plan_base=base, price_index=name), "reading")
    assert f"about {years:.0f} years after 2024" in told
    assert ("within the portfolio" in told) == (years <= 6)


def test_half_a_unit_widens_what_the_documents_print(results):
    row = results("cost_per_job", rounding="half unit")["cost_per_job", "spiid plan", ""]
    assert ends(row) == pytest.approx((8.05e12 / 161_000, 8.15e12 / 161_000))
