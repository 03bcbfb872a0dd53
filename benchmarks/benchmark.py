"""Measures how long reports take in several ways, and how much memory they need: `make benchmark`.

(a) papermill, then jupyter nbconvert, two commands for each run, one after the other: today's usual way
(b) the same in one process, through the Python interfaces of papermill and nbconvert
(c) kzindustry build, with warm kernels and with plain ones; and once more, with nothing to do
(d) the floor: the code cells as plain Python, one run after the other in one warm process, outputs saved
"""

import argparse
import itertools
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from memory import Usage, measure

from kzindustry.reporting.runs.collection import Collection
from kzindustry.root import project_root

NAME = "sme_training"
SIZES = (1, 8, 24, 96)
GRID = {
    "confidence": (0.95, 0.8, 0.85, 0.9, 0.92, 0.94, 0.96, 0.99),
    "method": ("Wilson", "Jeffreys", "Clopper-Pearson"),
    "rounding": ("as printed", "half unit"),
    "power": (0.8, 0.9),
}
BIN = Path(sys.executable).parent
Set = dict[str, object]
Way = Callable[[Sequence[Set], Path], Usage]


def sets(size: int) -> list[Set]:
    """Give the first sets of the grid, the values of the first parameter varying fastest."""
    combinations = itertools.product(*reversed(GRID.values()))
    return [dict(zip(reversed(GRID), values, strict=True)) for values in itertools.islice(combinations, size)]


def command(*words: object, **environment: str) -> None:
    """Run a command that must succeed."""
    subprocess.run(
        [str(word) for word in words], check=True, capture_output=True, env={**os.environ, **environment}
    )


def usual(chosen: Sequence[Set], folder: Path) -> Usage:
    """Way (a)."""

    def work() -> None:
        for number, parameters in enumerate(chosen):
            out = folder / f"{number}.ipynb"
            given = [word for name, value in parameters.items() for word in ("-p", name, value)]
            command(BIN / "papermill", notebook(), out, *given)
            command(BIN / "jupyter", "nbconvert", "--to", "html", out)

    return measure(work)


def in_one_process(way: str) -> Way:
    """Ways (b) and (d): only the runs are timed, not the start of Python and its imports."""

    def run(chosen: Sequence[Set], folder: Path) -> Usage:
        program = Path(__file__).with_name(way)
        words = [sys.executable, str(program), str(notebook()), json.dumps(chosen), str(folder)]
        said: list[str] = []
        usage = measure(
            lambda: said.append(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
        )
        return Usage(float(said[0].split()[-1]), usage.peak_mb)

    return run


def build(kernels: str) -> Way:
    """Way (c)."""

    def run(chosen: Sequence[Set], folder: Path) -> Usage:
        words = [BIN / "kzindustry", "build", NAME, *grid_words(chosen), "--out", folder]
        return measure(lambda: command(*words, KZINDUSTRY_KERNELS=kernels))

    return run


def grid_words(chosen: Sequence[Set]) -> list[str]:
    """Write sets of parameters for the command line: they are the product of their values."""
    values = {name: list(dict.fromkeys(str(one[name]) for one in chosen)) for name in GRID}
    return [word for name, of_name in values.items() for word in ("--grid", f"{name}={','.join(of_name)}")]


def notebook() -> Path:
    """Find the notebook that is measured."""
    return Collection(project_root()).notebooks[NAME]


def main() -> None:
    """Measure and print a table for each number of runs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--ways", default="abcd", help="letters of the ways to measure")
    options = parser.parse_args()
    print(machine(), flush=True)
    for size in options.sizes:
        table(size, options.ways)


def machine() -> str:
    """Say on what this is measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def table(size: int, ways: str) -> None:
    """Measure one number of runs in all ways, and print what came out."""
    chosen = sets(size)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        found = {
            what: _measured(what, way, chosen, Path(name)) for what, way in WAYS.items() if what[1] in ways
        }
    heading = "seconds | a run | faster than (a) | of the floor | peak MB"
    print(f"\n| {size} run{'s' if size > 1 else ''} | {heading} |")
    print("|---|--:|--:|--:|--:|--:|")
    for what, usage in found.items():
        faster = _ratio(found.get(USUAL), usage)
        slower = _ratio(usage, found.get(FLOOR))
        each = usage.seconds / size
        print(
            f"| {what} | {usage.seconds:.1f} | {each:.2f} | {faster} | {slower} | {usage.peak_mb:.0f} |",
            flush=True,
        )


def _measured(what: str, way: Way, chosen: Sequence[Set], folder: Path) -> Usage:
    print(f"{len(chosen)} runs: {what} ...", file=sys.stderr, flush=True)
    out = folder / ("warm" if what in {WARM, NOTHING} else what[1:2])
    out.mkdir(exist_ok=True)
    return way(chosen, out)


def _ratio(above: Usage | None, below: Usage | None) -> str:
    return f"{above.seconds / below.seconds:.1f}" if above and below else ""


USUAL = "(a) papermill, then jupyter nbconvert"
WARM = "(c) kzindustry build"
NOTHING = "(c) the same again: nothing to do"
FLOOR = "(d) plain Python in one warm process"
WAYS: dict[str, Way] = {
    USUAL: usual,
    "(b) their Python interfaces, one process": in_one_process("interfaces.py"),
    "(c) kzindustry build, plain kernels": build("plain"),
    WARM: build("warm"),
    NOTHING: build("warm"),
    FLOOR: in_one_process("floor.py"),
}


if __name__ == "__main__":
    main()
