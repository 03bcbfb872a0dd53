"""The process that workers are forked from: its beginning, where its socket lies, and its end."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import current_process, forkserver, resource_tracker
from pathlib import Path

from kzindustry.reporting.kernels import interrupts
from kzindustry.reporting.kernels.linux import die_with


def begin() -> None:
    """Start the process that workers are forked from, unless there is one."""
    resource_tracker.ensure_running()  # beforehand: to start it would let interrupts through again
    with interrupts.held_back():
        forkserver.ensure_running()


def end_with_server() -> None:
    """Let a worker be killed when what it was forked from ends, and keep it from holding that up.

    The process ends when nobody holds its pipe any more; a worker that is stopped, or busy in a library,
    would hold it for ever.
    """
    os.close(forkserver._forkserver._forkserver_alive_fd)  # type: ignore[attr-defined]
    die_with(os.getppid())


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
