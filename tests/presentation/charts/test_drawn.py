"""Figures of matplotlib, pandas and seaborn as charts: sources, both pages, dark colours, bytes, refusals."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from chart_forms import WORDS, contrast, fixed, luminance, texts_of
from matplotlib.figure import Figure
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from kzindustry.analysis import proportion, values
from kzindustry.contract import MIME
from kzindustry.errors import ReportError
from kzindustry.presentation import finding
from kzindustry.presentation.charts import DIVERGING, SEQUENTIAL, drawn, planned
from kzindustry.presentation.charts.svg import dark
from kzindustry.presentation.style import DARK, MUTED, NARROW, PAPER, SIZE, WIDE, styled

FIGURES = {}


def figure(draw: Callable) -> Callable:
    FIGURES[draw.__name__] = draw
    return draw


@pytest.fixture(scope="module", autouse=True)
def style():
    with mpl.rc_context(), styled():
        mpl.use("agg")
        yield


@pytest.fixture(scope="module")
def towns(evidence) -> pd.DataFrame:
    counts = evidence.table("trainees", "businesses_set_up", document="hope", by="ref_area")
    counts["rate"] = proportion(counts.businesses_set_up, counts.trainees)
    return counts.rename_axis("town")


@figure
def bars_by_seaborn(towns):
    return sns.barplot(values(towns).reset_index(), x="rate", y="town")


@figure
def long_names_below(towns):
    names = ["A site with a long name", "Another with a name as long", "Both of them together", "The rest"]
    return pd.Series([3, 5, 2, 1], index=names).plot.bar()


@figure
def a_heat_map(towns):
    kinds = ["done", "under way", "planned"]
    rows = ["Water and sewerage of the district", "Health", "Education", "Sport and culture"]
    table = pd.DataFrame(np.arange(12).reshape(4, 3), index=rows, columns=kinds)
    return sns.heatmap(table, annot=True, cmap=SEQUENTIAL, cbar=False, linewidths=1)


@figure
def small_panels_with_a_legend(towns):
    table = pd.DataFrame({"year": [2010, 2015] * 4, "value": range(8)})
    table["series"] = np.repeat(["World Bank", "article"], 4)
    table["what"] = ["share of industry", "share of industry", "share of GDP", "share of GDP"] * 2
    return sns.relplot(table, x="year", y="value", col="what", hue="series", kind="line", height=3)


@figure
def bare_matplotlib(towns):
    figure, axes = plt.subplots()
    axes.scatter(values(towns).trainees, values(towns).businesses_set_up)
    axes.set(xlabel="People selected", ylabel="Businesses", title="A title of the axes")
    return figure


@pytest.fixture(params=FIGURES)
def make(request, towns):
    return lambda: drawn(FIGURES[request.param](towns), shows=towns, **WORDS)


def test_texts_stay_on_both_pages(make):
    chart = make()
    for svg, width in ((chart.svg, WIDE), (chart.narrow, NARROW)):
        box = ET.fromstring(svg).attrib["viewBox"].split()
        assert float(box[2]) == width
        for text in texts_of(svg):
            assert -2 <= text.left <= text.right <= width + 2, text
            assert -2 <= text.top <= text.bottom <= float(box[3]) + 2, text


def test_names_below_do_not_meet(make):
    for svg in (make().svg, make().narrow):
        texts = [text for text in texts_of(svg) if text.text.strip() and "rotate(-40" not in svg]
        assert [(a, b) for i, a in enumerate(texts) for b in texts[i + 1 :] if a.overlaps(b)] == []


def test_text_is_as_large_as_on_other_charts(make):
    with mpl.rc_context({"font.size": 6}):
        chart = make()
    sizes = [
        float(size) for size in re.findall(r"font(?:-size)?: ?(?:\d+ )?([\d.]+)px", chart.svg + chart.narrow)
    ]
    assert min(sizes) >= SIZE


def test_the_same_figure_is_the_same_bytes(make):
    one, other = make(), make()
    assert (one.svg, one.narrow, one.csv) == (other.svg, other.narrow, other.csv)


def test_an_index_without_a_name_and_an_offset_are_not_written_on_an_axis(evidence):
    towns = evidence.table("jobs_created", document="hope")
    axes = sns.barplot(values(towns).reset_index(), x="jobs_created", y="index")
    chart = drawn(axes, shows=towns, name="jobs", title="Jobs", subtitle="Jobs")
    written = {text.text.strip() for text in texts_of(chart.svg)}
    assert {"jobs_created", "Karatau"} <= written
    assert "index" not in written
    with styled():
        _, axes = plt.subplots()
    axes.plot([2_010_001, 2_010_004], [1, 2])
    chart = drawn(axes, shows=towns, name="years", title="Years", subtitle="Years")
    assert not [text.text for text in texts_of(chart.svg) if "+" in text.text]


def test_the_bytes_do_not_depend_on_the_process():
    code = (
        "import seaborn as sns\n"
        "from kzindustry.evidence import Evidence\n"
        "from kzindustry.presentation.charts import drawn, use_style\n"
        "use_style()\n"
        "jobs = Evidence.load()['hope:14:jobs-karatau']\n"
        "axes = sns.scatterplot(x=[1, 2], y=[3, 4], hue=['a', 'b'])\n"
        "chart = drawn(axes, shows=jobs, name='a', title='b', subtitle='c')\n"
        "print(chart.svg, chart.narrow)\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "MPLBACKEND": "agg"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_a_figure_is_closed_and_left_as_it_was(towns):
    axes = long_names_below(towns)
    before = axes.figure.get_size_inches(), [label.get_text() for label in axes.get_xticklabels()]
    drawn(axes, shows=towns, **WORDS)
    assert plt.get_fignums() == []
    after = axes.figure.get_size_inches(), [label.get_text() for label in axes.get_xticklabels()]
    assert [*after[0], *after[1]] == [*before[0], *before[1]]


def test_what_is_shown_is_told_with_its_sources(towns, evidence):
    chart = drawn(bars_by_seaborn(towns), shows=towns.rate, number="%", **WORDS)
    assert "Karatau, rate: 34%, from 22% to 48%" in chart.alt
    assert set(chart.figures) == {f for q in towns.rate for f in q.figures}
    assert chart.data[["row", "what"]].to_numpy().tolist() == [["Karatau", "rate"], ["Zhanatas", "rate"]]


@pytest.mark.parametrize("of", ["quantity", "list", "mapping", "frame", "mapping of series", "marks"])
def test_quantities_may_come_in_anything(towns, of):
    one, two = towns.trainees
    shows = {
        "quantity": one,
        "list": [one, two],
        "mapping": {"Karatau": one, "Zhanatas": two},
        "frame": towns[["trainees"]],
        "mapping of series": {"people": towns.trainees},
        "marks": [planned(one), finding("{n} people", n=two)],
    }[of]
    chart = drawn(bars_by_seaborn(towns), shows=shows, **WORDS)
    wanted = one.figures if of == "quantity" else (*one.figures, *two.figures)
    assert set(chart.figures) == set(wanted)


def test_words_and_gaps_are_told_too(towns):
    frame = pd.DataFrame(
        {"status": ["under way", None], "people": towns.trainees.to_list()}, index=["a", "b"]
    )
    chart = drawn(bars_by_seaborn(towns), shows=frame, **WORDS)
    assert "a: status: under way; a, people: 50; b, people: 50." in chart.alt


def test_a_figure_without_anything_is_refused(towns):
    with pytest.raises(ReportError, match="the figure shows nothing"):
        drawn(plt.subplots()[0], shows=towns, **WORDS)
    plt.close("all")


@pytest.mark.parametrize("shows", [[], "words", {}, None, {"a": "words"}], ids=repr)
def test_a_figure_without_quantities_is_refused(towns, shows):
    with pytest.raises(ReportError, match="shows= holds no quantity"):
        drawn(bars_by_seaborn(towns), shows=shows, **WORDS)


def test_bare_numbers_are_refused(towns):
    with pytest.raises(ReportError, match=r"Karatau, rate: 0\.34 has no source"):
        drawn(
            bars_by_seaborn(towns),
            shows=values(towns[["trainees", "rate"]]).drop(columns="trainees"),
            **WORDS,
        )


@pytest.mark.parametrize("thing", [None, 3, "figure", [], object()], ids=repr)
def test_what_is_no_figure_is_refused(towns, thing):
    with pytest.raises(ReportError, match="is no one figure"):
        drawn(thing, shows=towns, **WORDS)


def test_axes_of_two_figures_are_refused(towns):
    with pytest.raises(ReportError, match="is no one figure"):
        drawn([bars_by_seaborn(towns), plt.figure().add_subplot()], shows=towns, **WORDS)
    plt.close("all")


def test_a_text_that_would_be_cut_is_refused_unless_a_narrow_figure_is_given(towns):
    def axes():
        axes = Figure().add_subplot()
        axes.bar([1], [2])
        return axes

    wide = axes()
    words = "words that are far too long for a telephone, if they stand in one line"
    wide.text(0, 0.5, words, transform=wide.transAxes)
    with pytest.raises(ReportError, match=r"words that are far too long.* 350 pixels wide.*narrow="):
        drawn(wide, shows=towns, **WORDS)
    chart = drawn(wide, narrow=axes(), shows=towns, **WORDS)
    assert "far too long" in chart.svg
    assert "far too long" not in chart.narrow


@pytest.mark.filterwarnings("ignore:The copy keyword is deprecated")  # seaborn 0.13 with pandas 3
def test_plots_of_seaborn_objects_are_drawn(towns):
    from seaborn import objects as so  # noqa: PLC0415

    plot = so.Plot(values(towns).reset_index(), x="rate", y="town").add(so.Bar())
    assert "Karatau" in drawn(plot, shows=towns.rate, **WORDS).svg


@pytest.mark.parametrize("scale", [SEQUENTIAL, DIVERGING], ids=lambda scale: scale.name)
def test_scales_stay_readable_on_a_dark_page(scale):
    """seaborn writes white on cells whose luminance is up to 0.408, dark grey on lighter ones."""
    for color in map(mpl.colors.to_hex, scale.colors):
        text = "#262626" if luminance(color) > 0.408 else "#ffffff"
        assert contrast(text, color) >= 4.5
        assert contrast(dark(text), dark(color)) >= 4.5


def test_the_counterpart_of_a_colour_is_as_far_from_its_paper():
    """Where a colour stands between ink and paper, its counterpart stands, too: the order is kept."""
    shades = [mpl.colors.to_hex(shade) for shade in SEQUENTIAL.colors]
    light = [contrast(shade, PAPER) for shade in shades]
    night = [contrast(dark(shade), DARK[PAPER]) for shade in shades]
    assert light == sorted(light)
    assert night == sorted(night)


def test_a_picture_of_many_colours_keeps_its_paper(towns):
    figure, axes = plt.subplots()
    axes.imshow(np.arange(100).reshape(10, 10))
    chart = drawn(figure, shows=towns, **WORDS)
    assert "@media" not in chart.svg


def test_text_that_says_no_colour_is_light_on_a_dark_page(evidence):
    axes = Figure().add_subplot()
    axes.bar(["a"], [1])
    axes.text(0, 0.5, "black", color="#000000")
    svg = drawn(axes, shows=fixed(evidence, 1), **WORDS).svg
    assert "svg{fill:" in svg


def test_a_title_over_all_panels_is_broken_into_lines(towns):
    figure, (axes, _) = plt.subplots(1, 2)
    axes.plot([1, 2])
    figure.suptitle("A title over both of the panels that is rather long for a telephone")
    chart = drawn(figure, shows=towns, **WORDS)
    lines = [text.text for text in texts_of(chart.narrow) if len(text.text.split()) > 2]
    assert len(lines) > 1
    assert " ".join(lines) == "A title over both of the panels that is rather long for a telephone"


def test_names_below_are_turned_rather_than_broken_within_words(towns):
    axes = sns.barplot(x=[f"category {letter}" for letter in "abcdefghijklmn"], y=range(14))
    chart = drawn(axes, shows=towns, **WORDS)
    for svg in (chart.svg, chart.narrow):
        assert [text.text for text in texts_of(svg) if text.text.startswith("category")] == [
            f"category {letter}" for letter in "abcdefghijklmn"
        ]


def test_hollow_bars_have_edges(towns):
    chart = drawn(plt.bar(["a", "b"], [1, 2], fill=False), shows=towns, **WORDS)
    edges = re.findall(r"\.[a-z]+\{fill:none;stroke:(#[0-9a-f]{6})", chart.svg)
    assert set(edges) & {MUTED}


@pytest.mark.kernel
def test_the_cell_does_not_show_the_figure_a_second_time():
    cells = [
        "%load_ext kzindustry\nimport seaborn as sns\n"
        "from kzindustry.evidence import Evidence\nfrom kzindustry.presentation import Report\n"
        "from kzindustry.presentation.charts import drawn\n"
        "evidence = Evidence.load()\nreport = Report(evidence)\n"
        "jobs = evidence['hope:14:jobs-karatau']",
        "axes = sns.barplot(x=[68], y=['Karatau'])\n"
        "report.show(drawn(axes, shows=jobs, name='jobs', title='Jobs', subtitle='Jobs'))",
    ]
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    (output,) = notebook.cells[1].outputs
    assert output.data[MIME]["kind"] == "chart"
