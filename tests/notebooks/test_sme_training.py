"""The recorded results of sme_training against calculations of their own from the printed counts."""

from math import comb, exp, log, sqrt

import numpy as np
import pytest
from scipy.stats import binom, hypergeom, norm
from statsmodels.stats.proportion import (
    power_proportions_2indep,
    proportion_confint,
    samplesize_proportions_2indep_onetail,
)

pytestmark = pytest.mark.kernel

# As printed: people selected, businesses set up, jobs, businesses planned or waiting for approval.
KARATAU, ZHANATAS = (50, 17, 68, 12), (50, 13, 25, 5)
BOTH = tuple(map(sum, zip(KARATAU, ZHANATAS, strict=True)))
TOWNS = {"karatau": KARATAU, "zhanatas": ZHANATAS, "both": BOTH}
P, Q = 17 / 50, 13 / 50
Z = norm.ppf(0.975)
PAIR, RATIO = "karatau-zhanatas", "karatau/zhanatas"


@pytest.fixture(scope="module")
def recorded(results):
    return results("sme_training")


def ends(row):
    return row["value"], row["low"], row["high"]


def wilson(successes, trials, z=Z):
    """Wilson (1927), as Newcombe (1998), Statistics in Medicine 17:857-872, writes it (method 3)."""
    p = successes / trials
    middle = 2 * trials * p + z**2
    reach = z * sqrt(z**2 + 4 * trials * p * (1 - p))
    return (middle - reach) / (2 * (trials + z**2)), (middle + reach) / (2 * (trials + z**2))


def newcombe(s1, n1, s2, n2):
    """Newcombe (1998), Statistics in Medicine 17:873-890, method 10."""
    (l1, u1), (l2, u2) = wilson(s1, n1), wilson(s2, n2)
    p1, p2 = s1 / n1, s2 / n2
    low = p1 - p2 - sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2)
    return low, p1 - p2 + sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)


def likeliest(tables):
    """Give the largest probability of a set of tables over the common chance (fifty trials in each group)."""
    grid = np.linspace(1e-4, 1 - 1e-4, 9999)[:, None]  # fine: the worst chance can lie close to the edge
    pmf = binom.pmf(np.arange(51), 50, grid)
    return float(np.einsum("gi,gj,ij->g", pmf, pmf, tables.astype(float)).max())


@pytest.mark.parametrize("town", TOWNS)
def test_start_up_rates_have_wilson_intervals(recorded, town):
    trainees, businesses, _, coming = TOWNS[town]
    for measure, count in {
        "start_up_rate": businesses,
        "start_up_rate_with_pipeline": businesses + coming,
    }.items():
        row = recorded[measure, town, ""]
        assert ends(row) == pytest.approx((count / trainees, *wilson(count, trainees)), rel=1e-9)
        assert row["bounds"] == "Wilson 95%"


def test_the_difference_has_newcombes_interval(recorded):
    row = recorded["start_up_rate_difference", PAIR, ""]
    assert ends(row) == pytest.approx((0.08, *newcombe(17, 50, 13, 50)), rel=1e-9)
    assert row["bounds"] == "Newcombe 95%"


def test_the_risk_ratio_has_the_interval_of_katz(recorded):
    """Katz et al. (1978): the variance of the log is 1/a - 1/n + 1/b - 1/m."""
    reach = exp(Z * sqrt(1 / 17 - 1 / 50 + 1 / 13 - 1 / 50))
    expected = P / Q, P / Q / reach, P / Q * reach
    assert ends(recorded["start_up_risk_ratio", RATIO, ""]) == pytest.approx(expected, rel=1e-9)


def test_the_odds_ratio_has_the_interval_of_woolf(recorded):
    """Woolf (1955): the variance of the log is the sum of 1 over each cell."""
    odds = 17 * 37 / (33 * 13)
    reach = exp(Z * sqrt(1 / 17 + 1 / 33 + 1 / 13 + 1 / 37))
    expected = odds, odds / reach, odds * reach
    assert ends(recorded["start_up_odds_ratio", RATIO, ""]) == pytest.approx(expected, rel=1e-9)


