"""Builds in the background that may be disturbed, and the processes that belong to them."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

ROLES = ("build", "server", "worker", "warm", "kernel", "tracker", "other")


class Build:
    """A build in the background, which all its processes are known to belong to by their environment."""

    def __init__(self, collection: Path, out: Path, *options: str) -> None:
        self.out = out
        self.mark = f"KZ_TEST_MARK={uuid.uuid4().hex}"
        name, _, value = self.mark.partition("=")
        program = Path(sys.executable).with_name("kzindustry")
        interrupts = signal.signal(
            signal.SIGINT, signal.default_int_handler
        )  # a shell's background ignores them
        self.process = subprocess.Popen(
            [program, "build", "--json", "--out", out, *options],
            cwd=collection,
            env={**os.environ, name: value},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        signal.signal(signal.SIGINT, interrupts)
        self.events: list[dict[str, Any]] = []
        self.errors = ""

    def wait_for(self, event: str, **fields: object) -> dict[str, Any]:
        """Read what the build tells until it tells this."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.events.append(json.loads(line))
            if {"event": event, **fields}.items() <= self.events[-1].items():
                return self.events[-1]
        raise AssertionError(f"The build never told {event}: {self.process.communicate()[1]}")

    def finish(self) -> tuple[int, str]:
        """Wait for the end; give the exit status and what was said of errors."""
        said, self.errors = self.process.communicate(timeout=120)
        self.events += [json.loads(line) for line in said.splitlines()]
        return self.process.returncode, self.errors

    def processes(self) -> dict[str, list[int]]:
        """Give the living processes of this build by what they are."""
        found: dict[str, list[int]] = {role: [] for role in ROLES}
        for pid in processes_with(self.mark):
            with suppress(OSError):
                found["build" if pid == self.process.pid else role(Path("/proc", str(pid)))].append(pid)
        return found

    def kill(self, kind: str, but: Collection[int] = ()) -> int:
        """Kill a process, as no process can prepare for, as soon as there is one; give its number."""
        pid: int = until(lambda: next((one for one in self.processes()[kind] if one not in but), 0))
        os.kill(pid, signal.SIGKILL)
        return pid

    def stop(self, kind: str) -> None:
        """Stop all processes of a kind that there are."""
        for pid in self.processes()[kind]:
            os.kill(pid, signal.SIGSTOP)

    def is_gone(self, seconds: float = 10.0) -> bool:
        """Tell whether, after a moment, nothing of the build runs any more."""
        return bool(until(lambda: not any(self.processes().values()), seconds))

    def outputs(self) -> dict[str, bytes]:
        """Give all that must not differ between equal builds."""
        return outputs(self.out)


def outputs(out: Path) -> dict[str, bytes]:
    """Give all that must not differ between equal builds."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name != "build.json"
    }


def processes_with(mark: str) -> list[int]:
    """Give the living processes that have this in their environment."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):
                if mark in (folder / "environ").read_text().split("\0"):
                    found.append(int(folder.name))
    return found


def command_of(pid: int) -> str:
    """Give the command line of a process; nothing if it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text()
    return ""


def role(folder: Path) -> str:
    """Tell what a process of a build is: by what it runs, and by whose child it is."""
    command = (folder / "cmdline").read_text()
    parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
    above = (Path("/proc") / parent / "cmdline").read_text()
    first = "kzindustry\0build" in above  # a child of the build itself, or a grandchild
    if "warm_process import serve_kernels" in command or "ipykernel_launcher" in command:
        return "warm" if first else "kernel"
    if "multiprocessing.forkserver" in command:
        return "server" if first else "worker"
    return "tracker" if "multiprocessing.resource_tracker" in command else "other"  # just forked


def until(ask: Callable[[], Any], seconds: float = 20.0) -> Any:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := ask():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"It did not come about in {seconds} s.")
