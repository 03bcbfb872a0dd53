"""Fixtures that several folders of tests share: notebooks as the exporter meets them, the standard batch."""

import os
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode, v4

OWN = "application/vnd.kzindustry+json"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 380 150" width="380" height="150">
<style>.t{fill:#222}.b{fill:#0b5a6b}
@media screen and (prefers-color-scheme:dark){.t{fill:#ddd}.b{fill:#84cbd8}}</style>
<g font-family="sans-serif" font-size="13"><rect class="b" x="80" y="20" width="240" height="36"/>
<rect class="b" x="80" y="80" width="150" height="36"/><text class="t" x="0" y="43">North</text>
<text class="t" x="0" y="103">South</text><text class="t" x="330" y="43">26</text>
<text class="t" x="240" y="103">15</text></g></svg>"""


def shown(html: str, text: str, document: dict[str, Any] | None = None) -> NotebookNode:
    """Make an output as the project's notebooks show them."""
    data = {"text/html": html, "text/plain": text, **({OWN: document} if document else {})}
    return v4.new_output("display_data", data=data)


def finding(words: str, role: str = "reading") -> NotebookNode:
    kind = "finding" if role == "reading" else f"finding {role}"
    cited = '<sup class="cites"><a class="cite" href="#source-1" title="Survey, paragraph 3">1</a></sup>'
    document = {"kind": "finding", "role": role, "text": words, "figures": ["survey:3:north"]}
    return shown(f'<p class="{kind}">{words}{cited}</p>', words, document)


def result(subject: str, value: float) -> NotebookNode:
    line = f"share · {subject}: {value}"
    about = {"kind": "result", "measure": "share", "subject": subject, "period": "2020", "unit": "fraction"}
    ends = {"value": value, "low": value / 2, "high": None, "bounds": "as printed", "text": ""}
    document = {**about, **ends, "figures": ["survey:3:north"]}
    return shown(f'<p class="result">{line}</p>', line, document)


def chart() -> NotebookNode:
    source = f"data:image/svg+xml;base64,{b64encode(DRAWING.encode()).decode()}"
    html = (
        '<figure class="chart" id="chart-sites"><figcaption class="chart-head">'
        '<p class="chart-title">North has more sites than South</p>'
        '<p class="chart-subtitle">Sites, number</p></figcaption>'
        f'<picture><source media="(max-width: 640px)" srcset="{source}">'
        f'<img alt="Bars: North 26, South 15." src="{source}"></picture>'
        '<div class="chart-foot"><p class="chart-note">Note: counts as printed.</p>'
        '<p class="chart-source">Source: Survey, paragraph 3</p>'
        '<details class="chart-data"><summary>Data</summary>'
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Data of the chart">'
        '<table class="data"><caption>Sites</caption><thead><tr><th scope="col">Place</th>'
        '<th scope="col" class="number">Sites</th></tr></thead><tbody><tr><th scope="row">North</th>'
        '<td class="number">26</td></tr></tbody></table></div>'
        '<a download="sites.csv" href="data:text/csv;charset=utf-8,place%2Csites%0ANorth%2C26">CSV</a>'
        "</details></div></figure>"
    )
    return shown(html, "Bars: North 26, South 15.", {"kind": "chart", "name": "sites", "figures": []})


def code(name: str, source: str, *outputs: NotebookNode, tags: tuple[str, ...] = ()) -> NotebookNode:
    cell = v4.new_code_cell(source, id=name, outputs=list(outputs), execution_count=1)
    if tags:
        cell.metadata["tags"] = list(tags)
    return cell


def text(name: str, source: str, **more: Any) -> NotebookNode:
    return v4.new_markdown_cell(source, id=name, **more)


def notebook(*cells: NotebookNode) -> NotebookNode:
    made = v4.new_notebook(
        cells=list(cells), metadata={"kernelspec": {"name": "python3", "display_name": "Python"}}
    )
    return nbformat.reads(nbformat.writes(made), as_version=4)


def sample_notebook() -> NotebookNode:
    """A notebook of the project's form, executed."""
    sources = (
        '<section class="sources"><ol><li id="source-1"><cite>Survey</cite> (Bureau, 2020), paragraph 3: '
        '“26 sites”. <a href="https://example.org/survey">https://example.org/survey</a></li></ol></section>'
    )
    listed = {"kind": "sources", "sources": [{"number": 1, "title": "Survey", "figures": ["survey:3:north"]}]}
    parameters = 'town: Town = "both"  # town to analyse\nconfidence: Probability = 0.95  # of intervals'
    return notebook(
        text("question", "# Where are *more* sites?\n\nTwo places were surveyed in one year."),
        code("imports", "from kzindustry.types import Town"),
        code("parameters", parameters, tags=("parameters",)),
        code("injected", '# Parameters\ntown = "North"', tags=("injected-parameters",)),
        text("sites", "## How many sites?\n\nCounts of the survey."),
        code("count-sites", "sites = count('survey:3:north')\nsites", finding("North has 26 sites.")),
        code("draw-sites", "report.show(bars(sites))", chart(), tags=("lead",)),
        code("record-shares", "record(shares)", *[result(f"place {i}", 0.1 * i) for i in range(1, 6)]),
        text("limits", "## What is not known\n\n### Dates\n\nThe survey is undated."),
        code("limit", "limit()", finding("No site was visited.", "limit")),
        text("answer-heading", "## Answer"),
        code(
            "answer",
            "report.answer(...)",
            finding("Only counts are known.", "limit"),
            finding("North, with 26 sites.", "answer"),
            tags=("answer",),
        ),
        text("appendix", "## Appendix: where this comes from", metadata={"tags": ["appendix"]}),
        text("sources-heading", "## Sources"),
        code("sources", "report.sources()", shown(sources, "1. Survey", listed)),
    )


def foreign_notebook() -> NotebookNode:
    """A notebook from anywhere: every kind of output, an error, Markdown of all sorts."""
    frame = (
        '<div>\n<style scoped>\n .dataframe th {}\n</style>\n<table border="1" class="dataframe">'
        '<thead><tr style="text-align: right;"><th></th><th>a</th></tr></thead>'
        "<tbody><tr><th>0</th><td>1</td></tr></tbody></table>\n</div>"
    )
    bundles = [
        {"text/html": frame, "text/plain": "   a\n0  1"},
        {"image/png": PIXEL, "text/plain": "<Figure size 640x480 with 1 Axes>"},
        {"image/svg+xml": DRAWING, "text/plain": "<drawing>"},
        {"text/latex": r"$\frac{a}{b}$", "text/plain": "a/b"},
        {"text/markdown": "# A heading\n\n**bold**", "text/plain": "bold"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "IntSlider(value=3)"},
        {"application/javascript": "alert(1)"},
        {"text/html": "<script>alert(1)</script>", "text/plain": "a live chart"},
    ]
    displays = [v4.new_output("display_data", data=data) for data in bundles]
    streams = [
        v4.new_output("stream", name="stdout", text="10%\r50%\r100%\n\x1b[31mred"),
        v4.new_output("stream", name="stdout", text="\x1b[0m <b>\n"),
        v4.new_output("stream", name="stderr", text="a warning\n"),
    ]
    error = v4.new_output(
        "error",
        ename="ValueError",
        evalue="no such <place>",
        traceback=["\x1b[0;31mValueError\x1b[0m: no such <place>"],
    )
    source = (
        "Before any title.\n\n# First title\n\ntext $a_1 + b_2$\n\n$$\n\\sum x\n$$\n\n"
        "# Second title\n\n#### Deep\n\n"
        "| a | b |\n|---|--:|\n| 1 | 2 |\n\n![dot](attachment:dot.png) ![far](https://example.org/far.png)\n\n"
        "## Second title\n\n[there](#Second-title) [nowhere](#Gone)\n\n<script>alert(1)</script>\n"
    )
    return notebook(
        text("1a2b3c4d", source, attachments={"dot.png": {"image/png": PIXEL}}),
        code("2a2b3c4d", "%matplotlib inline\nprint('x')", *streams),
        code("3a2b3c4d", "", *displays),
        v4.new_raw_cell("raw text", id="4a2b3c4d"),
        code("5a2b3c4d", "fail()", error),
    )


@pytest.fixture
def sample() -> NotebookNode:
    return sample_notebook()


@pytest.fixture
def foreign() -> NotebookNode:
    return foreign_notebook()


@pytest.fixture(scope="session")
def shared_notebooks() -> dict[str, NotebookNode]:
    """Both notebooks for tests that only read them."""
    return {"sites": sample_notebook(), "foreign": foreign_notebook()}


@pytest.fixture(scope="session")
def built_reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the standard batch, built once for all tests that read reports."""
    folder = tmp_path_factory.mktemp("reports")
    program = Path(sys.executable).with_name("kzindustry")
    done = subprocess.run([program, "build", "--out", folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


COLLECTION = Path(__file__).parent / "reporting" / "collection"
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A copy of a small collection of its own, which has nothing to do with the project's notebooks."""
    copy = tmp_path / "collection"
    shutil.copytree(COLLECTION, copy, ignore=shutil.ignore_patterns("__pycache__", "reports"))
    return copy


@pytest.fixture(scope="session")
def command() -> Command:
    """Run the command line as users do; give what it printed and its exit status."""
    program = Path(sys.executable).with_name("kzindustry")

    def run(*arguments: object, cwd: Path, **options: Any) -> subprocess.CompletedProcess[str]:
        words = [str(program), *map(str, arguments)]
        return subprocess.run(
            words, cwd=cwd, capture_output=True, text=True, check=False, timeout=300, **options
        )

    return run


@pytest.fixture(scope="session")
def documents_folder() -> Path:
    """The folder of the five documents' texts: KZ_DOCUMENTS, else shared/documents beside the repository.

    Tests that need it are skipped where it is missing, but not where everything must be tested (CI=true).
    """
    beside = Path(__file__).parents[2] / "shared" / "documents"
    folder = Path(os.environ.get("KZ_DOCUMENTS", beside))
    if not folder.is_dir():
        reason = f"the texts of the documents are not in {folder}: set KZ_DOCUMENTS to their folder"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder
