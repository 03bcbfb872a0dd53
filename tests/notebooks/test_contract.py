"""Every notebook keeps the contract of CONTRIBUTING.md ("What a notebook is"), and is good to read."""

import ast
import json
import re
from pathlib import Path
from statistics import median

import pytest

from kzindustry.root import project_root

ROOT = project_root(Path(__file__))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
TEMPLATE = ROOT / "notebooks" / "template.ipynb"
YEARS = re.compile(r"\b(1[89]|20)\d\d(s|-\d\d(\d\d)?)?\b")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAYS = re.compile(rf"\b\d{{1,2}} (?:{MONTHS})\b")
FENCES = re.compile(r"`[^`]*`|\$[^$]*\$|\]\([^)]*\)|\{[^}]*\}")
PROSE = re.compile(r"%%(say|limit|answer)\b.*\n?")
WORD = re.compile(r"[^\W\d_]{2,}")
SENTENCE_NAMES = {"title", "note", "row", "says", "words", "measure", "subtitle", "text", "sentence", "label"}
SHOWS = {"say", "limit", "answer", "heading", "show", "table", "printed", "folded", "sources", "versions"}


@pytest.fixture(params=NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def path(request):
    return request.param


@pytest.fixture
def cells(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def source(cell):
    return "".join(cell["source"])


def tagged(cells, tag):
    return [cell for cell in cells if tag in cell["metadata"].get("tags", [])]


def is_prose(cell):
    return cell["cell_type"] == "code" and source(cell).startswith("%%")


def plain_code(cells):
    """Give the code cells that are no prose cells."""
    return [cell for cell in cells if cell["cell_type"] == "code" and not is_prose(cell)]


def parsed(cell):
    return ast.parse(re.sub(r"^%.*$", "", source(cell), flags=re.MULTILINE))


def count_words(text):
    return len(WORD.findall(text))


def texts(cells):
    """Give what readers read: Markdown and prose cells without their fields."""
    prose = [PROSE.sub("", source(cell), count=1) for cell in cells if is_prose(cell)]
    return [FENCES.sub("", text) for text in prose] + [
        FENCES.sub("", source(cell)) for cell in cells if cell["cell_type"] == "markdown"
    ]


def strings(cells):
    """Give the sentences that stand in code: string literals of three words and more."""
    return [
        node.value
        for cell in plain_code(cells)
        for node in ast.walk(parsed(cell))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.count(" ") >= 2
    ]


def called(node):
    function = getattr(node, "func", None)
    return getattr(function, "attr", getattr(function, "id", ""))


def is_about_words(statement):
    """Tell whether a statement makes or shows words, rather than computing something."""
    value = statement.value
    if isinstance(value, ast.IfExp):
        value = value.body
    text = isinstance(value, ast.JoinedStr) or (isinstance(value, ast.Constant) and " " in str(value.value))
    return text or called(value) in SHOWS | {"finding", "listed", "parameters"}


def test_there_are_notebooks():
    assert len(NOTEBOOKS) >= 4


def test_is_named_with_number_and_stem(path):
    assert re.fullmatch(r"\d\d_[a-z][a-z_]*", path.stem)


@pytest.mark.parametrize("notebook", [*NOTEBOOKS, TEMPLATE], ids=lambda path: path.stem)
def test_has_no_outputs_and_readable_unique_ids(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    ids = [cell["id"] for cell in cells]
    assert len(set(ids)) == len(ids)
    assert [name for name in ids if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name)] == []
    assert [name for name in ids if re.fullmatch(r"[0-9a-f]{8}", name)] == []
    assert [cell["id"] for cell in cells if cell.get("outputs") or cell.get("execution_count")] == []


def test_opens_with_a_question(cells):
    assert cells[0]["cell_type"] == "markdown"
    title = source(cells[0]).splitlines()[0]
    assert title.startswith("# ")
    assert title.endswith("?")
    assert [source(cell) for cell in cells[1:] if re.match(r"# ", source(cell))] == []


def test_has_one_parameters_cell_after_the_imports(cells):
    (parameters,) = tagged(cells, "parameters")
    code = plain_code(cells)
    assert code.index(parameters) == 1
    assert source(code[0]).startswith("%load_ext kzindustry\n")
    assert all(isinstance(node, ast.Import | ast.ImportFrom) for node in parsed(code[0]).body)
    assert "report.parameters()" in source(code[2])


def test_parameters_are_plain_typed_and_explained(cells):
    (parameters,) = tagged(cells, "parameters")
    for line in source(parameters).strip().splitlines():
        (node,) = ast.parse(line).body
        assert isinstance(node, ast.AnnAssign), line
        assert isinstance(node.annotation, ast.Name), line
        ast.literal_eval(node.value)
        assert re.search(r"  # \w", line), line


def test_has_one_lead_chart(cells):
    (lead,) = tagged(cells, "lead")
    assert "report.show(" in source(lead)


def test_the_answer_is_prose(cells):
    """An answer for each kind of run; its caveat is a limit of the same tag."""
    answers = tagged(cells, "answer")
    assert answers
    assert all(source(cell).startswith(("%%answer", "%%limit")) for cell in answers)
    assert any(source(cell).startswith("%%answer") for cell in answers)


def test_the_first_sentence_of_an_answer_is_short(cells):
    """At most 35 words, at most three numbers."""
    for cell in tagged(cells, "answer"):
        if source(cell).startswith("%%answer"):
            first = re.split(r"(?<=[.!?])\s", PROSE.sub("", source(cell), count=1).strip())[0]
            assert len(re.sub(r"\{[^}]*\}", "x", first).split()) <= 35, first
            assert len(re.findall(r"\{[^}]*\}", first)) <= 3, first


def test_ends_with_an_appendix_of_sources_and_versions(cells):
    (appendix,) = tagged(cells, "appendix")
    assert appendix["cell_type"] == "markdown"
    after = [source(cell) for cell in cells[cells.index(appendix) :]]
    assert "report.sources()" in "\n".join(after)
    assert "report.versions()" in after[-1]


def test_cells_are_short(cells):
    lengths = [len(source(cell).strip().splitlines()) for cell in plain_code(cells)]
    assert median(lengths) <= 6
    assert max(lengths) <= 20


def test_at_least_half_of_the_statements_compute(cells):
    statements = [
        node
        for cell in plain_code(cells)
        if "parameters" not in cell["metadata"].get("tags", [])
        for node in ast.walk(parsed(cell))
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr)
    ]
    computing = [node for node in statements if not is_about_words(node) and called(node.value) != "record"]
    assert len(computing) >= len(statements) / 2


def test_prose_stands_in_prose_and_markdown_cells(cells):
    read, in_code = sum(map(count_words, texts(cells))), sum(map(count_words, strings(cells)))
    assert read >= 0.85 * (read + in_code)


def test_there_is_prose_for_each_line_of_code(cells):
    lines = sum(bool(line.strip()) for cell in plain_code(cells) for line in source(cell).splitlines())
    assert sum(map(count_words, texts(cells))) >= 6 * lines


def test_no_name_of_a_sentence_is_used_twice(cells):
    names = [
        target.id
        for cell in plain_code(cells)
        for node in ast.walk(parsed(cell))
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    assert [name for name in SENTENCE_NAMES if names.count(name) > 1] == []


def test_defines_no_functions_of_its_own(cells):
    refused = ast.FunctionDef | ast.ClassDef | ast.While | ast.Try | ast.With
    for cell in plain_code(cells):
        assert not [node for node in ast.walk(parsed(cell)) if isinstance(node, refused)], cell["id"]


def test_loops_only_over_what_is_shown(cells):
    """A loop that computes belongs into src, with its test; pandas adds up without one."""
    for cell in plain_code(cells):
        for loop in (node for node in ast.walk(parsed(cell)) if isinstance(node, ast.For)):
            calls = {called(node.value) for node in loop.body if isinstance(node, ast.Expr)}
            assert calls & (SHOWS | {"record"}), cell["id"]


def test_types_no_number(cells):
    """Numbers come from quantities, in Markdown and in prose cells alike; dates and names aside."""
    for text in texts(cells):
        names = re.sub(r"\b[A-Za-z]+-?\d+\b|CC BY 4\.0", "", YEARS.sub("", DAYS.sub("", text)))
        assert re.findall(r"\d+", names) == [], text


def test_text_of_a_notebook_for_one_town_fits_every_town(cells):
    """Markdown is the same in every run: where the town is a parameter, headings name neither."""
    (parameters,) = tagged(cells, "parameters")
    if ": Town =" in source(parameters):
        headings = re.compile(r"^##+ .*\b(?:Karatau|Zhanatas|the towns|both)\b", re.MULTILINE)
        assert [
            source(cell)
            for cell in cells
            if cell["cell_type"] == "markdown" and headings.search(source(cell))
        ] == []


def test_no_text_speaks_of_the_program(cells):
    """Words that a reader of the page cannot know stay in code and appendix."""
    (appendix,) = tagged(cells, "appendix")
    before = cells[: cells.index(appendix)]
    foreign = re.compile(r"\bthis run\b|\bruns? for\b|`|\bparameter\b|\brounding\b|evidence\.|\bnotebook\b")
    shown = [source(cell) for cell in before if cell["cell_type"] == "markdown" or is_prose(cell)]
    found = [match[0] for text in shown if (match := foreign.search(PROSE.sub("", text, count=1)))]
    assert found == []


def test_names_no_machine_path(path):
    assert not re.search(r"/(home|Users|tmp)/", path.read_text(encoding="utf-8"))
