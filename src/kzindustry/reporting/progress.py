"""What a build tells while it runs and at its end: live lines in a terminal, plain lines, or JSON."""

import json
import shlex
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import Event, Lock, Thread, Timer
from typing import Any, Protocol, TextIO

from kzindustry.reporting.outcome import Done, Step
from kzindustry.reporting.plan import Run

MOMENT_S = REDRAW_S = 0.5
BAR = 20


class Watcher(Protocol):
    """Told how a build goes."""

    def busy(self, what: str) -> AbstractContextManager[None]:
        """Hear what is done before runs start, for as long as it takes."""

    def begin(self, todo: Sequence[Run], current: int, jobs: int) -> None:
        """Hear how many runs start, and how many are current."""

    def step(self, step: Step) -> None:
        """Hear, from another thread, which cell of a run starts."""

    def end(self, done: Done) -> None:
        """Hear how a run ended."""

    def close(self, done: Sequence[Done], current: int, where: str) -> None:
        """Hear that the build ended, with all the runs that did."""


def watcher(*, as_json: bool, out: Path | None) -> Watcher:
    """Choose what suits the output; `out` is the folder as the command names it, if it does."""
    if as_json:
        return JsonLines(sys.stdout, out)
    return LiveLines(sys.stdout, out) if sys.stdout.isatty() else PlainLines(sys.stdout, out)


class PlainLines:
    """A line for each run that ends, and a summary: for logs and pipes."""

    def __init__(self, stream: TextIO, out: Path | None = None) -> None:
        self.stream = stream
        self.out = out
        self.began = time.monotonic()
        self.total = 0
        self.ended = 0

    def busy(self, what: str) -> AbstractContextManager[None]:
        """Say nothing: it is over before anybody reads a log."""
        return nullcontext()

    def begin(self, todo: Sequence[Run], current: int, jobs: int) -> None:
        """Say how much there is to do."""
        self.total = len(todo)
        self.print(f"{len(todo)} to run, {current} current" + (f", {jobs} at a time" if todo else ""))

    def step(self, step: Step) -> None:
        """Say nothing: a line for each cell would be too many."""

    def end(self, done: Done) -> None:
        """Say how a run ended, and how many have."""
        self.ended += 1
        self.print(f"[{self.ended}/{self.total}] {done.run.name}: {ending(done)} ({done.seconds:.1f} s)")

    def close(self, done: Sequence[Done], current: int, where: str) -> None:
        """Say what the build did; of a failure the notebook, cell, error and command; of warnings each."""
        failed = [one for one in done if one.failure.error]
        counts = f"{len(done) - len(failed)} built, {len(failed)} failed, {current} current"
        self.print(f"{counts} in {time.monotonic() - self.began:.1f} s: {where}")
        for one in failed:
            place = f", {one.failure.cell}" if one.failure.cell else ""
            self.print(f"  {one.run.name}: {one.run.path.name}{place}")
            self.print(f"    {one.failure.error}\n    again: {again(one.run, self.out)}")
        for notebook, warning in dict.fromkeys((one.run.path.name, one.warning) for one in done):
            if warning:
                self.print(f"  {notebook}: {warning}")

    def print(self, line: str) -> None:
        """Print at once."""
        print_line(self.stream, line)


