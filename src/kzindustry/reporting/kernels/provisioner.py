"""A kernel provisioner that asks the warm process for kernels, and starts plain ones where there is none.

jupyter_client finds it by its entry point `kzindustry-warm`: papermill, nbclient and JupyterLab use it
unchanged when a kernelspec or JUPYTER_DEFAULT_PROVISIONER_NAME names it.
"""

import asyncio
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_core.paths import jupyter_runtime_dir

from kzindustry.reporting.kernels.channel import ADDRESS, NO_HISTORY, Channel
from kzindustry.reporting.kernels.linux import die_with

LONGEST_SOCKET_PATH = 100  # of 107 that Linux allows, 103 on macOS, with room for a port
PATIENCE_S = 120.0  # the warm process may still be importing
GLANCE_S = 0.002
END_S = 1.0
USUAL_OPTIONS = {"cwd", "env", "kernel_id"}
PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")


class WarmProvisioner(LocalProvisioner):
    """Has its kernels forked; falls back to starting them anew."""

    kernel: Channel | None = None
    exit_status: int | None = None

    @property
    def has_process(self) -> bool:
        """Whether a kernel was started and not waited for."""
        return self.kernel is not None or bool(super().has_process)

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Let a manager's kernel be reached through files, if it asks for that: others might take ports.

        A kernel that is started again keeps its connection.
        """
        prefix = Path(jupyter_runtime_dir()) / secrets.token_hex(4)
        wanted = getattr(self.parent, "through_files", False) and self.parent.transport != "ipc"
        if wanted and os.name == "posix" and len(str(prefix)) < LONGEST_SOCKET_PATH:
            prefix.parent.mkdir(parents=True, exist_ok=True)
            self.parent.transport, self.parent.ip = "ipc", str(prefix)
        return dict(await super().pre_launch(**kwargs))

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start a kernel: a fork of the warm process if that would be the same kernel."""
        self.exit_status = None
        if not self._is_usual(cmd, kwargs) or not self.fork(cmd[0], cmd[3:], kwargs):
            return await super().launch_kernel(cmd, **kwargs, **self._bound())
        await self._until(self._listens, PATIENCE_S)
        return self.connection_info

    def _bound(self) -> dict[str, Any]:
        """Have a build's new kernel end with this process, even one that is stopped: it asks by itself, else.

        Others may want theirs to stay, such as those of a server.
        """
        bound = getattr(self.parent, "ends_with_worker", False) and sys.platform == "linux"
        return {"preexec_fn": partial(die_with, os.getpid())} if bound else {}

    def _is_usual(self, cmd: list[str], kwargs: dict[str, Any]) -> bool:
        """Tell whether a kernel is asked for as the usual kernelspec does, with nothing besides."""
        usual = ["-m", "ipykernel_launcher", "-f", os.path.realpath(self.parent.connection_file)]
        asked = [word for word in cmd[1:] if word != NO_HISTORY]
        others = {name for name, value in kwargs.items() if value is not None} - USUAL_OPTIONS
        return asked == usual and not others

    def fork(self, python: str, arguments: list[str], kwargs: dict[str, Any]) -> bool:
        """Ask the warm process for a kernel of an interpreter; tell whether there is one.

        What the command line of a new one would end with, the forked one shows as its own.
        """
        address = os.environ.get(ADDRESS)
        if not address or not getattr(self.parent, "may_fork", True):
            return False
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            return False
        channel = Channel(connection)
        request = {
            "python": python,
            "arguments": arguments,
            "file": self.parent.connection_file,
            "cwd": str(kwargs.get("cwd") or Path.cwd()),
        }
        channel.send({**request, "env": kwargs["env"]})
        answers = channel.receive(PATIENCE_S)
        if not answers:
            os.environ.pop(ADDRESS)  # it is stopped or gone: nobody need wait for it again
        if not answers or "pid" not in answers[0]:
            channel.close()
            return False
        self.pid = self.pgid = answers[0]["pid"]
        self.kernel = channel
        return True

    def _listens(self) -> bool:
        """Tell whether the kernel's sockets are there: who connects early tries again only after a while."""
        info: dict[str, Any] = {**self.connection_info}
        paths = [Path(f"{info['ip']}-{info[port]}") for port in PORTS]
        return info["transport"] != "ipc" or all(path.exists() for path in paths)

    async def _until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Wait until something is so, but no longer than the kernel lives."""
        end = time.monotonic() + seconds
        while not ready() and await self.poll() is None and time.monotonic() < end:
            await asyncio.sleep(GLANCE_S)

    async def poll(self) -> int | None:
        """Give the exit status; nothing while the kernel runs."""
        if self.kernel is None:
            if self.exit_status is None:
                self.exit_status = await super().poll()
            return self.exit_status
        if self.exit_status is None:
            for message in self.kernel.receive():
                self.exit_status = message.get("exit", self.exit_status)
            if self.exit_status is None and self.kernel.closed:
                self.exit_status = -signal.SIGKILL  # the warm process was killed, and its kernels with it
            if self.exit_status is not None:
                self.kernel.close()  # here, for not everybody waits for a kernel that is dead
        return self.exit_status

    async def wait(self) -> int | None:
        """Wait for the kernel's end."""
        if self.kernel is None:
            return await super().wait()
        while await self.poll() is None:
            await asyncio.sleep(GLANCE_S)
        self.kernel = None
        return self.exit_status

    async def send_signal(self, signum: int) -> None:
        """Signal the kernel through the warm process, which knows whether its number is still its own."""
        if self.kernel is None:
            await super().send_signal(signum)
        else:
            self.kernel.send({"signal": int(signum)})

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel, and see it end: who asks too early asks again only after a while."""
        if self.kernel is None:
            await super().kill(restart)
        else:
            await self.send_signal(signal.SIGKILL)
            await self._until(lambda: False, END_S)
            if self.exit_status is None and self.pid:  # the warm process is stopped: it has not reaped it
                with suppress(ProcessLookupError):
                    os.killpg(self.pid, signal.SIGKILL)
                self.exit_status = -signal.SIGKILL
                self.kernel.close()

    async def terminate(self, restart: bool = False) -> None:
        """Ask the kernel to end."""
        await (self.send_signal(signal.SIGTERM) if self.kernel else super().terminate(restart))
