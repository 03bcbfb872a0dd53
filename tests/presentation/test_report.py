"""What a report shows: for readers as HTML with citations, for machines as documented JSON."""

import ast
import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

from kzindustry.analysis import Quantity, counted
from kzindustry.contract import MIME
from kzindustry.errors import InputError, ReportError
from kzindustry.presentation import Report, finding
from kzindustry.presentation.charts import bars, dots, line, planned
from kzindustry.presentation.citations import published_at
from kzindustry.reporting import pages
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


def test_a_recorded_quantity_is_shown_and_readable_by_machines(shelf, estimate, evidence):
    shelf.report.record("start_up_rate", karatau=estimate(0.34, 0.2244, 0.4785))
    (output,) = shelf.outputs
    assert output[MIME] == {
        "kind": "result",
        "measure": "start_up_rate",
        "label": "Start-up rate",
        "definition": evidence.registry.measures["start_up_rate"].definition,
        "subject": "karatau",
        "period": "",
        "value": 0.34,
        "low": 0.2244,
        "high": 0.4785,
        "unit": "share",
        "unit_words": "",
        "bounds": "Wilson 95%",
        "figures": ["hope:14:businesses-karatau", "hope:9:trainees-karatau"],
        "text": "",
    }
    assert output["text/plain"] == "start_up_rate · karatau: 0.34 (0.224 to 0.479) share; Wilson 95%"
    assert (
        '<p class="result">start_up_rate · karatau: <a class="num" href="#source-1-14"' in output["text/html"]
    )
    check_html(output["text/html"])


def test_a_column_is_recorded_by_its_index(shelf, evidence):
    towns = evidence.table("jobs_created", document="hope").reindex(["Karatau", "Zhanatas", "Aktau"])
    shelf.report.record("jobs", towns.jobs_created)
    assert [(output[MIME]["subject"], output[MIME]["value"]) for output in shelf.outputs] == [
        ("karatau", 68),
        ("zhanatas", 25),
    ]
    with pytest.raises(ReportError, match=r"name what it is about"):
        shelf.report.record("jobs", towns.jobs_created["Karatau"])


def test_a_bare_figure_of_matplotlib_is_not_shown_as_a_chart(shelf):
    with pytest.raises(ReportError, match=r"drawn\(figure, shows="):
        shelf.report.show(Figure())


def test_a_frame_is_shown_with_its_index_and_labels(shelf, evidence):
    towns = evidence.table("jobs_created", "businesses_set_up", document="hope")
    towns["rate"] = towns.businesses_set_up / towns.jobs_created
    shelf.report.table(towns, "Towns", number={"jobs_created": "words", "rate": "bare"})
    assert shelf.outputs[0]["text/plain"].splitlines()[1:3] == [
        "          Jobs in businesses set up  Businesses set up  Rate",
        "Karatau   sixty-eight                17 businesses      0.25",
    ]
    assert shelf.outputs[0][MIME]["figures"][0] == "hope:14:jobs-karatau"
    check_html(shelf.html)


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
    classes = [re.match(r'<div class="([^"]*)"', output["text/html"])[1] for output in shelf.outputs]
    assert classes == ["finding", "finding limit", "finding answer"]
    assert shelf.outputs[0][MIME]["figures"] == ["hope:14:jobs-karatau"]


def test_a_document_is_one_source_with_its_paragraphs_within(shelf, evidence):
    jobs, businesses = evidence["hope:14:jobs-karatau"], evidence["hope:14:businesses-karatau"]
    zhanatas = evidence["hope:16:jobs-zhanatas"]
    series = evidence.series("manufacturing_production_index")
    shelf.report.say(finding("{a}, {b} and {c}.", a=jobs, b=zhanatas, c=businesses))
    shelf.report.say(finding("{x} and then {y}.", x=series["2010"], y=series["2011"]))
    numbers = re.findall(r'<a class="num" href="#([^"]+)"', shelf.html)
    assert numbers == ["source-1-14", "source-1-16", "source-1-14", "source-2-0", "source-2-0"]
    assert 'title="Hope for huge dying industrial cities, paragraph 14: “68 people”"' in shelf.html
    assert '<data value="68.0">68</data>' in shelf.html


