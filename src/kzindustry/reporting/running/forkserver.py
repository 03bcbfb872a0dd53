"""The process that workers are forked from: which one it is, where its socket lies, and its end."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import current_process, forkserver
from pathlib import Path


def server() -> int | None:
    """Give the number of the process that workers are forked from, if there is one."""
    return getattr(forkserver._forkserver, "_forkserver_pid", None)


def kill(process: int | None) -> None:
    """Kill a process, if it is still there."""
    if process:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


@contextmanager
def sockets_in(folder: Path) -> Iterator[None]:
    """Let multiprocessing keep its files in a folder for a time, and end what depends on them with it.

    Left to itself, it makes a folder of its own among all temporary files, which a killed build leaves there.
    """
    config = current_process()._config  # type: ignore[attr-defined]
    before, usual = server(), config.get("tempdir")
    config["tempdir"] = str(folder)
    try:
        yield
    finally:
        config["tempdir"] = usual
        if server() != before:
            kill(server())  # it may be stopped, and would be waited for
            forkserver._forkserver._stop()  # type: ignore[attr-defined]
