"""Workers behind the `concurrent.futures.Executor` interface, and what is done when one of them is killed."""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from threading import Event, Thread
from typing import Protocol

from kzindustry.reporting.progress.news import CellStart, Failure, RunOutcome, in_a_line
from kzindustry.reporting.running.answers import begun
from kzindustry.reporting.running.forkserver import begin, kill, server
from kzindustry.reporting.running.worker import PRELOAD, Task, start

Listener = Callable[[CellStart], None]
WORKER_KILLED = Failure(error="a worker process was killed", killed=True)
FALSE_STARTS = 5
"""So many pools in a row may break before any of their runs has begun."""
PAUSE_S = 0.2
END_S = 1.0
"""What it may take to tell of the end of workers that were killed."""
LOOK_S = 1.0
START_S = 120.0
"""What the first run may take to begin: libraries are imported before."""


@contextmanager
def workers(count: int, environment: Mapping[str, str], listener: Listener) -> Iterator[Executor]:
    """Start worker processes as they are needed; they end with the context, and with this process."""
    lifeline, ours = Pipe(duplex=False)
    inbox, news = Pipe(duplex=False)
    Thread(target=_listen, args=(inbox, listener), daemon=True).start()
    executor = ProcessPoolExecutor(
        count, _context(), initializer=start, initargs=(environment, lifeline, news)
    )
    patience_s = END_S
    try:
        yield executor
    except BaseException:  # an interrupt: nobody waits any more
        patience_s = 0.0
        raise
    finally:
        ours.close()
        _see_off(executor, patience_s)
        executor.shutdown(cancel_futures=True)
        news.close()
        lifeline.close()


class LoneWorker:
    """A worker process of its own, started at once so that it is ready when it is asked."""

    def __init__(self, environment: Mapping[str, str], listener: Listener) -> None:
        with ExitStack() as stack:
            self._executor: Executor = stack.enter_context(workers(1, environment, listener))
            self._executor.submit(os.getpid)
            self._stack = stack.pop_all()

    def submit(self, task: Task) -> Future[RunOutcome]:
        """Begin a run."""
        return begun(self._executor, task)

    def end(self) -> None:
        """End the process, and what it is doing."""
        self._stack.close()


def _see_off(executor: ProcessPoolExecutor, patience_s: float) -> None:
    """Kill the workers, which may be stopped or busy in a library, and see them end.

    What they are forked from tells of it; if that is stopped itself, it is killed, too.
    """
    living = {one.sentinel: one.pid for one in [*(executor._processes or {}).values()]}
    _forget_ended(living, 0.0)
    for pid in living.values():
        kill(pid)
    _forget_ended(living, patience_s)
    if living or not patience_s:
        kill(server())
    if results := executor._result_queue:  # or the end of what a killed worker was writing is waited for
        results._writer.close()  # type: ignore[attr-defined]


def _forget_ended(living: dict[int, int | None], seconds: float) -> None:
    end = time.monotonic() + seconds
    with suppress(OSError, ValueError):  # the executor has seen one off meanwhile
        while living and (ended := wait([*living], max(0.0, end - time.monotonic()))):
            for sentinel in ended:
                del living[sentinel]  # type: ignore[arg-type]


def _context() -> BaseContext:
    """Have workers forked from a process that imports once for all of them, where that is safe."""
    if sys.platform != "linux":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([PRELOAD])
    begin()
    return context


def _listen(inbox: Connection, listener: Listener) -> None:
    with inbox, suppress(EOFError, OSError):
        while True:
            listener(inbox.recv())


class Workers(Protocol):
    """What does the runs of a build."""

    @property
    def count(self) -> int:
        """How many runs are done at a time."""

    def do(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, RunOutcome]]:
        """Give each task with its outcome, in the order in which they end."""


@dataclass
class Crew:
    """Does tasks with workers on this machine, again where the machine was at fault.

    Attributes
    ----------
    count
        Worker processes, no more than there are tasks.
    environment
        Theirs and their kernels'.
    retries
        How often a run is tried again after its kernel or worker was killed.
    listener
        Told of each cell that starts.
    silence_s
        How long a run may give no sign of life before its worker is killed.
    """

    count: int
    environment: Mapping[str, str]
    retries: int
    listener: Listener
    silence_s: float
    _kills: Counter[str] = field(default_factory=Counter)
    _started: set[str] = field(default_factory=set)
    _signs: dict[str, tuple[int, float]] = field(default_factory=dict)
    _silent: set[str] = field(default_factory=set)
    _false_starts: int = 0

    def do(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, RunOutcome]]:
        """Give each task with its outcome, in the order in which they end.

        A killed worker takes its pool with it; what was not finished then goes to the next one.
        """
        while tasks:
            again: list[Task] = []
            self._started.clear()
            self._signs.clear()
            with (
                workers(min(self.count, len(tasks)), self.environment, self._hear) as executor,
                self._watched(),
            ):
                doing = {_submit(executor, task): task for task in tasks}
                for future in as_completed(list(doing)):
                    task = doing.pop(future)
                    outcome = self._outcome_of(task, future)
                    if outcome.failure.killed and self._may_try_again(task.run.name):
                        again.append(task)
                    else:
                        yield task, outcome
            if again:
                self._take_breath()
            tasks = again

    def _hear(self, step: CellStart) -> None:
        self._started.add(step.run)
        self._signs[step.run] = step.worker, time.monotonic()
        self.listener(step)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Kill what gives no sign of life: a worker, or the process they are forked from if none begins."""
        closed, began = Event(), time.monotonic()

        def watch() -> None:
            while not closed.wait(LOOK_S):
                now = time.monotonic()
                for run, (worker, when) in [*self._signs.items()]:
                    if now - when > self.silence_s:
                        self._silent.add(run)
                        self._signs.pop(run, None)
                        kill(worker)
                if not self._started and now - began > START_S:
                    kill(server())

        Thread(target=watch, daemon=True).start()
        try:
            yield
        finally:
            closed.set()

    def _outcome_of(self, task: Task, future: Future[RunOutcome]) -> RunOutcome:
        name = task.run.name
        self._signs.pop(name, None)
        try:
            return future.result()
        except BrokenProcessPool:
            if name in self._silent:
                said = f"it gave no sign of life for {self.silence_s:g} s after a cell began, and was ended"
                return RunOutcome(failure=Failure(error=said))
            return RunOutcome(failure=WORKER_KILLED)
        except Exception as error:  # whatever it is, it concerns this run, and the others go on
            return RunOutcome(failure=Failure(error=in_a_line(error)))

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
        return begun(executor, task)
    except (BrokenProcessPool, EOFError, OSError) as error:  # what workers are forked from was killed
        lost: Future[RunOutcome] = Future()
        lost.set_exception(BrokenProcessPool(str(error)))
        return lost