def test_a_sentence_has_one_mark_that_says_what_stands_behind_it(shelf, evidence):
    jobs, series = evidence["hope:14:jobs-karatau"], evidence.series("manufacturing_production_index")
    shelf.report.say(finding("{a} jobs at {x} points. And {a} again.", a=jobs, x=series["2010"]))
    marks = re.findall(r'<a class="cite" id="([^"]+)" href="#([^"]+)"[^>]*>([^<]*)</a>', shelf.html)
    assert marks == [("use-1", "source-1-14", "1,\u202f2"), ("use-2", "source-1-14", "1")]
    check_html(shelf.html)


def test_a_count_of_many_figures_says_what_was_counted(shelf, evidence):
    rows = [row.figure for row in evidence.registry.figures.values() if row.document == "compliance"]
    counted_rows = counted(rows, evidence.unit("figure"))
    shelf.report.say(finding("{n} figures.", n=counted_rows))
    title = evidence.document("compliance").title
    assert f'title="{len(rows)} figures of {title}"' in shelf.html


def test_a_commitment_is_cited_as_a_reading_of_ours(shelf, evidence):
    ids = ["regional:35:kindergartens", "regional:67:theatre"]
    shelf.report.say(finding("{n} are planned.", n=counted(ids, evidence.unit("commitment"))))
    shelf.report.sources()
    assert "Kindergartens in three cities (read as planned; payer: company)" in shelf.html
    assert shelf.outputs[-1][MIME]["sources"][0]["places"] == ["paragraph 35", "paragraph 67"]


def test_sources_list_what_was_cited_and_lead_back_to_it(shelf, evidence):
    shelf.report.say(finding("{n} jobs", n=evidence["hope:14:jobs-karatau"]))
    shelf.report.say(finding("{n}", n=evidence["gdp_nominal:2010:imf"]))
    shelf.report.say(finding("{n} people", n=evidence["compliance:76:employees-east"]))
    shelf.report.sources()
    output = shelf.outputs[-1]
    html = output["text/html"]
    assert re.findall(r'<li id="(source-[^"]+)"', html) == [
        *("source-1", "source-1-14", "source-2", "source-2-0", "source-3", "source-3-76")
    ]
    assert '<li id="source-1"><cite>Hope for huge dying industrial cities</cite>' in html
    assert "Paragraph 14: “68 people”" in html
    assert 'href="http://petra.wijnsema.nl/articles/industrial_cities.htm"' in html
    assert "2010: " in html
    assert '<span lang="ru">“7 тысяч человек” (about)</span>' in html
    assert set(re.findall(r'class="back" href="#([^"]+)"', html)) == set(
        re.findall(r' id="(use-\d+)"', shelf.html)
    )
    assert [source["number"] for source in output[MIME]["sources"]] == [1, 2, 3]
    assert output[MIME]["sources"][0]["places"] == ["paragraph 14"]
    check_html(html)


def test_addresses_of_copies_are_pages():
    address = "github:owner/name:data/file.csv@6584e2e8 (rows of October)"
    assert published_at(address) == "https://github.com/owner/name/blob/6584e2e8/data/file.csv"
    assert published_at("https://example.org/a") == "https://example.org/a"


def test_every_citation_has_its_source(shelf, evidence, estimate):
    shelf.report.say(finding("{a} and {b:%}", a=evidence["hope:16:jobs-zhanatas"], b=estimate(0.3, 0.2, 0.4)))
    shelf.report.printed("hope:9:trainees-karatau", "population_zhanatas:1999:official")
    shelf.report.sources()
    cited = set(re.findall(r'href="#(source-[\d-]+)"', shelf.html))
    assert cited
    assert cited <= set(re.findall(r'id="(source-[\d-]+)"', shelf.html))


def test_parameters_are_checked_and_shown(shelf):
    shelf.report.parameters(
        town=(Town, "Karatau"), confidence=(Probability, 0.95), idle_people=(Persons, 10_000)
    )
    assert "idle_people  10,000" in shelf.outputs[0]["text/plain"]
    check_html(shelf.html)


