"""The form of table chart, on figures of the documents and on hard cases."""

from chart_forms import WORDS, FormContract, fixed

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
