"""Processes that are stopped, or busy where nothing reaches them, are not waited for for ever."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from builds import until
from nbformat import v4

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="finds processes through /proc"),
]
Start = Callable[..., Any]
Bytes = dict[str, bytes]
ROLES = ("server", "worker", "warm", "kernel", "tracker")
SPEC = {"name": "python3", "display_name": "Python", "language": "python"}


@pytest.mark.parametrize(
    ("role", "kernels"), [*((role, "warm") for role in ROLES[:-1]), ("any", "warm"), ("any", "plain")]
)
def test_an_interrupt_ends_a_build_whose_processes_are_stopped(
    start: Start, role: str, kernels: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KZINDUSTRY_KERNELS", kernels)
    build = start("--jobs", "2")
    build.wait_for("cell", cell=4)
    for one in ROLES if role == "any" else [role]:
        build.stop(one)
    began = time.monotonic()
    os.killpg(build.process.pid, signal.SIGINT)
    status, errors = build.finish()
    took = time.monotonic() - began
    print(f"An interrupt ended a build with {role} stopped in {took:.1f} s.")
    assert took < 5
    assert status == 130
    assert errors.startswith("Interrupted. ")
    assert "Traceback" not in errors
    assert build.is_gone()


@pytest.mark.parametrize("kernels", ["warm", "plain"])
def test_a_killed_build_takes_along_what_is_stopped(
    start: Start, kernels: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KZINDUSTRY_KERNELS", kernels)
    build = start("--jobs", "2")
    build.wait_for("cell", cell=4)
    for one in ROLES:
        build.stop(one)
    build.kill("build")
    assert build.is_gone()


def test_a_build_that_ends_takes_along_what_is_stopped(start: Start) -> None:
    build = start("--jobs", "2")
    build.wait_for("cell", cell=4)
    build.stop("tracker")  # all else is needed to the end
    assert build.finish() == (0, "")
    assert build.is_gone()


# A shell's job in the background is started with interrupts ignored: here they are not.
BUSY = """
import os, re, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from kzindustry.reporting.running.pool import workers
with workers(1, dict(os.environ), print) as executor:
    print(executor.submit(os.getpid).result(), flush=True)
    executor.submit(re.match, "(a+)+$", "a" * 64 + "b").result()
"""


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_a_worker_that_is_busy_in_a_library_ends_with_the_build(end: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", BUSY], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as build:
        assert build.stdout
        worker = Path("/proc", str(int(build.stdout.readline())))
        until(lambda: int((worker / "stat").read_text().rpartition(")")[2].split()[11]) > 100)  # ticks: busy
        began = time.monotonic()
        build.send_signal(end)
        build.wait()
        until(lambda: not worker.exists() or not (worker / "cmdline").read_text())
        assert time.monotonic() - began < 5
    assert build.returncode == -end


def test_an_interrupt_of_what_has_only_just_begun_is_not_noticed(start: Start, undisturbed: Bytes) -> None:
    build = start("--jobs", "2")
    children = Path(f"/proc/{build.process.pid}/task/{build.process.pid}/children")
    end = time.monotonic() + 3
    seen: dict[str, float] = {}
    while time.monotonic() < end and build.process.poll() is None:
        for child in children.read_text().split():
            if time.monotonic() - seen.setdefault(child, time.monotonic()) < 1:
                os.kill(int(child), signal.SIGINT)
        time.sleep(0.001)
    assert len(seen) == 3  # the resource tracker, what workers are forked from, and what kernels are
    status, errors = build.finish()
    assert (status, errors) == (0, "")
    assert build.outputs() == undisturbed


# A build whose limits are short: else the test would take minutes.
PROGRAM = """
import sys
from kzindustry import cli
from kzindustry.reporting.running import batch
batch.AFTER_S = 3.0
sys.exit(cli.main(sys.argv[1:]))
"""


def test_a_run_that_gives_no_sign_of_life_is_ended(collection: Path) -> None:
    made = v4.new_notebook(
        cells=[v4.new_code_cell("import time\ntime.sleep(2)")], metadata={"kernelspec": SPEC}
    )
    nbformat.write(made, collection / "notebooks" / "sleepy.ipynb")
    words = ["build", "sleepy", "--jobs", "1", "--timeout", "3", "--json", "--out", str(collection / "out")]
    build = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words], cwd=collection, stdout=subprocess.PIPE, text=True
    )
    assert build.stdout
    for line in build.stdout:
        if '"cell"' in line:
            break
    children = Path(f"/proc/{build.pid}/task/{build.pid}/children").read_text().split()
    workers = [
        pid
        for child in children
        for pid in Path(f"/proc/{child}/task/{child}/children").read_text().split()
        if "forkserver" in Path(f"/proc/{child}/cmdline").read_text()
    ]
    assert workers
    for pid in workers:
        os.kill(int(pid), signal.SIGSTOP)
    began = time.monotonic()
    said = build.communicate(timeout=60)[0]
    assert time.monotonic() - began < 30
    assert build.returncode == 1
    assert "it gave no sign of life for 6 s after a cell began, and was ended" in said
