"""The process that notebooks run in on a worker's machine: its warm process, its workers, its private folder.

It is to a Dask worker what a build is to its own workers, and ends with it: when the link closes.
"""

import errno
import pickle
import signal
import sys
from collections.abc import Mapping
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock, Thread
from typing import Any, NoReturn

from kzindustry.reporting.kernels.start import warm_kernels
from kzindustry.reporting.progress.news import CellStart, Failure, RunOutcome, in_a_line
from kzindustry.reporting.running.isolation import environment_in, remove_abandoned
from kzindustry.reporting.running.pool import WORKER_KILLED, LoneWorker
from kzindustry.reporting.running.worker import Task

COLLECTION = "collection"
"""The folder of the collection's files, in the station's own."""
FULL = {errno.ENOSPC, errno.EDQUOT}


def serve(link: Connection, folder: Path, order: Mapping[str, Any]) -> None:
    """Do what is asked over a link, until it closes."""
    signal.signal(signal.SIGTERM, _end)
    remove_abandoned(folder.parent)
    notebooks = folder / COLLECTION / "notebooks"
    with (
        environment_in(folder) as private,
        warm_kernels(folder, private, order["imports"], order["hook"], notebooks) as environment,
    ):
        Station(link, folder / COLLECTION, Path(order["root"]), environment).serve()


def _end(*_: object) -> NoReturn:
    """End in good order: a batch system asks all processes of a job to end."""
    sys.exit(0)


@dataclass
class Station:
    """Does runs, as many at a time as it is given.

    Attributes
    ----------
    link
        To the plugin in the Dask worker.
    root, root_there
        The collection's folder here, and where the build has it.
    environment
        Of workers and kernels.
    """

    link: Connection
    root: Path
    root_there: Path
    environment: Mapping[str, str]
    _idle: list[LoneWorker] = field(default_factory=list)
    _busy: dict[str, LoneWorker] = field(default_factory=dict)
    _speaking: Lock = field(default_factory=Lock)

    def serve(self) -> None:
        """Do what is asked until the link closes."""
        try:
            self._idle.append(self._worker())
            self._say("ready")
            with suppress(EOFError, OSError):
                while True:
                    verb, key, *packed = self.link.recv()
                    if verb == "do":  # the worker is made here, for with the thread that makes it, it ends
                        self._busy[key] = self._worker()
                        packed.append(self._busy[key])
                    work = self._do if verb == "do" else self._stop
                    Thread(target=work, args=(key, *packed), daemon=True).start()
        finally:
            for worker in [*self._idle, *self._busy.values()]:
                worker.end()

    def _worker(self) -> LoneWorker:
        return self._idle.pop() if self._idle else LoneWorker(self.environment, self._hear)

    def _hear(self, step: CellStart) -> None:
        self._say("cell", step.run, step.cell, step.cells)

    def _say(self, *message: object) -> None:
        with self._speaking, suppress(OSError):
            self.link.send(message)

    def _do(self, key: str, packed: bytes, worker: LoneWorker) -> None:
        outcome, whole = _outcome(worker, self._here(pickle.loads(packed)))
        if self._busy.pop(key, None) and whole:
            self._idle.append(worker)
        else:
            worker.end()
        self._say("done", key, pickle.dumps(outcome))

    def _here(self, task: Task) -> Task:
        """Give a task with the paths that it has here."""
        path = self.root / task.run.path.relative_to(self.root_there)
        return replace(task, run=replace(task.run, path=path), root=self.root)

    def _stop(self, key: str) -> None:
        if worker := self._busy.pop(key, None):
            worker.end()


def _outcome(worker: LoneWorker, task: Task) -> tuple[RunOutcome, bool]:
    """Have a task done; give its outcome, and whether the worker can do another."""
    try:
        return worker.submit(task).result(), True
    except BrokenProcessPool:
        return RunOutcome(failure=WORKER_KILLED), False
    except Exception as error:  # a full disk is this machine's doing: another one may have room
        full = isinstance(error, OSError) and error.errno in FULL
        return RunOutcome(failure=Failure(error=in_a_line(error), killed=full)), not full
