"""Each thing that a notebook can lack is named in words, with its cell and what to do."""

import copy
import json
from pathlib import Path

import pytest

from kzindustry.reporting.authoring.advice import advice_for
from kzindustry.reporting.authoring.needs import needs_of
from kzindustry.root import project_root

ROOT = project_root(Path(__file__))
TEMPLATE = json.loads((ROOT / "notebooks" / "template.ipynb").read_text(encoding="utf-8"))

ORIGINAL = {cell["id"]: "".join(cell["source"]) for cell in TEMPLATE["cells"]}


@pytest.fixture
def needs(tmp_path):
    """Give what a changed copy of the template needs; the change gets its cells by id."""

    def found(change):
        document = copy.deepcopy(TEMPLATE)
        change(document, {cell["id"]: cell for cell in document["cells"]})
        path = tmp_path / "draft.ipynb"
        path.write_text(json.dumps(document), encoding="utf-8")
        return needs_of(path)

    return found


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_the_collection_needs_nothing(path):
    assert needs_of(path) == []
    assert advice_for(path) == []


def test_a_notebook_without_parameters_needs_none(needs):
    def change(document, cells):
        document["cells"].remove(cells["parameters"])
        cells["evidence"]["source"] = "evidence = Evidence.load()\nreport = Report(evidence)"

    assert needs(change) == []


def remove(*names):
    def change(document, cells):
        for name in names:
            document["cells"].remove(cells[name])

    return change


def write(name, source):
    return lambda document, cells: cells[name].update(source=source)


def tag(name, *tags):
    return lambda document, cells: cells[name]["metadata"].update(tags=list(tags))


def last(name):
    def change(document, cells):
        document["cells"].remove(cells[name])
        document["cells"].append(cells[name])

    return change


def both(*changes):
    def change(document, cells):
        for one in changes:
            one(document, cells)

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda document, cells: document["metadata"].pop("kernelspec"), "no kernelspec. Choose"),
        (
            lambda document, cells: document["metadata"].update(kernelspec={"name": "ir", "language": "R"}),
            "its kernel is ir.",
        ),
        (lambda document, cells: cells["claim"].update(id="3f9a01bc"), "cell 8 has no readable id."),
        (lambda document, cells: cells["claim"].update(id="table"), "2 cells have the id table."),
        (remove("question"), "no title."),
        (write("claim", "rate = = 1"), "cell 8 (claim), line 1: invalid syntax"),
        (write("parameters", "confidence = 0.95"), "parameters cell, line 1: a parameter is written"),
        (write("parameters", "confidence: Prob = 0.95"), "parameters cell, line 1: Prob is not imported."),
        (tag("table", "parameters"), "cell 3 (parameters), cell 6 (table) are tagged `parameters`."),
        (write("evidence", "report = Report(1)"), "nothing checks the parameters."),
        (last("parameters"), "report.parameters() stands before cell 19 (parameters)."),
        (write("imports", "import math"), "is a prose cell. Write `%load_ext kzindustry` above"),
        (last("evidence"), "speaks before there is a report."),
        (tag("answer"), "cell 15 (answer) answers, but is not tagged `answer`."),
        (both(tag("answer"), write("answer", "%%say\nx"), remove("caveat")), "no answer. Write one"),
        (tag("claim", "answer"), "cell 8 (claim) is tagged `answer` and answers nothing."),
        (write("answer", "%%answer"), "cell 15 (answer) says nothing. Write its text, or remove it."),
        (write("claim-limit", "%%limit if x == 1\n"), "cell 11 (claim-limit) says nothing."),
        (
            write("claim-reading", "%%say\nSome 17 of {towns.n[2]}."),
            "(claim-reading): the number '17' is typed.",
        ),
        (write("sources", "report.versions()"), "no sources. Write report.sources()"),
        (last("claim-reading"), "cell 19 (claim-reading) cites after the sources were listed."),
        (tag("answer", "anwser"), "cell 15 (answer): the tag 'anwser' means nothing. Did you mean 'answer'?"),
    ],
)
def test_each_thing_missing_is_named(needs, change, said):
    problems = needs(change)
    assert any(said in problem for problem in problems), problems
    assert all(problem.startswith("draft.ipynb: ") for problem in problems)


