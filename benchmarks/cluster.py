"""Measures builds on a Dask cluster against builds on one machine: `python benchmarks/cluster.py [--runs N]`.

All of it stands on this machine, on the loopback address: what Dask costs is seen best where there is no
network. Workers have one thread, and each a processor of its own. Two things are measured:

- a batch of runs, by the pool of this machine and by a cluster, with one worker and with two;
- the handing out alone: runs that do nothing but give a result of the usual size.
"""

import argparse
import itertools
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmark import BIN, GRID, NAME, machine, sets
from distributed import Client

from kzindustry.reporting.cluster.connection import Inbox
from kzindustry.reporting.cluster.crew import Cluster, Terms
from kzindustry.reporting.cluster.seats import Seat
from kzindustry.reporting.progress.news import RunOutcome
from kzindustry.reporting.running.worker import Task
from kzindustry.reporting.runs.plan import Run

HERE = ("--host", "127.0.0.1", "--no-dashboard")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Took:
    """What a build took: seconds by the clock, and of processors: its own process, the scheduler, all."""

    seconds: float
    client: float
    scheduler: float
    total: float


@contextmanager
def dask_cluster(workers: int) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start a scheduler and workers; give its address and its process."""
    with tempfile.TemporaryDirectory(prefix="b-") as folder, ExitStack() as stack:
        note = Path(folder, "scheduler.json")
        words = ["scheduler", "--port", "0", "--scheduler-file", note]
        scheduler = stack.enter_context(started(words, folder))
        while not note.exists() or not note.read_text():
            time.sleep(0.05)
        for number in range(workers):
            own = ["worker", "--scheduler-file", note, "--nthreads", "1", "--no-nanny"]
            worker = stack.enter_context(started([*own, "--local-directory", folder], folder))
            os.sched_setaffinity(worker.pid, {number % (os.cpu_count() or 1)})
        with Client(scheduler_file=str(note), set_as_default=False) as client:
            client.wait_for_workers(workers)
            address = client.scheduler.address
        yield address, scheduler


@contextmanager
def started(words: Sequence[object], folder: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of Dask's commands, and end it in good order."""
    command = [str(BIN / "dask"), *map(str, words), *HERE]
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