def test_fishers_p_sums_the_tables_no_more_probable(recorded):
    weights = [comb(50, k) * comb(50, 30 - k) for k in range(31)]
    expected = sum(weight for weight in weights if weight <= weights[17]) / comb(100, 30)
    row = recorded["start_up_fisher_p", PAIR, ""]
    assert row["value"] == pytest.approx(expected, rel=1e-9)
    assert (row["low"], row["high"], row["bounds"]) == (None, None, "none")


def test_boschloos_p_is_twice_the_smaller_one_sided_one(recorded):
    """Boschloo (1970): tables ordered by Fisher's one-sided p, the chance that is worst."""
    karatau, zhanatas = np.meshgrid(np.arange(51), np.arange(51), indexing="ij")
    fisher = hypergeom.sf(karatau - 1, 100, karatau + zhanatas, 50)
    expected = 2 * likeliest(fisher <= fisher[17, 13] * (1 + 1e-12))
    assert recorded["start_up_boschloo_p", PAIR, ""]["value"] == pytest.approx(expected, rel=1e-4)


def test_barnards_p_orders_tables_by_the_pooled_score(recorded):
    """Barnard (1947), with the pooled score statistic and no restriction of the chance."""
    karatau, zhanatas = np.meshgrid(np.arange(51), np.arange(51), indexing="ij")
    pooled = (karatau + zhanatas) / 100
    error = np.sqrt(np.maximum(pooled * (1 - pooled), 1e-30) * 2 / 50)
    score = np.abs(karatau - zhanatas) / 50 / error
    expected = likeliest(score >= score[17, 13] * (1 - 1e-12))
    assert recorded["start_up_barnard_p", PAIR, ""]["value"] == pytest.approx(expected, rel=1e-4)


def test_power_agrees_with_statsmodels(recorded):
    one_tail = {"alpha": 0.025, "alternative": "larger"}
    expected = power_proportions_2indep(P - Q, Q, 50, return_results=False, **one_tail)
    assert recorded["start_up_power", PAIR, ""]["value"] == pytest.approx(expected, rel=1e-6)
    trainees = samplesize_proportions_2indep_onetail(P - Q, Q, 0.8, alpha=0.05, alternative="two-sided")
    assert recorded["trainees_for_power", "per town", ""]["value"] == np.ceil(trainees)
    smallest = recorded["smallest_detectable_difference", PAIR, ""]["value"]
    reached = power_proportions_2indep(smallest, Q, 50, return_results=False, **one_tail)
    assert reached == pytest.approx(0.8, abs=1e-6)


@pytest.mark.parametrize("town", TOWNS)
def test_jobs_are_divided_by_businesses_and_by_trainees(recorded, town):
    trainees, businesses, jobs, _ = TOWNS[town]
    for measure, expected in {
        "jobs_per_business": jobs / businesses,
        "jobs_per_trainee": jobs / trainees,
        "jobs_beyond_founders": jobs - businesses,
    }.items():
        row = recorded[measure, town, ""]
        assert ends(row) == pytest.approx((expected, expected, expected), rel=1e-12)
        assert row["bounds"] == "exact"


def test_the_parts_of_the_gap_are_shapleys_and_add_up(recorded):
    names = ("", "_from_start_up_rate", "_from_business_size")
    gap, rate, size = (recorded[f"jobs_per_trainee_gap{name}", PAIR, ""]["value"] for name in names)
    assert gap == pytest.approx((68 - 25) / 50, rel=1e-12)
    # the mean over both orders in which the two factors can change
    assert rate == pytest.approx(((P - Q) * 25 / 13 + (P - Q) * 68 / 17) / 2, rel=1e-12)
    assert rate + size == pytest.approx(gap, rel=1e-12)


