"""The form of over time, on figures of the documents and on hard cases."""

import re
from itertools import accumulate

import pytest
from chart_forms import WORDS, FormContract, fixed, spelled_out, texts_of

from kzindustry.analysis import Quantity
from kzindustry.errors import ReportError
from kzindustry.evidence import Evidence
from kzindustry.presentation import finding
from kzindustry.presentation.charts import Chart, during, line, planned, small_multiples
from kzindustry.presentation.style import MUTED


def population(evidence: Evidence) -> Chart:
    ids = {"1999": "official", "2009": "official", "1980/1989": "press", "2021": "press"}
    values = {period: evidence[f"population_zhanatas:{period}:{source}"] for period, source in ids.items()}
    marks = {p: planned(q, "press") if ids[p] == "press" else q for p, q in values.items()}
    return line({"": marks}, style="dots", **WORDS)


def two_series_with_a_line(evidence: Evidence) -> Chart:
    deflator = {p: q for p, q in evidence.series("gdp_deflator_index", source="imf").items() if p >= "2010"}
    prices = {p: q for p, q in evidence.series("cpi_index").items() if p >= "2010"}
    index = evidence["gdp_deflator_index:2010:imf"] * 2
    return line(
        {"GDP deflator": deflator, "consumer prices": prices},
        lines={"twice the level of 2010": index},
        **WORDS,
    )


def tallies_as_steps(evidence: Evidence) -> Chart:
    def tally(what: str) -> dict[str, Quantity]:
        return {
            "2010/2014": evidence[f"spiid_{what}:2010/2014:member"],
            "2010/2018": evidence[f"spiid_{what}:2010/2018:minister"],
        }

    jobs = {**tally("jobs"), "2010/2016": planned(evidence["spiid_jobs:2010/2016:president"])}
    plan = evidence["spiid:16:permanent-jobs"]
    return small_multiples(
        {"Projects": {"": tally("projects")}, "Value": {"": tally("value")}, "New jobs": {"": jobs}},
        number={"Value": "scaled"},
        style="steps",
        lines={"New jobs": {finding("plan {x}", x=plan): plan}},
        **WORDS,
    )


def running_totals_with_open_ends(evidence: Evidence) -> Chart:
    phases = ("2010/2014:member", "2015/2017:azernews", "2018:minister")
    value, jobs = ([evidence[f"spiid_{what}:{phase}"] for phase in phases] for what in ("value", "jobs"))
    totals = {
        title: dict(zip(["2014", "2017", "2018"], accumulate(parts), strict=True))
        for title, parts in {"Value": value, "Jobs": jobs}.items()
    }
    lines = {
        "Value": {"plan": evidence["spiid:16:value"], "undated total": evidence["spiid:18:value"]},
        "Jobs": {"plan": evidence["spiid:16:permanent-jobs"]},
    }
    panels = {title: {"": total} for title, total in totals.items()}
    return small_multiples(panels, style="steps", number="scaled", lines=lines, **WORDS)


def series_that_begin_as_one(evidence: Evidence) -> Chart:
    one, two, three = (fixed(evidence, value) for value in (1, 2, 3))
    return line({"slow": {"2010": one, "2018": two}, "fast": {"2010": one, "2018": three}}, **WORDS)


def one_point_in_time(evidence: Evidence) -> Chart:
    return line({"alone": {"2020": fixed(evidence, 5)}}, **WORDS)


class TestTheForm(FormContract):
    cases = (
        population,
        two_series_with_a_line,
        tallies_as_steps,
        running_totals_with_open_ends,
        series_that_begin_as_one,
        one_point_in_time,
    )


def test_open_ends_over_time_are_arrows(evidence):
    """Of the running totals those that hold the newspaper's "more than" and "over" are open: two a panel."""
    svg = spelled_out(running_totals_with_open_ends(evidence).svg)
    upright = re.findall(
        r'd="M ([\d.]+) ([\d.]+) L \1 ([\d.]+) " style="fill: none; stroke: #1b5e94', spelled_out(svg)
    )
    assert [round(float(start) - float(tip)) for _, start, tip in upright] == [17] * 4
    dots = re.findall(r'<use [^>]*x="([\d.]+)" y="([\d.]+)"', svg)
    assert {(x, start) for x, start, _ in upright} < set(dots)


def test_numbers_over_time_stand_at_their_dots(evidence):
    svg = running_totals_with_open_ends(evidence).svg
    dots = [tuple(map(float, at)) for at in re.findall(r'<use [^>]*x="([\d.]+)" y="([\d.]+)"', svg)]
    told = [text for text in texts_of(svg) if re.search(r"at least|^[\d,]+ ?\w*$", text.text)]
    labels = [text for text in told if text.left > 60 and not re.fullmatch(r"20\d\d", text.text)]
    away = [
        min(max(text.left - x, x - text.right, 0) + max(text.top - y, y - text.bottom, 0) for x, y in dots)
        for text in labels
    ]
    assert len(labels) == len(dots) == 6
    assert max(away) < 16


