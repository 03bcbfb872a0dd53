"""Every form of chart, on figures of the documents and on hard cases: words, layout, bytes, colours, data."""

import io
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import accumulate, combinations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzindustry.analysis import Quantity
from kzindustry.errors import ReportError
from kzindustry.evidence import Evidence
from kzindustry.presentation import finding
from kzindustry.presentation.charts import (
    Across,
    Chart,
    Curve,
    bars,
    curve,
    dot_matrix,
    dots,
    event,
    line,
    mark,
    panels_of_bars,
    planned,
    small_multiples,
    stacked_bars,
    table_chart,
    timeline,
    waterfall,
)
from kzindustry.presentation.style import DARK, MUTED, SIZE

CASES: dict[str, Callable[[Evidence], Chart]] = {}
WORDS = {"name": "case", "title": "What is found", "subtitle": "What is plotted"}


def case(make: Callable[[Evidence], Chart]) -> Callable[[Evidence], Chart]:
    CASES[make.__name__] = make
    return make


def rate(evidence: Evidence, value: float, low: float | None, high: float | None) -> Quantity:
    figures = ("hope:14:businesses-karatau", "hope:9:trainees-karatau")
    return Quantity.statistical(value, low, high, evidence.unit("fraction"), "Wilson 95%", figures)


def fixed(evidence: Evidence, value: float, unit: str = "fraction") -> Quantity:
    return Quantity.exact(value, evidence.unit(unit))


def printed(evidence: Evidence, value: float, **more: object) -> Quantity:
    settings = {"low": value, "high": value, "bounds": "as printed", "figure": "hope:14:jobs-karatau", **more}
    low, high = settings.pop("low"), settings.pop("high")
    return Quantity.given(value, low, high, evidence.unit("job"), **settings)


@case
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


@case
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
    return dots(rows, log=True, **WORDS)


@case
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


@case
def intervals_with_a_band_and_close_lines(evidence: Evidence) -> Chart:
    rows = {
        "Gross regional product": rate(evidence, 524.2, 523.8, 526.1),
        "Investment": rate(evidence, 522.5, 522, 523),
        "Battery plant": rate(evidence, 531, 512, 551),
    }
    lines = {"12 December": fixed(evidence, 516.93), "13 December": fixed(evidence, 522.91)}
    return dots(rows, lines=lines, band={"fits all": rate(evidence, 522.6, 522.1, 523)}, **WORDS)


@case
def many_marks_on_one_row(evidence: Evidence) -> Chart:
    values = (0.1, 0.101, 0.103, 0.5, 0.501)
    return dots(
        {"All at once": [mark(fixed(evidence, v), "some words") for v in values]}, number="%", **WORDS
    )


@case
def open_ends_on_both_sides(evidence: Evidence) -> Chart:
    rows = {
        "At least": printed(evidence, 7, high=None, qualifier="at least"),
        "At most": printed(evidence, 9, low=None, qualifier="at most"),
        "Neither": rate(evidence, 8, None, None),
    }
    return dots(rows, **WORDS)


@case
def equal_values(evidence: Evidence) -> Chart:
    return dots({"A": fixed(evidence, 3), "B": fixed(evidence, 3)}, **WORDS)


@case
def long_labels(evidence: Evidence) -> Chart:
    label = "A label that is much longer than any column of labels would ever leave room for on a small page"
    return dots({label: fixed(evidence, 1), "B": fixed(evidence, 2_000_000)}, **WORDS)


@case
def site_bars(evidence: Evidence) -> Chart:
    sites = (
        "66:employees-zhezkazgan",
        "72:employees-karaganda",
        "74:employees-balkhash",
        "76:employees-east",
    )
    rows = {site.rpartition("-")[2]: evidence[f"compliance:{site}"] for site in sites}
    return bars({**rows, "pavlodar": "no head count named"}, **WORDS)


@case
def falls_and_rises(evidence: Evidence) -> Chart:
    rows = {
        "Oil": [mark(fixed(evidence, -0.75), "fall"), mark(fixed(evidence, 3), "rise to recover", tone=1)],
        "Metals": [mark(fixed(evidence, -0.5), "fall"), mark(fixed(evidence, 1), "rise to recover", tone=1)],
    }
    return bars(rows, number="%", **WORDS)


@case
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


@case
def bars_of_very_unlike_size(evidence: Evidence) -> Chart:
    rows = {
        "Tiny": fixed(evidence, 1),
        "Huge": printed(evidence, 8_100_000_000_000, high=None, qualifier="at least"),
    }
    return bars(rows, **WORDS)