def test_tags_of_nbconvert_are_nobodys_mistake(needs):
    assert needs(tag("claim", "remove-input", "hide-output", "raises-exception")) == []


@pytest.fixture
def advice(tmp_path):
    """Give the advice on a changed copy of the template, which lies beside it."""
    (tmp_path / "template.ipynb").write_text(json.dumps(TEMPLATE), encoding="utf-8")

    def found(*changes):
        document = copy.deepcopy(TEMPLATE)
        cells = {cell["id"]: cell for cell in document["cells"]}
        for cell in document["cells"]:  # in words of its own
            if cell["cell_type"] == "markdown" or "".join(cell["source"]).startswith("%%"):
                cell["source"] = "".join(cell["source"]) + " So it is."
        for change in changes:
            change(document, cells)
        (tmp_path / "draft.ipynb").write_text(json.dumps(document), encoding="utf-8")
        return [said.removeprefix("draft.ipynb: ") for said in advice_for(tmp_path / "draft.ipynb")]

    return found


def test_words_of_ones_own_need_no_advice(advice):
    text = "In 1999, on 12 May, `x = 5` and $a^2$ of COVID-19, see [there](a/12.html).\n\n1. One\n2. Two"
    assert advice(write("question", f"# What came of it?\n\n{text}")) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (write("claim-lead", ORIGINAL["claim-lead"]), "cell 7 (claim-lead): the template's words still."),
        (
            both(*(write(name, ORIGINAL[name]) for name in ("question", "answer", "caveat", "appendix"))),
            "cell 1 (question), cell 15 (answer), cell 16 (caveat): the template's words still.",
        ),
        (write("question", "# Towns and firms"), "cell 1 (question): the title is no question."),
        (
            write("claim-lead", "## Why?\n\nOf 50 people, few."),
            "cell 7 (claim-lead): the number '50' is typed",
        ),
        (
            write("claim", "x = 1  # confidence"),
            "the parameter confidence changes nothing: no cell names it.",
        ),
    ],
)
def test_what_would_be_better_is_named(advice, change, said):
    found = advice(change)
    assert len(found) == 1
    assert found[0].startswith(said)


def test_the_command_tells_all_and_fails(collection, command):
    path = collection / "notebooks" / "09_draft.ipynb"
    document = copy.deepcopy(TEMPLATE)
    del document["metadata"]["kernelspec"]
    document["cells"].pop()
    path.write_text(json.dumps(document), encoding="utf-8")
    done = command("check", "draft", cwd=collection)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 2
    path.write_text(json.dumps(TEMPLATE), encoding="utf-8")
    done = command("check", path, cwd=collection)
    assert (done.returncode, done.stdout) == (0, "09_draft.ipynb: nothing is missing.\n")
    (collection / "notebooks" / "template.ipynb").write_text(json.dumps(TEMPLATE), encoding="utf-8")
    done = command("check", path, cwd=collection)
    missing, _, better, advised = done.stdout.splitlines()
    assert (done.returncode, missing) == (0, "09_draft.ipynb: nothing is missing.")
    assert better == "Better, though it builds without:"
    assert "cell 1 (question), cell 4 (evidence-lead)" in advised
    assert command("check", "drft", cwd=collection).returncode == 2


def test_a_command_that_is_proposed_can_be_typed_as_it_stands(tmp_path):
    path = tmp_path / "my draft.ipynb"
    document = copy.deepcopy(TEMPLATE)
    document["cells"][0]["id"] = "3f9a01bc"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert any("`kzindustry clean 'my draft.ipynb'`" in problem for problem in needs_of(path))
