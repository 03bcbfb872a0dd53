"""Where the time of a build goes: seconds of the processor by process and by work, cold and in a batch.

Run it with the project's Python: ``python benchmarks/where.py [RUNS]``. All processes of a build are sampled
(``sampling``); a run in a batch is what runs beyond the first few cost, so that the start of the build and
of its processes does not count.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmark import BIN, NAME, grid_words, machine, sets

STARTS = {"imports", "warm-up"}
LEAST_S = 0.005

Times = Counter[tuple[str, str]]


def sampled(size: int) -> Times:
    """Build so many runs into an empty folder; give the seconds of each work of each kind of process."""
    with tempfile.TemporaryDirectory(prefix="where-") as name:
        samples = Path(name, "samples")
        samples.mkdir()
        path = os.pathsep.join(
            filter(None, (str(Path(__file__).with_name("sampling")), os.environ.get("PYTHONPATH")))
        )
        grids = grid_words(sets(size)) if size > 1 else []
        subprocess.run(
            [BIN / "kzindustry", "build", NAME, *grids, "--out", Path(name, "out")],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": path, "KZINDUSTRY_SAMPLES": str(samples)},
        )
        times: Times = Counter()
        for file in samples.glob("*.json"):
            for process, work, seconds in json.loads(file.read_text(encoding="utf-8")):
                times[process, work] += seconds
        return times


def of_a_run(times: Times, size: int) -> Times:
    """Give what one run of many takes: without what a process does once."""
    return Counter({key: seconds / size for key, seconds in times.items() if key[1] not in STARTS})


def table(title: str, times: Times) -> str:
    """Lay times out, the most first within each kind of process; small ones are summed."""
    whole = sum(times.values())
    lines = [f"| {title} | ms | % |", "|---|--:|--:|"]
    processes: Counter[str] = Counter()
    for (process, _), seconds in times.items():
        processes[process] += seconds
    for process, total in processes.most_common():
        lines.append(f"| **{process}** | **{total * 1000:.0f}** | **{total / whole:.0%}** |")
        works = Counter({work: seconds for (of, work), seconds in times.items() if of == process})
        large = [(work, seconds) for work, seconds in works.most_common() if seconds >= LEAST_S]
        rest = total - sum(seconds for _, seconds in large)
        lines += [
            f"| {work} | {seconds * 1000:.0f} | {seconds / whole:.0%} |"
            for work, seconds in [*large, ("small things", rest)]
            if seconds >= LEAST_S / 5
        ]
    return "\n".join([*lines, f"| all | {whole * 1000:.0f} | |"])


def main(size: int = 24) -> None:
    """Measure and print both tables."""
    print(machine(), end="\n\n", flush=True)
    print(table("one report from nothing", sampled(1)), end="\n\n", flush=True)
    print(table(f"a run of {size}", of_a_run(sampled(size), size)), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
