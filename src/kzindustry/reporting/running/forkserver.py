"""The process that workers are forked from: its beginning, where its socket lies, and its end."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import current_process, forkserver, resource_tracker
from multiprocessing.util import spawnv_passfds
from pathlib import Path
from typing import Any

from kzindustry.reporting.kernels import interrupts
from kzindustry.reporting.kernels.linux import die_with

TRACKER = (
    "import sys; del sys.path[0]; "
    "from kzindustry.reporting.kernels.linux import resume_with_end_of_parent; resume_with_end_of_parent(); "
    "from multiprocessing.resource_tracker import main; main(int(sys.argv[1]))"
)
"""multiprocessing's own, which removes what a killed build leaves, but resumed then if it was stopped."""


def begin() -> None:
    """Start the process that workers are forked from, unless there is one.

    Call it from a thread that lasts: with its end, the process is killed, and the workers with it.
    """
    with interrupts.held_back():
        _begin_tracker()
        forkserver.ensure_running()


def _tracker() -> Any:
    return resource_tracker._resource_tracker


def _begin_tracker() -> None:
    tracker = _tracker()
    if tracker._fd is None:  # one that was killed, multiprocessing starts again
        theirs, tracker._fd = os.pipe()
        words = [sys.executable, "-c", TRACKER, str(theirs)]
        tracker._pid = spawnv_passfds(os.fsencode(sys.executable), words, [theirs])
        os.close(theirs)


def end_with_build() -> None:
    """Let what workers are forked from be killed when the build ends, and each worker with it.

    To wait for the end of a pipe, as multiprocessing has it, is not enough: they may be stopped.
    """
    if sys.platform == "linux":
        die_with(os.getppid())
        os.register_at_fork(after_in_child=lambda: die_with(os.getppid()))


def leave_server() -> None:
    """Keep a worker from holding up the end of what it was forked from.

    That ends when nobody holds its pipe any more; a worker that is stopped, or busy in a library, would hold
    it for ever.
    """
    os.close(forkserver._forkserver._forkserver_alive_fd)  # type: ignore[attr-defined]


def server() -> int | None:
    """Give the number of the process that workers are forked from, if there is one."""
    return getattr(forkserver._forkserver, "_forkserver_pid", None)


def kill(process: int | None, number: int = signal.SIGKILL) -> None:
    """Kill a process, or send it another signal, if it is still there."""
    if process:
        with suppress(ProcessLookupError):
            os.kill(process, number)


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
        kill(_tracker()._pid, signal.SIGCONT)  # it ends with this process
