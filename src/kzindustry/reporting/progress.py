"""What a build prints while it runs, and the summary at its end."""

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TextIO

from kzindustry.reporting.batch import Done
from kzindustry.reporting.plan import Run
from kzindustry.reporting.worker import Step


@dataclass
class PlainLines:
    """A line for each run that ends: for logs and pipes."""

    stream: TextIO = field(default_factory=lambda: sys.stdout)
    total: int = 0
    ended: int = 0

    def begin(self, todo: Sequence[Run], current: int, jobs: int) -> None:
        """Say how much there is to do."""
        self.total = len(todo)
        self._print(f"{len(todo)} to run, {current} current" + (f", {jobs} at a time" if todo else ""))

    def step(self, step: Step) -> None:
        """Say nothing."""

    def end(self, done: Done) -> None:
        """Say how a run ended, and how many are left."""
        self.ended += 1
        said = f"failed in {done.failure.cell}: {done.failure.error}" if done.failure.error else "done"
        self._print(f"[{self.ended}/{self.total}] {done.run.name}: {said} ({done.seconds:.1f} s)")

    def _print(self, line: str) -> None:
        print(line, file=self.stream, flush=True)


def again(run: Run) -> str:
    """Give the command that runs a run again."""
    given = [part for name, value in run.changed.items() for part in ("-p", f"{name}={value}")]
    return shlex.join(["kzindustry", "build", run.notebook, *given])


def summary(done: Sequence[Done], current: int, seconds: float, where: str) -> str:
    """Say what a build did; for each failure the notebook, cell, error and command."""
    failed = [one for one in done if one.failure.error]
    counts = f"{len(done) - len(failed)} built, {len(failed)} failed, {current} current"
    lines = [f"{counts} in {seconds:.1f} s: {where}"]
    for one in failed:
        place = f", {one.failure.cell}" if one.failure.cell else ""
        lines.append(f"  {one.run.name}: {one.run.path.name}{place}")
        lines += [f"    {one.failure.error}", f"    again: {again(one.run)}"]
    return "\n".join(lines)
