"""The form of bars, on figures of the documents and on hard cases."""

from chart_forms import WORDS, FormContract, fixed, printed

from kzindustry.evidence import Evidence
from kzindustry.presentation.charts import Chart, bars, mark, panels_of_bars, planned


def site_bars(evidence: Evidence) -> Chart:
    sites = (
        "66:employees-zhezkazgan",
        "72:employees-karaganda",
        "74:employees-balkhash",
        "76:employees-east",
    )
    rows = {site.rpartition("-")[2]: evidence[f"compliance:{site}"] for site in sites}
    return bars({**rows, "pavlodar": "no head count named"}, **WORDS)


def falls_and_rises(evidence: Evidence) -> Chart:
    rows = {
        "Oil": [mark(fixed(evidence, -0.75), "fall"), mark(fixed(evidence, 3), "rise to recover", tone=1)],
        "Metals": [mark(fixed(evidence, -0.5), "fall"), mark(fixed(evidence, 1), "rise to recover", tone=1)],
    }
    return bars(rows, number="%", **WORDS)


def panels_by_unit(evidence: Evidence) -> Chart:
    panels = {
        "People selected": {
            "Karatau": evidence["hope:9:trainees-karatau"],
            "Zhanatas": evidence["hope:9:trainees-zhanatas"],
        },
        "Businesses": {
            "Karatau": [
                evidence["hope:14:businesses-karatau"],
                planned(evidence["hope:14:businesses-planned-karatau"], "planned"),
            ],
            "Zhanatas": evidence["hope:16:businesses-zhanatas"],
        },
        "Jobs": {"Karatau": evidence["hope:14:jobs-karatau"], "Zhanatas": evidence["hope:16:jobs-zhanatas"]},
    }
    return panels_of_bars(panels, **WORDS)


def bars_of_very_unlike_size(evidence: Evidence) -> Chart:
    rows = {
        "Tiny": fixed(evidence, 1, "job"),
        "Huge": printed(evidence, 8_100_000_000_000, high=None, qualifier="at least"),
    }
    return bars(rows, **WORDS)


class TestTheForm(FormContract):
    cases = (
        site_bars,
        falls_and_rises,
        panels_by_unit,
        bars_of_very_unlike_size,
    )


def test_words_in_place_of_a_number_are_in_text_and_data(evidence):
    chart = site_bars(evidence)
    assert "pavlodar: no head count named" in chart.alt
    assert "no head count named" in set(chart.data["what"])
