"""What makes a run run again, and what does not: each reason on a real folder."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kzindustry.reporting.folder.fingerprint import shared_inputs
from kzindustry.reporting.folder.freshness import Freshness
from kzindustry.reporting.folder.output_folder import OutputFolder
from kzindustry.reporting.folder.record import Record
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.plan import make_run

Command = Callable[..., CompletedProcess[str]]
COLLECTION = Path(__file__).parents[1] / "collection"
RUN = "waiting-town=karatau"


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory, command: Command) -> Path:
    once = tmp_path_factory.mktemp("built") / "collection"
    shutil.copytree(COLLECTION, once, ignore=shutil.ignore_patterns("__pycache__", "reports"))
    done = command("build", RUN, cwd=once)
    assert done.returncode == 0, done.stderr
    return once


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """A collection and its built reports; a copy is as good, for no report depends on where it stands."""
    return Path(shutil.copytree(built_once, tmp_path / "copy"))


def explained(collection: Path, command: Command, *words: str) -> str:
    done = command("build", RUN, "--explain", *words, cwd=collection)
    assert done.returncode == 0, done.stderr
    return done.stdout.removeprefix(f"{RUN}: ").strip()


@pytest.mark.kernel
def test_nothing_changed_means_nothing_runs_and_nothing_is_written(built: Path, command: Command) -> None:
    def times() -> dict[str, int]:
        return {
            path.name: path.stat().st_mtime_ns for path in (built / "reports").rglob("*") if path.is_file()
        }

    before = times()
    assert explained(built, command) == "current"
    done = command("build", RUN, cwd=built)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "0 to run, 1 current")
    assert times() == before


@pytest.mark.kernel
def test_each_thing_a_run_depends_on_is_a_reason(built: Path, command: Command) -> None:
    assert explained(built, command, "--force") == "--force was given"

    table = built / "data" / "table.csv"
    table.write_text("a\n1\n")
    assert explained(built, command) == "data/table.csv is new"
    assert command("build", RUN, cwd=built).returncode == 0
    table.write_text("a\n2\n")
    assert explained(built, command) == "data/table.csv changed"
    table.unlink()
    assert explained(built, command) == "data/table.csv is gone"
    for name in "abcde":
        (built / "data" / name).write_text(name)
    assert explained(built, command) == (
        "data/a is new; data/b is new; data/c is new; 3 more (--json names all)"
    )
    reasons = json.loads(explained(built, command, "--json"))["reasons"]
    assert reasons == [*(f"data/{name} is new" for name in "abcde"), "data/table.csv is gone"]
    for name in "abcde":
        (built / "data" / name).unlink()
    table.write_text("a\n1\n")
    assert explained(built, command) == "current"

    source = built / "src" / "own.py"
    source.parent.mkdir()
    source.write_text("")
    assert explained(built, command) == "src/own.py is new"
    source.unlink()

    notebook = built / "notebooks" / "01_waiting.ipynb"
    notebook.write_text(notebook.read_text().replace("share of seconds", "share of the seconds"))
    assert explained(built, command) == "its notebook changed"


@pytest.mark.kernel
def test_what_stands_beside_a_notebook_counts_where_it_is_used(built: Path, command: Command) -> None:
    folder = built / "notebooks"
    for name in ("unused.py", "unused.csv", ".hidden.py", "other.ipynb"):
        (folder / name).write_text("{}")
    assert explained(built, command) == "current"
    (folder / "speaking.py").write_text((folder / "speaking.py").read_text() + "import unused\n")
    assert explained(built, command) == "notebooks/speaking.py changed; notebooks/unused.py is new"
    assert command("build", RUN, cwd=built).returncode == 0
    (folder / "unused.py").write_text("x = 1\n")
    assert explained(built, command) == "notebooks/unused.py changed"


@pytest.mark.kernel
def test_a_notebook_that_was_run_and_saved_in_jupyterlab_leaves_its_reports_current(
    built: Path, command: Command
) -> None:
    path = built / "notebooks" / "01_waiting.ipynb"
    notebook = json.loads(path.read_text())
    notebook["metadata"] |= {"toc-autonumbering": True, "widgets": {"state": {}}}
    notebook["metadata"]["language_info"] = {"name": "python", "version": "3.99.0"}
    notebook["metadata"]["kernelspec"]["display_name"] = "My Python"
    for cell in notebook["cells"]:
        cell["metadata"] |= {"editable": True, "slideshow": {"slide_type": ""}, "collapsed": True}
        cell["metadata"]["jupyter"] = {"source_hidden": True}
        if cell["cell_type"] == "code":
            cell["execution_count"] = 7
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["old"]}]
        cell["source"] = "".join(cell["source"])  # as one text, not as lines
    path.write_text(json.dumps(notebook, indent=4))
    assert explained(built, command) == "current"
    for shown in ({"jupyter": {"outputs_hidden": True}}, {"tags": ["another"]}):
        changed = {**cell, "metadata": cell["metadata"] | shown}
        path.write_text(json.dumps({**notebook, "cells": [*notebook["cells"][:-1], changed]}))
        assert explained(built, command) == "its notebook changed"


def test_libraries_count_where_their_marker_holds(
    collection: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (collection / "requirements").mkdir()
    (collection / "requirements" / "reports.txt").write_text(
        "here==1 ; python_version > '3'\nelsewhere==1 ; python_version < '3'\nPlain.Name==2  # why\n"
    )
    for name in ("here-1", "elsewhere-1", "plain_name-2", "extra-1"):
        (tmp_path / "site" / f"{name}.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    found = {name for name in shared_inputs(Collection(collection)) if name.startswith("library")}
    assert found == {"library here-1", "library plain_name-2"}


@pytest.mark.kernel
def test_list_says_in_a_few_words_whether_reports_are_current(built: Path, command: Command) -> None:
    def states() -> dict[str, str]:
        lines = command("list", cwd=built).stdout.splitlines()[2:]
        return {line.split()[0]: line.partition("reports.yml")[2].strip() for line in lines}

    assert (states()[RUN], states()["stopping"]) == ("current", "not built yet")
    assert command("results", cwd=built).stderr == ""
    for name in "abcde":
        (built / "data" / name).write_text(name)
    assert states()[RUN] == "out of date (5 changes)"
    shown = command("results", "--json", cwd=built)
    stale = "1 of the 1 runs is out of date: `kzindustry build` with the same runs makes them anew.\n"
    assert (shown.returncode, shown.stderr) == (0, stale)
    measure = json.loads(shown.stdout)[0]["measure"]
    assert {row["state"] for row in json.loads(command("results", measure, "--json", cwd=built).stdout)} == {
        "out of date"
    }
    for name in "bcde":
        (built / "data" / name).unlink()
    assert states()[RUN] == "out of date (1 change)"
    notebook = built / "notebooks" / "02_stopping.ipynb"
    notebook.write_text(notebook.read_text().replace("assert town", "assert not town"))
    assert command("build", "stopping", cwd=built).returncode == 1
    assert states()["stopping"] == "failed"


@pytest.mark.kernel
def test_a_damaged_or_missing_output_is_noticed_and_rebuilt(built: Path, command: Command) -> None:
    page, notebook = built / "reports" / f"{RUN}.html", built / "reports" / "notebooks" / f"{RUN}.ipynb"
    whole = page.read_bytes(), notebook.read_bytes()
    page.write_bytes(whole[0][:-5])
    notebook.unlink()
    reason = f"notebooks/{RUN}.ipynb was removed; {RUN}.html was changed by hand"
    assert explained(built, command) == reason
    assert command("build", RUN, cwd=built).returncode == 0
    assert (page.read_bytes(), notebook.read_bytes()) == whole


@pytest.mark.kernel
def test_a_damaged_overview_is_written_again_without_running(built: Path, command: Command) -> None:
    index, results = built / "reports" / "index.html", built / "reports" / "results.csv"
    whole = index.read_bytes(), results.read_bytes()
    index.write_text("")
    results.unlink()
    done = command("build", RUN, cwd=built)
    assert done.stdout.startswith("0 to run")
    assert (index.read_bytes(), results.read_bytes()) == whole


@pytest.mark.kernel
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"null",
        b"[1]",
        b'{"format": 0}',
        b'{"format": 1, "runs": {"a": {"b": 1}}}',
        b'{"format": 1, "runs": [], "inputs": null, "overview": 3, "checked": {}}',
        b'{"format": 1, "runs": {"waiting-town=karatau": null}, "inputs": {"a": [1]}}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_record_is_as_good_as_none(built: Path, command: Command, content: bytes) -> None:
    whole = {path.name: path.read_bytes() for path in (built / "reports").rglob("*.*")}
    (built / "reports" / "build.json").write_bytes(content)
    assert explained(built, command) == "not built yet"
    assert command("build", RUN, cwd=built).returncode == 0
    again = {path.name: path.read_bytes() for path in (built / "reports").rglob("*.*")}
    assert {**again, "build.json": b""} == {**whole, "build.json": b""}


@pytest.mark.kernel
@pytest.mark.parametrize("field", ["notebook", "parameters", "shared", "own", "files", "error", "seconds"])
def test_what_is_damaged_in_a_record_is_built_again(built: Path, command: Command, field: str) -> None:
    path = built / "reports" / "build.json"
    record = json.loads(path.read_text())
    for value in (None, [], {"a": []}):
        record["runs"][RUN][field] = value
        path.write_text(json.dumps(record))
        assert explained(built, command) != "current"


@pytest.mark.kernel
def test_other_reports_are_marked_as_outdated(built: Path, command: Command) -> None:
    (built / "data" / "table.csv").write_text("a\n1\n")
    assert command("build", "fresh", cwd=built).returncode == 0
    folder, freshness = OutputFolder(built / "reports"), Freshness(Collection(built))
    record = Record.read(folder)
    assert freshness.differences(record.runs[RUN], record) == ["data/table.csv is new"]
    assert freshness.differences(record.runs["fresh"], record) == []


def test_other_defaults_of_the_same_name_are_a_reason(collection: Path) -> None:
    """The name of a run says what differs from the defaults, so it may outlive them."""
    notebook = collection / "notebooks" / "01_waiting.ipynb"
    run = make_run("waiting", notebook, {"persons": 4})
    other = make_run("waiting", notebook, {})
    folder, freshness = OutputFolder(collection / "reports"), Freshness(Collection(collection))
    record = Record.read(folder)
    assert freshness.reasons(run, record, folder) == ["not built yet"]
    assert run.values != other.values


def test_the_record_keeps_only_the_inputs_that_runs_refer_to(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path)
    Record(inputs={"gone": {"a": "b"}}, checked="x").write(folder)
    assert json.loads(folder.record.read_text())["inputs"] == {}
    assert Record.read(folder) == Record(checked="x")
