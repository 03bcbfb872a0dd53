"""The gate: what a cell gives stays in its place, does nothing, and is still all there."""

import base64
import html
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pandas as pd
import pytest
from hostile import LEADING_AWAY, SWALLOWING
from nbformat import NotebookNode, v4

from kzindustry.reporting.pages.anchors import Anchors
from kzindustry.reporting.pages.css import declarations, scoped
from kzindustry.reporting.pages.exporter import ReportExporter
from kzindustry.reporting.pages.gate import admitted
from kzindustry.reporting.pages.page import report_page
from kzindustry.reporting.pages.pictures import checked_address, picture_address, safe_drawing
from kzindustry.reporting.pages.surroundings import Surroundings

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
VOID = {"img", "source", "br", "hr", "col", "meta", "link", "wbr"}


class Tree(HTMLParser):
    """Checks that tags nest, and keeps where each text stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.places: dict[str, tuple[str, ...]] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.startswith("AFTER"):
            self.places[data] = tuple(self.open)


def shown(text: str) -> NotebookNode:
    return v4.new_code_cell("", outputs=[v4.new_output("display_data", data={"text/html": text})])


def fragment(text: str) -> str:
    around = Surroundings()
    return str(admitted(text, around).html(around.anchors))


@pytest.mark.parametrize("broken", SWALLOWING + LEADING_AWAY)
def test_what_follows_a_fragment_stands_where_it_would_have_stood(broken: str) -> None:
    cells = []
    for number in range(2):
        cells += [shown(broken), v4.new_markdown_cell(broken), v4.new_markdown_cell(f"AFTER {number}")]
    tree = Tree(report_page(v4.new_notebook(cells=cells), "odd"))
    assert tree.places == {f"AFTER {number}": ("html", "body", "main", "div", "p") for number in range(2)}


@pytest.mark.parametrize("hostile", LEADING_AWAY + SWALLOWING)
def test_nothing_runs_loads_or_leads_away(hostile: str) -> None:
    for cell in (shown(hostile), v4.new_markdown_cell(hostile), shown(f"<table><tr><td>{hostile}")):
        tree = Tree(report_page(v4.new_notebook(cells=[cell]), "odd"))
        inside = tree.tags[[tag for tag, _ in tree.tags].index("main") :]
        assert not {"script", "iframe", "form", "input", "button", "base", "link", "meta"} & {
            tag for tag, _ in inside
        }
        for _, attributes in inside:
            assert not [name for name in attributes if name.startswith("on")]
            assert not re.search(r"position|url\((?!#)", attributes.get("style") or "")
            for name in ("src", "srcset", "poster", "data"):
                assert (attributes.get(name) or "data:").startswith("data:")
            assert not re.match(r"(?:java|vb)script:|data:text/html", attributes.get("href") or "")


@pytest.mark.parametrize("broken", SWALLOWING + LEADING_AWAY)
def test_what_the_gate_lets_through_a_browser_reads_as_it_is_written(broken: str) -> None:
    once = fragment(f"<p>{broken}<p>x</p></p>")
    assert fragment(once) == once


def test_frames_and_controls_are_named() -> None:
    page = report_page(
        v4.new_notebook(cells=[shown("<iframe src='https://example.org/map?a=1&amp;b'></iframe>")]), "odd"
    )
    assert "Not shown here: iframe https://example.org/map?a=1&amp;b." in page
    folium = "<div style='width:100%'><span id='a'>Trust</span><iframe srcdoc='x'></iframe></div>"
    assert admitted(folium, Surroundings()).left_out == ["iframe"]
    assert "Not shown here: controls." in report_page(v4.new_notebook(cells=[shown("<input>")]), "odd")


PROGRAMS = [
    "<SCRIPT src='https://example.org/x.js'></SCRIPT>",
    "<table><tr><td><script type=module>1</script>",
    "<svg><g><script xlink:href='#x'/></g></svg>",
    "<script type='application/json'>1</script><script>1",
]
NO_PROGRAMS = [
    "<script type='application/json' data-for='x'>{\"a\": \"<script>\"}</script>",
    "<script type='application/ld+json; charset=utf-8'>{}</script>",
    "<!-- <script>1</script> -->",
    "<p title='<script>'>&lt;script&gt;</p>",
    "<p onclick='f()'>x</p>",
]


@pytest.mark.parametrize("text", PROGRAMS + NO_PROGRAMS)
def test_scripts_are_named_if_they_are_programs(text: str) -> None:
    assert admitted(f"<p>x</p>{text}", Surroundings()).left_out == ["a script"] * (text in PROGRAMS)


@pytest.mark.parametrize("make", [v4.new_markdown_cell, v4.new_raw_cell])
@pytest.mark.parametrize("before", ["", "## A map\n\n"])
def test_what_cells_of_text_cannot_bring_is_named_too(
    make: Callable[[str], NotebookNode], before: str
) -> None:
    cell = make(f"{before}<iframe src='https://example.org/map'></iframe><script>1</script>")
    cell.id = "map"
    page, about = ReportExporter().from_notebook_node(v4.new_notebook(cells=[cell]))
    assert page.count("Not shown here: iframe https://example.org/map, a script.</p>") == 1
    assert '<meta name="description" content="Not shown' not in page
    assert about["kzindustry_warnings"] == [
        "cell 1 (map): not shown in the report: iframe https://example.org/map",
        "cell 1 (map): not shown in the report: a script",
    ]


def test_what_the_project_shows_comes_through_unchanged(sample: NotebookNode) -> None:
    for cell in sample.cells:
        for output in cell.get("outputs", ()):
            own = output.data["text/html"].replace(' href="#source-1"', "")
            assert fragment(own) == own


def test_pictures_for_wide_and_narrow_pages_come_through() -> None:
    drawing = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>').decode()
    picture = (
        f'<picture><source media="(max-width: 640px)" srcset="data:image/svg+xml;base64,{drawing}">'
        f'<img src="data:image/svg+xml;base64,{drawing}" alt="A &lt;chart&gt;"></picture>'
    )
    assert fragment(picture) == picture


def test_a_styled_table_keeps_its_colours_and_leaves_all_others_alone() -> None:
    styler = pd.DataFrame({"a": [1, 2]}).style.map(lambda value: "color: red" if value > 1 else "")
    table = styler.to_html()
    name = re.search(r'<table id="(T_\w+)"', table)[1]  # type: ignore[index]
    around = Surroundings(Anchors({f"{name}_row1_col0"}))
    made = admitted(table, around)
    assert made.styles == [f"#page-output #{name}_row1_col0-2{{color:red}}"]
    assert f'id="{name}_row1_col0-2"' in made.pieces[0]
    assert made.pieces[0].startswith('<div class="guest" id="page-output">')


def test_rules_are_confined_to_their_own_output() -> None:
    sheet = "a, b > c {color: red} @media print{d {color: blue}} @font-face {src: url(x)} e {position: fixed}"
    rules = "#here a,#here b > c{color:red}@media print{#here d{color:blue}}"
    assert scoped(sheet, "here", {}) == rules
    assert scoped("a { color: red } </style", "here", {}) == "#here a{color:red}"
    assert "<" not in scoped('a::before { content: "</style><script>" }', "here", {})


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("color: red; position: fixed; top: 0", "color:red"),
        ("margin: -900px; padding: 1px", "padding:1px"),
        ("margin: calc(0px - 9em) var(--x) 1px", ""),
        ("background: url(https://example.org/x)", ""),
        ("background: URL('https://example.org/x'); width: 50%", "width:50%"),
        ("fill: url(#gradient)", "fill:url(#gradient)"),
        ("transform: scale(99); z-index: 9; animation: x 1s", ""),
        ("text-indent: -99em; text-align: right !important", "text-align:right !important"),
        ("not css at all {", ""),
    ],
)
def test_style_dresses_its_own_element_only(given: str, kept: str) -> None:
    assert declarations(given) == kept


def test_ids_are_unique_and_references_follow_them() -> None:
    drawn = (
        '<svg viewBox="0 0 1 1"><defs><linearGradient id="g"></linearGradient></defs>'
        '<path d="M0 0" fill="url(#g)"></path><use href="#g"></use></svg><a href="#g">g</a>'
    )
    around = Surroundings()
    first, second = (str(admitted(drawn, around).html(around.anchors)) for _ in range(2))
    assert first == drawn
    assert second == drawn.replace('id="g"', 'id="g-2"').replace("#g", "#g-2")


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("# A title: which? {#x}", "A-title:-which?-{#x}"),
        ("## Data & methods", "Data-&-methods"),
        ("## Data & methods", "Data-%26-methods"),
        ("## Data & methods", "data-methods"),
        ("## Данные и методы", "Данные-и-методы"),
        ("## Данные", "%D0%94%D0%B0%D0%BD%D0%BD%D1%8B%D0%B5"),
        ("text <a name='Place of mine'></a> text", "Place%20of%20mine"),
        ("text <span id=here>here</span>", "here"),
        ("## Results\n\n<a id='results'></a>", "results"),
    ],
)
def test_links_find_headings_and_places_as_jupyter_writes_them(written: str, link: str) -> None:
    page = report_page(v4.new_notebook(cells=[v4.new_markdown_cell(f"[go](#{link})\n\n{written}")]), "x")
    target = re.search(r'<a href="#([^"]+)">go</a>', page)
    assert target, page[page.index("<main") :]
    assert f'id="{target[1]}"' in page


def test_text_that_looks_like_a_link_stays() -> None:
    cell = v4.new_markdown_cell('    <a href="#gone"> id="x" href="#y"')
    page = html.unescape(report_page(v4.new_notebook(cells=[cell]), "x"))
    assert '<a href="#gone"> id="x" href="#y"' in page


@pytest.mark.parametrize(
    ("mime", "data"),
    [
        (
            "image/png",
            base64.b64encode(b'"><meta http-equiv=refresh content="0;url=https://example.org/">').decode(),
        ),
        ("image/png", '"><meta http-equiv=refresh content="0;url=https://example.org/">'),
        ("image/jpeg", "AAAA"),
        ("image/svg+xml", '"><script>alert(1)</script>'),
        ("image/svg+xml", "<svg><rect></svg>"),
        ("image/svg+xml", "<html xmlns='http://www.w3.org/1999/xhtml'/>"),
    ],
)
def test_what_is_no_picture_is_not_shown_as_one(mime: str, data: str) -> None:
    cell = v4.new_code_cell(
        "", outputs=[v4.new_output("display_data", data={mime: data, "text/plain": "words"})]
    )
    page = report_page(v4.new_notebook(cells=[cell]), "x")
    assert "<img" not in page
    assert ">words</pre>" in page
    assert "example.org" not in page


def test_a_picture_has_the_type_that_its_bytes_say() -> None:
    true = f"data:image/png;base64,{PIXEL}"
    assert picture_address("image/jpeg", base64.b64decode(PIXEL)) == true
    assert checked_address(f"data:image/png;base64,{PIXEL[:20]}\n{PIXEL[20:]}") == true
    assert checked_address("data:image/png;base64,AAAA") == ""


@pytest.mark.parametrize(
    "part",
    [
        "<script>alert(1)</script>",
        '<image href="https://example.org/x.png"/>',
        '<a xlink:href="javascript:alert(1)"><rect/></a>',
        '<rect onclick="alert(1)"/>',
        '<rect style="fill:url(https://example.org/x#y)"/>',
        "<style>@import 'https://example.org/x.css';</style>",
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
        "<s:script xmlns:s='http://www.w3.org/2000/svg'>x</s:script>",
    ],
)
def test_drawings_neither_run_nor_load(part: str) -> None:
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    harmless = f'{head}<circle r="1" fill="url(#a)"/></svg>'.encode()
    assert safe_drawing(harmless) == harmless
    made = safe_drawing(f'{head}<circle r="1"/>{part}</svg>'.encode())
    assert b"<circle" in made
    assert not re.search(rb"script|example\.org|onclick|<p\b", made)


def test_the_time_grows_as_the_input() -> None:
    """Each of these took minutes or did not end with patterns that go back."""
    for piece in ("<", "<a ", '<a b="', "<!--", "<p>", "&", "<svg>", ' id="', "</p>", "<table>", "url("):
        fragment(piece * 20_000)
