# PYTHON_ARGCOMPLETE_OK
"""The way in. Light, so that an interrupt ends it quietly from the first moment on."""

import os
import signal
import sys
from types import FrameType

INTERRUPTED = 130


def main(arguments: "list[str] | None" = None) -> int:
    """Do what the command line says, and give the exit status."""
    usual = signal.getsignal(signal.SIGINT)
    if usual is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _end_at_once)
    try:
        from kzindustry.command_line import parsed, perform  # noqa: PLC0415 - takes its time

        options = parsed(sys.argv[1:] if arguments is None else arguments)
    finally:
        signal.signal(signal.SIGINT, usual)
    return perform(options)


def _end_at_once(number: int, frame: FrameType | None) -> None:
    """End while nothing has begun: an exception would be told by whatever is being imported."""
    os.write(sys.stderr.fileno(), b"Interrupted.\n")
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    sys.exit(main())
