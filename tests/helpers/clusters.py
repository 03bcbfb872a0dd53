"""Dask clusters of real processes on the loopback address, for tests to disturb."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread

from builds import until

DASK = Path(sys.executable).with_name("dask")
HERE = ("--host", "127.0.0.1", "--no-dashboard")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Cluster:
    """A scheduler and its workers, which keep their temporary files in a folder of their own."""

    def __init__(
        self, folder: Path, scheme: str = "tcp", environment: Mapping[str, str] | None = None
    ) -> None:
        folder.mkdir(parents=True)
        # Sockets are made in it, so its path must be short: pytest's are not.
        self.temporary = Path(tempfile.mkdtemp(prefix="kzt", dir="/tmp"))
        self.log = folder / "log"
        self.scheme = scheme
        self.mark = f"KZ_CLUSTER_MARK={uuid.uuid4().hex}"
        name, _, value = self.mark.partition("=")
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        self.environment = {**kept, "TMPDIR": str(self.temporary), name: value, **(environment or {})}
        self.port = free_port()
        self.address = f"{scheme}://127.0.0.1:{self.port}"
        self.started: list[subprocess.Popen[bytes]] = []
        self.start_scheduler()

    def start(self, *words: object, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [str(DASK), *map(str, words), *HERE],
                env={**self.environment, **(environment or {})},
                cwd=self.log.parent,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        self.scheduler = self.start("scheduler", "--port", self.port, "--protocol", self.scheme)
        return self.scheduler

    def start_worker(
        self, *options: object, environment: Mapping[str, str] | None = None, nanny: bool = False
    ) -> subprocess.Popen[bytes]:
        """Start a worker of one thread, and wait until the scheduler has it."""
        before = self.said("Registered to:")
        kind = () if nanny else ("--no-nanny",)
        words = ("worker", self.address, "--nthreads", 1, "--local-directory", self.log.parent, *kind)
        worker = self.start(*words, *options, environment=environment)
        until(lambda: self.said("Registered to:") > before)
        return worker

    def said(self, words: str) -> int:
        return self.log.read_text().count(words) if self.log.exists() else 0

    def processes(self) -> list[int]:
        """Give the living processes that were started by this cluster's, and the cluster's own."""
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdecimal():
                try:
                    if self.mark in (folder / "environ").read_text().split("\0"):
                        found.append(int(folder.name))
                except OSError:
                    continue
        return found

    def of_builds(self) -> list[int]:
        """Give those that belong to builds: all that is no `dask` command, nor what Dask starts itself."""
        found = []
        for pid in self.processes():
            try:
                command = Path(f"/proc/{pid}/cmdline").read_text()
            except OSError:
                continue
            own = str(DASK) in command or "resource_tracker" in command or "spawn_main" in command
            if command and not own:
                found.append(pid)
        return found

    def is_as_before(self) -> bool:
        """Tell whether, after a moment, nothing of a build is left: no process, no file."""
        return bool(until(lambda: not self.of_builds() and not [*self.temporary.glob("kz-*")], 10.0))

    def end(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        shutil.rmtree(self.temporary, ignore_errors=True)


class Line:
    """A line to a scheduler, which can be cut."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.ends: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self.listener.getsockname()[1]}"
        Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.port))
                self.ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while content := one.recv(1 << 16):
                other.sendall(content)
        self._close(other)

    def _close(self, end: socket.socket) -> None:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()

    def cut(self) -> None:
        self._close(self.listener)
        for end in self.ends:
            self._close(end)