def of_children() -> float:
    """Give what all processes below this one have used that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def build(runs: int, out: str, *options: str) -> tuple[float, float]:
    """Build some runs; give the seconds by the clock, and those of the build's own process."""
    chosen = sets(runs)
    values = {name: list(dict.fromkeys(str(one[name]) for one in chosen)) for name in GRID}
    grids = [word for name, given in values.items() for word in ("--grid", f"{name}={','.join(given)}")]
    began = time.monotonic()
    process = subprocess.Popen(
        [BIN / "kzindustry", "build", NAME, *grids, "--force", "--out", out, *options],
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit("A build failed.")
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime


def on_this_machine(runs: int, workers: int, out: str) -> Took:
    """Build with the pool of this machine."""
    before = of_children()
    seconds, _ = build(runs, out, "--jobs", str(workers))
    return Took(seconds, 0.0, 0.0, of_children() - before)


def on_a_cluster(runs: int, workers: int, out: str) -> Took:
    """Build with a cluster."""
    before = of_children()
    with dask_cluster(workers) as (address, scheduler):
        idle = processor_seconds(scheduler.pid)
        seconds, client = build(runs, out, "--scheduler", address)
        scheduling = processor_seconds(scheduler.pid) - idle
    return Took(seconds, client, scheduling, of_children() - before)


def batch(runs: int, times: int) -> None:
    """Measure a batch in all ways, in turns, and print what came out."""
    ways: dict[tuple[str, int], Callable[[int, int, str], Took]] = {
        (place, workers): way
        for place, way in (("this machine", on_this_machine), ("cluster", on_a_cluster))
        for workers in (1, 2)
    }
    found: dict[tuple[str, int], list[Took]] = {way: [] for way in ways}
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        for number, (key, way) in itertools.product(range(times), ways.items()):
            print(
                f"{runs} runs, {key[0]}, {key[1]} at a time ({number + 1}) ...", file=sys.stderr, flush=True
            )
            found[key].append(way(runs, key[1], f"{folder}/{key[0][:1]}{key[1]}"))
        sizes = [path.stat().st_size for path in Path(folder, "c1").rglob(f"{NAME}*") if path.is_file()]
    print(
        f"\n| {runs} runs of {NAME} | seconds | runs a second | processor seconds a run |\n|---|--:|--:|--:|"
    )
    for (place, workers), took in found.items():
        seconds, total = (median(getattr(one, what) for one in took) for what in ("seconds", "total"))
        print(f"| {place}, {workers} at a time | {seconds:.1f} | {runs / seconds:.2f} | {total / runs:.2f} |")
    both = [
        one.seconds / two.seconds / 2 for one, two in zip(*(found["cluster", n] for n in (1, 2)), strict=True)
    ]
    extra = {
        what: [
            getattr(there, what) / getattr(here, what) - 1
            for here, there in zip(found["this machine", 2], found["cluster", 2], strict=True)
        ]
        for what in ("seconds", "total")
    }
    print(f"\ntwo workers against one: {median(both):.2f} of twice the throughput")
    print(f"Dask against the pool, two at a time: {median(extra['seconds']):+.1%} by the clock")
    print(f"Dask against the pool, two at a time: {median(extra['total']):+.1%} of processors")
    cluster = found["cluster", 2]
    for what in ("client", "scheduler"):
        each = median(getattr(one, what) for one in cluster) / runs
        print(f"{what}: {1000 * each:.1f} ms of a processor a run (with its start)")
    print(f"a run's files: {sum(sizes) / runs / 1000:.0f} kB")


def handing_out(tasks: int, size: int, workers: int) -> None:
    """Hand out runs that give a result at once, through all that a build hands runs out with."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        result = Path(folder, "outcome")
        result.write_bytes(pickle.dumps(RunOutcome(os.urandom(size // 2), os.urandom(size // 2))))
        where = str(result)

        def perform(task: bytes) -> bytes:
            return Path(where).read_bytes()

        run = Run("nothing", "nothing", Path("/nothing.ipynb"), {}, {})
        given = [
            Task(Run(f"nothing-{n}", run.notebook, run.path, {}, {}), Path("/"), 1.0) for n in range(tasks)
        ]
        with dask_cluster(workers) as (address, scheduler), Client(address, set_as_default=False) as client:
            seats = {worker: Seat(threads) for worker, threads in client.nthreads().items()}
            cluster = Cluster(client, Inbox(), perform, seats, Terms(0, 0, lambda _: None, 600.0))
            idle, before, began = processor_seconds(scheduler.pid), time.process_time(), time.monotonic()
            memory = [
                _megabytes() for number, _ in enumerate(cluster.do(given)) if not number % (tasks // 10)
            ]
            seconds = time.monotonic() - began
            used = {
                "client": time.process_time() - before,
                "scheduler": processor_seconds(scheduler.pid) - idle,
            }
    print(f"\n{tasks} results of {size / 1000:.0f} kB from {workers} workers: {tasks / seconds:.0f} a second")
    for who, spent in used.items():
        print(f"{who}: {1000 * spent / tasks:.2f} ms of a processor a run")
    print("memory of the client at each tenth, MB:", " ".join(f"{one:.0f}" for one in memory))


def _megabytes() -> float:
    lines: list[Any] = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=96, metavar="N", help="of a batch; 0 for none")
    parser.add_argument(
        "--times", type=int, default=1, metavar="N", help="how often each is measured, in turns"
    )
    parser.add_argument("--results", type=int, default=10_000, metavar="N", help="handed out; 0 for none")
    parser.add_argument("--size", type=int, default=1_000_000, metavar="BYTES", help="of such a result")
    parser.add_argument("--workers", type=int, default=4, metavar="N", help="that give such results")
    options = parser.parse_args()
    print(machine(), flush=True)
    if options.runs:
        batch(options.runs, options.times)
    if options.results:
        handing_out(options.results, options.size, options.workers)


if __name__ == "__main__":
    main()
