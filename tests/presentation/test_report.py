"""What a report shows: for readers as HTML with citations, for machines as documented JSON."""

import re
import subprocess
import sys
from html.parser import HTMLParser

import pandas as pd
import pytest

from kzindustry.analysis import Quantity, counted
from kzindustry.contract import MIME
from kzindustry.errors import InputError, ReportError
from kzindustry.presentation import Report, finding
from kzindustry.presentation.charts import dots, line, planned
from kzindustry.presentation.citations import published_at
from kzindustry.types import Persons, Probability, Town

VOID = {"img", "source", "br", "hr"}


class Tags(HTMLParser):
    """Fails on tags that are not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def check_html(html: str) -> None:
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert not tags.open


def test_a_recorded_quantity_is_shown_and_readable_by_machines(shelf, estimate):
    shelf.report.record("start_up_rate", karatau=estimate(0.34, 0.2244, 0.4785))
    (output,) = shelf.outputs
    assert output[MIME] == {
        "kind": "result",
        "measure": "start_up_rate",
        "subject": "karatau",
        "period": "",
        "value": 0.34,
        "low": 0.2244,
        "high": 0.4785,
        "unit": "fraction",
        "bounds": "Wilson 95%",
        "figures": ["hope:14:businesses-karatau", "hope:9:trainees-karatau"],
        "text": "",
    }
    assert output["text/plain"] == "start_up_rate · karatau: 0.34 (0.224 to 0.479) fraction; Wilson 95%"
    assert output["text/html"].startswith('<p class="result">start_up_rate · karatau: 0.34')
    check_html(output["text/html"])


def test_subjects_that_are_no_names_and_periods(shelf, given, estimate):
    shelf.report.record("change", {"karatau-zhanatas": given(5), "both": given(6)}, period="2010/2018")
    assert [output[MIME]["subject"] for output in shelf.outputs] == ["karatau-zhanatas", "both"]
    assert {output[MIME]["period"] for output in shelf.outputs} == {"2010/2018"}
    assert "change · both [2010 to 2018]: 6 job; exact" in shelf.outputs[1]["text/plain"]


def test_open_ends_and_missing_bounds(shelf, given, estimate):
    shelf.report.record("jobs", a=given(9, high=None, qualifier="at least", bounds="as printed"))
    shelf.report.record("p", a=estimate(0.5, None, None, "none"))
    first, second = (output[MIME] for output in shelf.outputs)
    assert (first["low"], first["high"], first["bounds"]) == (9, None, "as printed")
    assert (second["low"], second["high"], second["bounds"]) == (None, None, "none")
    assert "(at least 9)" in shelf.outputs[0]["text/plain"]


def test_nothing_is_recorded_without_source(shelf, evidence):
    orphan = Quantity.statistical(0.3, 0.2, 0.4, evidence.unit("fraction"), "Wilson 95%", ())
    with pytest.raises(ReportError, match="start_up_rate · karatau"):
        shelf.report.record("start_up_rate", karatau=orphan)
    with pytest.raises(ReportError, match="nothing to record"):
        shelf.report.record("start_up_rate")


def test_a_text_result(shelf):
    shelf.report.record_text("verdict", "all", "fits the output of 2009", period="2009")
    document = shelf.outputs[0][MIME]
    assert (document["value"], document["text"], document["period"]) == (
        None,
        "fits the output of 2009",
        "2009",
    )


def test_roles_of_findings(shelf, evidence):
    words = finding("{n} jobs", n=evidence["hope:14:jobs-karatau"])
    shelf.report.say(words)
    shelf.report.limit("No comparison group.")
    shelf.report.answer(words)
    assert [output[MIME]["role"] for output in shelf.outputs] == ["reading", "limit", "answer"]
    classes = [re.match(r'<p class="([^"]*)"', output["text/html"])[1] for output in shelf.outputs]
    assert classes == ["finding", "finding limit", "finding answer"]
    assert shelf.outputs[0][MIME]["figures"] == ["hope:14:jobs-karatau"]


def test_one_number_for_each_paragraph_and_series(shelf, evidence):
    jobs, businesses = evidence["hope:14:jobs-karatau"], evidence["hope:14:businesses-karatau"]
    zhanatas = evidence["hope:16:jobs-zhanatas"]
    series = evidence.series("manufacturing_production_index")
    shelf.report.say(finding("{a}, {b} and {c}", a=jobs, b=zhanatas, c=businesses))
    shelf.report.say(finding("{x} and then {y}", x=series["2010"], y=series["2011"]))
    numbers = re.findall(r'href="#source-(\d+)"', shelf.html)
    assert numbers == ["1", "2", "1", "3", "3"]
    assert "paragraph 14: “68 people”" in shelf.html


def test_many_sources_are_merged_as_a_range(shelf, evidence):
    ids = [
        "hope:9:trainees-karatau",
        "hope:14:jobs-karatau",
        "hope:16:jobs-zhanatas",
        "hope:12:businesses-both",
    ]
    total = Quantity.statistical(4, None, None, evidence.unit("fraction"), "none", tuple(ids))
    shelf.report.say(finding("{n}", n=total))
    assert re.sub(r"<[^>]*>", "", shelf.html) == "41–4"


def test_scattered_sources_are_counted_where_a_superscript_cannot_list_them(shelf, evidence):
    rows = evidence.registry.figures.values()
    names = {row.paragraph: row.figure for row in rows if row.document == "compliance"}.values()
    shelf.report.record("each", {name: evidence[name] for name in names})
    shelf.outputs.clear()
    cited = counted([*names][:14:2], evidence.unit("figure"))
    shelf.report.say(finding("{n}", n=cited))
    assert re.sub(r"<[^>]*>", "", shelf.html) == "77 sources"
    assert 'title="7 sources between 1 and 13"' in shelf.html


def test_sources_list_what_was_cited_and_nothing_else(shelf, evidence):
    shelf.report.say(finding("{n} jobs", n=evidence["hope:14:jobs-karatau"]))
    shelf.report.say(finding("{n}", n=evidence["gdp_nominal:2010:imf"]))
    shelf.report.sources()
    html = shelf.outputs[-1]["text/html"]
    assert html.count("<li") == 2
    assert '<li id="source-1"><cite>Hope for huge dying industrial cities</cite>' in html
    assert "paragraph 14: “68 people”" in html
    assert 'href="http://petra.wijnsema.nl/articles/industrial_cities.htm"' in html
    assert 'href="https://github.com/' in html
    assert "2010: " in html
    check_html(html)


def test_addresses_of_copies_are_pages():
    address = "github:owner/name:data/file.csv@6584e2e8 (rows of October)"
    assert published_at(address) == "https://github.com/owner/name/blob/6584e2e8/data/file.csv"
    assert published_at("https://example.org/a") == "https://example.org/a"


def test_every_citation_has_its_source(shelf, evidence, estimate):
    shelf.report.say(finding("{a} and {b:%}", a=evidence["hope:16:jobs-zhanatas"], b=estimate(0.3, 0.2, 0.4)))
    shelf.report.printed("hope:9:trainees-karatau", "population_zhanatas:1999:official")
    shelf.report.sources()
    cited = set(re.findall(r'href="#(source-\d+)"', shelf.html))
    assert cited == set(re.findall(r'id="(source-\d+)"', shelf.html))


def test_parameters_are_checked_and_shown(shelf):
    shelf.report.parameters(
        town=(Town, "Karatau"), confidence=(Probability, 0.95), idle_people=(Persons, 10_000)
    )
    assert "idle_people  10,000" in shelf.outputs[0]["text/plain"]
    check_html(shelf.html)


def test_every_wrong_parameter_is_named(shelf):
    with pytest.raises(InputError) as error:
        shelf.report.parameters(
            town=(Town, "Karatow"), confidence=(Probability, 2), idle_people=(Persons, 10_000)
        )
    assert "Parameter town: 'Karatow'" in str(error.value)
    assert "Did you mean 'Karatau'?" in str(error.value)
    assert "Parameter confidence: 2" in str(error.value)
    assert "idle_people" not in str(error.value)
    assert not shelf.outputs


def test_figures_as_printed(shelf, evidence):
    shelf.report.printed("hope:9:trainees-karatau", "population_zhanatas:1999:official")
    html = shelf.html
    assert ">Fifty people</a>" in html
    assert "Hope for huge dying industrial cities, 9" in html
    assert "25,927" in html
    check_html(html)


def test_periods_are_written_for_people_and_as_codes_for_machines(shelf, evidence):
    shelf.report.printed("hope:14:jobs-karatau", "zhetisu:2:grp", "population_zhanatas:1980/1989:press")
    assert "<td>September 1999 to February 2000 (inferred)</td>" in shelf.html
    assert "<td>first half of 2024" in shelf.html
    assert "<td>1980 to 1989</td>" in shelf.html
    press = evidence["population_zhanatas:1980/1989:press"]
    words = {"name": "people", "title": "People", "subtitle": "Inhabitants"}
    shelf.report.show(line({"": {"1980/1989": planned(press)}}, style="dots", **words))
    assert "1980/1989" in shelf.outputs[-1][MIME]["csv"]
    shelf.report.sources()
    assert "1980 to 1989: 57,000" in shelf.html
    readable = re.sub(r'(?:href|src)="[^"]*"', "", shelf.html)
    assert (
        re.findall(r"\d{4}-\d\d/|\d{4}-S\d|1980/1989", readable.replace("population_zhanatas:1980/1989", ""))
        == []
    )


def test_a_bounding_word_stands_beside_what_is_printed(shelf):
    """The stretch of a figure is the number alone: "over" and "around" stand before it."""
    shelf.report.printed("spiid:18:permanent-jobs", "spiid:18:value", "hope:10:coaching-length")
    rows = re.findall(r'<th scope="row">(.*?)<sup', shelf.html)
    assert [re.sub(r"<a [^>]*>", "<a>", row) for row in rows] == [
        "<a>120,000</a><small> (at least)</small>",
        "<a>8 trillion tenge</a><small> (about)</small>",
        "<a>four months</a><small> (at most)</small>",
    ]
    assert "120,000 (at least)" in shelf.outputs[0]["text/plain"]
    assert "“120,000” (at least)" in shelf.html


def test_words_that_are_printed_are_not_said_twice(shelf):
    """Hundreds are about so many in themselves, a range prints both ends, and a count has no such word."""
    shelf.report.printed("hope:9:meeting-attendance", "hope:15:jobs-fertiliser-plant", "hope:14:jobs-karatau")
    assert re.findall(r"<small>.*?</small>", shelf.html) == []


def test_a_table_of_quantities_findings_and_texts(shelf, evidence, estimate):
    jobs = evidence["hope:14:jobs-karatau"]
    frame = pd.DataFrame(
        {
            "Town": ["Karatau", "a <b>"],
            "Jobs": [jobs, None],
            "Rate": [finding("{r:%}", r=estimate(0.3, 0.2, 0.4)), ""],
        }
    )
    shelf.report.table(frame.assign(Year=[2000, 2001]), "Towns")
    html = shelf.html
    assert '<td class="number">68<sup class="cites">' in html
    assert "a &lt;b&gt;" in html
    assert "<caption>Towns</caption>" in html
    check_html(html)


def test_long_tables_are_folded_under_their_captions(shelf, evidence):
    rows = pd.DataFrame({"Town": ["Karatau", "Zhanatas"], "Jobs": [evidence["hope:14:jobs-karatau"]] * 2})
    shelf.report.folded({"Jobs & towns": rows, "None": rows[:0]})
    first, second = (output["text/html"] for output in shelf.outputs)
    assert first.startswith("<details><summary>Jobs &amp; towns (2)</summary><div")
    assert "<caption>Jobs &amp; towns</caption>" in first
    assert "<summary>None (0)</summary>" in second


def test_a_column_is_set_to_one_side(shelf, evidence):
    jobs, rate = evidence["hope:14:jobs-karatau"], evidence["spiid:7:gdp-growth"]
    rows = {"Mostly numbers": [jobs, jobs, "none"], "Mostly words": ["a", shelf.report.amount(jobs), rate]}
    shelf.report.table(pd.DataFrame({"Row": ["x", "y", "z"], **rows}), "Mixed")
    html = re.sub(r"<sup.*?</sup>", "", shelf.html)
    assert html.count('<td class="number">') == 3
    assert '<td class="number">none</td><td>1.1</td>' in html


def test_amounts_have_the_words_of_their_unit(shelf, evidence):
    growth, rate = evidence["spiid:7:gdp-growth"], evidence["zhetisu:2:grp"] / evidence["zhetisu:2:grp-usd"]
    amounts = [evidence["spiid:16:value"], growth, growth - growth, rate, evidence["hope:14:jobs-karatau"]]
    assert [shelf.report.amount(item).text for item in amounts] == [
        "8.1 trillion tenge",
        "1.1%",
        "0 points",
        "524 tenge for a dollar",
        "68 jobs",
    ]


def test_bare_numbers_in_a_table_are_refused_all_at_once(shelf):
    with pytest.raises(ReportError) as error:
        shelf.report.table(pd.DataFrame({"Town": ["A", "B"], "Jobs": [68, 0.5]}), "Towns")
    assert "row 1, column 'Jobs'" in str(error.value)
    assert "row 2, column 'Jobs'" in str(error.value)


def test_an_empty_cell_heads_no_row(shelf):
    shelf.report.table(pd.DataFrame({"Town": ["", "A"], "Word": ["x", "y"]}), "Towns")
    assert "<td></td><td>x</td>" in shelf.html
    assert '<th scope="row">A</th>' in shelf.html


def test_versions_name_what_computed(shelf):
    shelf.report.versions()
    assert {"Python", "numpy", "scipy", "matplotlib"} <= set(re.findall(r'<th scope="row">(\w+)', shelf.html))


def test_a_chart_is_shown_with_its_words_data_and_sources(shelf, estimate):
    chart = dots(
        {"Karatau & others": estimate(0.34, 0.22, 0.48)},
        number="%",
        name="rates",
        title=finding("{x:%} of them", x=estimate(0.34, 0.22, 0.48)),
        subtitle="Share <of all>",
        note="Whiskers: Wilson.",
    )
    shelf.report.show(chart)
    document, html = shelf.outputs[0][MIME], shelf.html
    assert document["kind"] == "chart"
    assert document["title"] == "34% of them"
    assert document["source"] == "Hope for huge dying industrial cities, paragraphs 9, 14"
    assert document["csv"].splitlines()[0] == "row,value,low,high,unit,bounds,mark,figures"
    assert '<figure class="chart" id="chart-rates">' in html
    assert "Share &lt;of all&gt;" in html
    assert "Note: Whiskers: Wilson." in html
    data = r"data:image/svg\+xml;base64,[A-Za-z0-9+/=]+"
    narrow = rf'<source media="\(max-width: 640px\)" srcset="{data}">'
    assert re.search(rf'<picture>{narrow}<img alt="[^"]+" src="{data}"></picture>', html)
    assert 'download="rates.csv" href="data:text/csv;charset=utf-8,row%2Cvalue' in html
    check_html(html)


def test_a_source_line_names_documents_and_publishers_once(shelf, evidence):
    """Series of the same publishers are one entry; paragraphs stand in order, each with its link."""
    ids = [
        "hope:16:jobs-zhanatas",
        "hope:9:trainees-karatau",
        "hope:14:jobs-karatau",
        "hope:15:jobs-raw-materials",
    ]
    ids += [f"spiid_{what}:2010/2018:minister" for what in ("projects", "value", "jobs")]
    ids += [f"spiid_{what}:2010/2014:member" for what in ("projects", "value", "jobs")]
    rows = {"ABCDEFGHIJ"[at]: evidence[name] for at, name in enumerate(ids)}
    shelf.report.show(
        dots(rows, unlike_units=True, name="all", title="All of them", subtitle="Of several units")
    )
    assert shelf.outputs[0][MIME]["source"] == (
        "Hope for huge dying industrial cities, paragraphs 9, 14, 15, 16; "
        "SPIID projects / SPIID value / SPIID jobs (Minister Kassymbek, Member of parliament M. Pshembayev)"
    )
    line = re.search(r'<p class="chart-source">(.*?)</p>', shelf.html)[1]
    linked = {int(number) for number in re.findall(r'href="#source-(\d+)"', line)}
    assert linked == set(range(1, 11))
    check_html(line)


def test_outside_of_a_notebook_the_text_is_printed(capsys, evidence):
    Report(evidence).say(finding("{n} jobs", n=evidence["hope:14:jobs-karatau"]))
    assert capsys.readouterr().out == "68 jobs\n"


def test_in_ipython_each_thing_is_one_display():
    code = (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "from IPython.utils.capture import capture_output\n"
        "InteractiveShell.instance()\n"
        "from kzindustry.evidence import Evidence\n"
        "from kzindustry.presentation import Report, finding\n"
        "evidence = Evidence.load()\n"
        "with capture_output() as captured:\n"
        "    Report(evidence).say(finding('{n} jobs', n=evidence['hope:14:jobs-karatau']))\n"
        "print(sorted(captured.outputs[0].data), len(captured.outputs))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"['{MIME}', 'text/html', 'text/plain'] 1"
