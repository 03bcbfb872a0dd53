"""What is refused, and what holds for charts of all forms."""

import os
import subprocess
import sys
from itertools import combinations

import matplotlib as mpl
import pytest
from chart_forms import WORDS, fixed, texts_of
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from kzindustry.analysis import Quantity
from kzindustry.errors import ReportError
from kzindustry.presentation.charts import (
    bars,
    dot_matrix,
    dots,
    event,
    line,
    mark,
    stacked_bars,
    table_chart,
    timeline,
    waterfall,
)
from kzindustry.presentation.style import NARROW, WIDE


def test_nothing_is_drawn_without_source(evidence):
    orphan = Quantity.statistical(0.3, 0.2, 0.4, evidence.unit("fraction"), "Wilson 95%", ())
    for draw in (
        lambda: dots({"A": orphan}, **WORDS),
        lambda: dots({"A": fixed(evidence, 1)}, lines={"limit": orphan}, **WORDS),
        lambda: bars({"A": orphan}, **WORDS),
        lambda: line({"A": {"2020": orphan}}, **WORDS),
        lambda: waterfall({"A": orphan, "B": orphan}, **WORDS),
    ):
        with pytest.raises(ReportError, match="no figure and no assumption"):
            draw()


def test_what_is_assumed_has_no_line_of_sources(evidence, shelf):
    idle = Quantity.assumed(10_000, evidence.unit("person"), "idle_people")
    shelf.report.show(bars({"A": idle}, **WORDS))
    shelf.report.show(bars({"A": evidence["hope:14:jobs-karatau"]}, **WORDS))
    assumed, cited = shelf.outputs
    for form in ("text/plain", "text/html"):
        assert "Source:" not in assumed[form]
        assert "Source:" in cited[form]
    assert "assumed:idle_people" in assumed["text/html"]


def test_what_cannot_be_drawn_is_refused(evidence):
    with pytest.raises(ReportError, match="at least one row"):
        dots({}, **WORDS)
    with pytest.raises(ReportError, match="logarithmic"):
        dots({"A": fixed(evidence, 0)}, log=True, **WORDS)
    with pytest.raises(ReportError, match="give name"):
        dots({"A": fixed(evidence, 1)}, **{**WORDS, "name": "a name"})
    with pytest.raises(ReportError, match="not at its last total"):
        waterfall({"A": fixed(evidence, 1), "B": fixed(evidence, 1), "C": fixed(evidence, 3)}, **WORDS)
    with pytest.raises(ReportError, match="no period"):
        event("spring 2000", "x")
    with pytest.raises(ReportError, match="at least one event"):
        timeline({}, **WORDS)
    with pytest.raises(ReportError, match="without values"):
        line({"A": {}}, **WORDS)
    with pytest.raises(ReportError, match="cannot be negative"):
        stacked_bars({"A": {"less": fixed(evidence, -1)}}, **WORDS)
    with pytest.raises(ReportError, match="whole numbers"):
        dot_matrix({"A": {"some": fixed(evidence, 1.5)}}, **WORDS)
    with pytest.raises(ReportError, match="'done'"):
        table_chart({"A": {"done": "yes"}}, ["planned"], **WORDS)


LABELS = st.text("abcdefgh XYZ", min_size=1, max_size=60).filter(str.strip)
VALUES = st.floats(1e-6, 1e15)


LONG_NAMES = {
    "e": 8.6e14,
    "eha XeXcfZfaXgfbhfgcYZdfaYYgchdb": 9.4e14,
    "ZcZc": 30.0,
    "eZgeZ cbhh gcZccehf": 5.7e14,
}


def test_rows_of_any_size_find_room(evidence):
    @example(rows=LONG_NAMES, is_log=False)
    @settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    @given(st.dictionaries(LABELS, VALUES, min_size=1, max_size=6), st.booleans())
    def check(rows: dict[str, float], is_log: bool) -> None:
        table = {label: mark(fixed(evidence, value), label[:12]) for label, value in rows.items()}
        for chart in (dots(table, log=is_log, **WORDS), bars(table, **WORDS)):
            for svg, width in ((chart.svg, WIDE), (chart.narrow, NARROW)):
                texts = [text for text in texts_of(svg) if text.text.strip()]
                assert [text for text in texts if text.left < -0.5 or text.right > width + 0.5] == []
                assert [(a, b) for a, b in combinations(texts, 2) if a.overlaps(b)] == []

    check()


def test_the_bytes_do_not_depend_on_the_process(evidence):
    code = (
        "from kzindustry.evidence import Evidence\n"
        "from kzindustry.presentation.charts import bars\n"
        "evidence = Evidence.load()\n"
        "print(bars({'A': evidence['hope:14:jobs-karatau']}, name='a', title='b', subtitle='c').svg)\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_the_users_own_settings_do_not_reach_a_chart(evidence):
    plain = bars({"A": evidence["hope:14:jobs-karatau"]}, **WORDS).svg
    with mpl.rc_context(
        {"font.size": 30, "lines.linewidth": 9, "svg.fonttype": "path", "figure.facecolor": "red"}
    ):
        assert bars({"A": evidence["hope:14:jobs-karatau"]}, **WORDS).svg == plain
