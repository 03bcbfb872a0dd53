"""Starts the warm process for the time of a build."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kzindustry.reporting.kernels import interrupts
from kzindustry.reporting.kernels.channel import ADDRESS
from kzindustry.reporting.kernels.libraries import modules_in
from kzindustry.reporting.kernels.linux import can_fork_safely

PROGRAM = (
    "import gc, signal, sys; "
    "signal.signal(signal.SIGINT, signal.SIG_IGN); "  # it is the build's alone, from the first moment on
    "signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT}); "
    "del sys.path[0]; "  # no module beside the notebooks may take the place of a library's here
    "from kzindustry.reporting.kernels.linux import die_with; die_with(int(sys.argv[1])); "
    "gc.disable(); "  # to look for garbage among what is imported takes a seventh of the time
    "from kzindustry.reporting.kernels.warm_process import serve_kernels; serve_kernels()"
)
KIND = "KZINDUSTRY_KERNELS"
"""The environment variable that asks for plain kernels when it is "plain": to compare them, or to debug."""
PROVISIONER = "JUPYTER_DEFAULT_PROVISIONER_NAME"


@contextmanager
def warm_kernels(
    folder: Path, environment: Mapping[str, str], imports: Sequence[Sequence[str]], hook: str, cwd: Path
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
        The import statements of each notebook, which are executed before kernels are forked.
    hook
        `module:function` to call when the first kernel has been forked, which need not wait; may be empty.
    cwd
        The folder of the notebooks; its modules, which they can import, are left for each kernel to import.
    """
    address = str(folder / "warm")
    environment = {**environment, PROVISIONER: "kzindustry-warm", ADDRESS: address}
    if not can_fork_safely() or os.environ.get(KIND) == "plain":
        yield environment
        return
    asked = {"imports": imports, "hook": hook, "beside": [*modules_in(str(cwd))]}
    (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    with ExitStack() as ends:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(address)
            listener.listen(64)  # before there is anybody to answer: who asks early waits, and misses nothing
            with interrupts.held_back():
                process = _start(listener, folder / "asked.json", environment, cwd)
                ends.callback(process.communicate)
                ends.callback(process.kill)
        yield environment


def _start(
    listener: socket.socket, asked: Path, environment: Mapping[str, str], cwd: Path
) -> subprocess.Popen[str]:
    descriptor = listener.fileno()
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(os.getpid()), str(descriptor), str(asked)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        pass_fds=[descriptor],
        env=environment,
        cwd=cwd,
        text=True,
    )
