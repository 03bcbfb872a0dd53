"""What a worker process tells the build about a run. Light, because both sides import it."""

from collections.abc import Callable
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Outcome:
    """What became of a run.

    Attributes
    ----------
    notebook, page
        The executed notebook and the report, as the bytes of their files; empty if there is none.
    failure
        Why it failed, if it did.
    seconds
        How long it took.
    """

    notebook: bytes = b""
    page: bytes = b""
    failure: Failure = Failure()
    seconds: float = 0.0