def test_series_that_meet_bear_one_number(evidence):
    texts = [text for text in texts_of(series_that_begin_as_one(evidence).svg) if text.text == "1"]
    assert len([text for text in texts if text.left > 20]) == 1


def test_lines_of_years_are_of_whole_years(evidence):
    """Every faint upright line has its year: none between two years, without a name."""
    values = {str(year): fixed(evidence, year - 2009) for year in range(2010, 2019)}
    svg = spelled_out(line({"a name that takes some room": values}, **WORDS).svg)
    years = [text for text in texts_of(svg) if re.fullmatch(r"20\d\d", text.text)]
    uprights = re.findall(
        r'd="M ([\d.]+) [\d.]+ L \1 [\d.]+ " style="fill: none; stroke: #dfe3e8', spelled_out(svg)
    )
    assert [float(x) for x in uprights] == pytest.approx([(y.left + y.right) / 2 for y in years], abs=0.5)


def test_ticks_upwards_cover_the_marks(evidence):
    shares = {"2010": fixed(evidence, 0.113), "2015": fixed(evidence, 0.103), "2018": fixed(evidence, 0.119)}
    chart = small_multiples({"Share": {"": shares}, "Other": {"": shares}}, number="%", **WORDS)
    for svg in (chart.svg, chart.narrow):
        percents = [text for text in texts_of(svg) if re.fullmatch(r"1\d%", text.text) and text.right < 60]
        assert [text.text for text in percents] == ["10%", "11%", "12%"] * 2


def test_a_plan_ends_where_it_ends(evidence):
    """The plan of the programme is one for 2010 to 2014; the undated total has no end."""
    plan, total = evidence["spiid:16:permanent-jobs"], evidence["spiid:18:permanent-jobs"]
    jobs = {
        "2010/2014": evidence["spiid_jobs:2010/2014:member"],
        "2018": evidence["spiid_jobs:2018:minister"],
    }
    chart = line(
        jobs, style="dots", lines={"plan": during("2010/2014", plan), "undated total": total}, **WORDS
    )
    dashed = re.findall(
        r'd="M ([\d.]+) [\d.]+ L ([\d.]+) [\d.]+ " style="[^"]*stroke-dasharray', spelled_out(chart.svg)
    )
    plan_line, total_line = sorted(((float(a), float(b)) for a, b in dashed), key=lambda ends: ends[1])
    years = {text.text: (text.left + text.right) / 2 for text in texts_of(chart.svg) if len(text.text) == 4}
    year = (years["2018"] - years["2014"]) / 4
    assert plan_line == pytest.approx((years["2014"] - 4.5 * year, years["2014"] + 0.5 * year), abs=1)
    assert total_line[1] > years["2018"]
    assert "plan, line, 2010 to 2014: 161,000" in chart.alt
    with pytest.raises(ReportError, match="no period"):
        during("the plan", plan)


def test_panels_of_one_unit_share_a_scale(evidence):
    def tops(chart) -> list[str]:
        return [text.text for text in texts_of(chart.svg) if text.text.endswith("0") and text.right < 60]

    small = {"2010": fixed(evidence, 10), "2018": fixed(evidence, 20)}
    large = {"2010": fixed(evidence, 10), "2018": fixed(evidence, 200)}
    panels = {"Small": {"": small}, "Large": {"": large}}
    assert tops(small_multiples(panels, **WORDS)).count("200") == 2
    assert tops(small_multiples(panels, shared=False, **WORDS)).count("200") == 1


def test_a_text_away_from_its_mark_is_joined_to_it(evidence):
    """Points that lie on one another: some of their texts have no room beside them."""
    values = {f"2020-{month:02}": fixed(evidence, 100 + month / 10) for month in range(1, 7)}
    far = {"2010": fixed(evidence, 1)}
    svg = spelled_out(line({"many": values, "one": far}, style="dots", **WORDS).svg)
    assert re.findall(rf'style="fill: none; stroke: {MUTED}', svg)


def test_a_narrow_page_bears_fewer_of_many_numbers(evidence):
    values = {str(year): fixed(evidence, year - 2008.7) for year in (2010, 2013, 2016)}
    chart = line(dict.fromkeys("abc", values), **WORDS)
    for svg, wanted in ((chart.svg, {"1.3", "4.3", "7.3"}), (chart.narrow, {"1.3", "7.3"})):
        assert {text.text for text in texts_of(svg)} & {"1.3", "4.3", "7.3"} == wanted
