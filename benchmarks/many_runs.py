"""What commands take in a folder of many runs: seconds of the processor and by the clock.

Run it with the project's Python: ``python benchmarks/many_runs.py [RUNS]``. Two dozen runs are built into a
temporary folder; the others are made of them as a build would have written them, each with its name, its
parameters and values of its own. Each figure is the middle one of three whole commands.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any

from benchmark import BIN, NAME, machine

from kzindustry.contract import RESULT, documents
from kzindustry.reporting.folder.executed import METADATA_KEY
from kzindustry.reporting.folder.fingerprint import digest
from kzindustry.reporting.folder.output_folder import OutputFolder
from kzindustry.reporting.folder.record import Built, Record
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.plan import Run
from kzindustry.reporting.runs.standard import read_standard
from kzindustry.root import project_root

BUILT = {
    "town": ["both"],
    "confidence": [0.8, 0.9, 0.95, 0.99],
    "method": ["Wilson", "Jeffreys"],
    "rounding": ["as printed"],
    "power": [0.7, 0.8, 0.9],
}
POWERS = [*BUILT["power"], *(round(0.61 + place / 100, 2) for place in range(7))]
MEASURE = "start_up_rate"
OVERVIEW = ("index.html", "results.csv")


def grid(count: int) -> dict[str, list[Any]]:
    """Give a grid of so many runs, rounded up and at least 80, that holds those that are built."""
    confidences = [*BUILT["confidence"], *(round(0.5 + place / 10_000, 4) for place in range(count))]
    each = len(BUILT["method"]) * len(POWERS)
    return {**BUILT, "confidence": confidences[: max(-(-count // each), 4)], "power": POWERS}


def collection(folder: Path, count: int) -> Collection:
    """Make a copy of the collection whose reports.yml names the grid."""
    for name in ("data", "notebooks", "requirements"):
        shutil.copytree(project_root() / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    plan = {"timeout": 300, "runs": [{"notebook": NAME, "parameters": grid(count)}]}
    (folder / "reports.yml").write_text(json.dumps(plan), encoding="utf-8")
    return Collection(folder)


def multiply(folder: OutputFolder, runs: Sequence[Run]) -> None:
    """Make all other runs of those that were built, and record them."""
    record = Record.read(folder)
    sources = cycle([*record.runs.items()])
    for place, run in enumerate(runs):
        if run.name not in record.runs:
            name, built = next(sources)
            record.runs[run.name] = copied(folder, name, built, run, 1 + place / 10_000)
    record.write(folder)


def copied(folder: OutputFolder, source: str, built: Built, run: Run, factor: float) -> Built:
    """Write the files of a run, its values changed by a factor, and give what is recorded of it."""
    notebook = json.loads(folder.notebook(source).read_text(encoding="utf-8"))
    notebook["metadata"][METADATA_KEY] |= {"run": run.name, "parameters": [[*p] for p in run.values.items()]}
    for document in documents(notebook):
        if document.get("kind") == RESULT:
            document |= {
                end: document[end] * factor
                for end in ("value", "low", "high")
                if isinstance(document.get(end), float)
            }
    files = {
        folder.notebook(run.name): json.dumps(notebook, indent=1, ensure_ascii=False).encode(),
        folder.page(run.name): folder.page(source).read_bytes().replace(source.encode(), run.name.encode()),
    }
    for path, content in files.items():
        path.write_bytes(content)
    digests = {folder.name(path): digest(content) for path, content in files.items()}
    return replace(built, parameters=run.values, files=digests)


def command(root: Path, *words: str) -> str:
    """Run a command that must succeed, and give what it says."""
    done = subprocess.run(
        [str(BIN / "kzindustry"), *words], cwd=root, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}: {done.stderr}{done.stdout[-2000:]}")
    return done.stdout


def make(root: Path, count: int) -> int:
    """Make the folder with all runs, which the next build must find current; give their number."""
    here = collection(root, count)
    command(root, "build", NAME, *grid_words())
    runs = read_standard(here).runs
    multiply(OutputFolder(root / "reports"), runs)
    if json.loads(command(root, "build", "--json").splitlines()[0])["todo"]:
        raise SystemExit("The runs that were made are not current: what a build records has changed.")
    return len(runs)


def grid_words() -> Iterator[str]:
    """Write for the command line what is built."""
    for name, values in BUILT.items():
        yield from ("--grid", f"{name}={','.join(map(str, values))}")


def ways(root: Path) -> dict[str, Callable[[], object]]:
    """Give what is measured."""
    picture = str(root / "picture.svg")

    def said(*words: str) -> Callable[[], object]:
        return lambda: command(root, *words)

    def anew() -> None:
        for name in OVERVIEW:
            (root / "reports" / name).unlink()
        command(root, "build")

    return {
        "`build`: nothing to do": said("build"),
        "`build`: index and tables written anew": anew,
        "`list`": said("list"),
        "`list --json`": said("list", "--json"),
        "`results`": said("results"),
        "`results --json`": said("results", "--json"),
        f"`results {MEASURE}`": said("results", MEASURE),
        f"`results {MEASURE} --picture FILE`": said("results", MEASURE, "--picture", picture),
    }


def seconds(way: Callable[[], object]) -> tuple[float, float]:
    """Give the time of the processor that all processes below this one took, and that of the clock."""
    before, began = getrusage(RUSAGE_CHILDREN), time.monotonic()
    way()
    after = getrusage(RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, time.monotonic() - began


def main(count: int = 1000) -> None:
    """Make the runs, and measure."""
    print(machine(), end="\n\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        root = Path(name, "collection")
        print(f"| {make(root, count):,} runs | processor s | clock s |\n|---|--:|--:|", flush=True)
        for what, way in ways(root).items():
            way()
            middle = (
                f"{sorted(times)[1]:.2f}" for times in zip(*(seconds(way) for _ in range(3)), strict=True)
            )
            print(f"| {what} | {' | '.join(middle)} |", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
