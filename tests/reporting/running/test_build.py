"""Builds of the small collection, from the command line, on real kernels."""

import csv
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kzindustry.reporting.folder.output_folder import TABLES

pytestmark = pytest.mark.kernel
DATA = Path(__file__).parents[3] / "data"
Command = Callable[..., CompletedProcess[str]]


def files(folder: Path) -> dict[str, bytes]:
    """All that must not differ between equal builds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "build.json"
    }


def rows(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((folder / "results.csv").read_text(encoding="utf-8").splitlines()))


def test_a_build_writes_reports_notebooks_index_and_results(collection: Path, command: Command) -> None:
    done = command("build", cwd=collection)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    reports = collection / "reports"
    runs = {row["run"] for row in rows(reports)}
    assert runs == {
        "fresh",
        "fresh-persons=2",
        "stopping",
        "waiting-town=karatau",
        "waiting-town=karatau-rate=0.25",
        "waiting-town=zhanatas",
        "waiting-town=zhanatas-rate=0.25",
    }
    pages = {f"{run}.html" for run in runs} | {f"notebooks/{run}.ipynb" for run in runs}
    assert set(files(reports)) == pages | {"index.html", ".kzindustry-extracts", *TABLES}
    assert "7 built, 0 failed, 0 current" in done.stdout


def test_two_builds_give_the_same_bytes_whatever_the_jobs_and_the_users_settings(
    collection: Path, command: Command, tmp_path: Path
) -> None:
    settings = tmp_path / "settings"
    for folder in ("ipython/profile_default/startup", "jupyter", "matplotlib"):
        (settings / folder).mkdir(parents=True)
    startup = settings / "ipython" / "profile_default" / "startup" / "00.py"
    startup.write_text("raise SystemExit('a startup file was run')")
    (settings / "matplotlib" / "matplotlibrc").write_text("font.size: 33")
    own = {
        **os.environ,
        "IPYTHONDIR": str(settings / "ipython"),
        "JUPYTER_CONFIG_DIR": str(settings / "jupyter"),
        "MPLCONFIGDIR": str(settings / "matplotlib"),
        "PYTHONSTARTUP": str(startup),
        "TZ": "Asia/Almaty",
        "LC_ALL": "ru_RU.UTF-8",
    }
    assert command("build", "--jobs", 3, "--out", tmp_path / "one", cwd=collection).returncode == 0
    elsewhere = collection / "notebooks"
    assert command("build", "--jobs", 1, "--out", tmp_path / "two", cwd=elsewhere, env=own).returncode == 0
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_published_notebooks_hold_no_time_path_or_random_id(
    collection: Path, command: Command, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert command("build", "fresh", "-p", "persons=2", "--out", out, cwd=collection).returncode == 0
    text = (out / "notebooks" / "fresh-persons=2.ipynb").read_text()
    assert "papermill" not in text
    assert str(tmp_path) not in text
    assert "/tmp" not in text
    assert "<cell>:1: UserWarning: a warning names the cell's file" in text
    ids = [cell["id"] for cell in json.loads(text)["cells"]]
    assert ids == [
        "question", "imports", "parameters", "injected-parameters", "touched", "random", "warning", "address",
    ]  # fmt: skip
    touched = [row["value"] for row in rows(out) if row["measure"] == "touched before"]
    assert touched == ["0"]  # a process of its own


def test_a_failed_run_leaves_its_error_and_the_others_go_on(
    collection: Path, command: Command, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = command(
        "build",
        "stopping",
        "--grid",
        "town=both,Karatau,Zhanatas",
        "--timeout",
        1,
        "--out",
        out,
        cwd=collection,
    )
    assert done.returncode == 1
    assert "1 built, 2 failed, 0 current" in done.stdout
    assert (
        "  stopping-town=karatau: 02_stopping.ipynb, cell 5 (stop)\n"
        "    AssertionError: Karatau does not stop\n"
        f"    again: kzindustry build stopping -p town=Karatau --out {out}\n" in done.stdout
    )
    assert "TimeoutError: the cell did not end within 1 s" in done.stdout
    assert not done.stderr, "papermill's own words for the same stay unsaid"
    notebook = (out / "notebooks" / "stopping-town=karatau.ipynb").read_text()
    assert "Karatau does not stop" in notebook
    assert "Karatau does not stop" in (out / "stopping-town=karatau.html").read_text()
    assert "did not end within 1 s" in (out / "notebooks" / "stopping-town=zhanatas.ipynb").read_text()
    assert {row["run"] for row in rows(out)} == {"stopping"}
    index = (out / "index.html").read_text()
    assert "stopping-town=karatau" in index
    assert "AssertionError: Karatau does not stop" in index


def test_results_say_which_runs_they_are_without(collection: Path, command: Command, tmp_path: Path) -> None:
    built = command("build", "stopping", "--grid", "town=both,Karatau", "--out", tmp_path, cwd=collection)
    assert built.returncode == 1
    listed = command("results", "--out", tmp_path, cwd=collection)
    assert (listed.returncode, listed.stdout.splitlines()[2].split()) == (0, ["stops", "stopping", "1"])
    assert listed.stderr == f"Without stopping-town=karatau: failed, {tmp_path}/index.html says why.\n"
    shown = command("results", "stops", "--out", tmp_path, cwd=collection)
    assert (shown.returncode, shown.stderr) == (0, listed.stderr)


def test_a_failed_run_takes_the_place_of_its_older_report(
    collection: Path, command: Command, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert command("build", "waiting", "--out", out, cwd=collection).returncode == 0
    notebook = collection / "notebooks" / "01_waiting.ipynb"
    notebook.write_text(notebook.read_text().replace("seconds = rate", "seconds = speed"))
    assert command("build", "waiting", "--out", out, cwd=collection).returncode == 1
    assert "NameError" in (out / "waiting.html").read_text()
    assert rows(out) == []
    assert "NameError" in (out / "index.html").read_text()
    again = command("build", "waiting", "--out", out, "--explain", cwd=collection)
    assert again.stdout == "waiting: it failed last time\n"


@pytest.mark.parametrize("ending", ["report.sources()", ""])
def test_a_notebook_that_does_not_list_its_sources_is_warned_of(
    collection: Path, command: Command, tmp_path: Path, ending: str
) -> None:
    lines = (
        "from kzindustry.evidence import Evidence",
        "from kzindustry.presentation import Report, finding",
        "report = Report(evidence := Evidence.load())",
        'report.say(finding("It names {towns} towns.", towns=evidence["hope:6:industrial-towns"]))',
        ending,
    )
    cell = {"cell_type": "code", "id": "all", "metadata": {}, "execution_count": None, "outputs": []}
    content = {
        "cells": [cell | {"source": "\n".join(lines)}],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (collection / "notebooks" / "05_towns.ipynb").write_text(json.dumps(content))
    shutil.copytree(DATA, collection / "data", dirs_exist_ok=True)
    done = command("build", "towns", "--out", tmp_path, cwd=collection)
    assert done.returncode == 0
    said = "  05_towns.ipynb: citations lead nowhere. End it with report.sources().\n"
    assert done.stdout.endswith(said) == (not ending)


def test_index_and_results_cover_runs_of_other_builds(
    collection: Path, command: Command, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert command("build", "waiting", "--out", out, cwd=collection).returncode == 0
    assert command("build", "fresh", "--out", out, cwd=collection).returncode == 0
    assert {row["run"] for row in rows(out)} == {"fresh", "waiting"}
    index = (out / "index.html").read_text()
    assert index.index("waiting.html") < index.index("fresh.html")  # in the order of the notebooks' files
    assert command("build", "fresh", "--prune", "--out", out, cwd=collection).returncode == 0
    assert {row["run"] for row in rows(out)} == {"fresh"}
    assert not (out / "waiting.html").exists()
    assert "waiting.html" not in (out / "index.html").read_text()


def test_json_is_an_object_a_line(collection: Path, command: Command, tmp_path: Path) -> None:
    done = command(
        "build",
        "stopping",
        "waiting",
        "-p",
        "town=Karatau",
        "--json",
        "--out",
        tmp_path / "out",
        cwd=collection,
    )
    assert done.returncode == 1
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert events[0]["event"] == "begin"
    assert {event["event"] for event in events[1:-1]} == {"cell", "end"}
    ends = {event["run"]: event for event in events if event["event"] == "end"}
    assert ends["waiting-town=karatau"]["status"] == "ok"
    assert ends["stopping-town=karatau"]["error"] == "AssertionError: Karatau does not stop"
    assert events[-1]["failed"] == ["stopping-town=karatau"]
