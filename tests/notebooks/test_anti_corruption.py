"""The recorded results of anti_corruption against calculations of their own from the printed counts."""

from math import comb, exp, log, sqrt

import pytest
from scipy.stats import beta, norm
from statsmodels.stats.proportion import proportion_confint

pytestmark = pytest.mark.kernel

# As printed for 2020 and, in brackets, for 2019; paragraphs 20-27, 44-46, 50, 51, 54 and 59.
COUNTS = {
    "reports_registered": (51, 58),
    "reports_analysed": (49, 55),
    "reports_satisfied": (12, 20),
    "reports_dismissed": (25, 28),
    "reports_clarified": (11, 6),
    "counterparty_refusals": (12, 47),
    "refusals_questionnaire": (6, 28),
    "refusals_clause": (2, 8),
    "refusals_both": (4, 11),
    "register_inclusions": (4, 22),
    "one_time_contracts": (8, 25),
    "code_acquainted": (2577, 2812),
    "employment_agreements": (576, 673),
    "disclosure_forms": (973, 981),
    "conflicts_identified": (47, 28),
    "employees_tested": (385, 370),
}
EVENTS = ("reports_registered", "counterparty_refusals", "conflicts_identified")
TOPICS = {
    "employment and safety": 29,
    "executives": 7,
    "procurement": 5,
    "conflict of interests": 2,
    "other": 8,
}
Z = norm.ppf(0.975)


@pytest.fixture(scope="module")
def recorded(results):
    return results("anti_corruption")


@pytest.fixture(scope="module")
def said(executed):
    """Give what a run says to readers: titles of charts, and texts by role."""

    def run(**parameters):
        items = executed("anti_corruption", **parameters)
        titles = [item["title"] for item in items if item["kind"] == "chart"]
        texts = [item["text"] for item in items if item.get("role") in {"reading", "answer"}]
        return titles, texts

    return run


def ends(row):
    return row["value"], row["low"], row["high"]


def wilson(successes, trials, z=Z):
    """Wilson (1927): the roots of (p - x)^2 = z^2 x (1 - x) / n."""
    p = successes / trials
    middle = (p + z**2 / (2 * trials)) / (1 + z**2 / trials)
    reach = z * sqrt(p * (1 - p) / trials + z**2 / (4 * trials**2)) / (1 + z**2 / trials)
    return middle - reach, middle + reach


def newcombe(s1, n1, s2, n2):
    """Newcombe (1998), Statistics in Medicine 17:873-890, method 10."""
    (l1, u1), (l2, u2) = wilson(s1, n1), wilson(s2, n2)
    p1, p2 = s1 / n1, s2 / n2
    reach = sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2), sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)
    return p1 - p2, p1 - p2 - reach[0], p1 - p2 + reach[1]


def binomial_p(a, b):
    """Sum the outcomes of a + b fair tosses that are no more probable than a heads, in whole numbers."""
    weights = [comb(a + b, k) for k in range(a + b + 1)]
    return sum(weight for weight in weights if weight <= weights[a]) / 2 ** (a + b)


@pytest.mark.parametrize("subject", COUNTS)
def test_changes_and_ratios_are_those_of_the_printed_counts(recorded, subject):
    a, b = COUNTS[subject]
    assert ends(recorded["change", subject, ""]) == pytest.approx((a / b - 1,) * 3, rel=1e-12)
    # Clopper-Pearson as quantiles of the beta distribution, the share turned into odds
    shares = beta.ppf(0.025, a, b + 1), beta.ppf(0.975, a + 1, b)
    expected = a / b, *(share / (1 - share) for share in shares)
    assert ends(recorded["rate_ratio", subject, ""]) == pytest.approx(expected, rel=1e-9)
    assert recorded["rate_ratio_p", subject, ""]["value"] == pytest.approx(binomial_p(a, b), rel=1e-9)


def test_holms_rule_runs_over_the_three_wholes(recorded):
    """Holm (1979) by hand: the least p times three, the next times two, the greatest as it is."""
    by_size = sorted((binomial_p(*COUNTS[name]), name) for name in EVENTS)
    expected, highest = {}, 0.0
    for (p, name), times in zip(by_size, (3, 2, 1), strict=True):
        highest = max(highest, min(p * times, 1.0))
        expected[name] = highest
    found = {key[1]: row["value"] for key, row in recorded.items() if key[0] == "rate_ratio_p_holm"}
    assert found == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("measure", "whole"), [("", (49, 55)), ("_of_decided", (12 + 25, 20 + 28))])
def test_satisfied_shares_have_the_intervals_of_wilson_and_newcombe(recorded, measure, whole):
    for period, some, all_ in (("2020", 12, whole[0]), ("2019", 20, whole[1])):
        row = recorded[f"satisfied_share{measure}", "kazakhmys", period]
        assert ends(row) == pytest.approx((some / all_, *wilson(some, all_)), rel=1e-9)
    row = recorded[f"satisfied_share{measure}_difference", "kazakhmys", ""]
    assert ends(row) == pytest.approx(newcombe(12, whole[0], 20, whole[1]), rel=1e-9)


