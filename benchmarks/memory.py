"""How long some work takes, and how much memory its processes hold at most."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

SAMPLE_S = 0.1


@dataclass(frozen=True)
class Usage:
    """Seconds by the clock, and the highest memory in megabytes (0 where it cannot be read)."""

    seconds: float
    peak_mb: float


def measure(work: Callable[[], object]) -> Usage:
    """Do some work in child processes; give its time and the peak of their memory.

    Memory is the proportional set size, in which a page that several processes share counts once: forked
    kernels share most of theirs.
    """
    sizes = [0.0]
    done = Event()
    sampler = Thread(target=_sample, args=(sizes, done))
    sampler.start()
    began = time.monotonic()
    try:
        work()
    finally:
        seconds = time.monotonic() - began
        done.set()
        sampler.join()
    return Usage(seconds, max(sizes))


def _sample(sizes: list[float], done: Event) -> None:
    while not done.wait(SAMPLE_S):
        sizes.append(sum(map(megabytes, children(Path("/proc/self").resolve().name))))


def children(pid: str) -> list[str]:
    """Give all processes below one, however deep."""
    parents: dict[str, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[folder.name] = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def megabytes(pid: str) -> float:
    """Give the proportional set size of a process; 0 where it cannot be read."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
