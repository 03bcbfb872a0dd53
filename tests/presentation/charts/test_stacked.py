"""The form of stacked, on figures of the documents and on hard cases."""

import pytest
from chart_forms import WORDS, FormContract, fixed

from kzindustry.analysis import Quantity
from kzindustry.evidence import Evidence
from kzindustry.presentation.charts import Chart, mark, stacked_bars
from kzindustry.presentation.charts.guides import names_of


def reports_to_outcomes(evidence: Evidence) -> Chart:
    def parts(year: str) -> dict[str, Quantity]:
        ids = {
            name: f"compliance:{{}}:reports-{name}{year}" for name in ("satisfied", "dismissed", "clarified")
        }
        known = {f.rpartition(":")[2]: f for f in evidence.figures["figure"]}
        return {name: evidence[known[i.rpartition(":")[2]]] for name, i in ids.items()}

    one, two = fixed(evidence, 1, "report"), fixed(evidence, 2, "report")
    rest = {"official note": one, "pending": two}
    return stacked_bars(
        {
            "2020": {**parts(""), **rest},
            "2019": {**parts("-2019"), **rest, "unaccounted": mark(one, hatched=True)},
        },
        **WORDS,
    )


def parts_of_nothing_much(evidence: Evidence) -> Chart:
    tiny = {name: fixed(evidence, 0.001) for name in ("first", "second", "third")}
    return stacked_bars({"A": {"nearly all": fixed(evidence, 1), **tiny}}, number="%", **WORDS)


class TestTheForm(FormContract):
    cases = (
        reports_to_outcomes,
        parts_of_nothing_much,
    )


@pytest.mark.parametrize("between", range(20, 121))
def test_names_of_neighbours_never_touch(between: int) -> None:
    left, right = names_of([("8 company", 100.0), ("1 state", 100.0 + between)], 400.0)
    assert left.tier != right.tier or right.box.left - left.box.right >= 4