class LiveLines(PlainLines):
    """The same above lines that are drawn anew: one for each run in progress, and what is left."""

    def __init__(self, stream: TextIO, out: Path | None = None) -> None:
        super().__init__(stream, out)
        self.running: dict[str, tuple[Step, float]] = {}
        self.gone: set[str] = set()  # news may still come from a run that ended
        self.doing = ""
        self.drawn = 0
        self.lock = Lock()
        self.closed = Event()

    @contextmanager
    def busy(self, what: str) -> Iterator[None]:
        """Draw what is done once it takes more than a moment; take it away at its end, be it an error."""
        self.doing = f"{what} ..."
        timer = Timer(MOMENT_S, self.draw)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()  # it may be drawing
            self.doing = ""
            self._erase()
            self.stream.flush()

    def begin(self, todo: Sequence[Run], current: int, jobs: int) -> None:
        """Say how much there is to do, and draw from now on."""
        super().begin(todo, current, jobs)
        Thread(target=self._tick, daemon=True).start()

    def step(self, step: Step) -> None:
        """Draw how far a run is."""
        with self.lock:
            if step.run not in self.gone:
                _, began = self.running.get(step.run, (step, time.monotonic()))
                self.running[step.run] = step, began
        self.draw()

    def end(self, done: Done) -> None:
        """Take a run's line away and say above how it ended."""
        with self.lock:
            self.gone.add(done.run.name)
            self.running.pop(done.run.name, None)
        super().end(done)

    def close(self, done: Sequence[Done], current: int, where: str) -> None:
        """Take all lines away and say what the build did."""
        self.closed.set()
        self.running.clear()
        super().close(done, current, where)

    def print(self, line: str) -> None:
        """Print above the lines in progress."""
        with self.lock:
            self._erase()
            super().print(line)
        self.draw()

    def draw(self) -> None:
        """Draw the lines in progress."""
        with self.lock:
            self._erase()
            if not self.closed.is_set():
                lines = self._lines()
                self.stream.writelines(
                    line[: shutil.get_terminal_size().columns - 1] + "\n" for line in lines
                )
                self.drawn = len(lines)
            self.stream.flush()

    def _lines(self) -> list[str]:
        if self.doing:
            return [self.doing]
        return [*(bar(step, began) for step, began in self.running.values()), self._left()]

    def _erase(self) -> None:
        if self.drawn:
            self.stream.write(f"\x1b[{self.drawn}A\x1b[J")
            self.drawn = 0

    def _left(self) -> str:
        spent = time.monotonic() - self.began
        left = f", about {clock(spent / self.ended * (self.total - self.ended))} left" if self.ended else ""
        return f"{self.ended} of {self.total} done in {clock(spent)}{left}"

    def _tick(self) -> None:
        while not self.closed.wait(REDRAW_S):
            self.draw()


class JsonLines:
    """An object a line for each thing that happens: for machines."""

    def __init__(self, stream: TextIO, out: Path | None = None) -> None:
        self.stream = stream
        self.out = out
        self.began = time.monotonic()

    def busy(self, what: str) -> AbstractContextManager[None]:
        """Say nothing: runs are what machines ask about."""
        return nullcontext()

    def begin(self, todo: Sequence[Run], current: int, jobs: int) -> None:
        """Name the runs."""
        self.tell("begin", todo=[run.name for run in todo], current=current, jobs=jobs)

    def step(self, step: Step) -> None:
        """Tell each cell."""
        self.tell("cell", run=step.run, cell=step.cell, cells=step.cells)

    def end(self, done: Done) -> None:
        """Tell how a run ended."""
        self.tell("end", **document(done, self.out))

    def close(self, done: Sequence[Done], current: int, where: str) -> None:
        """Tell how the build ended."""
        failed = [one.run.name for one in done if one.failure.error]
        seconds = round(time.monotonic() - self.began, 3)
        self.tell(
            "done",
            built=len(done) - len(failed),
            failed=failed,
            current=current,
            seconds=seconds,
            index=where,
        )

    def tell(self, event: str, **fields: Any) -> None:
        """Print one object."""
        print_line(self.stream, json.dumps({"event": event, **fields}, ensure_ascii=False))


def print_line(stream: TextIO, line: str) -> None:
    """Print a line in one piece: another thread may be printing, too."""
    stream.write(f"{line}\n")
    stream.flush()


def document(done: Done, out: Path | None) -> dict[str, Any]:
    """Give what a run came to, for machines."""
    return {
        "run": done.run.name,
        "notebook": done.run.notebook,
        "parameters": dict(done.run.values),
        "status": "failed" if done.failure.error else "ok",
        "cell": done.failure.cell,
        "error": done.failure.error,
        "warning": done.warning,
        "again": again(done.run, out),
        "seconds": round(done.seconds, 3),
    }


def ending(done: Done) -> str:
    """Say how a run ended."""
    place = f" in {done.failure.cell}" if done.failure.cell else ""
    return f"failed{place}: {done.failure.error}" if done.failure.error else "done"


def again(run: Run, out: Path | None) -> str:
    """Give the command that runs a run again, into the same folder."""
    given = [part for name, value in run.changed.items() for part in ("-p", f"{name}={value}")]
    into = ["--out", str(out)] if out else []
    return shlex.join(["kzindustry", "build", run.notebook, *given, *into])


def bar(step: Step, began: float) -> str:
    """Draw how far a run is: its cells, and the time since it began."""
    full = BAR * (step.cell - 1) // step.cells
    spent = clock(time.monotonic() - began)
    return f"  {'#' * full}{'.' * (BAR - full)}  cell {step.cell} of {step.cells}  {spent}  {step.run}"


def clock(seconds: float) -> str:
    """Write a time as minutes and seconds.

    >>> clock(75.2)
    '1:15'
    """
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
