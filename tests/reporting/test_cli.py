"""The command line without kernels: what it lists, and what it refuses before anything starts."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kzindustry import cli, command_line

Command = Callable[..., CompletedProcess[str]]


def test_help_imports_nothing_heavy(command: Command, tmp_path: Path) -> None:
    assert "build" in command("--help", cwd=tmp_path).stdout
    code = "import sys, kzindustry.command_line; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"numpy", "pandas", "nbformat", "papermill", "jinja2", "yaml", "json"} & {*modules}


def test_list_names_runs_notebooks_and_their_state(collection: Path, command: Command) -> None:
    lines = command("list", cwd=collection).stdout.splitlines()
    assert lines[0].split() == ["run", "notebook", "named", "in", "state"]
    listed = {line.split()[0]: line for line in lines[2:]}
    assert "reports.yml  not built yet" in listed["waiting-town=karatau"]
    assert "reports.yml" not in listed["waiting"]


@pytest.mark.parametrize("content", ['{"cells": [', None])
def test_a_notebook_that_cannot_be_read_does_not_hold_up_the_others(
    collection: Path, command: Command, content: str | None
) -> None:
    path = collection / "notebooks" / "02_stopping.ipynb"
    written = path.read_text(encoding="utf-8")
    cell = {
        "cell_type": "code", "id": "p", "execution_count": None, "outputs": [], "source": "n = 200  # people",
        "metadata": {"tags": ["parameters"]},
    }  # fmt: skip
    path.write_text(content or json.dumps({**json.loads(written), "cells": [cell]}), encoding="utf-8")
    listed = command("list", cwd=collection)
    assert listed.returncode == 0
    assert "02_stopping.ipynb" in listed.stderr
    states = {line.split()[0]: line for line in listed.stdout.splitlines()[2:]}
    assert states["stopping"].endswith("reports.yml  cannot be read")
    assert states["waiting"].endswith("not built yet")
    assert command("build", "waiting", "-n", cwd=collection).returncode == 0
    for words in (["build"], ["build", "stopping"], ["build", "waiting", "--prune"]):
        refused = command(*words, cwd=collection)
        assert refused.returncode == 2, words
        assert "02_stopping.ipynb" in refused.stderr


@pytest.mark.parametrize("word", ["waiting", "notebooks/01_waiting.ipynb"])
def test_list_shows_the_runs_of_a_notebook_or_one_run(collection: Path, command: Command, word: str) -> None:
    def listed(*words: str) -> list[str]:
        return [line.split()[0] for line in command("list", *words, cwd=collection).stdout.splitlines()[2:]]

    of_it = listed(word)
    assert {"waiting", "waiting-town=zhanatas-rate=0.25"} <= {*of_it}
    assert all(run.startswith("waiting") for run in of_it)
    assert listed("stopping", "waiting-town=karatau") == ["waiting-town=karatau", "stopping"]


def test_parameters_are_a_table(collection: Path, command: Command) -> None:
    shown = command("parameters", "waiting", cwd=collection).stdout.splitlines()
    assert shown[0].split() == ["parameter", "default", "accepts", "meaning"]
    assert " ".join(shown[3].split()) == "rate 0.5 a number strictly between 0 and 1 share of seconds"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["build", "waitin"], "No run or notebook 'waitin'. Did you mean 'waiting'"),
        (["build", "waiting", "-p", "twon=both"], "-p twon=both: no such parameter. Did you mean 'town'?"),
        (["build", "waiting", "-p", "town"], "-p town: the form is name=value."),
        (
            ["build", "waiting", "-p", "rate=2"],
            "-p rate=2: 2.0 is not a number strictly between 0 and 1.",
        ),
        (["build", "waiting", "--grid", "rate=0.1,x"], "'x' is not a number"),
        (["build", "waiting", "-p", "rate=0.1", "--grid", "rate=0.2,0.3"], "rate is given twice"),
        (
            ["build", "waiting", "--timeout", "never"],
            "--timeout: 'never' is not a positive number of seconds",
        ),
        (["build", "xyz"], "No run or notebook 'xyz'. `kzindustry list` names them."),
        (["build", "--grid", "town"], "--grid town: the form is name=a,b,c."),
        (["build", "--jobs", "0"], "'0' is not a whole number from 1"),
        (["build", "--jobs", "x"], "'x' is not a whole number from 1"),
        (["build", "--retries", "-1"], "'-1' is not a whole number from 0"),
        (["build", "--out", "reports.yml"], "cannot be written to"),
        (["parameters", "waitin"], "no notebook 'waitin'. Did you mean 'waiting'"),
        (["results", "wait"], "no results there. Run `kzindustry build`"),
        (["results"], "no results there. Run `kzindustry build`"),
        (["results", "--picture", "a.svg"], "--picture a.svg: of which MEASURE? `kzindustry results` lists"),
        (["paint"], "invalid choice: 'paint'"),
        (["list", "waitin"], "No run or notebook 'waitin'. Did you mean 'waiting'"),
        (["biuld"], "Did you mean 'build'?"),
        (["build", "--explian"], "Did you mean '--explain'"),
        (["build", "waiting", "-p", "rate", "2"], "-p rate=2: 2.0 is not a number strictly between 0 and 1."),
        (
            ["build", "waiting", "-f", "no/where.yml"],
            "-f no/where.yml: cannot be read (No such file or directory).\n",
        ),
        (
            [
                "build",
                "waiting",
                "--grid",
                f"persons={','.join(map(str, range(1, 400)))}",
                "--grid",
                f"rate={','.join(f'0.{n}' for n in range(100, 500))}",
            ],
            "159,600 combinations; at most 100,000",
        ),
        ([], "COMMAND"),
    ],
)
def test_bad_usage_is_told_before_a_kernel_starts(
    collection: Path, command: Command, words: list[str], said: str
) -> None:
    done = command(*words, cwd=collection)
    assert done.returncode == 2
    assert said in done.stderr
    assert not list(collection.glob("reports/*.html"))


@pytest.mark.parametrize(
    "word", ["waiting.ipynb", "01_waiting", "01_waiting.ipynb", "notebooks/01_waiting.ipynb"]
)
def test_a_notebook_is_named_by_its_file_too(collection: Path, command: Command, word: str) -> None:
    assert command("build", word, "--explain", cwd=collection).stdout == "waiting: not built yet\n"
    assert "share of seconds" in command("parameters", word, cwd=collection).stdout
    beside = Path(word).name if "/" in word else word
    assert command("parameters", beside, cwd=collection / "notebooks").returncode == 0


def test_parameters_are_given_as_papermill_has_them(
    collection: Path, command: Command, tmp_path: Path
) -> None:
    (tmp_path / "own.yml").write_text("town: Zhanatas\nrate: [0.1, 0.25]\npersons: 010\n")
    words = ("build", "waiting", "-n", "-j2", "-f", tmp_path / "own.yml", "-p", "town", "Karatau")
    assert command(*words, cwd=collection).stdout.splitlines() == [
        "waiting-town=karatau-rate=0.1-persons=10: not built yet",
        "waiting-town=karatau-rate=0.25-persons=10: not built yet",
    ]
    words = ("build", "-p", "town", "Karatau", "waiting", "--dry-run")
    assert command(*words, cwd=collection).stdout == "waiting-town=karatau: not built yet\n"


def test_what_is_wrong_in_a_file_of_parameters_is_told_with_its_line(
    collection: Path, command: Command, tmp_path: Path
) -> None:
    (tmp_path / "own.yml").write_text("town: Karatau\nrate: 3\ntwon: both\n")
    done = command("build", "waiting", "-f", tmp_path / "own.yml", cwd=collection)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "own.yml:3: twon: no such parameter. Did you mean 'town'?",
        "own.yml:2: rate: 3.0 is not a number strictly between 0 and 1.",
    ]


def test_runs_and_their_states_as_json(collection: Path, command: Command) -> None:
    listed = {one["run"]: one for one in json.loads(command("list", "--json", cwd=collection).stdout)}
    assert listed["waiting-town=karatau"] == {
        "run": "waiting-town=karatau",
        "notebook": "01_waiting.ipynb",
        "named_in": "reports.yml",
        "state": "not built yet",
        "parameters": {"town": "Karatau", "rate": 0.5, "persons": 3},
    }


@pytest.mark.kernel
def test_results_as_json_and_a_timeout_with_decimals(
    collection: Path, command: Command, tmp_path: Path
) -> None:
    words = ("build", "fresh", "--grid", "persons=10,9", "--timeout", "59.5", "--out", tmp_path)
    assert command(*words, cwd=collection).returncode == 0
    found = json.loads(
        command("results", "touched before", "--json", "--out", tmp_path, cwd=collection).stdout
    )
    assert [one["run"] for one in found] == ["fresh-persons=9", "fresh-persons=10"]
    assert (found[0]["value"], found[0]["parameters"], found[0]["figures"]) == (0, {"persons": 9}, [])
    names = json.loads(command("results", "--json", "--out", tmp_path, cwd=collection).stdout)
    assert "touched before" in {one["measure"] for one in names}
    built = {"fresh-persons=9": "current", "fresh-persons=10": "current"}
    listed = json.loads(command("list", "--json", "--out", tmp_path, cwd=collection).stdout)
    assert {one["run"]: one["state"] for one in listed if one["named_in"] == "the folder"} == built
    [one] = command("list", "fresh-persons=9", "--out", tmp_path, cwd=collection).stdout.splitlines()[2:]
    assert one.split() == ["fresh-persons=9", one.split()[1], "the", "folder", "current"]
    (collection / "notebooks" / one.split()[1]).unlink()
    (collection / "reports.yml").write_text("runs: [{notebook: waiting}]")
    gone = command("list", "fresh-persons=9", "--out", tmp_path, cwd=collection).stdout
    assert "fresh.ipynb" in gone
    assert "out of date" in gone


def test_a_file_of_another_collection_is_no_name(collection: Path, command: Command, tmp_path: Path) -> None:
    done = command("build", tmp_path / "notebooks" / "01_waiting.ipynb", "--explain", cwd=collection)
    assert done.returncode == 2
    assert "No run or notebook" in done.stderr


@pytest.mark.parametrize("word", ["build", "parameters"])
def test_a_file_outside_the_folder_of_the_notebooks_is_told_what_exports_it(
    collection: Path, command: Command, word: str
) -> None:
    (collection / "my own.ipynb").write_text("{}")
    done = command(word, "my own.ipynb", cwd=collection)
    assert done.returncode == 2
    assert "must lie in notebooks/. `jupyter nbconvert --to kzindustry 'my own.ipynb'` exports" in done.stderr
    inside = command(word, "notebooks/" + "n" * 300 + ".ipynb", cwd=collection)
    assert (inside.returncode, "nbconvert" in inside.stderr) == (2, False)


def test_a_command_says_first_what_it_does_and_is_run_by_python_too(command: Command, tmp_path: Path) -> None:
    said = command("clean", "--help", cwd=tmp_path).stdout
    assert "Remove outputs from notebooks, and give cells readable ids.\n" in said
    module = [sys.executable, "-m", "kzindustry", "clean", "--help"]
    assert subprocess.run(module, capture_output=True, text=True, check=True).stdout == said


def test_a_parameter_that_some_notebooks_lack_is_told_once(collection: Path, command: Command) -> None:
    done = command("build", "-p", "town=Karatau", "--grid", "persons=1,x", "-p", "hub=3", cwd=collection)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "-p town=Karatau: no such parameter in fresh. "
        "Name the runs to set it in, as in `kzindustry build waiting stopping ...`.",
        "-p hub=3: no such parameter. Known: town, rate, persons.",
        "--grid persons=1,x: no such parameter in stopping. "
        "Name the runs to set it in, as in `kzindustry build waiting fresh ...`.",
        "--grid persons=1,x: 'x' is not a whole number from 1 to 10,000,000.",
    ]


def test_a_wrong_plan_and_a_wrong_option_are_told_together(collection: Path, command: Command) -> None:
    (collection / "reports.yml").write_text("runs:\n- notebook: waitin\nwarm_up: no.where:now\n")
    done = command("build", "-p", "town", "--timeout", "no", cwd=collection)
    assert done.returncode == 2
    assert "reports.yml:3: warm_up: no module 'no'." in done.stderr
    assert len(done.stderr.splitlines()) == 4


def test_a_reader_that_has_seen_enough_is_no_error(collection: Path) -> None:
    program = Path(sys.executable).with_name("kzindustry")
    line = f"'{program}' list | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], cwd=collection, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_interrupt_while_the_command_line_is_imported_ends_quietly() -> None:
    code = (
        "import os, signal, sys\n"
        "class Interrupting:\n"
        "    def find_spec(name, *_):\n"
        "        if name == 'kzindustry.errors':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "sys.meta_path.insert(0, Interrupting)\n"
        "from kzindustry.cli import main\n"
        "sys.exit(main(['list']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Interrupted.\n")


def test_an_interrupt_as_a_class_is_made_is_an_interrupt(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted:
        def __set_name__(self, owner: type, name: str) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(command_line, "_list", lambda options: type("Late", (), {"name": Interrupted()}))
    assert cli.main(["list"]) == 130
    assert capsys.readouterr().err == "Interrupted.\n"
