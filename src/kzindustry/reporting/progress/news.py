"""What is told of a run: by its worker to the build, by the build to whoever watches. Light to import."""

from collections.abc import Callable
from dataclasses import dataclass

from kzindustry.reporting.runs.plan import Run

Progress = Callable[[int, int], None]
"""Told the cell that starts (counted from 1) and the number of cells."""


@dataclass(frozen=True)
class Failure:
    """Where and why a notebook stopped; all empty if it did not.

    Attributes
    ----------
    cell
        The cell: its place in the notebook, counted from 1, and its id.
    error
        One line.
    killed
        The kernel or the worker was killed, which is the machine's doing, not the notebook's.
    """

    cell: str = ""
    error: str = ""
    killed: bool = False


def in_a_line(error: BaseException) -> str:
    """Say in one line what an error is."""
    return f"{type(error).__name__}: {error}".strip().splitlines()[0]


@dataclass(frozen=True)
class RunOutcome:
    """What became of a run.

    Attributes
    ----------
    notebook, page
        The executed notebook and the report, as the bytes of their files; empty if there is none.
    failure
        Why it failed, if it did.
    seconds
        How long it took.
    warnings
        What the report cannot show, and what it should not be sent on with.
    allowed
        The cells that ended in an error and were allowed to, each with its error.
    """

    notebook: bytes = b""
    page: bytes = b""
    failure: Failure = Failure()
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class CellStart:
    """News from a worker: the cell that starts, of how many; and the worker's process."""

    run: str
    cell: int
    cells: int
    worker: int = 0


@dataclass(frozen=True)
class Done:
    """A run of this build that ended, the warnings of its report and the errors that were allowed."""

    run: Run
    failure: Failure
    seconds: float
    warnings: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