@case
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


@case
def two_towns_in_time(evidence: Evidence) -> Chart:
    jobs = finding("{n} jobs reported", n=evidence["hope:14:jobs-karatau"])
    events = [
        event(
            "1930/1949", "the town is built for one industry, with flats, heating and work for all who came"
        ),
        event("1999-07", "the training project is launched"),
        event("2000-02", jobs),
        event("2003", "empty blocks are lived in again, as some hope", hollow=True),
        event("2021", "the press visits the town"),
    ]
    return timeline({"Karatau": events, "Zhanatas": events[1:3]}, **WORDS)


@case
def a_span_as_wide_as_the_time(evidence: Evidence) -> Chart:
    months = finding("project under way, {n:words} months old", n=evidence["hope:11:project-elapsed"])
    hoped = event("2000/2003", "empty blocks are lived in again, as some believe", hollow=True)
    return timeline({"Karatau": [event("1999-07/2000-02", months), hoped]}, **WORDS)


@case
def one_event(evidence: Evidence) -> Chart:
    return timeline({"": [event("2000-04-08", "the article appears")]}, **WORDS)


@case
def a_group_with_a_long_title(evidence: Evidence) -> Chart:
    title = "What an article with a title as long as a sentence says of the years before it was written"
    return timeline({title: [event("1999", "a year"), event("2000", "the next")]}, **WORDS)


@case
def population(evidence: Evidence) -> Chart:
    ids = {"1999": "official", "2009": "official", "1980/1989": "press", "2021": "press"}
    values = {period: evidence[f"population_zhanatas:{period}:{source}"] for period, source in ids.items()}
    marks = {p: planned(q, "press") if ids[p] == "press" else q for p, q in values.items()}
    return line({"": marks}, style="dots", **WORDS)


@case
def two_series_with_a_line(evidence: Evidence) -> Chart:
    deflator = {p: q for p, q in evidence.series("gdp_deflator_index", source="imf").items() if p >= "2010"}
    prices = {p: q for p, q in evidence.series("cpi_index").items() if p >= "2010"}
    index = evidence["gdp_deflator_index:2010:imf"] * 2
    return line(
        {"GDP deflator": deflator, "consumer prices": prices},
        lines={"twice the level of 2010": index},
        **WORDS,
    )


@case
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


@case
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


@case
def series_that_begin_as_one(evidence: Evidence) -> Chart:
    one, two, three = (fixed(evidence, value) for value in (1, 2, 3))
    return line({"slow": {"2010": one, "2018": two}, "fast": {"2010": one, "2018": three}}, **WORDS)


@case
def one_point_in_time(evidence: Evidence) -> Chart:
    return line({"alone": {"2020": fixed(evidence, 5)}}, **WORDS)


@case
def power_curve(evidence: Evidence) -> Chart:
    xs = np.arange(10, 501, 10)
    ys = 1 / (1 + np.exp(-(xs - 240) / 90))
    power, size = fixed(evidence, 0.8), fixed(evidence, 364, "person")
    label = finding("{n} a town: {p:%}", n=size, p=power)
    return curve(
        Curve(xs, ys, [evidence["hope:14:businesses-karatau"]]),
        Across("people selected in each town"),
        marks={label: (size, planned(power))},
        number="%",
        lines={"wanted": power},
        **WORDS,
    )


@case
def curves_with_a_band(evidence: Evidence) -> Chart:
    xs = np.linspace(0, 2, 21)
    ys = np.full(21, 2.7)
    one, place = fixed(evidence, 1), fixed(evidence, 1.1)
    return curve(
        [
            Curve(xs, ys, [evidence["hope:14:jobs-karatau"]], "ratio", ys / (1 + xs), ys * (1 + xs)),
            Curve(xs, xs, [one], "other"),
        ],
        Across("variation of sizes"),
        marks={"within chance": (place, one)},
        **WORDS,
    )


@case
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


@case
def parts_of_nothing_much(evidence: Evidence) -> Chart:
    tiny = {name: fixed(evidence, 0.001) for name in ("first", "second", "third")}
    return stacked_bars({"A": {"nearly all": fixed(evidence, 1), **tiny}}, number="%", **WORDS)


