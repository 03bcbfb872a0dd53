"""A new notebook is the template under its name, with a run in reports.yml whose text stays as it was."""

import json
import shutil
from pathlib import Path

import pytest
import yaml

from kzindustry.errors import InputError
from kzindustry.reporting.authoring.new_notebook import begin, with_run
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.standard import read_standard
from kzindustry.root import project_root

TEMPLATE = project_root(Path(__file__)) / "notebooks" / "template.ipynb"


@pytest.fixture
def with_template(collection):
    shutil.copy(TEMPLATE, collection / "notebooks")
    return collection


def test_it_is_a_copy_of_the_template_with_the_next_number(with_template, command):
    plan = (with_template / "reports.yml").read_text(encoding="utf-8")
    done = command("new", "wages", cwd=with_template)
    assert done.returncode == 0, done.stderr
    path = with_template / "notebooks" / "05_wages.ipynb"
    assert json.loads(path.read_text(encoding="utf-8")) == json.loads(TEMPLATE.read_text(encoding="utf-8"))
    added = (with_template / "reports.yml").read_text(encoding="utf-8")
    assert added.replace("  - notebook: wages\n", "", 1) == plan
    assert [run.name for run in read_standard(Collection(with_template)).runs][-1] == "wages"
    assert command("check", "wages", cwd=with_template).returncode == 0


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("runs:\n  - notebook: a\n# end\n", "runs:\n  - notebook: a\n  - notebook: new\n# end\n"),
        ("runs:\n- notebook: a\ntimeout: 5\n", "runs:\n- notebook: a\n- notebook: new\ntimeout: 5\n"),
        (
            "runs:\n  - notebook: a\n    parameters:\n      x: [1] # one\n\ntimeout: 5",
            "runs:\n  - notebook: a\n    parameters:\n      x: [1] # one\n  - notebook: new\n\ntimeout: 5\n",
        ),
        ("timeout: 5\nruns: []\n", "timeout: 5\nruns:\n  - notebook: new\n"),
        ("runs: # none yet\ntimeout: 5\n", "runs:\n  - notebook: new\ntimeout: 5\n"),
        ("runs:\n  - {notebook: a}", "runs:\n  - {notebook: a}\n  - notebook: new\n"),
    ],
)
def test_a_run_is_added_and_nothing_else_changes(plan, expected):
    assert with_run(plan, "new") == expected
    before, after = yaml.safe_load(plan), yaml.safe_load(expected)
    assert after == {**before, "runs": [*(before["runs"] or []), {"notebook": "new"}]}
    assert with_run(plan.replace("\n", "\r\n"), "new") == expected.replace("\n", "\r\n")


def test_the_line_ends_of_windows_stay_in_the_file(with_template):
    path = with_template / "reports.yml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    begin(Collection(with_template), "wages")
    assert path.read_bytes().replace(b"  - notebook: wages\r\n", b"", 1) == before


@pytest.mark.parametrize("plan", ["", "timeout: 5\n", "runs: [{notebook: a}]\n", "runs: [\n", "runs: a\n"])
def test_a_plan_without_a_list_of_lines_is_refused(plan):
    with pytest.raises(InputError, match=r"reports\.yml"):
        with_run(plan, "new")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Wages 2024", "'wages_2024' would do"),
        ("08_wages.ipynb", "'wages' would do"),
        ("../wages", "'wages' would do"),
        ("Löhne und Maße", "'lohne_und_masse' would do"),
        ("зарплата", "words of lower-case letters"),
        ("con", "words of lower-case letters"),
        ("waiting", "there is a notebook of this name"),
        ("template", "there is a notebook of this name"),
        ("index", "the page that lists all reports"),
    ],
)
def test_a_name_that_is_none_or_taken_is_refused_and_nothing_is_written(with_template, name, said):
    before = {path: path.read_bytes() for path in with_template.rglob("*") if path.is_file()}
    with pytest.raises(InputError, match=said):
        begin(Collection(with_template), name)
    assert {path: path.read_bytes() for path in with_template.rglob("*") if path.is_file()} == before


def test_without_a_template_nothing_is_begun(collection):
    with pytest.raises(InputError, match=r"no notebooks/template\.ipynb"):
        begin(Collection(collection), "wages")
