"""A limit for making a page: no output, however odd, keeps a build waiting.

All of the work grows in step with what is read, as far as we know; libraries read texts, too.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class TooLong(BaseException):
    """Making a page took longer than it may; not an error that a renderer could take for its own.

    Attributes
    ----------
    cell
        The cell at which it was; empty if it was at none.
    """

    cell = ""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Do something within a time, in the main thread of a process; elsewhere there is no limit.

    Raises
    ------
    TooLong
        As soon as Python is at work again after the time is over.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_: Any) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def at(cell: str) -> Iterator[None]:
    """Name the cell that is being worked on."""
    try:
        yield
    except TooLong as late:
        late.cell = late.cell or cell
        raise
