"""A preview follows its notebook: saves, values, errors, what is no longer wanted, what is kept."""

import os
import signal
import subprocess
import sys
import time
import uuid
from functools import partial
from importlib.util import cache_from_source
from pathlib import Path

import pytest
from builds import command_of, processes_with, until
from previews import edit

from kzindustry.reporting.running.isolation import PREFIX

pytestmark = pytest.mark.kernel


def test_the_page_follows_saves_and_values(collection, reading):
    async def story(reader):
        first = await reader.hear("page")
        assert "3 persons wait 1.5 seconds." in await reader.page(first)
        edit(collection, "waiting", "answer", "answer(f'{persons} persons sit.')")
        second = await reader.hear("page")
        assert "3 persons sit." in await reader.page(second)
        await reader.ask(values={"persons": "7"})
        third = await reader.hear("page", run="waiting-persons=7")
        assert "7 persons sit." in await reader.page(third)
        edit(collection, "waiting", "answer", "answer(f'{persons} persons run.')")
        assert "7 persons run." in await reader.page(await reader.hear("page", run="waiting-persons=7"))

    reading(story, "waiting")


def test_what_was_seen_is_shown_without_running_again(collection, reading):
    async def story(reader):
        first = await reader.hear("page")
        await reader.ask(values={"persons": "7"})
        await reader.hear("page", run="waiting-persons=7")
        reader.heard.clear()
        await reader.ask(values={"persons": "3"})
        assert (await reader.hear("page"))["key"] == first["key"]
        assert not [one for one in reader.heard if one["kind"] == "running"]

    reading(story, "waiting")


def test_wrong_values_are_told_by_name_and_nothing_runs(collection, reading):
    async def story(reader):
        await reader.hear("page")
        reader.heard.clear()
        await reader.ask(values={"rate": "2", "town": "Almaty"})
        form = await reader.hear("form")
        assert form["problems"]["rate"] == "2.0 is not a number strictly between 0 and 1."
        assert "'Almaty' is not one of" in form["problems"]["town"]
        await reader.ask(values={"rate": "0.25", "town": "both"})
        await reader.hear("page", run="waiting-rate=0.25")
        assert [one["run"] for one in reader.heard if one["kind"] == "running"] == ["waiting-rate=0.25"]

    reading(story, "waiting")


def test_kinds_of_a_module_beside_follow_its_saves(collection, reading, monkeypatch):
    """The last change leaves the size of the module as it was, and falls into the same second."""
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    kinds = collection / "notebooks" / "own_kinds.py"
    people = "from kzindustry.types import Whole\nPeople = Whole(1, {})\n"

    async def story(reader):
        await reader.hear("page")
        edit(
            collection,
            "waiting",
            "parameters",
            "rate: Probability = 0.5\ntown: Town = 'both'\npersons: People = 3",
        )
        assert "People is not imported" in (await reader.hear("problem"))["text"]
        imports = "from own_kinds import People\nfrom speaking import answer, record"
        edit(collection, "waiting", "imports", f"{imports}\nfrom kzindustry.types import Probability, Town")
        assert "People cannot be imported from own_kinds" in (await reader.hear("problem"))["text"]
        kinds.write_text("Nobody = 0\n", encoding="utf-8")
        assert "People cannot be imported from own_kinds" in (await reader.hear("problem"))["text"]
        kinds.write_text(people.format(900), encoding="utf-8")
        await reader.hear("page", run="waiting")
        await reader.ask(values={"persons": "800"})
        await reader.hear("page", run="waiting-persons=800")
        second = (kinds.stat().st_mtime, kinds.stat().st_mtime)
        os.utime(cache_from_source(kinds), second)
        saved = kinds.with_suffix(".new")
        saved.write_text(people.format(500), encoding="utf-8")
        os.utime(saved, second)
        saved.replace(kinds)
        wrong = "800 is not a whole number from 1 to 500."
        for _ in range(2):
            form = await reader.hear("form")
            assert form["fields"][-1]["accepts"] == "a whole number from 1 to 500"
            assert form["problems"] == {"persons": wrong}
            assert (await reader.hear("problem"))["text"] == f"Not run. persons: {wrong}"
            edit(collection, "waiting", "answer", "answer(f'{persons} persons sit.')")
        await reader.ask(values={"persons": "7"})
        assert "7 persons sit." in await reader.page(await reader.hear("page", run="waiting-persons=7"))

    reading(story, "waiting")


def test_an_error_is_told_with_its_cell_and_shown_in_the_page(collection, reading):
    async def story(reader):
        await reader.hear("page")
        edit(collection, "waiting", "wait", "seconds = 1 / 0")
        page = await reader.hear("page")
        assert page["failure"] == "cell 4 (wait): ZeroDivisionError: division by zero"
        assert "ZeroDivisionError" in await reader.page(page)
        edit(collection, "waiting", "parameters", "town: Town = 'Almaty'")
        assert "the default of town" in (await reader.hear("problem"))["text"]
        (path,) = (collection / "notebooks").glob("??_waiting.ipynb")
        path.write_text("{", encoding="utf-8")
        assert "not a readable notebook" in (await reader.hear("problem"))["text"]

    reading(story, "waiting")


