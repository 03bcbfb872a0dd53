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
from nbformat import v4

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="finds processes through /proc"),
]
Start = Callable[..., Any]
SPEC = {"name": "python3", "display_name": "Python", "language": "python"}


@pytest.mark.parametrize("role", ["server", "worker", "warm", "kernel"])
def test_an_interrupt_ends_a_build_whose_processes_are_stopped(start: Start, role: str) -> None:
    build = start("--jobs", "2")
    build.wait_for("cell", cell=4)
    for pid in build.processes()[role]:
        os.kill(pid, signal.SIGSTOP)
    began = time.monotonic()
    os.killpg(build.process.pid, signal.SIGINT)
    status, _ = build.finish()
    assert time.monotonic() - began < 8  # 5 s, on a machine that does nothing else
    assert status == 130
    assert build.is_gone()


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
