"""How the tables' work grows with them: seconds of the processor at each size, and microseconds a row.

Run it with the project's Python: ``python benchmarks/registry.py``. The tables stand in a temporary folder;
their rows are copies of the real ones under new ids. Each figure is the middle one of three new processes,
with a cache of their own; verification needs the documents' texts (``KZ_DOCUMENTS``) and else it is left out.
The last two columns are whole builds of one report that shows 20 figures, by all of their processes.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import count, cycle, islice
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

from benchmark import BIN

from kzindustry.root import data_folder

SIZES = {
    "as it is": (0, 0, 0),
    "1,000": (1_000, 1_000, 1_000),
    "10,000": (10_000, 10_000, 10_000),
    "50,000": (50_000, 10_000, 100_000),
}
"""Figures, relations, context values."""
REPEATS = 3
Row = dict[str, str]

TIMED = """
import sys
from pathlib import Path
from time import process_time
from kzindustry.evidence import Evidence, evidence
from kzindustry.evidence.checks import check_tables
from kzindustry.evidence.registry.load import load_registry
from kzindustry.evidence.relations import check_relations
from kzindustry.evidence.verification.verify import verify
folder, documents = Path(sys.argv[1]), Path(sys.argv[2])
start = process_time()
{work}
print(process_time() - start)
"""
ALL_ROWS = "registry = load_registry(folder); [rows.values() for rows in registry.numbered.values()]"
TWENTY = "[evidence[name] for name in [*evidence.registry.figures][::-1][:20]]"
WORK = {
    "full check": "check_tables(folder)",
    "check again": "check_tables(folder)",
    "first load": "load_registry(folder)",
    "20 figures": f"evidence = Evidence.load(folder=folder); {TWENTY}",
    "all rows": ALL_ROWS,
    "frames": "evidence = Evidence.load(folder=folder); evidence.figures; evidence.context",
    "relations": "check_relations(folder)",
    "verify": "verify(documents, load_registry(folder))",
}
"""What is timed, in this order: a load or check that passed is remembered for those that follow."""
FORGET = ("full check", "first load")
"""Before these nothing is remembered."""
CELLS = (
    "# How many?",
    "%load_ext kzindustry",
    "from kzindustry.evidence import Evidence\nfrom kzindustry.presentation import Report",
    "evidence = Evidence.load()\nreport = Report(evidence)",
    "twenty = [*evidence.figures.figure][::-1][:20]",
    "report.record('shown', {name: evidence[name] for name in twenty})",
    "report.printed(*twenty)",
    "report.sources()",
)
"""The notebook that is built: a heading, then code."""


def read(folder: Path, table: str) -> list[Row]:
    """Read a table as text."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder: Path, table: str, rows: list[Row]) -> None:
    """Write a table."""
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0]], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def copies(rows: list[Row], column: str, size: int) -> Iterator[Row]:
    """Give copies of rows, each under an id of its own."""
    for row, number in islice(zip(cycle(rows), count(1)), max(size, 0)):
        yield {**row, column: f"{row[column]}-copy{number}"}


def letters(number: int) -> str:
    """Write a number in letters, as ids take them anywhere."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def grow(folder: Path, figures: int, relations: int, context: int) -> int:
    """Fill a copy of the tables, each copy of a figure measuring something of its own; give all rows."""
    real, indicators = read(folder, "figures"), {row["indicator"]: row for row in read(folder, "indicators")}
    plain = [row for row in real if not row["restates"]]
    for row, number in islice(zip(cycle(plain), count(1)), max(figures - len(real), 0)):
        name = f"{row['indicator']}_{letters(number)}"
        indicators[name] = {**indicators[row["indicator"]], "indicator": name}
        real.append({**row, "figure": f"{row['figure']}-{letters(number)}", "indicator": name})
    write(folder, "figures", real)
    write(folder, "indicators", [*indicators.values()])
    for table, column, size in (("relations", "relation", relations), ("context", "id", context)):
        rows = read(folder, table)
        write(folder, table, [*rows, *copies(rows, column, size - len(rows))])
    return sum(len(read(folder, path.stem)) for path in folder.glob("*.csv"))


def seconds(work: str, folder: Path, documents: str, cache: Path) -> float:
    """Give how long the processor works in a new process, without its start."""
    done = subprocess.run(
        [sys.executable, "-c", TIMED.format(work=WORK[work]), folder, documents],
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


def reports(root: Path) -> dict[str, float]:
    """Build one report of 20 figures, without and with what is remembered of the tables; give the times."""
    cells = [
        {"id": f"cell-{place}", "cell_type": "code", "execution_count": None, "outputs": []}
        if place
        else {"id": "title", "cell_type": "markdown"}
        for place in range(len(CELLS))
    ]
    for cell, source in zip(cells, CELLS, strict=True):
        cell |= {"metadata": {}, "source": source}
    (root / "notebooks").mkdir()
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (root / "notebooks" / "twenty.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (root / "reports.yml").write_text("runs: [{notebook: twenty}]\n", encoding="utf-8")
    cache = root / "cache-of-builds"
    built(root, cache)  # matplotlib lists the fonts
    taken: dict[str, list[float]] = {"report, cold": [], "report": []}
    for _ in range(REPEATS):
        shutil.rmtree(cache / "kzindustry", ignore_errors=True)
        for times in taken.values():
            times.append(built(root, cache))
    return {work: median(times) for work, times in taken.items()}


def built(root: Path, cache: Path) -> float:
    """Give how long the processor works for a whole build, in all of its processes."""
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(
        [str(BIN / "kzindustry"), "build", "--force"],
        cwd=root,
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        capture_output=True,
        check=True,
    )
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measured(folder: Path, documents: str) -> dict[str, float]:
    """Time all that is timed."""
    taken = {}
    for work in WORK if documents else [name for name in WORK if name != "verify"]:
        times = []
        for _ in range(REPEATS):
            cache = folder.parent / "cache"
            if work in FORGET:
                shutil.rmtree(cache, ignore_errors=True)
            times.append(seconds(work, folder, documents, cache))
        taken[work] = median(times)
    return taken


def main() -> None:
    """Print a table, two lines a size."""
    documents = os.environ.get("KZ_DOCUMENTS", "")
    works = [*(work for work in WORK if documents or work != "verify"), "report, cold", "report"]
    print(f"{'figures':>9}  {'rows':>8}  " + "  ".join(f"{work:>12}" for work in works))
    for name, sizes in SIZES.items():
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(shutil.copytree(data_folder(), Path(scratch) / "data"))
            rows = grow(folder, *sizes)
            taken = measured(folder, documents) | reports(folder.parent)
        print(f"{name:>9}  {rows:8,}  " + "  ".join(f"{s:10.3f} s" for s in taken.values()), flush=True)
        a_row = (f"{s / rows * 1e6:9.1f} µs" for s in taken.values())
        print(f"{'':>9}  {'a row':>8}  " + "  ".join(a_row), flush=True)


if __name__ == "__main__":
    main()
