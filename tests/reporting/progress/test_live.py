"""What is drawn in a terminal, to a stream that is read back."""

import io
import json
import re
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from kzindustry.errors import InputError
from kzindustry.reporting.progress.live import LiveLines, clock
from kzindustry.reporting.progress.news import CellStart, Done, Failure
from kzindustry.reporting.progress.plain import JsonLines, PlainLines, again
from kzindustry.reporting.runs.plan import Run


def run(name: str, **changed: object) -> Run:
    return Run(name, "slow", Path("04_slow.ipynb"), changed, changed)


ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def drawn(stream: io.StringIO) -> str:
    """All that was ever drawn, without the signs that move the cursor and colour the text."""
    return ESCAPES.sub("", stream.getvalue())


def test_a_bar_for_each_run_and_what_is_left() -> None:
    stream = io.StringIO()
    live = LiveLines(stream)
    live.begin([run("slow"), run("other")], 3, 2)
    live.step(CellStart("slow", 5, 10))
    live.bars.refresh()
    live.end(Done(run("slow"), Failure(), 1.0))
    live.step(CellStart("slow", 6, 10))  # late news of a run that ended
    live.step(CellStart("other", 1, 10))
    live.bars.refresh()
    live.end(Done(run("other"), Failure("cell 1 (x)", "E: no"), 2.0))
    live.close([Done(run("other"), Failure("cell 1 (x)", "E: no"), 2.0)], 3, "index.html")
    said = drawn(stream)
    assert "2 to run, 3 current, 2 at a time" in said
    assert "cell 5 of 10 0:00:00 slow" in said
    assert "cell 1 of 10 0:00:00 other" in said
    assert "cell 6 of 10" not in said
    assert "1 of 2 done in 0:00, about 0:00 left" in said
    assert "[2/2] other: failed in cell 1 (x): E: no (2.0 s)" in said
    assert said.endswith("    again: kzindustry build slow\n")
    assert not live.tasks


@pytest.mark.parametrize("cell", [1, 4])
def test_a_bar_is_full_only_after_the_last_cell(cell: int) -> None:
    live = LiveLines(io.StringIO())
    live.begin([run("slow")], 0, 1)
    live.step(CellStart("slow", cell, 4))
    (task,) = live.bars.tasks
    live.close([], 0, "index.html")
    assert task.percentage == 25 * (cell - 1)


def test_what_is_done_before_runs_is_drawn_and_goes_away() -> None:
    stream = io.StringIO()
    live = LiveLines(stream)
    with suppress(InputError), live.busy("Checking the tables"):
        raise InputError("data/figures.csv: the file is empty.")
    assert "Checking the tables ..." in drawn(stream)
    assert stream.getvalue().endswith("\x1b[2K")  # the line is empty, and the cursor at its beginning


@pytest.mark.parametrize("lines", [LiveLines, PlainLines])
def test_what_a_notebook_says_does_not_steer_the_terminal(lines: type[PlainLines]) -> None:
    stream = io.StringIO()
    told = lines(stream)
    told.begin([run("slow")], 0, 1)
    told.end(
        Done(
            run("slow"),
            Failure("cell 1 (x)", "E: [bold]\x1b]0;title\x07 \x1b[2J \N{RIGHT-TO-LEFT OVERRIDE}"),
            2.0,
        )
    )
    told.close([], 0, "index.html")
    assert "E: [bold]\N{REPLACEMENT CHARACTER}]0;title" in stream.getvalue()
    assert not {"\x1b]", "\x1b[2J", "\x07", "\N{RIGHT-TO-LEFT OVERRIDE}"} & {
        *re.findall("\x1b]|\x1b\\[2J|[\x07\u202e]", stream.getvalue())
    }


def test_the_command_to_run_again_is_quoted_as_a_shell_needs_it() -> None:
    once = run("slow", rounding="half unit", rate=0.5)
    command = "kzindustry build slow -p 'rounding=half unit' -p rate=0.5"
    assert again(once, None) == command
    assert again(once, Path("my grid")) == f"{command} --out 'my grid'"


@pytest.mark.parametrize(("seconds", "written"), [(0.4, "0:00"), (75.2, "1:15"), (3600, "60:00")])
def test_times_are_minutes_and_seconds(seconds: float, written: str) -> None:
    assert clock(seconds) == written


def test_lines_of_several_threads_stay_whole(tmp_path: Path) -> None:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    path = tmp_path / "lines.json"
    with path.open("w", encoding="utf-8") as stream:
        lines = JsonLines(stream)
        threads = [
            Thread(target=lambda: [lines.step(CellStart("slow", n, 999)) for n in range(2000)])
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    sys.setswitchinterval(usual)
    assert [json.loads(line)["event"] for line in path.read_text().splitlines()] == ["cell"] * 8000
