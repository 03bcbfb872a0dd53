"""Starts the warm process for the time of a build."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from kzindustry.reporting.kernels.channel import ADDRESS
from kzindustry.reporting.kernels.linux import can_fork_safely

PROGRAM = "from kzindustry.reporting.kernels.warm_process import serve_kernels; serve_kernels()"
KIND = "KZINDUSTRY_KERNELS"
"""The environment variable that asks for plain kernels when it is "plain": to compare them, or to debug."""
PROVISIONER = "JUPYTER_DEFAULT_PROVISIONER_NAME"


@contextmanager
def warm_kernels(
    folder: Path, environment: Mapping[str, str], imports: Sequence[str], hook: str, cwd: Path
) -> Iterator[dict[str, str]]:
    """Give the environment in which kernels are forked from a warm process, where the system allows it.

    Call it from a main thread, whose end the warm process does not survive.

    Parameters
    ----------
    folder
        A private one, with a short path.
    environment
        Of the build.
    imports
        Statements to execute before kernels are forked.
    hook
        `module:function` to call after them; may be empty.
    cwd
        The folder of the notebooks, whose modules they can import.
    """
    address = str(folder / "warm")
    environment = {**environment, PROVISIONER: "kzindustry-warm", ADDRESS: address}
    if not can_fork_safely() or os.environ.get(KIND) == "plain":
        yield environment
        return
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen(64)  # before there is anybody to answer: who asks early waits, and never misses it
        process = _start(listener, environment, cwd)
    try:
        assert process.stdin is not None
        process.stdin.write(json.dumps({"parent": os.getpid(), "imports": [*imports], "hook": hook}) + "\n")
        process.stdin.flush()
        yield environment
    finally:
        process.kill()
        process.communicate()


def _start(listener: socket.socket, environment: Mapping[str, str], cwd: Path) -> subprocess.Popen[str]:
    descriptor = listener.fileno()
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(descriptor)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        pass_fds=[descriptor],
        env=environment,
        cwd=cwd,
        text=True,
    )
