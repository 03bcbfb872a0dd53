"""A worker process: made ready once, then given run after run.

Light at import, because the build imports it to name its functions; what executes is imported in the worker.
"""

import importlib
import os
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from pathlib import Path

from kzindustry.reporting.kernels import interrupts
from kzindustry.reporting.progress.news import CellStart, RunOutcome
from kzindustry.reporting.running.forkserver import leave_server
from kzindustry.reporting.runs.plan import Run


@dataclass(frozen=True)
class Task:
    """A run and what its execution needs to know."""

    run: Run
    root: Path
    timeout_s: float


PRELOAD = "kzindustry.reporting.running.preload"
"""What takes long to import, and only workers need."""

_news: list[Connection] = []


def start(environment: Mapping[str, str], lifeline: Connection, news: Connection) -> None:
    """Make this process ready: its environment, its end, and the libraries that take long to import."""
    os.environ.clear()
    os.environ.update(environment)
    os.setpgid(0, 0)  # an interrupt from the terminal goes to the build alone, which then ends its workers
    interrupts.ignore()
    if sys.platform == "linux":
        leave_server()
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    _news.append(news)
    importlib.import_module(PRELOAD)


def _end_with(lifeline: Connection) -> None:
    """End at once when the build closes its end of a pipe, or ceases to be."""
    wait([lifeline])
    os._exit(1)


def work(task: Task) -> RunOutcome:
    """Do one run, telling the build of each cell."""
    from kzindustry.reporting.running.execute import run_report  # noqa: PLC0415 - imported before, by PRELOAD

    def progress(cell: int, cells: int) -> None:
        # One write below the size that pipes keep whole: no lock, which a killed worker could leave locked.
        _news[0].send(CellStart(task.run.name, cell, cells, os.getpid()))

    began = time.monotonic()
    outcome = run_report(task.run, task.root, task.timeout_s, progress)
    return replace(outcome, seconds=time.monotonic() - began)
