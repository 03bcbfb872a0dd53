"""Charts from pandas: a Series or frame of quantities draws what the same numbers in a mapping draw."""

import re

import numpy as np
import pandas as pd
import pytest
from chart_forms import WORDS, contrast, fixed, spelled_out

from kzindustry.errors import ReportError
from kzindustry.presentation import finding
from kzindustry.presentation.charts import (
    bars,
    dot_matrix,
    dots,
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
from kzindustry.presentation.style import DARK, PAPER


@pytest.fixture(scope="module")
def towns(evidence) -> pd.DataFrame:
    """The counts of the training project by town; Zhanatas plans no further businesses."""
    figures = {
        "trainees": ["hope:9:trainees-karatau", "hope:9:trainees-zhanatas"],
        "businesses_set_up": ["hope:14:businesses-karatau", "hope:16:businesses-zhanatas"],
        "pipeline": ["hope:14:businesses-planned-karatau", None],
    }
    columns = {name: [evidence[i] if i else None for i in ids] for name, ids in figures.items()}
    return pd.DataFrame(columns, index=["Karatau", "Zhanatas"], dtype=object)


def same(one, other) -> bool:
    return (one.svg, one.alt, one.csv, one.figures) == (other.svg, other.alt, other.csv, other.figures)


def test_the_index_of_a_series_labels_the_rows(towns):
    selected = towns.trainees
    for form in (dots, bars):
        assert same(form(selected, **WORDS), form(selected.to_dict(), **WORDS))
    assert bars(selected, **WORDS).data["row"].tolist() == ["Karatau", "Zhanatas"]


def test_levels_of_an_index_are_joined(towns):
    index = pd.MultiIndex.from_tuples([("Karatau", 1999), ("Zhanatas", 1999)])
    chart = bars(pd.Series(towns.trainees.to_numpy(), index=index), **WORDS)
    assert chart.data["row"].tolist() == ["Karatau, 1999", "Zhanatas, 1999"]


def test_findings_may_label_the_rows(towns):
    label = finding("{n} people", n=towns.trainees["Karatau"])
    chart = bars(pd.Series([towns.trainees["Karatau"]], index=[label]), **WORDS)
    assert chart.data["row"].tolist() == [label.text]


def test_a_column_is_a_mark_in_every_row(towns):
    pair = towns[["businesses_set_up", "pipeline"]]
    rows = {
        "Karatau": [
            mark(pair.businesses_set_up["Karatau"], "businesses set up"),
            mark(pair.pipeline["Karatau"], "pipeline", tone=1),
        ],
        "Zhanatas": mark(pair.businesses_set_up["Zhanatas"], "businesses set up"),
    }
    for form in (dots, bars):
        assert same(form(pair, **WORDS), form(rows, **WORDS))


def test_hollow_quantities_stand_beside_the_others(towns):
    rows = {
        "Karatau": [towns.businesses_set_up["Karatau"], planned(towns.pipeline["Karatau"])],
        "Zhanatas": towns.businesses_set_up["Zhanatas"],
    }
    for form in (dots, bars):
        assert same(form(towns.businesses_set_up, hollow=towns.pipeline, **WORDS), form(rows, **WORDS))


def test_hollow_rows_are_told_by_name_or_by_a_column_of_booleans(towns):
    rows = {
        "Karatau": towns.trainees["Karatau"],
        "Zhanatas": planned(towns.trainees["Zhanatas"]),
    }
    wanted = dots(rows, **WORDS)
    for hollow in (["Zhanatas"], towns.index == "Zhanatas"):
        which = hollow if isinstance(hollow, list) else pd.Series(hollow, index=towns.index)
        assert same(dots(towns.trainees, hollow=which, **WORDS), wanted)


def test_hollow_columns_are_told_by_name(towns):
    pair = towns[["businesses_set_up", "pipeline"]]
    chart = dots(pair, hollow=["businesses_set_up"], **WORDS)
    assert dict(zip(chart.data["what"], chart.data["mark"], strict=False)) == {
        "businesses set up": "hollow",
        "pipeline": "solid",
    }


def test_a_hollow_name_that_is_nowhere_is_told_with_the_nearest(towns):
    with pytest.raises(ReportError, match=r"there is no 'Zhanatass'. Did you mean 'Zhanatas'"):
        dots(towns.trainees, hollow=["Zhanatass"], **WORDS)


@pytest.mark.parametrize("nothing", [None, np.nan, pd.NA, pd.NaT])
def test_what_is_missing_has_no_mark(towns, nothing):
    column = pd.Series([towns.trainees["Karatau"], nothing], index=towns.index, dtype=object)
    assert same(bars(column, **WORDS), bars({"Karatau": towns.trainees["Karatau"]}, **WORDS))


def test_a_row_of_which_only_the_plan_is_known_keeps_its_place(towns):
    reported = pd.Series([None, towns.trainees["Zhanatas"]], index=towns.index, dtype=object)
    hoped = pd.Series({"Karatau": towns.trainees["Karatau"]})
    assert dots(reported, hollow=hoped, **WORDS).data["row"].tolist() == ["Karatau", "Zhanatas"]


def test_a_column_is_a_panel(towns):
    chart = panels_of_bars(towns[["trainees", "businesses_set_up"]], **WORDS)
    panels = {"Trainees": towns.trainees, "Businesses set up": towns.businesses_set_up.to_dict()}
    assert same(chart, panels_of_bars(panels, **WORDS))
    hollow = towns[["pipeline"]].rename(columns={"pipeline": "businesses_set_up"})
    with_plan = panels_of_bars(towns[["trainees", "businesses_set_up"]], hollow=hollow, **WORDS)
    assert with_plan.data["mark"].tolist().count("hollow") == 1


def test_parts_kinds_and_cells_are_columns(evidence):
    one, two = (fixed(evidence, value, "report") for value in (1, 2))
    frame = pd.DataFrame({"satisfied": [one, two], "dismissed": [two, None]}, index=["2019", "2020"])
    rows = {"2019": {"satisfied": one, "dismissed": two}, "2020": {"satisfied": two}}
    assert same(stacked_bars(frame, **WORDS), stacked_bars(rows, **WORDS))
    assert same(dot_matrix(frame, **WORDS), dot_matrix(rows, **WORDS))
    assert same(table_chart(frame, **WORDS), table_chart(rows, ["satisfied", "dismissed"], **WORDS))


def test_the_split_of_a_gap_is_a_series(evidence):
    steps = {"first": fixed(evidence, 1), "more": fixed(evidence, 2), "last": fixed(evidence, 3)}
    assert same(waterfall(pd.Series(steps), **WORDS), waterfall(steps, **WORDS))


@pytest.mark.parametrize(
    "index",
    [
        [2010, 2018],
        ["2010", "2018"],
        pd.PeriodIndex(["2010", "2018"], freq="Y"),
    ],
    ids=str,
)
def test_years_of_any_kind_are_periods(evidence, index):
    values = pd.Series([fixed(evidence, 1), fixed(evidence, 2)], index=index)
    wanted = {"2010": fixed(evidence, 1), "2018": fixed(evidence, 2)}
    assert line(values, **WORDS).svg == line({"": wanted}, **WORDS).svg == line(wanted, **WORDS).svg


def test_months_quarters_and_dates_are_periods(evidence):
    one = fixed(evidence, 1)
    for index, codes in (
        (pd.PeriodIndex(["2010-02"], freq="M"), ["2010-02"]),
        (pd.PeriodIndex(["2010Q3"], freq="Q"), ["2010-Q3"]),
        (pd.DatetimeIndex(["2010-02-01"]), ["2010-02-01"]),
    ):
        assert line(pd.Series([one], index=index), **WORDS).data["period"].tolist() == codes


def test_a_column_is_a_series_or_a_panel_over_time(evidence):
    frame = pd.DataFrame(
        {"slow": [fixed(evidence, 1), fixed(evidence, 2)], "fast": [fixed(evidence, 1), None]},
        index=[2010, 2018],
    )
    by_name = {
        "slow": {"2010": frame.slow[2010], "2018": frame.slow[2018]},
        "fast": {"2010": frame.fast[2010]},
    }
    assert line(frame, **WORDS).svg == line(by_name, **WORDS).svg
    panels = {"Slow": {"": by_name["slow"]}, "Fast": {"": by_name["fast"]}}
    assert small_multiples(frame, **WORDS).svg == small_multiples(panels, **WORDS).svg


def test_hollow_values_over_time_are_dots_beside_the_line(evidence):
    values = pd.Series({"2010": fixed(evidence, 1), "2018": fixed(evidence, 3)})
    chart = line(values, hollow={"2020": fixed(evidence, 5)}, **WORDS)
    assert dict(zip(chart.data["period"], chart.data["mark"], strict=True)) == {
        "2010": "solid",
        "2018": "solid",
        "2020": "hollow",
    }
    named = line(values, hollow=["2018"], **WORDS)
    assert named.data["mark"].tolist() == ["solid", "hollow"]


BARE = [1.0, 1, np.float64(1), np.int64(3), True]


@pytest.mark.parametrize("number", BARE, ids=repr)
def test_a_bare_number_is_refused_with_what_to_write(number):
    for draw in (
        lambda: bars({"a": number}, **WORDS),
        lambda: dots(pd.Series({"a": number}), **WORDS),
        lambda: line({"2010": number}, **WORDS),
        lambda: stacked_bars({"a": {"part": number}}, **WORDS),
        lambda: table_chart({"a": {"done": number}}, **WORDS),
        lambda: waterfall({"a": number, "b": number}, **WORDS),
    ):
        with pytest.raises(ReportError, match=r"has no source, so it cannot be drawn. Give a Quantity"):
            draw()


def test_words_that_are_missing_or_strange_are_told(towns):
    with pytest.raises(ReportError, match="give title=, what is found"):
        bars(towns.trainees, name="x", subtitle="y")
    with pytest.raises(ReportError, match="give name=, a short id"):
        bars(towns.trainees, title="x", subtitle="y")
    with pytest.raises(ReportError, match=r"subtitel= is no word of a chart. Did you mean 'subtitle'"):
        bars(towns.trainees, **WORDS, subtitel="y")


def test_unlike_units_on_one_axis_are_refused(towns):
    both = towns[["trainees", "businesses_set_up"]]
    people = {"Karatau": fixed_businesses(towns)}
    for draw in (
        lambda: dots(both, **WORDS),
        lambda: bars(both, **WORDS),
        lambda: stacked_bars(both, **WORDS),
        lambda: dots(towns.trainees, lines={"plan": people["Karatau"]}, **WORDS),
        lambda: line(
            {"people": {"1999": towns.trainees["Karatau"]}, "firms": {"2000": people["Karatau"]}}, **WORDS
        ),
    ):
        with pytest.raises(ReportError, match="one axis has one unit"):
            draw()
    assert dots(both, unlike_units=True, **WORDS).data["unit"].nunique() == 2


def fixed_businesses(towns: pd.DataFrame):
    return towns.businesses_set_up["Karatau"]


def test_labels_twice_are_refused(towns):
    doubled = pd.concat([towns.trainees, towns.trainees])
    with pytest.raises(ReportError, match="'Karatau', 'Zhanatas' twice"):
        bars(doubled, **WORDS)


FORMS = [
    bars,
    dots,
    panels_of_bars,
    stacked_bars,
    dot_matrix,
    table_chart,
    waterfall,
    line,
    small_multiples,
    timeline,
]
NOTHING = [
    None,
    5,
    "words",
    np.array([1.0]),
    {},
    [],
    [1.0],
    {"a": None},
    {"a": [1.0]},
    {"a": object()},
    pd.Series(dtype=object),
    pd.DataFrame(),
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_what_holds_no_quantities_is_refused_in_words(form):
    for nothing in NOTHING:
        with pytest.raises(ReportError, match=r"."):
            form(nothing, **WORDS)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"lines": {"plan": 1.0}}, r"plan: 1\.0 has no source"),
        ({"band": {"range": 5}}, "range: 5 has no source"),
        ({"hollow": 5}, "takes a mapping"),
        ({"hollow": "Almaty"}, "there is no 'Almaty'"),
        ({"number": "nope"}, "Unknown number format"),
        ({"title": 5}, "title= is 5: give a text"),
        ({"title": None}, "give title="),
    ],
    ids=str,
)
def test_options_that_are_wrong_are_refused_in_words(towns, option, message):
    with pytest.raises(ReportError, match=message):
        dots(towns.trainees, **{**WORDS, **option})


