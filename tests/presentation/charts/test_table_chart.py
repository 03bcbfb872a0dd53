"""The form of table chart, on figures of the documents and on hard cases."""

from chart_forms import WORDS, FormContract, fixed, texts_of

from kzindustry.evidence import Evidence
from kzindustry.presentation.charts import Chart, mark, planned, table_chart


def commitments(evidence: Evidence) -> Chart:
    rows = {
        "Kindergartens in the three cities of the region, with their furniture": {
            "planned": planned(fixed(evidence, 8, "kindergarten"), "company")
        },
        "Health programme": {"under way": mark(fixed(evidence, 5e9, "KZT"), "joint", tone=1)},
        "Water": {"done": "design documents", "under way": "construction by the state"},
    }
    return table_chart(rows, ["done", "under way", "planned", "under review"], number="scaled", **WORDS)


class TestTheForm(FormContract):
    cases = (commitments,)


def test_words_are_not_broken_on_a_narrow_page(evidence):
    rows = {"Kindergartens": {"planned": planned(fixed(evidence, 3, "kindergarten"), "company")}}
    chart = table_chart(rows, ["done", "under way", "planned", "under review"], **WORDS)
    assert {"company", "planned", "Kindergartens"} <= {text.text for text in texts_of(chart.narrow)}
