"""How runs end: said as what it is, tried again where the machine was at fault, and nothing else with it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import nbformat
import pytest
from nbformat import v4

from kzindustry.reporting.progress.news import in_a_line

pytestmark = pytest.mark.kernel
Command = Callable[..., CompletedProcess[str]]
SPEC = {"name": "python3", "display_name": "Python", "language": "python"}


def add(
    collection: Path, name: str, *sources: str, tags: dict[int, str] | None = None, **metadata: Any
) -> None:
    cells = [v4.new_code_cell(source, id=f"cell-{place}") for place, source in enumerate(sources, start=1)]
    for place, tag in (tags or {}).items():
        cells[place - 1].metadata["tags"] = [tag]
    made = v4.new_notebook(cells=cells, metadata={"kernelspec": SPEC, **metadata})
    nbformat.write(made, collection / "notebooks" / f"{name}.ipynb")


def build(collection: Path, command: Command, *words: str) -> tuple[int, dict[str, dict[str, Any]], Path]:
    done = command("build", *words, "--json", "--out", collection / "out", cwd=collection)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert events, done.stderr
    return done.returncode, {one["run"]: one for one in events if one["event"] == "end"}, collection / "out"


def outputs(out: Path, run: str) -> list[Any]:
    notebook = json.loads((out / "notebooks" / f"{run}.ipynb").read_text())
    return [cell["outputs"] for cell in notebook["cells"]]


def test_an_error_of_many_lines_is_told_in_one() -> None:
    """nbformat says of a notebook what is wrong with it, then where, in six lines."""
    with pytest.raises(nbformat.ValidationError) as caught:
        nbformat.validate({"nbformat": 4, "nbformat_minor": 5, "cells": []})
    assert len(str(caught.value).splitlines()) > 1
    assert in_a_line(caught.value) == f"NotebookValidationError: {str(caught.value).splitlines()[0]}"
    assert in_a_line(EOFError()) == "EOFError:"


PLAIN = "import os; os.environ['SO'] = 'a plain kernel'"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import os; os._exit(3)", "DeadKernelError: the cell ended its kernel with exit status 3"),
        ("import os; os._exit(0)", "DeadKernelError: the cell ended its kernel with exit status 0"),
        ("import ctypes; ctypes.string_at(0)", "DeadKernelError: the kernel crashed (SIGSEGV)"),
        ("import os; os.abort()", "DeadKernelError: the kernel crashed (SIGABRT)"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("import sys; sys.exit('no data')", "SystemExit: no data"),
        ("%%say\nx", "Cell magic `%%say` not found. Add `%load_ext kzindustry` to the first code cell."),
    ],
)
@pytest.mark.parametrize("first", ["", PLAIN])
def test_what_code_does_to_its_kernel_is_said_and_not_tried_again(
    collection: Path, command: Command, code: str, said: str, first: str
) -> None:
    if first and "_exit(3)" not in code:
        pytest.skip("one way to end is enough in a plain kernel")
    count = "import pathlib; path = pathlib.Path('../tries'); path.open('a').write('x')"
    add(collection, "ending", first, count, code, "'after'")
    status, ends, _ = build(collection, command, "ending")
    assert (status, ends["ending"]["error"], ends["ending"]["cell"]) == (1, said, "cell 3 (cell-3)")
    assert (collection / "tries").read_text() == "x"


@pytest.mark.parametrize("code", ["exit()", "quit", "import sys; sys.exit()", "import sys; sys.exit(0)"])
def test_a_notebook_that_ends_itself_in_good_order_is_no_failure(
    collection: Path, command: Command, code: str
) -> None:
    add(collection, "ending", "1", code, "'after'")
    status, ends, out = build(collection, command, "ending")
    assert status == 0
    assert "cell 2 (cell-2) ended the notebook before its end." in str(ends["ending"])
    first, second, third = outputs(out, "ending")
    assert [one["output_type"] for one in first] == ["execute_result"]
    assert second[-1]["text"][-1] == "The notebook ended itself here.\n"
    assert third == []
    assert "This run stopped" not in (out / "ending.html").read_text()


def test_an_error_that_was_expected_is_not_the_end(collection: Path, command: Command) -> None:
    add(collection, "ending", "1 / 0", "'after'", tags={1: "raises-exception"})
    status, ends, out = build(collection, command, "ending")
    assert (status, ends["ending"]["error"]) == (0, "")
    assert [one["output_type"] for one in outputs(out, "ending")[1]] == ["execute_result"]
    assert "This run stopped" not in (out / "ending.html").read_text()


def test_errors_that_are_allowed_are_told_and_do_not_pass_for_a_clean_run(
    collection: Path, command: Command
) -> None:
    add(
        collection,
        "erring",
        "import speaking\n1 / 0",
        "1 / 0",
        "speaking.speak('result', measure='a', subject='', period='', value=1, low=1, high=1, unit='',"
        " bounds='', text='', figures=[])",
        "raise ValueError('late')",
        "%%nosuch\n1",
        tags={2: "raises-exception"},
    )
    status, ends, out = build(collection, command, "erring", "--allow-errors")
    assert (status, ends["erring"]["status"], ends["erring"]["error"]) == (0, "ok", "")
    assert ends["erring"]["allowed_errors"] == [
        "cell 1 (cell-1) ended in an error: ZeroDivisionError: division by zero",
        "cell 4 (cell-4) ended in an error: ValueError: late",
        "cell 5 (cell-5) ended in an error: UsageError: Cell magic `%%nosuch` not found.",
    ]
    page = (out / "erring.html").read_text()
    assert "This run stopped" not in page
    notice = page[page.index("<strong>3 cells ended in an error,</strong>") :]
    links = re.findall(r'<a href="#(.*?)">(cell \d.*?)</a>', notice.partition("</p>")[0])
    assert [name for _, name in links] == ["cell 1 (cell-1)", "cell 4 (cell-4)"]
    assert all(page.count(f'id="{anchor}"') == 1 for anchor, _ in links)
    assert ", cell 5 (cell-5).</p>" in notice  # which has no traceback to lead to
    assert "erring" in (out / "results.csv").read_text()
    assert "Some of its cells ended in an error." in (out / "index.html").read_text()

    assert build(collection, command, "erring", "--allow-errors")[1] == {}  # current
    status, ends, out = build(collection, command, "erring")  # asked for a clean one
    assert (status, ends["erring"]["cell"]) == (1, "cell 1 (cell-1)")
    assert "This run stopped" in (out / "erring.html").read_text()


def test_a_run_whose_errors_were_allowed_in_vain_is_current_without(
    collection: Path, command: Command
) -> None:
    add(collection, "clean", "1")
    assert build(collection, command, "clean", "--allow-errors")[0] == 0
    assert build(collection, command, "clean")[1] == {}


@pytest.mark.parametrize("how", [(), ("--allow-errors",)])
def test_what_is_written_of_an_error_names_no_path_of_the_machine(
    collection: Path, command: Command, how: tuple[str, ...]
) -> None:
    add(collection, "erring", "import pathlib", "raise OSError(f'{pathlib.Path.cwd()}/x.csv is not there')")
    _, ends, out = build(collection, command, "erring", *how)
    assert "OSError: notebooks/x.csv is not there" in str(ends["erring"])
    written = {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert {"erring.html", "erring.ipynb", "index.html", "build.json"} <= {*written}
    assert [name for name, content in written.items() if bytes(collection) in content] == []


def test_reports_yml_may_allow_the_errors_of_a_run(collection: Path, command: Command) -> None:
    add(collection, "erring", "1 / 0", "import os; os._exit(3)")
    (collection / "reports.yml").write_text("runs:\n  - {notebook: erring, allow_errors: true}\n")
    status, ends, _ = build(collection, command)
    assert (status, ends["erring"]["cell"]) == (1, "cell 2 (cell-2)")  # its kernel's end is no such error
    add(collection, "erring", "1 / 0", "2")
    assert build(collection, command)[0] == 0
    assert "current" in command("list", "--out", collection / "out", cwd=collection).stdout
    (collection / "reports.yml").write_text("runs:\n  - {notebook: erring, allow_errors: perhaps}\n")
    done = command("build", cwd=collection)
    assert done.returncode == 2
    assert "reports.yml:2: allow_errors: true or false is needed here." in done.stderr


@pytest.mark.parametrize("how", [(), ("--allow-errors",)])
def test_an_interrupt_from_outside_is_tried_again(
    collection: Path, command: Command, how: tuple[str, ...]
) -> None:
    add(
        collection,
        "ending",
        "import os, pathlib, signal, time\n"
        "if not pathlib.Path('../tried').exists():\n"
        "    pathlib.Path('../tried').touch()\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n    time.sleep(60)",
    )
    status, ends, _ = build(collection, command, "ending", *how)
    assert (status, ends["ending"]["allowed_errors"]) == (0, [])


@pytest.mark.parametrize(
    "field",
    [
        "value=float('nan')", "value='5'", "value=True", "figures=[1]", "measure=''", "text=[[[[]]]]",
        "value=10**400",
    ],
)  # fmt: skip
def test_what_no_table_can_hold_fails_its_run_alone(collection: Path, command: Command, field: str) -> None:
    right = {
        "measure": "a",
        "subject": "b",
        "period": "",
        "unit": "",
        "bounds": "",
        "text": "",
        "figures": [],
    }
    add(
        collection,
        "odd",
        f"import speaking\nfields = {right!r} | dict(value=1, low=1, high=1) | dict({field})\n"
        "speaking.speak('result', **fields)",
    )
    status, ends, out = build(collection, command, "odd", "waiting")
    assert status == 1
    assert ends["odd"]["error"].startswith("what it recorded (")
    assert (ends["odd"]["cell"], ends["waiting"]["error"]) == ("cell 1 (cell-1)", "")
    table = (out / "results.csv").read_text()
    assert "waiting" in table
    assert "odd" not in table
    assert "what it recorded" in (out / "index.html").read_text()


def test_a_result_that_is_recorded_twice_fails_its_run(collection: Path, command: Command) -> None:
    right = {
        "measure": "a",
        "unit": "",
        "bounds": "",
        "text": "",
        "figures": [],
        "value": 1,
        "low": 1,
        "high": 1,
    }
    add(
        collection,
        "twice",
        f"import speaking\nfields = {right!r}\n"
        "for subject, period in [('b', ''), ('b', '2020'), ('b', '')]:\n"
        "    speaking.speak('result', subject=subject, period=period, **fields)",
    )
    status, ends, _ = build(collection, command, "twice")
    assert status == 1
    assert "what it recorded ('a'): b was recorded before" in ends["twice"]["error"]


def test_parameters_left_by_an_earlier_run_are_not_used(collection: Path, command: Command) -> None:
    add(
        collection,
        "left",
        "from kzindustry.types import Persons",
        "persons: Persons = 1",
        "persons = 7",
        "persons",
        tags={2: "parameters", 3: "injected-parameters"},
    )
    status, ends, out = build(collection, command, "left")
    assert status == 0
    assert "a cell tagged injected-parameters was left in it" in str(ends["left"])
    assert outputs(out, "left")[-1][0]["data"]["text/plain"] == ["1"]


@pytest.mark.parametrize(
    "where",
    [
        {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}},
        {"kernelspec": {"name": "ir", "display_name": "R"}, "language_info": {"name": "R"}},
    ],
)
def test_a_notebook_of_another_language_is_refused(
    collection: Path, command: Command, where: dict[str, Any]
) -> None:
    add(collection, "other", "x <- 1", **where)
    done = command("build", "other", cwd=collection)
    assert done.returncode == 2
    assert "other.ipynb: a notebook of r; only notebooks of Python can be run." in done.stderr


KIND = """
import datetime
class Day:
    def parse(self, text):
        return datetime.date.fromisoformat(text)
    def check(self, value):
        return value
    def describe(self):
        return "a day"
