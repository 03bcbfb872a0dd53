"""Real processes are killed: nothing stays running, and the next build completes to the same bytes."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import v4

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="finds processes through /proc"),
]
Start = Callable[..., Any]
Bytes = dict[str, bytes]
SPEC = {"name": "python3", "display_name": "Python", "language": "python"}


@pytest.mark.parametrize("role", ["server", "worker", "warm", "kernel"])
def test_a_build_survives_what_is_killed_below_it(start: Start, undisturbed: Bytes, role: str) -> None:
    build = start("--jobs", "2")
    build.wait_for("cell", cell=4)
    build.kill(role)
    status, errors = build.finish()
    assert status == 0, (errors, build.events)
    assert build.is_gone()
    assert build.outputs() == undisturbed


@pytest.mark.parametrize("role", ["server", "worker", "warm"])
def test_a_build_survives_it_even_before_the_first_run(start: Start, undisturbed: Bytes, role: str) -> None:
    build = start("--jobs", "2")
    build.kill(role)
    status, errors = build.finish()
    assert status == 0, (errors, build.events)
    assert build.is_gone()
    assert build.outputs() == undisturbed


def test_a_run_that_has_not_begun_is_not_counted_as_killed(start: Start, undisturbed: Bytes) -> None:
    build = start("--jobs", "2", "--retries", "0")
    killed: set[int] = set()
    for _ in range(3):
        killed.add(build.kill("server", but=killed))
    status, errors = build.finish()
    assert status == 0, (errors, build.events)
    assert build.outputs() == undisturbed


@pytest.mark.parametrize("role", ["worker", "warm", "kernel"])
def test_without_retries_only_the_runs_it_hits_fail(start: Start, undisturbed: Bytes, role: str) -> None:
    build = start("--jobs", "1", "--retries", "0")
    build.wait_for("cell", run="slow", cell=4)
    build.kill(role)
    status, _ = build.finish()
    assert status == 1
    assert build.is_gone()
    ends = {event["run"]: event["status"] for event in build.events if event["event"] == "end"}
    assert ends == {"slow": "failed", "slow-persons=2": "ok", "slow-persons=3": "ok", "waiting": "ok"}
    again = start()
    assert again.finish() == (0, "")
    assert again.outputs() == undisturbed


@pytest.mark.parametrize("moment", [0.2, 0.6, 1.2, 2.0, "cell", "end"])
def test_a_killed_build_leaves_nothing_running_and_nothing_half_done(
    start: Start,
    undisturbed: Bytes,
    moment: float | str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    build = start("--jobs", "2")
    if isinstance(moment, str):
        build.wait_for(moment)
    else:
        time.sleep(moment)
    build.kill("build")
    build.finish()
    assert build.is_gone()
    whole = {name: content for name, content in build.outputs().items() if not name.endswith(".unfinished")}
    assert {name for name in whole if name not in undisturbed} == set()
    assert all(
        content == undisturbed[name] for name, content in whole.items() if name.startswith("notebooks/")
    )
    again = start()
    assert again.finish() == (0, "")
    assert again.outputs() == undisturbed
    assert not list(temporary.iterdir())


def test_an_interrupt_leaves_finished_reports_finished(start: Start, undisturbed: Bytes) -> None:
    build = start("--jobs", "1")
    build.wait_for("cell", run="slow-persons=2", cell=4)
    os.killpg(build.process.pid, signal.SIGINT)  # as a terminal does: to all that are in the foreground
    status, errors = build.finish()
    goes_on = "1 of 4 runs finished, 3 to go: the same command goes on from there."
    assert (status, errors) == (130, f"Interrupted. {goes_on}\n")
    assert build.is_gone()
    assert "slow.html" in build.outputs()
    assert "slow-persons=2.html" not in build.outputs()
    assert b"slow.html" in build.outputs()["index.html"]
    again = start()
    assert again.finish() == (0, "")
    assert again.events[0]["todo"] == ["slow-persons=2", "slow-persons=3", "waiting"]
    assert again.outputs() == undisturbed


def test_an_interrupted_build_by_force_does_not_promise_to_go_on(start: Start) -> None:
    build = start("--jobs", "1", "--force")
    build.wait_for("cell", run="slow-persons=2", cell=4)
    os.killpg(build.process.pid, signal.SIGINT)
    status, errors = build.finish()
    assert status == 130
    assert errors == "Interrupted. 1 of 4 runs finished; --force begins with all of them again.\n"


def test_a_build_that_is_asked_to_end_is_interrupted_once_however_often_it_is_asked(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    build = start()
    build.wait_for("cell", cell=4)
    while build.process.poll() is None:
        build.process.terminate()
        time.sleep(0.02)
    status, errors = build.finish()
    assert status == 130
    assert errors.startswith("Interrupted. 0 of 4 runs finished")
    assert build.is_gone()
    assert not list(temporary.iterdir())


def test_a_second_build_in_the_folder_waits_for_the_first(start: Start, undisturbed: Bytes) -> None:
    first = start("--jobs", "1")
    first.wait_for("cell")
    second = start("--jobs", "1")
    assert first.finish() == (0, "")
    status, said = second.finish()
    assert status == 0
    assert said.startswith("Waiting for another build in ")
    assert second.events[0] == {"event": "begin", "todo": [], "current": 4, "jobs": 1}
    assert second.outputs() == undisturbed


def test_a_worker_that_is_killed_as_it_answers_holds_nobody_up(start: Start, plan: Path) -> None:
    """The build is stopped meanwhile, so that an answer that a pipe has no room for is not read."""
    large = v4.new_notebook(cells=[v4.new_code_cell("print('x' * 2_000_000)")], metadata={"kernelspec": SPEC})
    notebook = plan / "notebooks" / "large.ipynb"
    nbformat.write(large, notebook)
    try:
        build = start("large", "waiting", "--jobs", "1")
        build.wait_for("cell", run="large")
        build.process.send_signal(signal.SIGSTOP)
        (worker,) = build.processes()["worker"]
        ticks = [0, -1]
        while ticks[-1] != ticks[-2]:
            time.sleep(2)
            ticks.append(int(Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[11]))
        os.kill(worker, signal.SIGKILL)
        build.process.send_signal(signal.SIGCONT)
        assert build.finish() == (0, "")
        assert build.is_gone()
    finally:
        notebook.unlink()
