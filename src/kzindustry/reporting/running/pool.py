"""Workers behind the `concurrent.futures.Executor` interface, and what is done when one of them is killed."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from threading import Thread

from kzindustry.reporting.progress.news import CellStart, Failure, RunOutcome
from kzindustry.reporting.running.worker import PRELOAD, Task, start, work

Listener = Callable[[CellStart], None]
WORKER_KILLED = Failure(error="a worker process was killed", killed=True)
FALSE_STARTS = 5
"""So many pools in a row may break before any of their runs has begun."""
PAUSE_S = 0.2


@contextmanager
def workers(count: int, environment: Mapping[str, str], listener: Listener) -> Iterator[Executor]:
    """Start worker processes as they are needed; they end with the context, and with this process."""
    lifeline, ours = Pipe(duplex=False)
    inbox, news = Pipe(duplex=False)
    Thread(target=_listen, args=(inbox, listener), daemon=True).start()
    executor = ProcessPoolExecutor(
        count, _context(), initializer=start, initargs=(environment, lifeline, news)
    )
    try:
        yield executor
    finally:
        ours.close()
        executor.shutdown(cancel_futures=True)
        news.close()
        lifeline.close()


def _context() -> BaseContext:
    """Have workers forked from a process that imports once for all of them, where that is safe."""
    if sys.platform != "linux":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([PRELOAD])
    return context


def _listen(inbox: Connection, listener: Listener) -> None:
    with inbox, suppress(EOFError, OSError):
        while True:
            listener(inbox.recv())


@dataclass
class Crew:
    """Does tasks with workers, again where the machine was at fault.

    Attributes
    ----------
    count
        Worker processes.
    environment
        Theirs and their kernels'.
    retries
        How often a run is tried again after its kernel or worker was killed.
    listener
        Told of each cell that starts.
    """

    count: int
    environment: Mapping[str, str]
    retries: int
    listener: Listener
    _kills: Counter[str] = field(default_factory=Counter)
    _started: set[str] = field(default_factory=set)
    _false_starts: int = 0

    def do(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, RunOutcome]]:
        """Give each task with its outcome, in the order in which they end.

        A killed worker takes its pool with it; what was not finished then goes to the next one.
        """
        while tasks:
            again: list[Task] = []
            self._started.clear()
            with workers(self.count, self.environment, self._hear) as executor:
                doing = {_submit(executor, task): task for task in tasks}
                for future in as_completed(list(doing)):
                    task = doing.pop(future)
                    outcome = _outcome_of(future)
                    if outcome.failure.killed and self._may_try_again(task.run.name):
                        again.append(task)
                    else:
                        yield task, outcome
            if again:
                self._take_breath()
            tasks = again

    def _hear(self, step: CellStart) -> None:
        self._started.add(step.run)
        self.listener(step)

    def _may_try_again(self, run: str) -> bool:
        """Count a kill against a run that had begun; one that only waited has done nothing to deserve it."""
        if run not in self._started:
            return self._false_starts < FALSE_STARTS
        self._kills[run] += 1
        return self._kills[run] <= self.retries

    def _take_breath(self) -> None:
        """Let what was killed be gone: until then, what is asked of it fails at once."""
        self._false_starts = 0 if self._started else self._false_starts + 1
        time.sleep(PAUSE_S * self._false_starts)


def _submit(executor: Executor, task: Task) -> Future[RunOutcome]:
    try:
        return executor.submit(work, task)
    except (BrokenProcessPool, EOFError, OSError) as error:  # what workers are forked from was killed
        lost: Future[RunOutcome] = Future()
        lost.set_exception(BrokenProcessPool(str(error)))
        return lost


def _outcome_of(future: Future[RunOutcome]) -> RunOutcome:
    try:
        return future.result()
    except BrokenProcessPool:
        return RunOutcome(failure=WORKER_KILLED)
    except Exception as error:  # whatever it is, it concerns this run, and the others go on
        return RunOutcome(failure=Failure(error=f"{type(error).__name__}: {error}"))
