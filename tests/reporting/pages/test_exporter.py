"""The exporter: any notebook becomes one page that loads nothing and reads from the answer down."""

import json
import re
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert.exporters.base import get_export_names, get_exporter
from nbformat import NotebookNode, v4

from kzindustry.reporting.pages.exporter import ReportExporter
from kzindustry.reporting.pages.page import Links, report_page
from kzindustry.reporting.pages.theme import style
from kzindustry.reporting.pages.words import words_of

LINKS = {"index": "index.html", "notebook": "notebooks/sites.ipynb", "results": "results.csv"}
WIDE = {"image/png": {"width": "wide"}}


class Tags(HTMLParser):
    """Every start tag of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def values(self, attribute: str, *tags: str) -> list[str]:
        return [
            attrs[attribute] or ""
            for tag, attrs in self.found
            if attribute in attrs and (not tags or tag in tags)
        ]


def export(notebook: NotebookNode, links: dict[str, str] | None = None, **options: Any) -> str:
    resources = {"metadata": {"name": "sites"}, "kzindustry": links or {}}
    page, _ = ReportExporter(**options).from_notebook_node(notebook, resources)
    assert isinstance(page, str)
    return page


def part(page: str, start: str, end: str) -> str:
    return page[page.index(start) : page.index(end, page.index(start))]


@pytest.mark.parametrize(
    ("written", "leads_to"),
    [
        ("02_other%20town.ipynb", "other%20town.html"),
        ("./02_two.ipynb#Which-town?", "two.html#Which-town?"),
        ("03-A & B.ipynb", "A%20%26%20B.html"),
        ("../data/a.csv", "../data/a.csv"),
        ("deeper/02_two.ipynb", "deeper/02_two.ipynb"),
        ("https://example.org/02_two.ipynb", "https://example.org/02_two.ipynb"),
    ],
)
def test_a_link_to_a_notebook_leads_to_its_page_where_there_is_one(written: str, leads_to: str) -> None:
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell(f"# One\n\n[next](<{written}>)")])
    assert leads_to in Tags(export(notebook, LINKS)).values("href", "a")
    alone = written.replace(" ", "%20")
    assert alone in Tags(export(notebook)).values("href", "a"), "the notebook itself, beside the page"


def test_nbconvert_and_jupyterlab_offer_it() -> None:
    assert "kzindustry" in get_export_names()
    exporter = get_exporter("kzindustry")
    assert exporter is ReportExporter
    assert exporter.export_from_notebook
    assert (exporter.output_mimetype, exporter().file_extension) == ("text/html", ".html")


def test_it_can_be_constructed_without_any_data_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("JUPYTER_PATH", "JUPYTER_DATA_DIR", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "nowhere"))
    assert "<h1>" in ReportExporter().from_notebook_node(v4.new_notebook())[0]


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        (
            "exporter",
            ["matplotlib", "pandas", "pint", "scipy", "kzindustry.evidence", "kzindustry.presentation"],
        ),
        ("page", ["nbconvert", "nbformat", "kzindustry.analysis"]),
        ("index", ["nbconvert", "nbformat", "kzindustry.analysis"]),
    ],
)
def test_importing_it_brings_nothing_heavy(module: str, heavy: list[str]) -> None:
    script = f"import sys, kzindustry.reporting.pages.{module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert not set(heavy) & set(done.stdout.split())


def test_from_the_command_line(tmp_path: Path, sample: NotebookNode) -> None:
    nbformat.write(sample, tmp_path / "sites.ipynb")
    command = [sys.executable, "-m", "nbconvert", "--to", "kzindustry", "--no-input", "sites.ipynb"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    page = (tmp_path / "sites.html").read_text(encoding="utf-8")
    assert "North, with 26 sites." in page
    assert "<pre><code>" not in page


def test_the_page_reads_from_the_question_and_the_answer_down(sample: NotebookNode) -> None:
    page = export(sample, LINKS)
    order = [
        ">Where are <em>more</em> sites?</h1>",
        '<p class="apart">North</p>',
        '<p class="finding answer">North, with 26 sites.',
        '<p class="finding limit">Only counts are known.',
        "</section>",
        'id="chart-sites"',
        'id="page-contents"',
        "Two places were surveyed",
        "Counts of the survey",
        "North has 26 sites.",
        "No site was visited.",
        '<details class="appendix">',
        "<dt>town</dt><dd>North</dd>",
        '<table class="recorded',
        'id="source-1"',
        "Made by kzindustry",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert page.count('class="finding answer"') == 1
    assert page.count('id="chart-sites"') == 1
    assert "<title>Where are more sites? (North)</title>" in page
    assert '<meta name="description" content="North, with 26 sites.">' in page


def test_parameters_are_those_of_the_run(sample: NotebookNode) -> None:
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", export(sample)) == [
        ("town", "North"),
        ("confidence", "0.95"),
    ]


def test_contents_lead_to_the_headings(sample: NotebookNode) -> None:
    contents = part(export(sample), '<nav class="contents"', "</nav>")
    links = re.findall(r'<a href="#(.*?)">(.*?)</a>', contents)
    assert links == [
        ("how-many-sites", "How many sites?"),
        ("what-is-not-known", "What is not known"),
        ("dates", "Dates"),
        ("appendix-where-this-comes-from", "Appendix: where this comes from"),
    ]


def test_headings_without_content_are_dropped(sample: NotebookNode) -> None:
    sample.cells += [
        v4.new_markdown_cell("## Nothing below"),
        v4.new_markdown_cell("## Something deeper\n\n### Here"),
        v4.new_code_cell("print(1)", outputs=[v4.new_output("stream", text="1")]),
        v4.new_markdown_cell("### Nothing here"),
        v4.new_code_cell("quiet()"),
    ]
    page = export(sample)
    assert ">Answer</h2>" in page, "the label of the answer itself"
    assert '<h2 id="answer">' not in page
    assert "Nothing" not in page
    assert "Something deeper" in page
    assert "quiet" in page[page.index("Here</h") :]


@pytest.mark.parametrize("executed", [False, True])
def test_headings_of_notebooks_that_record_nothing_all_stay(executed: bool) -> None:
    count = 1 if executed else None
    cells = [
        v4.new_markdown_cell("# A study"),
        v4.new_markdown_cell("## Imports"),
        v4.new_code_cell("import math", execution_count=count),
        v4.new_markdown_cell("## Data"),
        v4.new_markdown_cell("### Cleaning"),
        v4.new_code_cell("x = 1", execution_count=count),
        v4.new_markdown_cell("## To be written"),
        v4.new_markdown_cell("## Tables", metadata={"tags": ["appendix"]}),
        v4.new_markdown_cell("### Sources"),
        v4.new_code_cell("y = 2", execution_count=count),
    ]
    page = export(v4.new_notebook(cells=cells))
    shown = [words_of(heading) for heading in re.findall(r"<h[1-6].*?</h[1-6]>", page)]
    for heading in ("A study", "Imports", "Data", "Cleaning", "To be written", "Sources"):
        assert heading in shown
    assert ">import</span>" in part(page, ">Imports</h2>", ">Data</h2>")
    assert "<code>x = <" in part(page, ">Cleaning</h3>", ">To be written</h2>")


def test_the_code_of_a_section_is_one_disclosure_at_its_end(sample: NotebookNode) -> None:
    page = export(sample)
    text = page[page.index('id="page-text"') : page.index('<details class="appendix">')]
    sections = re.split("<h[23]", text)
    assert [section.count('<details class="code">') for section in sections] == [1, 1, 0, 1]
    assert sections[1].rstrip().endswith("</details>")
    assert [section.count("<pre><code>") for section in sections] == [3, 3, 0, 2]
    assert "<details open" not in page
    assert '<span class="k">from</span>' in page


def test_recorded_results_are_one_table_in_the_appendix(sample: NotebookNode) -> None:
    page = export(sample)
    table = part(page, '<table class="recorded', "</table>")
    assert table.count("<tr>") == 6
    assert table.count('<th scope="row">share</th><td>place') == 5
    head = re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", table)
    assert head == ["Measure", "Subject", "Period", "Value", "Low", "Unit", "Bounds", "Sources"]
    assert (
        '<td class="number">0.1</td><td class="number">0.05</td><td>fraction</td><td>as printed</td>' in table
    )
    assert '<a class="cite" href="#source-1">1</a>' in table
    assert page.index('<details class="appendix">') < page.index(table)
    assert '<p class="result">' not in page


def test_results_have_an_appendix_even_where_the_notebook_has_none(sample: NotebookNode) -> None:
    sample.cells = [cell for cell in sample.cells if cell.id != "appendix"]
    page = export(sample)
    assert '<summary><h2 id="page-appendix">Appendix</h2></summary>' in page
    assert page.index('id="source-1"') < page.index('<details class="appendix">')


def test_an_error_that_was_expected_or_survived_is_not_the_end(sample: NotebookNode) -> None:
    wrong = v4.new_output("error", ename="ValueError", evalue="meant", traceback=["ValueError: meant"])
    cells = sample.cells
    for number in range(2):
        cells.insert(5, v4.new_code_cell(f"raise {number}", outputs=[wrong], execution_count=1))
    assert "stopped with an error" not in export(sample)
    ids = re.findall(r'<div class="error" id="(.*?)"', export(sample))
    assert len(set(ids)) == 2
    cells.append(
        v4.new_code_cell("raise", outputs=[wrong], execution_count=1, metadata={"tags": ["raises-exception"]})
    )
    assert "stopped with an error" not in export(sample)
    cells[-1].metadata["tags"] = []
    page = export(sample)
    assert "stopped with an error" in page
    assert f'<a href="#{re.findall("page-error[-0-9]*", page)[-1]}">Go to the error</a>' in page


@pytest.mark.parametrize("name", ["sample", "foreign"])
def test_anchors_are_unique_and_resolve(name: str, request: pytest.FixtureRequest) -> None:
    tags = Tags(export(request.getfixturevalue(name), LINKS))
    ids = tags.values("id")
    assert len(ids) == len(set(ids))
    inside = [address[1:] for address in tags.values("href", "a") if address.startswith("#")]
    assert set(inside) <= set(ids)


@pytest.mark.parametrize("name", ["sample", "foreign"])
def test_nothing_runs_and_nothing_is_asked_for(name: str, request: pytest.FixtureRequest) -> None:
    tags = Tags(export(request.getfixturevalue(name), LINKS))
    assert not {"iframe", "object", "embed"} & {tag for tag, _ in tags.found}
    assert {attrs.get("type") for tag, attrs in tags.found if tag == "script"} <= {"application/ld+json"}
    fetched = [
        attrs["href"] or "" for tag, attrs in tags.found if tag == "link" and attrs["rel"] != "alternate"
    ]
    loaded = tags.values("src") + fetched
    assert loaded
    assert all(address.startswith("data:") for address in loaded)
    assert not [attrs for _, attrs in tags.found if any(name.startswith("on") for name in attrs)]
    assert "url(" not in style()
    assert "@import" not in style()


def test_files_are_linked_only_where_they_are(sample: NotebookNode) -> None:
    assert "index.html" not in export(sample)
    assert set(LINKS.values()) <= set(Tags(export(sample, LINKS)).values("href", "a"))


def test_the_page_without_cells_is_small() -> None:
    assert len(export(v4.new_notebook(), LINKS).encode()) < 20_000


def test_same_bytes_and_the_notebook_untouched(sample: NotebookNode) -> None:
    before = nbformat.writes(sample)
    exporter = ReportExporter()
    pages = {exporter.from_notebook_node(sample, {"metadata": {"name": "sites"}})[0] for _ in range(3)}
    assert len(pages) == 1
    assert nbformat.writes(sample) == before
    assert pages == {report_page(sample, "sites", Links())}
    assert pages == {report_page(json.loads(before), "sites", Links())}


def test_one_exporter_serves_hundreds_of_reports(sample: NotebookNode) -> None:
    exporter = ReportExporter()
    exporter.from_notebook_node(sample)
    start = time.perf_counter()
    for _ in range(100):
        exporter.from_notebook_node(sample)
    assert time.perf_counter() - start < 5


def test_a_failed_run_shows_its_error_at_the_top_and_in_its_place(foreign: NotebookNode) -> None:
    page = export(foreign)
    notice = part(page, '<div class="notice failed"', "</div>")
    assert 'href="#page-error"' in notice
    assert "ValueError: no such &lt;place&gt;" in notice
    assert part(page, '<div class="error" id="page-error">', "</div>").count("no such &lt;place&gt;") == 2
    assert "stopped with an error. ValueError: no such" in part(page, '<meta name="description"', ">")
    assert "\x1b" not in page


def test_papermills_own_error_cells_are_not_repeated(foreign: NotebookNode) -> None:
    cell = v4.new_markdown_cell('<span style="color:red">An Exception was encountered</span>')
    cell.metadata["tags"] = ["papermill-error-cell-tag"]
    foreign.cells.insert(0, cell)
    assert "An Exception was encountered" not in export(foreign)


def test_each_output_is_shown_in_its_best_static_form(foreign: NotebookNode) -> None:
    page = export(foreign)
    assert '<pre class="stream stdout" tabindex="0">100%\nred &lt;b&gt;</pre>' in page
    assert '<pre class="stream stderr" tabindex="0">a warning</pre>' in page
    assert '<table class="dataframe"><thead><tr style="text-align:right"><td></td><th>a</th>' in page
    assert '<img class="picture" alt="Figure size 640x480 with 1 Axes" src="data:image/png;base64,' in page
    assert 'src="data:image/svg+xml;base64,' in page
    assert "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>" in page
    assert "<h2>A heading</h2>" in page
    assert ">IntSlider(value=3)</pre>" in page
    assert "Not shown here: application/javascript." in page
    assert ">a live chart</pre>" in page
    assert "raw text" in page


def test_markdown_of_all_sorts(foreign: NotebookNode) -> None:
    page = export(foreign)
    assert '<h1 id="first-title">First title</h1>' in page
    assert '<h2 id="second-title">Second title</h2>\n<h3 id="deep">Deep</h3>' in page
    assert '<h2 id="second-title-2">' in page
    assert '<math alttext="a_1 + b_2"' in page
    assert '<math alttext="\\sum x" display="block">' in page
    assert '<img src="data:image/png;base64,' in page
    assert '<a href="https://example.org/far.png">far</a>' in page
    assert '<a href="#second-title">there</a> <a>nowhere</a>' in page


def test_a_notebook_that_was_not_run_says_so(sample: NotebookNode) -> None:
    for cell in sample.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    assert "has not been run" in export(sample)
    assert "has not been run" not in export(v4.new_notebook(cells=[v4.new_code_cell("1", execution_count=1)]))


@pytest.mark.parametrize(
    "cells",
    [
        [],
        [v4.new_markdown_cell("")],
        [v4.new_markdown_cell("# \n\n##\n\n![](attachment:gone.png) [x](javascript:alert(1))")],
        [v4.new_code_cell("not ( python", metadata={"tags": ["parameters"]})],
        [v4.new_code_cell("a, b = 1, 2\nc: int\nd = ''", metadata={"tags": ["parameters"]})],
        [v4.new_code_cell("", outputs=[v4.new_output("display_data")])],
        [v4.new_code_cell("", outputs=[v4.new_output("error", ename="", evalue="", traceback=[])])],
        [
            v4.new_code_cell(
                "", outputs=[v4.new_output("display_data", data={"image/png": "x"}, metadata=WIDE)]
            )
        ],
    ],
)
def test_odd_notebooks_do_not_fail(cells: list[NotebookNode]) -> None:
    page = export(v4.new_notebook(cells=cells))
    assert "<h1" in page
    assert "javascript:" not in page


def test_code_of_an_unknown_language_is_shown_plain() -> None:
    made = v4.new_notebook(cells=[v4.new_code_cell("a < b")], metadata={"language_info": {"name": "no-such"}})
    assert "<pre><code>a &lt; b</code></pre>" in export(made)


def test_preprocessors_of_ones_own_are_run_and_leave_the_notebook_as_it_was(sample: NotebookNode) -> None:
    def shout(notebook: NotebookNode, resources: object) -> tuple[NotebookNode, object]:
        notebook.cells[0].source = notebook.cells[0].source.upper()
        return notebook, resources

    exporter = ReportExporter()
    exporter.register_preprocessor(shout)
    page, _ = exporter.from_notebook_node(sample)
    assert ">WHERE ARE" in page
    assert sample.cells[0].source.startswith("# Where")


def test_citations_that_lead_nowhere_are_warned_of(sample: NotebookNode) -> None:
    _, about = ReportExporter().from_notebook_node(sample)
    assert about["kzindustry_warnings"] == []
    sample.cells = [cell for cell in sample.cells if cell.id != "sources"]
    page, about = ReportExporter().from_notebook_node(sample)
    assert about["kzindustry_warnings"] == ["citations lead nowhere. End it with report.sources()."]
    assert 'href="#source-1"' not in page
