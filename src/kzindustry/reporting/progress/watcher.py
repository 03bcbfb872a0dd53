"""What a build tells while it runs and at its end: live lines in a terminal, plain lines, or JSON."""

import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from kzindustry.reporting.progress.news import CellStart, Done
from kzindustry.reporting.progress.plain import JsonLines, PlainLines
from kzindustry.reporting.runs.plan import Run


class Watcher(Protocol):
    """Told how a build goes."""

    def busy(self, what: str) -> AbstractContextManager[object]:
        """Hear what is done before runs start, for as long as it takes."""

    def begin(self, todo: Sequence[Run], current: int, jobs: int) -> None:
        """Hear how many runs start, and how many are current."""

    def step(self, step: CellStart) -> None:
        """Hear, from another thread, which cell of a run starts."""

    def end(self, done: Done) -> None:
        """Hear how a run ended."""

    def pruned(self, runs: Sequence[str], left: Sequence[str]) -> None:
        """Hear which runs were removed, and which of their files were left because somebody changed them."""

    def close(self, done: Sequence[Done], current: int, where: str) -> None:
        """Hear that the build ended, with all the runs that did."""


def watcher(*, as_json: bool, out: Path | None) -> Watcher:
    """Choose what suits the output; `out` is the folder as the command names it, if it does."""
    if as_json:
        return JsonLines(sys.stdout, out)
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        return PlainLines(sys.stdout, out)
    from kzindustry.reporting.progress.live import LiveLines  # noqa: PLC0415 - only terminals need it

    return LiveLines(sys.stdout, out)