def test_what_is_no_table_is_refused(towns):
    with pytest.raises(ReportError, match="takes a mapping of labels to quantities, a Series or a DataFrame"):
        bars(towns.trainees["Karatau"], **WORDS)


def test_a_name_has_one_colour_where_it_is_asked_for(towns, evidence):
    pair = towns[["businesses_set_up", "pipeline"]]
    for form in (dots, bars):
        chart = form(pair, tones={"businesses_set_up": "orange", "pipeline": "grey"}, **WORDS)
        rows = {
            "Karatau": [
                mark(pair.businesses_set_up["Karatau"], "businesses set up", tone="orange"),
                mark(pair.pipeline["Karatau"], "pipeline", tone="grey"),
            ],
            "Zhanatas": mark(pair.businesses_set_up["Zhanatas"], "businesses set up", tone="orange"),
        }
        assert same(chart, form(rows, **WORDS))
    by_row = dots(towns.trainees, tones={"Zhanatas": "orange"}, **WORDS)
    marked = {town: mark(count, tone=place) for place, (town, count) in enumerate(towns.trainees.items())}
    assert same(by_row, dots(marked, **WORDS))
    series = {"Karatau": {"1999": fixed(evidence, 1)}, "Zhanatas": {"1999": fixed(evidence, 2)}}
    turned = {name: {"1999": mark(v["1999"], tone=1 - n)} for n, (name, v) in enumerate(series.items())}
    wanted = line({"Zhanatas": series["Zhanatas"], "Karatau": turned["Karatau"]}, **WORDS)
    chart = line(dict(reversed(series.items())), tones={"Zhanatas": "blue", "Karatau": "orange"}, **WORDS)
    assert same(chart, wanted)


def test_a_colour_of_a_name_that_is_nowhere_is_told(towns):
    with pytest.raises(ReportError, match=r"tones: there is no 'Karatua'. Did you mean 'Karatau'"):
        bars(towns.trainees, tones={"Karatua": "grey"}, **WORDS)
    with pytest.raises(ReportError, match="tone='gray' is no colour"):
        bars(towns.trainees, tones={"Karatau": "gray"}, **WORDS)


def test_colours_given_by_themselves_are_clear_as_lines(evidence):
    """WCAG 2.2, 1.4.11: three to one against the paper; the sixth, light blue, is for fills."""
    frame = pd.DataFrame(
        {name: [fixed(evidence, n), fixed(evidence, n + 1)] for n, name in enumerate("abcde")}
    )
    frame.index = [2010, 2018]
    svg = spelled_out(line(frame, **WORDS).svg)
    colors = set(re.findall(r"stroke: (#[0-9a-f]{6}); stroke-width: 1\.8", svg))
    assert len(colors) == 5
    for color in colors:
        assert contrast(color, PAPER) >= 3
        assert contrast(DARK[color], DARK[PAPER]) >= 3
