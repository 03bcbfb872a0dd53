"""The form of dots, on figures of the documents and on hard cases."""

import re

import pytest
from chart_forms import WORDS, FormContract, fixed, printed, rate, spelled_out, texts_of

from kzindustry.analysis import Quantity
from kzindustry.errors import ReportError
from kzindustry.evidence import Evidence
from kzindustry.presentation import finding
from kzindustry.presentation.charts import Chart, dots, mark, planned, span
from kzindustry.presentation.style import GRID, MUTED


def rates_with_pipeline(evidence: Evidence) -> Chart:
    rows = {}
    for town, low, value, high, later in (
        ("karatau", 0.224, 0.34, 0.479, 0.58),
        ("zhanatas", 0.159, 0.26, 0.396, 0.36),
    ):
        counts = {"k": evidence[f"hope:{14 if town == 'karatau' else 16}:businesses-{town}"]}
        label = finding(
            f"{town.capitalize()}, {{k}} of {{n}}", n=evidence[f"hope:9:trainees-{town}"], **counts
        )
        rows[label] = [rate(evidence, value, low, high), planned(fixed(evidence, later), "with the pipeline")]
    return dots(rows, number="%", **WORDS)


def amounts_on_a_log_axis(evidence: Evidence) -> Chart:
    idle = Quantity.assumed(10_000, evidence.unit("person"), "idle_people")
    plant, raw = evidence["hope:15:jobs-fertiliser-plant"], evidence["hope:15:jobs-raw-materials"]
    rows = {
        "Jobs in Karatau": evidence["hope:14:jobs-karatau"],
        "Jobs in Zhanatas": evidence["hope:16:jobs-zhanatas"],
        "Hoped for at the plant": planned(plant),
        "Hoped for together": planned(plant + raw),
        "People without work": planned(idle, "assumed", tone=1),
    }
    return dots(rows, log=True, unlike_units=True, **WORDS)


def plan_and_outcome(evidence: Evidence) -> Chart:
    hundred = fixed(evidence, 100)
    plan = evidence["spiid:16:projects"]
    phase = evidence["spiid_projects:2010/2014:member"]
    total = evidence["spiid_projects:2010/2018:minister"]
    rows = {
        "Projects": [
            mark(phase / plan * 100, "first phase"),
            mark(total / plan * 100, "undated total", tone=1),
        ]
    }
    return dots(rows, log=True, lines={finding("plan = {x}", x=hundred): hundred}, **WORDS)


def intervals_with_a_band_and_close_lines(evidence: Evidence) -> Chart:
    rows = {
        "Gross regional product": rate(evidence, 524.2, 523.8, 526.1),
        "Investment": rate(evidence, 522.5, 522, 523),
        "Battery plant": rate(evidence, 531, 512, 551),
    }
    lines = {"12 December": fixed(evidence, 516.93), "13 December": fixed(evidence, 522.91)}
    return dots(rows, lines=lines, band={"fits all": rate(evidence, 522.6, 522.1, 523)}, **WORDS)


def many_marks_on_one_row(evidence: Evidence) -> Chart:
    values = (0.1, 0.101, 0.103, 0.5, 0.501)
    return dots(
        {"All at once": [mark(fixed(evidence, v), "some words") for v in values]}, number="%", **WORDS
    )


def open_ends_on_both_sides(evidence: Evidence) -> Chart:
    rows = {
        "At least": printed(evidence, 7, high=None, qualifier="at least"),
        "At most": printed(evidence, 9, low=None, qualifier="at most"),
        "Neither": rate(evidence, 8, None, None, "job"),
    }
    return dots(rows, **WORDS)


def equal_values(evidence: Evidence) -> Chart:
    return dots({"A": fixed(evidence, 3), "B": fixed(evidence, 3)}, **WORDS)


def long_labels(evidence: Evidence) -> Chart:
    label = "A label that is much longer than any column of labels would ever leave room for on a small page"
    return dots({label: fixed(evidence, 1), "B": fixed(evidence, 2_000_000)}, **WORDS)