def test_a_run_that_is_no_longer_wanted_is_stopped(collection, reading, tmp_path):
    """The slow run would write a file at its end; the next is shown long before that could be."""
    mark = tmp_path / "slow-run-ended"
    wait = f"time.sleep(30); pathlib.Path({str(mark)!r}).touch()"
    slow = f"import time, pathlib\nif persons == 7:\n    {wait}\n"

    async def story(reader):
        await reader.hear("page")
        edit(collection, "waiting", "wait", f"{slow}seconds = 1\n")
        await reader.hear("page")
        began = time.monotonic()
        await reader.ask(values={"persons": "7"})
        await reader.hear("step", cell=5)
        await reader.ask(values={"persons": "5"})
        page = await reader.hear("page")
        assert page["run"] == "waiting-persons=5"
        assert time.monotonic() - began < 30
        assert "waiting-persons=7" not in [one.get("run") for one in reader.heard if one["kind"] == "page"]

    reading(story, "waiting")
    assert not mark.exists()


def test_what_is_kept_is_what_a_build_would_write(collection, reading, command, tmp_path):
    async def story(reader):
        await reader.hear("page", run="waiting-persons=7")
        await reader.ask(keep=True)
        kept = await reader.hear("kept")
        assert kept["text"] == str(collection / "reports" / "waiting-persons=7.html")
        edit(collection, "waiting", "answer", "1 / 0")
        await reader.hear("page", run="waiting-persons=7")

    original = (collection / "notebooks" / "01_waiting.ipynb").read_bytes()
    reading(story, "waiting", "-p", "persons=7")
    (collection / "notebooks" / "01_waiting.ipynb").write_bytes(original)
    built = command("build", "waiting", "-p", "persons=7", "--out", tmp_path / "out", cwd=collection)
    assert built.returncode == 0, built.stderr
    names = ["waiting-persons=7.html", "notebooks/waiting-persons=7.ipynb", "results.csv"]
    for name in names:
        assert (collection / "reports" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()
    again = command("build", "waiting", "-p", "persons=7", "--explain", cwd=collection)
    assert again.stdout == "waiting-persons=7: current\n"


def test_a_report_that_is_current_is_shown_at_once(collection, reading, command):
    assert command("build", "waiting", cwd=collection).returncode == 0

    async def story(reader):
        page = await reader.hear("page")
        assert not [one for one in reader.heard if one["kind"] in {"running", "step"}]
        assert await reader.page(page) == (collection / "reports" / "waiting.html").read_text(
            encoding="utf-8"
        )

    reading(story, "waiting")


def test_new_imports_are_there_and_nothing_is_left_behind(collection, reading, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    async def story(reader):
        await reader.hear("page")
        edit(collection, "waiting", "wait", "import wave\nrecord('x', 1)\nseconds = wave.__name__")
        assert "wait wave seconds" in await reader.page(await reader.hear("page"))

    reading(story, "waiting")
    assert list(tmp_path.glob(f"{PREFIX}*")) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["waitin"], "preview: no notebook 'waitin'. Did you mean 'waiting'"),
        (["waiting", "-p", "twon=both"], "-p twon=both: no such parameter. Did you mean 'town'?"),
        (["waiting", "-p", "rate=2"], "-p rate=2: 2.0 is not a number strictly between 0 and 1."),
        (["waiting", "--out", "notebooks"], "--out notebooks: notebooks/ is what reports are made from."),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_starts(collection, command, words, said):
    done = command("preview", *words, cwd=collection)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="finds processes through /proc")
def test_an_interrupt_ends_a_preview_whose_workers_cannot_start(collection, monkeypatch):
    """What workers are forked from is stopped as soon as it is there: the preview waits for it."""
    monkeypatch.setenv("KZ_TEST_MARK", mark := uuid.uuid4().hex)
    program = Path(sys.executable).with_name("kzindustry")
    words = [program, "preview", "waiting"]
    with subprocess.Popen(
        words, cwd=collection, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        marked = partial(processes_with, f"KZ_TEST_MARK={mark}")
        (server, *_) = until(lambda: [pid for pid in marked() if "forkserver" in command_of(pid)])
        os.kill(server, signal.SIGSTOP)
        time.sleep(1)
        began = time.monotonic()
        process.terminate()
        _, said = process.communicate(timeout=60)
        assert time.monotonic() - began < 5
        assert process.returncode == 130
        assert said.endswith("Interrupted. The preview ended.\n")
        assert "Traceback" not in said
        until(lambda: not marked())


INTERRUPTED_BEFORE_A_STEP = """
import asyncio, os, signal
from asyncio.events import Handle
from kzindustry.reporting.commands import end_in_good_order
from kzindustry.reporting.preview.command import cancelled_by_loop

end_in_good_order(cancelled_by_loop)
of_loop = {"__name__": "asyncio.events", "os": os, "signal": signal, "Handle": Handle, "run": Handle._run}
exec('''
def interrupted(handle):
    Handle._run = run
    os.kill(os.getpid(), signal.SIGINT)
    run(handle)
''', of_loop)

async def main():
    future = asyncio.get_running_loop().create_future()
    def awaken():
        future.set_result(None)
        Handle._run = of_loop["interrupted"]  # what runs next is the next step of main
    asyncio.get_running_loop().call_soon(awaken)
    await future
    await asyncio.sleep(60)

try:
    asyncio.run(main())
except (KeyboardInterrupt, asyncio.CancelledError):
    print("ended")
"""


def test_an_interrupt_that_meets_the_loop_itself_loses_no_step_of_a_task():
    """Raised there, an exception would leave a task that waits for ever, and the preview with it."""
    words = [sys.executable, "-c", INTERRUPTED_BEFORE_A_STEP]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    assert (done.stdout, done.stderr) == ("ended\n", "")
