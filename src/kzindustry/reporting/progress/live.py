"""Progress drawn in a terminal: a line for each run under way, below those that tell how runs ended."""

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, Thread, Timer
from typing import TextIO

from kzindustry.reporting.progress.news import CellStart, Done
from kzindustry.reporting.progress.plain import PlainLines
from kzindustry.reporting.runs.plan import Run

MOMENT_S = REDRAW_S = 0.5
BAR = 20


class LiveLines(PlainLines):
    """The same, above lines that are drawn anew: one for each run in progress, and what is left."""

    def __init__(self, stream: TextIO, out: Path | None = None) -> None:
        super().__init__(stream, out)
        self.running: dict[str, tuple[CellStart, float]] = {}
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

    def step(self, step: CellStart) -> None:
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


def bar(step: CellStart, began: float) -> str:
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