def bounds_as_numbers(evidence: Evidence) -> Chart:
    hoped = evidence["hope:15:jobs-fertiliser-plant"] + evidence["hope:15:jobs-raw-materials"]
    return dots(
        {"Hoped for": planned(hoped), "Reported": evidence["hope:14:jobs-karatau"]},
        number="interval",
        **WORDS,
    )


def rows_under_headings(evidence: Evidence) -> Chart:
    rows = {
        "Events": "",
        "Reports": rate(evidence, 0.88, 0.6, 1.3),
        "Volumes": "",
        "People tested": fixed(evidence, 1.04),
    }
    return dots(rows, log=True, lines={"no change": fixed(evidence, 1)}, **WORDS)


def decades_closer_than_their_names(evidence: Evidence) -> Chart:
    label = "A label that takes the whole column and all of its width"
    return dots({label: fixed(evidence, 1e-3), "B": mark(fixed(evidence, 1e13), "x" * 20)}, log=True, **WORDS)


class TestTheForm(FormContract):
    cases = (
        rates_with_pipeline,
        amounts_on_a_log_axis,
        plan_and_outcome,
        intervals_with_a_band_and_close_lines,
        many_marks_on_one_row,
        open_ends_on_both_sides,
        equal_values,
        long_labels,
        bounds_as_numbers,
        rows_under_headings,
        decades_closer_than_their_names,
    )


def test_a_logarithmic_axis_is_never_bare(evidence):
    chart = decades_closer_than_their_names(evidence)
    assert len(re.findall(rf'<text style="[^"]*{MUTED}', spelled_out(chart.svg))) >= 2


def test_the_last_tick_lies_at_or_beyond_the_last_mark(evidence):
    for values, is_log in (
        ((0.22, 0.58), False),
        ((25, 57_000), True),
        ((0.103, 0.119), False),
        ((7, 7), False),
    ):
        rows = {f"row {'ab'[place]}": fixed(evidence, value) for place, value in enumerate(values)}
        chart = dots(rows, log=is_log, **WORDS)
        for svg in map(spelled_out, (chart.svg, chart.narrow)):
            lines = re.findall(
                rf'd="M ([\d.]+) [\d.]+ L \1 [\d.]+ " style="fill: none; stroke: {GRID}', spelled_out(svg)
            )
            marks = re.findall(r'<use [^>]*x="([\d.]+)"', svg)
            assert min(map(float, lines)) <= min(map(float, marks))
            assert max(map(float, lines)) >= max(map(float, marks))


def test_a_span_is_drawn_from_end_to_end_without_a_dot(evidence):
    cost = rate(evidence, 45, 31, 66)
    chart = dots({"A job": [span(cost, "may be"), mark(fixed(evidence, 50), "plan", tone="grey")]}, **WORDS)
    assert "31 to 66 may be" in chart.svg
    assert "A job, may be: 45, from 31 to 66 (solid span)" in chart.alt
    assert len(re.findall(r"<use ", chart.svg)) == 1


def test_colours_have_names(evidence):
    one = fixed(evidence, 1)
    assert mark(one, tone="orange").tone == 1
    with pytest.raises(ReportError, match=r"tone='orang' is no colour of the style. Did you mean 'orange'"):
        mark(one, tone="orang")
    with pytest.raises(ReportError, match="tone=9"):
        mark(one, tone=9)


@pytest.mark.parametrize(("value", "words"), [(20, "in that year"), (46, ""), (48, ""), (54, "")])
def test_a_number_stands_on_the_side_of_a_line_that_its_mark_is_on(evidence, value, words):
    """Beyond a plan's line, or across it, what is below the plan would read as more."""
    plan, own = fixed(evidence, 50), mark(fixed(evidence, value), words)
    rows = {"Plan": planned(plan), "Least": fixed(evidence, 10), "Year": own, "Most": fixed(evidence, 100)}
    chart = dots(rows, lines={"plan": plan}, **WORDS)
    for svg in (chart.svg, chart.narrow):
        inks = {ink.text: ink for ink in texts_of(svg)}
        line = (inks["plan"].left + inks["plan"].right) / 2
        text = inks[f"{value} {words}".strip()]
        assert text.right < line if value < 50 else text.left > line
