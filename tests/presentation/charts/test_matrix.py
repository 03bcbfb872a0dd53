"""The form of matrix, on figures of the documents and on hard cases."""

from chart_forms import WORDS, FormContract, fixed

from kzindustry.evidence import Evidence
from kzindustry.presentation.charts import Chart, dot_matrix, planned


def figures_by_status(evidence: Evidence) -> Chart:
    counts = evidence.figures.groupby(["document_title", "figure_kind"]).size()
    rows: dict[str, dict[str, object]] = {}
    for (title, kind), count in counts.items():
        value = fixed(evidence, count)
        rows.setdefault(title, {})[kind] = value if kind == "actual" else planned(value)
    return dot_matrix(rows, **WORDS)


class TestTheForm(FormContract):
    cases = (figures_by_status,)