@case
def figures_by_status(evidence: Evidence) -> Chart:
    counts = evidence.figures.groupby(["document_title", "figure_kind"]).size()
    rows: dict[str, dict[str, object]] = {}
    for (title, kind), count in counts.items():
        value = fixed(evidence, count)
        rows.setdefault(title, {})[kind] = value if kind == "actual" else planned(value)
    return dot_matrix(rows, **WORDS)


@case
def commitments(evidence: Evidence) -> Chart:
    rows = {
        "Kindergartens in the three cities of the region, with their furniture": {
            "planned": planned(fixed(evidence, 8, "kindergarten"), "company")
        },
        "Health programme": {"under way": mark(fixed(evidence, 5e9, "KZT"), "joint", tone=1)},
        "Water": {"done": "design documents", "under way": "construction by the state"},
    }
    return table_chart(rows, ["done", "under way", "planned", "under review"], number="scaled", **WORDS)


@case
def bounds_as_numbers(evidence: Evidence) -> Chart:
    hoped = evidence["hope:15:jobs-fertiliser-plant"] + evidence["hope:15:jobs-raw-materials"]
    return dots(
        {"Hoped for": planned(hoped), "Reported": evidence["hope:14:jobs-karatau"]},
        number="interval",
        **WORDS,
    )


@case
def rows_under_headings(evidence: Evidence) -> Chart:
    rows = {
        "Events": "",
        "Reports": rate(evidence, 0.88, 0.6, 1.3),
        "Volumes": "",
        "People tested": fixed(evidence, 1.04),
    }
    return dots(rows, log=True, lines={"no change": fixed(evidence, 1)}, **WORDS)


@case
def decades_closer_than_their_names(evidence: Evidence) -> Chart:
    label = "A label that takes the whole column and all of its width"
    return dots({label: fixed(evidence, 1e-3), "B": mark(fixed(evidence, 1e13), "x" * 20)}, log=True, **WORDS)


@pytest.fixture(params=CASES, scope="module")
def make(request, evidence) -> Callable[[], Chart]:
    return lambda: CASES[request.param](evidence)


@pytest.fixture(scope="module")
def chart(make) -> Chart:
    return make()


def test_texts_stay_on_the_canvas(chart, measured):
    root = ET.fromstring(chart.svg)
    width, height = (float(end) for end in root.attrib["viewBox"].split()[2:])
    assert width == 420
    for text in measured(chart.svg):
        assert text.left >= -0.5, text
        assert text.right <= width + 0.5, text
        assert text.top >= -0.5, text
        assert text.bottom <= height + 0.5, text


def test_texts_do_not_overlap(chart, measured):
    texts = [text for text in measured(chart.svg) if text.text.strip()]
    assert [(a, b) for a, b in combinations(texts, 2) if a.overlaps(b)] == []


def test_text_is_large_enough_on_a_small_page(chart):
    sizes = {float(size) for size in re.findall(r"font-size: ([\d.]+)px", chart.svg)} or {
        float(size) for size in re.findall(r"font: (?:\d+ )?([\d.]+)px", chart.svg)
    }
    assert sizes == {SIZE}
    assert SIZE * 400 / 420 >= 10


def test_the_alternative_text_holds_every_number_of_the_image(chart):
    ticks = rf'<text style="[^"]*{MUTED}[^"]*"[^>]*>[^<]*</text>'
    shown = re.findall(r"<text[^>]*>([^<]*)</text>", re.sub(ticks, "", chart.svg))
    numbers = {number.rstrip(".,") for text in shown for number in re.findall(r"\d[\d,.]*", text)}
    assert {number for number in numbers if number not in chart.alt} == set()


def test_the_alternative_text_says_form_and_subject(chart):
    assert re.match(r"[A-Z][a-z ]+\. What is plotted\. \S", chart.alt)
    assert chart.title.text == "What is found"


def test_the_same_chart_is_the_same_bytes(chart, make):
    again = make()
    assert again.svg == chart.svg
    assert again.csv == chart.csv


def test_dark_colours_are_in_the_image(chart):
    style = re.search(r"<style[^>]*>(.*?)</style>", chart.svg, re.DOTALL)[1]
    assert "@media screen and (prefers-color-scheme:dark)" in style
    drawn = set(re.findall(r"#[0-9a-f]{6}", chart.svg.replace(style, "")))
    assert drawn <= set(DARK)
    assert all(f"{DARK[color]}!important" in style for color in drawn)


def test_the_image_refers_to_nothing_outside(chart):
    addresses = re.findall(
        r'(?:href|src|url)\s*=?\s*\(?"?([^"\s)]+)', re.sub(r'xmlns(:\w+)?="[^"]*"', "", chart.svg)
    )
    assert [address for address in addresses if not address.startswith("#")] == []


