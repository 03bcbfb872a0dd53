"""The recorded results of zhetisu against calculations of their own from the printed numbers.

Printed in *President Tokayev Visits Zhetisu Region*: paragraph 2 (product and its growth), 4 (investment),
5 (portfolio and projects under way), 7 and 8 (battery plant).
"""

import numpy as np
import pytest

pytestmark = pytest.mark.kernel

# Tenge and dollars as printed, each with the place of its last digit.
PAIRS = {
    "gross regional product": (781e9, 1e9, 1.49e9, 1e7),
    "investment": (327.1e9, 1e8, 626e6, 1e6),
    "portfolio": (3.5e12, 1e11, 6.7e9, 1e8),
    "current projects": (54.9e9, 1e8, 105e6, 1e6),
    "battery plant": (8.5e9, 1e8, 16e6, 1e6),
}
# The National Bank's rates of 12 and 13 December, its mean of January to June, and the World Bank's of 2024.
VISIT, ARTICLE, HALF_YEAR, YEAR = 516.93, 522.91, 448.89, 468.9625


@pytest.fixture(scope="module")
def recorded(results):
    return results("zhetisu")


@pytest.fixture(scope="module")
def half_unit(results):
    return results("zhetisu", rounding="half unit")


def ends(row):
    return row["value"], row["low"], row["high"]


def fits(rate, pair):
    """Tell whether some amount that prints as the tenge do becomes one that prints as the dollars do."""
    tenge, step, dollars, cent = PAIRS[pair]
    amounts = np.linspace(tenge - step / 2, tenge + step / 2, 2001) / rate
    return bool((np.abs(amounts - dollars) <= cent / 2 * (1 + 1e-9)).any())


@pytest.mark.parametrize("pair", PAIRS)
def test_the_rate_of_a_pair_has_the_bounds_of_its_digits(recorded, half_unit, pair):
    tenge, step, dollars, cent = PAIRS[pair]
    expected = (
        tenge / dollars,
        (tenge - step / 2) / (dollars + cent / 2),
        (tenge + step / 2) / (dollars - cent / 2),
    )
    for rows in (recorded, half_unit):
        assert ends(rows["implied_exchange_rate", pair, ""]) == pytest.approx(expected, rel=1e-9)
        assert rows["implied_exchange_rate", pair, ""]["bounds"] == "half unit"


def test_the_common_rate_is_what_a_search_over_rates_finds(recorded):
    grid = np.arange(500, 560, 0.01)
    common = [rate for rate in grid if all(fits(rate, pair) for pair in PAIRS)]
    value, low, high = ends(recorded["common_exchange_rate", "all pairs", ""])
    assert (low, high) == pytest.approx((common[0], common[-1]), abs=0.02)
    assert value == pytest.approx((low + high) / 2)


def test_only_the_official_rate_of_the_article_s_day_fits(recorded, executed):
    row = recorded["common_exchange_rate", "all pairs", ""]
    assert row["low"] <= ARTICLE <= row["high"]
    assert not row["low"] <= VISIT <= row["high"]
    readings = [item["text"] for item in executed("zhetisu") if item["kind"] == "finding"]
    assert any("only that of 13 December fits" in text for text in readings)


def test_the_portfolio_and_the_projects_under_way(recorded):
    assert recorded["current_over_portfolio", "projects", ""]["value"] == pytest.approx(48 / 190)
    assert recorded["current_over_portfolio", "value", ""]["value"] == pytest.approx(54.9 / 3500)
    assert recorded["cost_per_project", "portfolio", ""]["value"] == pytest.approx(3.5e12 / 190)
    assert recorded["cost_per_project", "current projects", ""]["value"] == pytest.approx(54.9e9 / 48)
    assert ends(recorded["jobs_per_project", "portfolio", ""]) == (11_800 / 190, 11_800 / 190, None)
    assert recorded["portfolio_per_year", "zhetisu", ""]["value"] == pytest.approx(
        3.5e12 / len(range(2024, 2031))
    )