day = Day()
class Word(Day):
    def parse(self, text):
        return text.upper()
word = Word()
class Broken(Day):
    def parse(self, text):
        raise LookupError("no such thing")
broken = Broken()
"""


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("word", ""),
        ("day", "its kind gives datetime.date(2020, 1, 2) (date): a parameter is a text, a finite number"),
        ("broken", "-p x=2020-01-02: LookupError: no such thing"),
    ],
)
def test_a_kind_beside_the_notebooks_works_or_is_refused(
    collection: Path, command: Command, kind: str, said: str
) -> None:
    (collection / "notebooks" / "kinds.py").write_text(KIND)
    add(collection, "dated", f"from kinds import {kind}", f"x: {kind} = 'a'", "x", tags={2: "parameters"})
    done = command("build", "dated", "-p", "x=2020-01-02", "--out", collection / "out", cwd=collection)
    assert done.returncode == (2 if said else 0), done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_kernel_ends_as_a_program_does(collection: Path, command: Command) -> None:
    add(
        collection,
        "closing",
        "import atexit, pathlib, tempfile, threading, time, weakref\n"
        "marks = pathlib.Path('../marks').resolve()\nmarks.mkdir()",
        "atexit.register(lambda: (marks / 'atexit').touch())",
        "file = (marks / 'file').open('w')\nfile.write('written')",
        "folder = tempfile.TemporaryDirectory(dir=marks)\nnamed = tempfile.NamedTemporaryFile(dir=marks)",
        "class Thing:\n    def __del__(self):\n        (marks / 'deleted').touch()\nthing = Thing()",
        "def late():\n    time.sleep(0.2)\n    (marks / 'thread').touch()",
        "threading.Thread(target=late).start()",
    )
    assert build(collection, command, "closing")[0] == 0
    marks = collection / "marks"
    assert {path.name for path in marks.iterdir()} == {"atexit", "file", "deleted", "thread"}
    assert (marks / "file").read_text() == "written"
