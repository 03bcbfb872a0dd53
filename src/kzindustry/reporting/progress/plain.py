"""Progress as lines, one for each thing that happens: plain for people who read a log, JSON for machines."""

import json
import shlex
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, TextIO

from kzindustry.errors import printable
from kzindustry.reporting.progress.news import CellStart, Done
from kzindustry.reporting.runs.plan import Run


class PlainLines:
    """A line for each run that ends, and a summary: for logs and pipes."""

    def __init__(self, stream: TextIO, out: Path | None = None) -> None:
        self.stream = stream
        self.out = out
        self.began = time.monotonic()
        self.total = 0
        self.ended = 0

    def busy(self, what: str) -> AbstractContextManager[object]:
        """Say nothing: it is over before anybody reads a log."""
        return nullcontext()

    def begin(self, todo: Sequence[Run], current: int, jobs: int) -> None:
        """Say how much there is to do."""
        self.total = len(todo)
        self.print(f"{len(todo)} to run, {current} current" + (f", {jobs} at a time" if todo else ""))

    def step(self, step: CellStart) -> None:
        """Say nothing: a line for each cell would be too many."""

    def end(self, done: Done) -> None:
        """Say how a run ended, and how many have."""
        self.ended += 1
        self.print(f"[{self.ended}/{self.total}] {done.run.name}: {ending(done)} ({done.seconds:.1f} s)")

    def pruned(self, runs: Sequence[str], left: Sequence[str]) -> None:
        """Say what was removed, and what was not."""
        if runs:
            self.print(f"removed: {', '.join(runs)}")
        if left:
            self.print(f"left, for it was changed since it was built: {', '.join(left)}")

    def close(self, done: Sequence[Done], current: int, where: str) -> None:
        """Say what the build did; of a failure the notebook, cell, error and command; of warnings each."""
        failed = [one for one in done if one.failure.error]
        counts = f"{len(done) - len(failed)} built, {len(failed)} failed, {current} current"
        self.print(f"{counts} in {time.monotonic() - self.began:.1f} s: {where}")
        for one in failed:
            place = f", {one.failure.cell}" if one.failure.cell else ""
            self.print(f"  {one.run.name}: {one.run.path.name}{place}")
            self.print(f"    {one.failure.error}\n    again: {again(one.run, self.out)}")
        warned = dict.fromkeys(
            (one.run.path.name, warning) for one in done for warning in (*one.allowed, *one.warnings)
        )
        for notebook, warning in warned:
            self.print(f"  {notebook}: {warning}")

    def print(self, line: str) -> None:
        """Print at once."""
        print_line(self.stream, printable(line))


class JsonLines:
    """An object a line for each thing that happens: for machines."""

    def __init__(self, stream: TextIO, out: Path | None = None) -> None:
        self.stream = stream
        self.out = out
        self.began = time.monotonic()

    def busy(self, what: str) -> AbstractContextManager[object]:
        """Say nothing: runs are what machines ask about."""
        return nullcontext()

    def begin(self, todo: Sequence[Run], current: int, jobs: int) -> None:
        """Name the runs."""
        self.tell("begin", todo=[run.name for run in todo], current=current, jobs=jobs)

    def step(self, step: CellStart) -> None:
        """Tell each cell."""
        self.tell("cell", run=step.run, cell=step.cell, cells=step.cells)

    def end(self, done: Done) -> None:
        """Tell how a run ended."""
        self.tell("end", **document(done, self.out))

    def pruned(self, runs: Sequence[str], left: Sequence[str]) -> None:
        """Tell what was removed, and what was not."""
        self.tell("pruned", removed=[*runs], left=[*left])

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
        "warnings": list(done.warnings),
        "allowed_errors": list(done.allowed),
        "again": again(done.run, out),
        "seconds": round(done.seconds, 3),
    }


def ending(done: Done) -> str:
    """Say how a run ended."""
    place = f" in {done.failure.cell}" if done.failure.cell else ""
    if done.failure.error:
        return f"failed{place}: {done.failure.error}"
    count = len(done.allowed)
    return f"done, {count} cell{'s' * (count > 1)} with an error" if count else "done"


def again(run: Run, out: Path | None) -> str:
    """Give the command that runs a run again, into the same folder."""
    given = [part for name, value in run.changed.items() for part in ("-p", f"{name}={value}")]
    how = ["--allow-errors"] if run.allow_errors else []
    into = ["--out", str(out)] if out else []
    return shlex.join(["kzindustry", "build", run.notebook, *given, *how, *into])
