"""Progress drawn in a terminal: a bar for each run under way, below the lines that tell how runs ended."""

import time
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TextIO

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from kzindustry.errors import printable
from kzindustry.reporting.progress.news import CellStart, Done
from kzindustry.reporting.progress.plain import PlainLines
from kzindustry.reporting.runs.plan import Run


class Bars(Progress):
    """A bar for each run in progress, then what all of them have left to do."""

    def __init__(self, lines: "LiveLines") -> None:
        self.lines = lines
        columns = (
            BarColumn(20, complete_style="cyan"),
            TextColumn("cell {task.fields[cell]} of {task.total:.0f}"),
            TimeElapsedColumn(),
        )
        name = TextColumn("{task.description}", markup=False)
        super().__init__(*columns, name, console=lines.console, transient=True, refresh_per_second=2)

    def get_renderables(self) -> Iterable[RenderableType]:
        """Give what is drawn."""
        yield from super().get_renderables()
        yield Text(self.lines.left())


class LiveLines(PlainLines):
    """The same lines, printed above bars that are drawn anew."""

    def __init__(self, stream: TextIO, out: Path | None = None) -> None:
        super().__init__(stream, out)
        self.console = Console(file=stream, force_terminal=True, markup=False, highlight=False, emoji=False)
        self.bars = Bars(self)
        self.tasks: dict[str, TaskID] = {}
        self.gone: set[str] = set()  # news may still come from a run that ended

    def busy(self, what: str) -> AbstractContextManager[object]:
        """Draw what is done while it is done; it is gone at its end, be it an error."""
        return self.console.status(f"{what} ...")

    def begin(self, todo: Sequence[Run], current: int, jobs: int) -> None:
        """Say how much there is to do, and draw from now on."""
        super().begin(todo, current, jobs)
        self.bars.start()

    def step(self, step: CellStart) -> None:
        """Draw how far a run is: its bar is full only after the last cell."""
        if step.run in self.gone:
            return
        if step.run not in self.tasks:
            self.tasks[step.run] = self.bars.add_task(printable(step.run), total=step.cells, cell=step.cell)
        self.bars.update(self.tasks[step.run], completed=step.cell - 1, total=step.cells, cell=step.cell)

    def end(self, done: Done) -> None:
        """Take a run's bar away and say above how it ended."""
        self.gone.add(done.run.name)
        if done.run.name in self.tasks:
            self.bars.remove_task(self.tasks.pop(done.run.name))
        super().end(done)

    def close(self, done: Sequence[Done], current: int, where: str) -> None:
        """Take all bars away and say what the build did."""
        self.bars.stop()
        super().close(done, current, where)

    def print(self, line: str) -> None:
        """Print above the bars."""
        self.console.print(printable(line), soft_wrap=True)

    def left(self) -> str:
        """Say how many runs are done, and how long the others may take."""
        spent = time.monotonic() - self.began
        left = f", about {clock(spent / self.ended * (self.total - self.ended))} left" if self.ended else ""
        return f"{self.ended} of {self.total} done in {clock(spent)}{left}"


def clock(seconds: float) -> str:
    """Write a time as minutes and seconds.

    >>> clock(75.2)
    '1:15'
    """
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
