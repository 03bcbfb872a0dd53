"""The form of waterfall, on figures of the documents and on hard cases."""

from chart_forms import WORDS, FormContract

from kzindustry.evidence import Evidence
from kzindustry.presentation.charts import Chart, mark, waterfall


def split_of_a_gap(evidence: Evidence) -> Chart:
    low = evidence["hope:16:jobs-zhanatas"] / evidence["hope:9:trainees-zhanatas"]
    high = evidence["hope:14:jobs-karatau"] / evidence["hope:9:trainees-karatau"]
    step = (high - low) / 3
    rows = {
        "Zhanatas": low,
        "start-up rate": mark(step, tone=1),
        "size": mark(high - low - step, tone=1),
        "Karatau": high,
    }
    return waterfall(rows, **WORDS)


class TestTheForm(FormContract):
    cases = (split_of_a_gap,)