def test_data_survive_as_csv(chart):
    read = pd.read_csv(io.StringIO(chart.csv), keep_default_na=False, na_values=[""])
    assert list(read.columns) == list(chart.data.columns)
    if "value" in read:
        assert read["value"].dropna().tolist() == chart.data["value"].dropna().tolist()


def test_figures_exist(chart, evidence):
    for figure in chart.figures:
        evidence.figure(figure)


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


def test_words_in_place_of_a_number_are_in_text_and_data(evidence):
    chart = site_bars(evidence)
    assert "pavlodar: no head count named" in chart.alt
    assert "no head count named" in set(chart.data["what"])


LABELS = st.text("abcdefgh XYZ", min_size=1, max_size=60).filter(str.strip)
VALUES = st.floats(1e-6, 1e15)


def test_open_ends_over_time_are_arrows(evidence):
    """Of the running totals those that hold the newspaper's "more than" and "over" are open: two a panel."""
    svg = running_totals_with_open_ends(evidence).svg
    upright = re.findall(r'd="M ([\d.]+) ([\d.]+) L \1 ([\d.]+) " style="fill: none; stroke: #1b5e94', svg)
    assert [round(float(start) - float(tip)) for _, start, tip in upright] == [17] * 4
    dots = re.findall(r'<use [^>]*x="([\d.]+)" y="([\d.]+)"', svg)
    assert {(x, start) for x, start, _ in upright} < set(dots)


def test_numbers_over_time_stand_at_their_dots(evidence, measured):
    svg = running_totals_with_open_ends(evidence).svg
    dots = [tuple(map(float, at)) for at in re.findall(r'<use [^>]*x="([\d.]+)" y="([\d.]+)"', svg)]
    told = [text for text in measured(svg) if re.search(r"at least|^[\d,]+ ?\w*$", text.text)]
    labels = [text for text in told if text.left > 60 and not re.fullmatch(r"20\d\d", text.text)]
    away = [
        min(max(text.left - x, x - text.right, 0) + max(text.top - y, y - text.bottom, 0) for x, y in dots)
        for text in labels
    ]
    assert len(labels) == len(dots) == 6
    assert max(away) < 16


def test_series_that_meet_bear_one_number(evidence, measured):
    texts = [text for text in measured(series_that_begin_as_one(evidence).svg) if text.text == "1"]
    assert len([text for text in texts if text.left > 20]) == 1


def test_lines_of_years_are_of_whole_years(evidence, measured):
    """Every faint upright line has its year: none between two years, without a name."""
    values = {str(year): fixed(evidence, year - 2009) for year in range(2010, 2019)}
    svg = line({"a name that takes some room": values}, **WORDS).svg
    years = [text for text in measured(svg) if re.fullmatch(r"20\d\d", text.text)]
    uprights = re.findall(r'd="M ([\d.]+) [\d.]+ L \1 [\d.]+ " style="fill: none; stroke: #dfe3e8', svg)
    assert [float(x) for x in uprights] == pytest.approx([(y.left + y.right) / 2 for y in years], abs=0.5)


def test_rows_of_any_size_find_room(evidence, measured):
    @settings(max_examples=40, deadline=None)
    @given(st.dictionaries(LABELS, VALUES, min_size=1, max_size=6), st.booleans())
    def check(rows: dict[str, float], is_log: bool) -> None:
        table = {label: mark(fixed(evidence, value), label[:12]) for label, value in rows.items()}
        for chart in (dots(table, log=is_log, **WORDS), bars(table, **WORDS)):
            texts = [text for text in measured(chart.svg) if text.text.strip()]
            assert [text for text in texts if text.left < -0.5 or text.right > 420.5] == []
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


def test_a_logarithmic_axis_is_never_bare(evidence):
    chart = decades_closer_than_their_names(evidence)
    assert len(re.findall(rf'<text style="[^"]*{MUTED}', chart.svg)) >= 2


def test_a_point_of_a_curve_is_not_said_twice(evidence):
    assert power_curve(evidence).alt.count("364") == 1


def test_the_users_own_settings_do_not_reach_a_chart(evidence):
    plain = site_bars(evidence).svg
    with mpl.rc_context(
        {"font.size": 30, "lines.linewidth": 9, "svg.fonttype": "path", "figure.facecolor": "red"}
    ):
        assert site_bars(evidence).svg == plain
