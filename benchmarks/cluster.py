"""Measures builds on a Dask cluster against builds on one machine: `python benchmarks/cluster.py [--runs N]`.

All of it stands on this machine, on the loopback address: what Dask costs is seen best where there is no
network. A worker has one thread, and one processor for all its processes; scheduler and build have none of
their own. So two workers on two processors leave them less than one worker does. On this machine a build of
one run at a time has one processor, too.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from statistics import median

from benchmark import BIN, NAME, grid_words, machine, sets

NO_DASK = "Builds on a cluster are not measured: Dask is not installed. pip install -r requirements/dask.txt"
ONE, TWO = "this machine, one at a time", "this machine, two at a time"
ONE_WORKER, TWO_WORKERS = "cluster, one worker", "cluster, two workers"


@dataclass(frozen=True)
class Took:
    """What a build took: seconds by the clock, and of processors: of all, its own process, the scheduler."""

    seconds: float
    total: float
    build: float = 0.0
    scheduler: float = 0.0


Way = Callable[[int, str], Took]


def build(runs: int, out: str, *options: str, processors: int = 0) -> tuple[float, float]:
    """Build some runs; give the seconds by the clock, and those of the build's own process."""
    began = time.monotonic()
    process = subprocess.Popen(
        [BIN / "kzindustry", "build", NAME, *grid_words(sets(runs)), "--force", "--out", out, *options],
        stdout=subprocess.DEVNULL,
    )
    if processors and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process.pid, range(processors))
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit("A build failed.")
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime


def on_this_machine(workers: int, runs: int, out: str) -> Took:
    """Build with the pool of this machine."""
    before = _of_children()
    seconds, _ = build(runs, out, "--jobs", str(workers), processors=workers)
    return Took(seconds, _of_children() - before)


def on_a_cluster(workers: int, runs: int, out: str) -> Took:
    """Build with a cluster, which is there before: it is no part of the clock's seconds."""
    from loopback import dask_cluster, processor_seconds  # noqa: PLC0415 - needs Dask

    before = _of_children()
    with dask_cluster(workers) as (address, scheduler):
        idle = processor_seconds(scheduler)
        seconds, own = build(runs, out, "--scheduler", address)
        scheduling = processor_seconds(scheduler) - idle
    return Took(seconds, _of_children() - before, own, scheduling)


def _of_children() -> float:
    times = os.times()
    return times.children_user + times.children_system


WAYS: dict[str, Way] = {
    ONE: partial(on_this_machine, 1),
    ONE_WORKER: partial(on_a_cluster, 1),
    TWO: partial(on_this_machine, 2),
    TWO_WORKERS: partial(on_a_cluster, 2),
}


def measure(runs: int, times: int) -> dict[str, list[Took]]:
    """Build in all ways, in turns, so that what else the machine does meets all of them."""
    found: dict[str, list[Took]] = {what: [] for what in WAYS}
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        for number in range(times):
            for what, way in WAYS.items():
                print(f"{runs} runs, {what} ({number + 1} of {times}) ...", file=sys.stderr, flush=True)
                found[what].append(way(runs, f"{folder}/{what}"))
    return found


def tell(runs: int, found: dict[str, list[Took]]) -> None:
    """Print what came out: medians, where there are several."""
    print(
        f"\n| {runs} runs of {NAME} | seconds | runs a second | processor seconds a run |\n|---|--:|--:|--:|"
    )
    for what, took in found.items():
        seconds, total = (median(getattr(one, name) for one in took) for name in ("seconds", "total"))
        print(f"| {what} | {seconds:.1f} | {runs / seconds:.2f} | {total / runs:.2f} |")
    share = _ratio(found[ONE_WORKER], found[TWO_WORKERS], "seconds") / 2
    print(f"\ntwo workers against one: {share:.2f} of twice the throughput")
    for what, here, there in (("one", ONE, ONE_WORKER), ("two", TWO, TWO_WORKERS)):
        clock, used = (_ratio(found[there], found[here], name) - 1 for name in ("seconds", "total"))
        print(f"cluster against pool, {what} at a time: {clock:+.1%} by the clock, {used:+.1%} of processors")
    for name in ("build", "scheduler"):
        each = median(getattr(one, name) for one in found[TWO_WORKERS]) / runs
        print(f"{name}: {1000 * each:.1f} ms of a processor a run (with its start)")


def _ratio(above: list[Took], below: list[Took], what: str) -> float:
    pairs = zip(above, below, strict=True)
    return median(getattr(one, what) / getattr(other, what) for one, other in pairs)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, choices=(8, 24, 48, 96), default=48, help="of a batch")
    parser.add_argument(
        "--times", type=int, default=1, metavar="N", help="how often each is measured, in turns"
    )
    options = parser.parse_args()
    if find_spec("distributed") is None:
        print(NO_DASK)
        return
    print(machine(), flush=True)
    tell(options.runs, measure(options.runs, options.times))


if __name__ == "__main__":
    main()
