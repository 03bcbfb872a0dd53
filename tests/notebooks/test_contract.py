"""Every notebook keeps the one-page contract of CONTRIBUTING.md ("What a notebook is")."""

import ast
import json
import re
from pathlib import Path

import pytest

from kzindustry.root import project_root

ROOT = project_root(Path(__file__))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# Numbers that prose may hold as they are: years, the parts of a name, a method's number in its source.
YEARS_AND_NAMES = re.compile(
    r"\b(1[89]|20)\d\d(s|/\d\d)?\b|COVID-19|Ekibastuz GRES-1|CC BY 4\.0|method 10|2x2|H1|GRES-1|ISO 8601"
)
FENCES = re.compile(r"`[^`]*`|\$[^$]*\$|\]\([^)]*\)")


@pytest.fixture(params=NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def path(request):
    return request.param


@pytest.fixture
def cells(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def source(cell):
    return "".join(cell["source"])


def code(cells):
    return [cell for cell in cells if cell["cell_type"] == "code"]


def tagged(cells, tag):
    return [cell for cell in cells if tag in cell["metadata"].get("tags", [])]


def strings(tree):
    """Give the texts a cell says: string literals, f-strings' literal parts included."""
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def test_there_are_notebooks():
    assert NOTEBOOKS


def test_is_named_with_number_and_stem(path):
    assert re.fullmatch(r"\d\d_[a-z][a-z_]*", path.stem)


def test_has_no_outputs(cells):
    assert [cell["id"] for cell in code(cells) if cell["outputs"] or cell["execution_count"]] == []


def test_has_readable_unique_ids(cells):
    ids = [cell["id"] for cell in cells]
    assert len(set(ids)) == len(ids)
    assert [name for name in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []
    assert [name for name in ids if re.fullmatch(r"[0-9a-f]{8}", name)] == []


def test_opens_with_a_question(cells):
    assert cells[0]["cell_type"] == "markdown"
    title = source(cells[0]).splitlines()[0]
    assert title.startswith("# ")
    assert title.endswith("?")


def test_has_one_parameters_cell_right_after_the_imports(cells):
    (parameters,) = tagged(cells, "parameters")
    at = code(cells).index(parameters)
    assert at == 1
    imports = ast.parse(source(code(cells)[0])).body
    assert all(isinstance(node, ast.Import | ast.ImportFrom) for node in imports)


def test_parameters_are_plain_typed_and_explained(cells):
    (parameters,) = tagged(cells, "parameters")
    for line in source(parameters).strip().splitlines():
        (node,) = ast.parse(line).body
        assert isinstance(node, ast.AnnAssign), line
        assert isinstance(node.annotation, ast.Name), line
        ast.literal_eval(node.value)
        assert re.search(r"  # \w", line), line


def test_every_parameter_is_validated_with_its_own_kind_in_the_next_cell(cells):
    (parameters,) = tagged(cells, "parameters")
    declared = {node.target.id: node.annotation.id for node in ast.parse(source(parameters)).body}
    following = code(cells)[code(cells).index(parameters) + 1]
    (call,) = [
        node
        for node in ast.walk(ast.parse(source(following)))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "parameters"
    ]
    validated = {item.arg: (item.value.elts[0].id, item.value.elts[1].id) for item in call.keywords}
    assert validated == {name: (kind, name) for name, kind in declared.items()}


def test_has_one_answer_cell(cells):
    (answer,) = tagged(cells, "answer")
    assert "report.answer(" in source(answer)


def test_ends_with_answer_sources_and_versions(cells):
    """Without sources, citations have nothing to lead to."""
    calls = re.findall(r"report\.(answer|sources|versions)\(", "\n".join(map(source, code(cells))))
    assert list(dict.fromkeys(calls)) == ["answer", "sources", "versions"]
    assert "report.versions(" in source(code(cells)[-1])


def test_has_15_to_30_code_cells_of_few_lines(cells):
    lengths = [len(source(cell).strip().splitlines()) for cell in code(cells)]
    assert 15 <= len(lengths) <= 30
    short = [length for length in lengths if length <= 14]
    assert len(short) >= 0.8 * len(lengths), lengths


def test_defines_no_functions_or_loops_of_its_own(cells):
    for cell in code(cells):
        for node in ast.walk(ast.parse(source(cell))):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.While | ast.Try), cell["id"]


def test_types_no_number_into_markdown(cells):
    for cell in cells:
        if cell["cell_type"] == "markdown":
            prose = YEARS_AND_NAMES.sub("", FENCES.sub("", source(cell)))
            assert re.findall(r"\d+", prose) == [], cell["id"]


def test_types_no_number_into_sentences(cells):
    """Sentences take their numbers from quantities: a literal with a space in it is a sentence."""
    for cell in code(cells):
        for text in strings(ast.parse(source(cell))):
            if text.count(" ") >= 3:
                prose = YEARS_AND_NAMES.sub("", re.sub(r"\{[^}]*\}", "", text))
                assert re.findall(r"\d+", prose) == [], (cell["id"], text)


def test_text_of_a_notebook_for_one_town_fits_every_town(cells):
    """Markdown is the same in every run: where the town is a parameter, only the introduction names one."""
    (parameters,) = tagged(cells, "parameters")
    if ": Town =" in source(parameters):
        towns = re.compile(r"\b(?:Karatau|Zhanatas)\b|^#+ .*\b(?:the|both|two) towns\b", re.MULTILINE)
        text = [source(cell) for cell in cells[1:] if cell["cell_type"] == "markdown"]
        headings = source(cells[0]).splitlines()[:1]
        assert [words for words in (*headings, *text) if towns.search(words)] == []


def test_names_no_machine_path(path):
    assert not re.search(r"/(home|Users|tmp)/", path.read_text(encoding="utf-8"))
