# PYTHON_ARGCOMPLETE_OK
"""The way in. Light, so that an interrupt ends it quietly from the first moment on."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130


def main(arguments: "list[str] | None" = None) -> int:
    """Do what the command line says, and give the exit status."""
    with _quiet_end():
        from kzindustry.command_line import parsed, perform  # noqa: PLC0415 - takes its time

        options = parsed(sys.argv[1:] if arguments is None else arguments)
    return perform(options)


@contextmanager
def _quiet_end() -> Iterator[None]:
    """Let an interrupt end this program without a word of Python's, unless its caller has plans for it."""
    usual = signal.getsignal(signal.SIGINT)
    ours = usual is signal.default_int_handler and threading.current_thread() is threading.main_thread()
    if ours:
        signal.signal(signal.SIGINT, _end_at_once)
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGINT, usual)


def _end_at_once(number: int, frame: FrameType | None) -> None:
    """End while nothing has begun: an exception would be told by whatever is being imported."""
    os.write(sys.stderr.fileno(), b"Interrupted.\n")
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    sys.exit(main())
