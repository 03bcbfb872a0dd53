"""Each thing that a notebook can lack is named in words, with its cell and what to do."""

import copy
import json
from pathlib import Path

import pytest

from kzindustry.reporting.authoring.needs import needs_of
from kzindustry.root import project_root

ROOT = project_root(Path(__file__))
TEMPLATE = json.loads((ROOT / "notebooks" / "template.ipynb").read_text(encoding="utf-8"))


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
    assert command("check", "drft", cwd=collection).returncode == 2