def test_investment_beside_the_portfolio(recorded, half_unit):
    assert recorded["investment_previous_year", "zhetisu", ""]["value"] == pytest.approx(327.1e9 / 1.3)
    widened = (327.1e9 / 1.3, 327.05e9 / 1.35, 327.15e9 / 1.25)
    assert ends(half_unit["investment_previous_year", "zhetisu", ""]) == pytest.approx(widened)
    over = recorded["portfolio_per_year_over_investment", "zhetisu", ""]["value"]
    assert over * 327.1e9 * 7 == pytest.approx(3.5e12)
    current = recorded["current_projects_over_investment", "zhetisu", ""]["value"]
    assert current * 327.1 == pytest.approx(54.9)


def test_jobs_and_what_one_is_put_at(recorded, results):
    """More than 11,800 jobs: an open end, so a job costs at most so much."""
    assert ends(recorded["cost_per_job", "portfolio", ""]) == (
        pytest.approx(3.5e12 / 11_800),
        None,
        pytest.approx(3.5e12 / 11_800),
    )
    assert recorded["cost_per_job", "battery plant", ""]["value"] == pytest.approx(8.5e9 / 180)
    assert ends(recorded["jobs_per_year", "portfolio", ""]) == (11_800 / 7, 11_800 / 7, None)
    assert recorded["jobs_per_year", "later portfolio", ""]["value"] == pytest.approx(10_600 / 3)
    assert ends(recorded["jobs_per_year", "reported", ""]) == (70_000 / 3, 70_000 / 3, None)
    everyone = results("zhetisu", jobs_reported="all placements")
    assert ends(everyone["jobs_per_year", "reported", ""]) == pytest.approx((108_500 / 3,) * 3)


def test_batteries_for_export_and_at_home_add_up(recorded):
    """Up to 210,000 a year, of which sixty percent are exported."""
    export, domestic = (recorded["batteries", where, ""] for where in ("export", "domestic"))
    assert (export["high"], domestic["high"]) == pytest.approx((126_000, 84_000))
    assert export["low"] is None
    assert domestic["low"] is None


@pytest.mark.parametrize("weight", [0.5, 0.35, 0.7])
def test_the_second_half_makes_the_year(results, weight):
    """With one part of 2023 grown by 6.2% and the other as recorded, the year grows by 7.1%."""
    rows = results("zhetisu", **({} if weight == 0.5 else {"weight_of_half_year": weight}))
    row = rows["second_half_growth", "zhetisu", ""]
    level = weight * 1.062 + (1 - weight) * (1 + row["value"] / 100)
    assert level == pytest.approx(1.071, abs=1e-12)
    assert row["unit"] == "percent"


def test_the_second_half_at_shares_of_2024(recorded, half_unit):
    """The region's first half: 781 billion of 2.2 trillion; the nation's: 52.34 of 136.69 trillion."""
    shares = {"share of the region": 0.781 / 2.2, "share of the nation": 52_342.7403 / 136_693.3183}
    for subject, share in shares.items():
        row = recorded["second_half_growth_by_share", subject, ""]
        assert share * 6.2 + (1 - share) * row["value"] == pytest.approx(7.1)
    row = half_unit["second_half_growth", "zhetisu", ""]
    assert (row["low"], row["high"]) == pytest.approx((2 * 7.05 - 6.25, 2 * 7.15 - 6.15))


def test_the_product_in_dollars(recorded):
    assert recorded["grp_usd_at_half_year_average", "zhetisu", ""]["value"] == pytest.approx(
        781e9 / HALF_YEAR
    )
    assert recorded["grp_usd_at_year_average", "zhetisu", ""]["value"] == pytest.approx(781e9 / YEAR)
    assert recorded["grp_share_of_national", "zhetisu", ""]["value"] == pytest.approx(781 / 52_342.7403)


def test_every_parameter_changes_what_is_said_or_recorded(executed):
    """Rounding changes ends of what is recorded; the others a sentence and a chart, too."""

    def said(**parameters):
        items = executed("zhetisu", **parameters)
        return {
            kind: [item for item in items if item["kind"] == kind] for kind in ("result", "finding", "chart")
        }

    default = said()
    assert said(rounding="half unit")["result"] != default["result"]
    for changed in (said(weight_of_half_year=0.35), said(jobs_reported="all placements")):
        assert all(changed[kind] != default[kind] for kind in ("result", "finding", "chart"))