def test_parameters_are_read_from_the_cell_of_the_notebook():
    code = (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "from IPython.utils.capture import capture_output\n"
        "shell = InteractiveShell.instance()\n"
        "cells = ['from kzindustry.evidence import Evidence',\n"
        "         'from kzindustry.presentation import Report',\n"
        "         'from kzindustry.types import Choice, Power, Town, Whole',\n"
        "         'Colour, Year = Choice((\"#123\",)), Whole(1990, 2030)',\n"
        "         'town: Town = \"both\"  # town to analyse\\npower: Power = 0.8  # of a study\\n'\n"
        "         'colour: Colour = \"#123\"  # of the bars\\nyear: Year = 2024',\n"
        "         'town = \"Karatau\"', 'report = Report(Evidence.load())', 'report.parameters()']\n"
        "with capture_output() as captured:\n"
        "    for cell in cells:\n"
        "        shell.run_cell(cell, store_history=True)\n"
        "print(captured.outputs[0].data['application/vnd.kzindustry+json']['parameters'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    town, power, colour, year = ast.literal_eval(done.stdout)
    assert (town["name"], town["value"], town["help"]) == ("town", "Karatau", "town to analyse")
    assert (power["value"], power["accepts"]) == ("0.8", "a number from 0.5 to 0.99")
    assert (colour["value"], colour["help"]) == ("#123", "of the bars")
    assert (year["value"], year["accepts"]) == ("2024", "a whole number from 1990 to 2030")


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
    assert html.count("Hope for huge dying industrial cities") == 1
    assert "<td>9</td>" in html
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
    rows = re.findall(r'<th scope="row">(<a.*?)</th>', shelf.html)
    assert [re.sub(r"<a [^>]*>", "<a>", row) for row in rows] == [
        "<a>120,000</a><small> (at least)</small>",
        "<a>8 trillion tenge</a><small> (about)</small>",
        "<a>four months</a><small> (at most)</small>",
    ]
    assert "120,000 (at least)" in shelf.outputs[0]["text/plain"]
    shelf.report.sources()
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
    assert re.search(
        r'<td class="number"><a class="num" [^>]*><data value="68.0">68 jobs</data></a></td>', html
    )
    assert "a &lt;b&gt;" in html
    assert "<caption>Towns</caption>" in html
    check_html(html)


def test_the_data_under_a_chart_name_few_figures_and_the_csv_all(shelf, evidence):
    ids = [*evidence.figures.query("document == 'spiid'").figure[:9]]
    many = counted(ids, evidence.unit("figure"))
    shelf.report.show(bars({"A": many}, name="many", title="Many", subtitle="Figures"))
    assert f"{' '.join(ids[:6])} and 3 more" in shelf.html
    assert all(name in shelf.outputs[0][MIME]["csv"] for name in ids)


def test_a_table_without_rows_says_so_in_its_place(shelf):
    shelf.report.table(pd.DataFrame({"a": []}), "A caption", none="None is known.")
    assert [output[MIME]["kind"] for output in shelf.outputs] == ["finding"]
    assert "None is known." in shelf.html
    assert "A caption" not in shelf.html


def test_a_title_names_a_document_once(shelf, evidence):
    jobs = evidence["hope:14:jobs-karatau"] + evidence["hope:16:jobs-zhanatas"]
    shelf.report.say(finding("{n} jobs.", n=jobs))
    places = "paragraph 14: “68 people”; paragraph 16: “twenty-five working places”"
    assert f'title="Hope for huge dying industrial cities, {places}"' in shelf.html


def test_long_tables_are_folded_under_their_captions(shelf, evidence):
    rows = pd.DataFrame({"Town": ["Karatau", "Zhanatas"], "Jobs": [evidence["hope:14:jobs-karatau"]] * 2})
    shelf.report.folded({"Jobs & towns": rows, "None": rows[:0]})
    first, second = (output["text/html"] for output in shelf.outputs)
    assert first.startswith("<details><summary>Jobs &amp; towns (2)</summary><div")
    assert "<caption>Jobs &amp; towns</caption>" in first
    assert "<summary>None (0)</summary>" in second


def test_a_column_is_set_to_one_side(shelf, evidence):
    jobs, rate = evidence["hope:14:jobs-karatau"], evidence["spiid:7:gdp-growth"]
    rows = {"Mostly numbers": [jobs, jobs, "none"], "Mostly words": ["a", "b", rate]}
    shelf.report.table(pd.DataFrame({"Row": ["x", "y", "z"], **rows}), "Mixed")
    html = re.sub(r"</?(?:a|data)\b[^>]*>", "", shelf.html)
    assert html.count('<td class="number">') == 3
    assert '<td class="number">none</td><td>1.1%</td>' in html


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


def test_on_a_telephone_each_cell_stands_behind_the_head_of_its_column(shelf):
    heads = ["Город", "2010-2014", 'in "words"\nand more']
    shelf.report.table(pd.DataFrame([["a long word " * 3] * 4], columns=[*heads, "d"]), "Wide")
    style = unescape(re.search(r'class="data stacks" style="([^"]*)"', shelf.html)[1])
    assert style == '--h1:"Город";--h2:"2010–2014";--h3:"In \\"words\\" and more";--h4:"D"'
    sheet = (Path(pages.__file__).parent / "templates" / "style.css").read_text(encoding="utf-8")
    most = max(map(int, re.findall(r"--head: var\(--h(\d+)\)", sheet)))
    for count in (most, most + 1):  # a wider table scrolls, its heads in their place
        shelf.outputs.clear()
        shelf.report.table(pd.DataFrame([["word " * 9] * count]), "Wider")
        assert ('class="data stacks"' in shelf.html) == (count == most)


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
    assert 'download="rates.csv" href="data:text/csv;charset=utf-8,row,value' in html
    check_html(html)


def test_a_source_line_names_documents_and_publishers_once(shelf, evidence):
    """Paragraphs stand in order, runs of them joined; a publisher has all of its series in brackets."""
    ids = [
        "hope:16:jobs-zhanatas",
        "hope:9:trainees-karatau",
        "hope:14:jobs-karatau",
        "hope:15:jobs-raw-materials",
    ]
    ids += [f"spiid_{what}:2010/2018:minister" for what in ("projects", "value", "jobs")]
    rows = {"ABCDEFGHIJ"[at]: evidence[name] for at, name in enumerate(ids)}
    shelf.report.show(
        dots(rows, unlike_units=True, name="all", title="All of them", subtitle="Of several units")
    )
    assert shelf.outputs[0][MIME]["source"] == (
        "Hope for huge dying industrial cities, paragraphs 9, 14–16; "
        "Minister Kassymbek (SPIID projects, SPIID value, SPIID jobs)"
    )
    line = re.search(r'<p class="chart-source">(.*?)</p>', shelf.html)[1]
    assert line.count("<a ") == 2
    check_html(line)


def test_a_long_source_line_is_cut_to_three_lines_and_says_how_many_more_there_are(shelf, evidence):
    rows = {}
    for code in ("gdp_nominal", "gdp_deflator_index", "cpi_index"):
        rows |= {f"{code} {year}": item for year, item in evidence.series(code, source="imf").items()}
    for name in ("employed_persons", "manufacturing_share_gdp"):
        for row in evidence.registry.context.values():
            if row.series == name:
                rows[row.id] = evidence[row.id]
    rows |= {name: evidence[name] for name in evidence.registry.figures}
    letters = str.maketrans("0123456789:", "abcdefghijk")
    rows = {name.translate(letters): quantity for name, quantity in rows.items()}
    shelf.report.show(dots(rows, unlike_units=True, name="all", title="All", subtitle="All"))
    assert len(shelf.outputs[0][MIME]["source"]) <= 280
    assert re.search(r"; \d+ more$", shelf.outputs[0][MIME]["source"])
    assert shelf.outputs[0][MIME]["source"].count("IMF") == 1


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
