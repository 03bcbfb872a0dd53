"""A Dask cluster on this machine's loopback address, and what its processes use."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from distributed import Client

HERE = ("--host", "127.0.0.1", "--no-dashboard")
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def dask_cluster(workers: int) -> Iterator[tuple[str, int]]:
    """Start a scheduler and workers of one thread and one processor each; give its address and process."""
    with tempfile.TemporaryDirectory(prefix="b-") as folder, ExitStack() as stack:
        note = Path(folder, "scheduler.json")
        words = ["scheduler", "--port", "0", "--scheduler-file", note]
        scheduler = stack.enter_context(started(words, folder))
        while not note.exists() or not note.read_text():
            if scheduler.poll() is not None:
                raise SystemExit("The scheduler did not start: does `dask scheduler` work here?")
            time.sleep(0.05)
        for number in range(workers):
            own = ["worker", "--scheduler-file", note, "--nthreads", "1", "--no-nanny"]
            worker = stack.enter_context(started([*own, "--local-directory", folder], folder))
            if hasattr(os, "sched_setaffinity"):
                os.sched_setaffinity(worker.pid, {number % (os.cpu_count() or 1)})
        with Client(scheduler_file=str(note), set_as_default=False) as client:
            client.wait_for_workers(workers)
            address = client.scheduler.address
        yield address, scheduler.pid


@contextmanager
def started(words: Sequence[object], folder: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of Dask's commands, and end it in good order."""
    command = [sys.executable, "-m", "dask", *map(str, words), *HERE]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def processor_seconds(pid: int) -> float:
    """Give what a process has used of processors so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_mb(pid: int) -> float:
    """Give the memory that a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
