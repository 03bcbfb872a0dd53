"""What many runs ask of the scheduler and of the build: `python benchmarks/cluster_load.py`.

Two things are measured, on this machine's loopback address:

- a build of many runs (`--many`) of a notebook that does next to nothing, by the command that users give;
- the handing out alone (`--results`): runs that do nothing but give a result of some size.

Of both: how many runs the scheduler has been given at a time, and the memory of scheduler and build.
"""

import argparse
import json
import os
import pickle
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import nbformat
from benchmark import BIN, machine
from distributed import Client
from loopback import dask_cluster, processor_seconds, resident_mb
from nbformat import v4

from kzindustry.reporting.cluster.connection import Inbox
from kzindustry.reporting.cluster.crew import Cluster, Terms
from kzindustry.reporting.cluster.seats import Seat
from kzindustry.reporting.progress.news import RunOutcome
from kzindustry.reporting.running.worker import Task
from kzindustry.reporting.runs.plan import Run

SAMPLE_S = 0.2
ROWS = 10


@dataclass
class Watch:
    """How much there is of what, over time: runs ended, runs given to the scheduler, MB of both processes."""

    rows: list[tuple[int, int, float, float]] = field(default_factory=list)
    ended: int = 0

    @contextmanager
    def over(self, address: str, build: int, scheduler: int) -> Iterator[None]:
        """Watch a build by a connection of its own to the scheduler."""
        done = Event()

        def watch() -> None:
            with Client(address, set_as_default=False) as client:
                while not done.wait(SAMPLE_S):
                    given = client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks))
                    self.rows.append((self.ended, given, resident_mb(build), resident_mb(scheduler)))

        thread = Thread(target=watch)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def table(self) -> str:
        """Give the first sample of each tenth, and the most that was given at a time."""
        last = self.rows[-1][0]
        chosen = {row[0] * ROWS // max(last, 1): row for row in reversed(self.rows)}
        lines = [
            f"| {ended} | {given} | {build:.0f} | {scheduler:.0f} |"
            for ended, given, build, scheduler in reversed(chosen.values())
        ]
        head = "| runs ended | given at that time | build, MB | scheduler, MB |\n|--:|--:|--:|--:|"
        return "\n".join([head, *lines, f"\ngiven at a time, at most: {max(row[1] for row in self.rows)}"])


def many(runs: int, workers: int) -> None:
    """Build many runs of a short notebook."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder, dask_cluster(workers) as cluster:
        address, scheduler = cluster
        short_collection(Path(folder))
        numbers = ",".join(str(number + 1) for number in range(runs))
        words = ["build", "short", "--grid", f"number={numbers}", "--json", "--scheduler", address]
        began, idle = time.monotonic(), processor_seconds(scheduler)
        process = subprocess.Popen(
            [BIN / "kzindustry", *words], cwd=folder, stdout=subprocess.PIPE, text=True
        )
        watch, used = Watch(), 0.0
        with watch.over(address, process.pid, scheduler):
            for line in process.stdout or ():
                if json.loads(line)["event"] == "end":
                    watch.ended += 1
                    used = processor_seconds(process.pid)
        if process.wait():
            raise SystemExit("The build failed.")
        seconds, scheduling = time.monotonic() - began, processor_seconds(scheduler) - idle
    print(f"\n{runs} short runs by {workers} workers in one build: {runs / seconds:.1f} a second")
    for who, spent in (("build", used), ("scheduler", scheduling)):
        print(f"{who}: {1000 * spent / runs:.2f} ms of a processor a run")
    print(watch.table(), flush=True)


def short_collection(root: Path) -> None:
    """Make a collection of one notebook with one parameter."""
    cells = [
        v4.new_code_cell("from kzindustry.types import Persons", id="imports"),
        v4.new_code_cell("number: Persons = 1  # to tell runs apart", id="parameters"),
        v4.new_code_cell("number", id="shown"),
    ]
    cells[1].metadata["tags"] = ["parameters"]
    spec = {"name": "python3", "display_name": "Python", "language": "python"}
    for name in ("data", "notebooks"):
        (root / name).mkdir()
    (root / "data" / "datapackage.json").write_text("{}")
    (root / "reports.yml").write_text("runs: [{notebook: short}]\n")
    nbformat.write(
        v4.new_notebook(cells=cells, metadata={"kernelspec": spec}), root / "notebooks/short.ipynb"
    )


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
            watch = Watch()
            with watch.over(address, os.getpid(), scheduler):
                idle, before, began = processor_seconds(scheduler), time.process_time(), time.monotonic()
                for watch.ended, _ in enumerate(cluster.do(given), 1):
                    pass
                seconds, spent = time.monotonic() - began, time.process_time() - before
                scheduling = processor_seconds(scheduler) - idle
    print(f"\n{tasks} results of {size / 1000:.0f} kB by {workers} workers: {tasks / seconds:.0f} a second")
    for who, used in (("client", spent), ("scheduler", scheduling)):
        print(f"{who}: {1000 * used / tasks:.2f} ms of a processor a run")
    print(watch.table(), flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--many", type=int, default=2000, metavar="N", help="runs of a build; 0 for none")
    parser.add_argument("--results", type=int, default=10_000, metavar="N", help="handed out; 0 for none")
    parser.add_argument("--size", type=int, default=1_000_000, metavar="BYTES", help="of such a result")
    parser.add_argument("--workers", type=int, default=4, metavar="N", help="of the cluster")
    options = parser.parse_args()
    print(machine(), flush=True)
    if options.many:
        many(options.many, options.workers)
    if options.results:
        handing_out(options.results, options.size, options.workers)


if __name__ == "__main__":
    main()
