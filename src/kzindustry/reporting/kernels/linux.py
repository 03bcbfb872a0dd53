"""What Linux alone can tell and do about processes; elsewhere kernels are started in the plain way."""

import ctypes
import os
import signal
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1
LIBRARY = ctypes.CDLL(None)


def can_fork_safely() -> bool:
    """Tell whether this system has what warm kernels need."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open") and Path("/proc/self/task").is_dir()


def threads() -> int:
    """Count this process' threads, those of C libraries included: a fork copies only one of them."""
    return sum(1 for _ in Path("/proc/self/task").iterdir())


def die_with(parent: int) -> None:
    """Be killed when the parent process ends, however it ends.

    The kernel counts the end of the thread that started this process, so start it from a main thread.
    """
    LIBRARY.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the line above
        os._exit(1)


def resume_with_end_of_parent() -> None:
    """Be resumed, if stopped, when the parent process ends: for one that then has something left to do."""
    LIBRARY.prctl(PR_SET_PDEATHSIG, signal.SIGCONT)