def test_conflicts_per_form(recorded):
    for period, k, n in (("2020", 47, 973), ("2019", 28, 981)):
        row = recorded["conflicts_per_form", "kazakhmys", period]
        assert ends(row) == pytest.approx((k / n, *wilson(k, n)), rel=1e-9)
    row = recorded["conflicts_per_form_difference", "kazakhmys", ""]
    assert ends(row) == pytest.approx(newcombe(47, 973, 28, 981), rel=1e-9)
    ratio = 47 / 973 / (28 / 981)
    reach = exp(Z * sqrt(1 / 47 - 1 / 973 + 1 / 28 - 1 / 981))  # Katz et al. (1978)
    row = recorded["conflicts_per_form_risk_ratio", "kazakhmys", ""]
    assert ends(row) == pytest.approx((ratio, ratio / reach, ratio * reach), rel=1e-9)


def test_fishers_p_of_conflicts_sums_the_tables_no_more_probable(recorded):
    weights = [comb(973, k) * comb(981, 75 - k) for k in range(76)]
    expected = sum(weight for weight in weights if weight <= weights[47]) / comb(1954, 75)
    row = recorded["conflicts_per_form_fisher_p", "kazakhmys", ""]
    assert row["value"] == pytest.approx(expected, rel=1e-7)
    assert (row["low"], row["high"], row["bounds"]) == (None, None, "none")


def test_dispersion_brings_the_rise_of_conflicts_to_the_critical_value(recorded):
    row = recorded["conflicts_overdispersion_removing_significance", "kazakhmys", ""]
    assert log(47 / 28) / sqrt(row["value"] * (1 / 47 + 1 / 28)) == pytest.approx(Z, rel=1e-9)


def test_topics_are_shares_of_the_registered_reports(recorded):
    assert sum(TOPICS.values()) == 51
    for topic, count in TOPICS.items():
        row = recorded["topic_share", topic, "2020"]
        assert ends(row) == pytest.approx((count / 51, *wilson(count, 51)), rel=1e-9)


def test_one_report_of_2019_is_in_no_category_and_no_visit_was_made(recorded):
    assert ends(recorded["unaccounted_reports", "kazakhmys", "2019"]) == (58 - 55 - 2,) * 3
    assert ends(recorded["unaccounted_reports", "kazakhmys", "2020"]) == (51 - 49 - 2,) * 3
    row = recorded["monitoring_visits_held_over_planned", "kazakhmys", "2020"]
    assert ends(row) == (0, 0, 0)
    assert row["figures"] == ["compliance:5:enterprises-to-monitor"]


def test_later_reports_stand_over_those_of_2020(recorded):
    """Registered by the company's later pages: 51 in 2020, then 59, 85, 181, 159."""
    found = [
        recorded["reports_registered_over_2020", year, ""]["value"] for year in map(str, range(2021, 2025))
    ]
    assert found == pytest.approx([59 / 51, 85 / 51, 181 / 51, 159 / 51], rel=1e-12)


def test_every_result_names_its_figures(recorded):
    assert [key for key, row in recorded.items() if not row["figures"]] == []


def test_method_and_confidence_set_the_intervals(results):
    rows = results("anti_corruption", method="Clopper-Pearson", confidence=0.8)
    row = rows["satisfied_share", "kazakhmys", "2020"]
    assert ends(row) == pytest.approx((12 / 49, *proportion_confint(12, 49, 0.2, "beta")), rel=1e-9)
    assert rows["rate_ratio", "conflicts_identified", ""]["bounds"] == "exact conditional 80%"


def test_the_correction_decides_what_is_called_beyond_chance(said):
    """Conflicts have p 0.037, and 0.074 after Holm."""
    (first, *_), texts = said()
    assert first.startswith("One of three")
    assert any("the only count of events" in text for text in texts)
    (first, *_), texts = said(correction="none")
    assert first.startswith("Two of three")
    assert any("one of two counts of events" in text for text in texts)


def test_at_other_confidences_the_verdicts_follow(said):
    (first, *_), texts = said(confidence=0.999999)
    assert first.startswith("None of three")
    assert any("no more than chance could bring" in text for text in texts)
    titles, texts = said(confidence=0.3)
    assert titles[0].startswith("Three of three")
    assert not any("too few" in title for title in titles)
    assert not any("no evidence of a change" in text for text in texts)


def test_the_denominator_decides_which_share_is_read(said):
    assert any(title.startswith("Of reports analysed, 36% and then 24%") for title in said()[0])
    titles, texts = said(denominator="satisfied or dismissed")
    assert any(title.startswith("Of reports satisfied or dismissed, 42% and then 32%") for title in titles)
    assert any(text.startswith("Of reports satisfied or dismissed, 42% were satisfied") for text in texts)