def test_variation_brings_the_log_ratio_to_its_critical_value(recorded):
    """Each threshold put back into the z of its log ratio gives 1.96."""
    dispersion = recorded["jobs_overdispersion_removing_significance", RATIO, ""]["value"]
    assert log(68 / 25) / sqrt(dispersion * (1 / 68 + 1 / 25)) == pytest.approx(Z, rel=1e-9)
    c = recorded["size_variation_removing_significance", "jobs per trainee", ""]["value"]
    assert log(68 / 25) / sqrt((1 - P + c**2) / 17 + (1 - Q + c**2) / 13) == pytest.approx(Z, rel=1e-9)
    c = recorded["size_variation_removing_significance", "jobs per business", ""]["value"]
    assert log(4 / (25 / 13)) / sqrt(c**2 / 17 + c**2 / 13) == pytest.approx(Z, rel=1e-9)


def test_the_plants_are_matched_at_karataus_rates(recorded):
    expected = {
        "loan_per_borrower": (600, 600, 600),
        "announced_jobs": (1350, 1300, 1400),
        "sme_jobs_over_announced": (68 / 1350, 68 / 1400, 68 / 1300),
        "businesses_to_match_announced": (1350 / 4, 1300 / 4, 1400 / 4),
        "trainees_to_match_announced": (1350 / 1.36, 1300 / 1.36, 1400 / 1.36),
    }
    for measure, numbers in expected.items():
        assert ends(recorded[measure, "karatau", ""]) == pytest.approx(numbers, rel=1e-12), measure


def test_the_tracer_study_keeps_its_open_ends(recorded):
    """At least 2.65 million businesses and nearly 9 million jobs from more than 15 million people trained."""
    businesses = recorded["businesses_per_hundred_trainees", "ilo", ""]
    jobs = recorded["jobs_per_hundred_trainees", "ilo", ""]
    assert ends(businesses) == (pytest.approx(265 / 15), None, None)
    assert ends(jobs) == (60, None, 60)


def test_every_result_names_its_figures(recorded):
    assert [key for key, row in recorded.items() if not row["figures"]] == []


@pytest.mark.parametrize(("town", "other"), [("Karatau", "zhanatas"), ("Zhanatas", "karatau")])
def test_a_run_for_one_town_is_about_that_town_alone(results, executed, town, other):
    rows = results("sme_training", town=town)
    assert {subject for _, subject, _ in rows} == {town.lower(), "ilo"}
    said = [item for item in executed("sme_training", town=town) if item["kind"] in {"chart", "finding"}]
    shown = [item["title"] if item["kind"] == "chart" else item["text"] for item in said]
    answer = [item["text"] for item in said if item.get("role") == "answer"]
    assert any(town in text for text in answer)
    assert not any(other.capitalize() in text for text in answer)
    assert not any(other.capitalize() in item["title"] for item in said if item["kind"] == "chart"), shown
    alone = [text for text in shown if other.capitalize() in text and town not in text]
    assert alone == []


def test_method_and_confidence_set_the_intervals(results):
    rows = results("sme_training", method="Clopper-Pearson", confidence=0.8)
    row = rows["start_up_rate", "karatau", ""]
    assert ends(row) == pytest.approx((P, *proportion_confint(17, 50, 0.2, "beta")), rel=1e-9)
    assert row["bounds"] == "Clopper-Pearson 80%"
    assert rows["start_up_rate_difference", PAIR, ""]["bounds"] == "Newcombe 80%"


def test_where_the_interval_leaves_out_zero_the_report_says_so(executed):
    """At so low a confidence the towns' rates stand apart, and no title may claim otherwise."""
    said = executed("sme_training", confidence=0.3)
    titles = [item["title"] for item in said if item["kind"] == "chart"]
    answer = [item["text"] for item in said if item.get("role") == "answer"]
    assert not any("too few" in title for title in titles)
    assert not any("no evidence of a difference" in text for text in answer)


def test_power_sets_what_a_study_should_reach(results):
    rows = results("sme_training", power=0.9)
    trainees = samplesize_proportions_2indep_onetail(P - Q, Q, 0.9, alpha=0.05, alternative="two-sided")
    assert rows["trainees_for_power", "per town", ""]["value"] == np.ceil(trainees)
