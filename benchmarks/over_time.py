"""Measures a batch while it runs, and draws it.

`over_time.py SECONDS COMMAND... > FILE` adds a line of CSV each time. Columns: seconds by the clock; reports
written (pages in the folder after --out); of all processes of the command the seconds of the processor they
took, their number, their memory in megabytes (proportional set size), open files and threads; of the build's
own process memory in megabytes and megabytes written; then files in the folder for temporary files.

`over_time.py FILE PICTURE` draws what was measured, as SVG, over the number of reports.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure
from memory import children, megabytes

NAMES = "seconds,reports,processor,processes,megabytes,files,threads,build,written,temporary"
STEPS = 20
"""Into so many equal numbers of reports a batch is cut to see what each took."""
TICKS = os.sysconf("SC_CLK_TCK")


def count(folder: Path) -> int:
    """Count the entries of a folder; none if it is gone."""
    try:
        return sum(1 for _ in folder.iterdir())
    except OSError:
        return 0


def processor(pid: str) -> float:
    """Give the seconds of the processor that a process took, with those of its children that ended."""
    try:
        fields = Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS


def written(pid: str) -> float:
    """Give the megabytes that a process has written; 0 if it is gone."""
    try:
        lines = Path("/proc", pid, "io").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("wchar:")) / 1e6


def sample(every: float, words: list[str]) -> int:
    """Run the command, and sample; give its exit status."""
    out = Path(words[words.index("--out") + 1])
    began = time.monotonic()
    print(NAMES, flush=True)
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as process:
        build = str(process.pid)
        while process.poll() is None:
            pids = [build, *children(build)]
            values = (
                round(time.monotonic() - began, 1),
                sum(1 for _ in out.glob("*.html")),
                round(sum(map(processor, pids)), 2),
                len(pids),
                round(sum(map(megabytes, pids))),
                sum(count(Path("/proc", pid, "fd")) for pid in pids),
                sum(count(Path("/proc", pid, "task")) for pid in pids),
                round(megabytes(build), 1),
                round(written(build), 2),
                count(Path(tempfile.gettempdir())),
            )
            print(*values, sep=",", flush=True)
            time.sleep(every)
    return process.returncode


def draw(table: Path, picture: Path) -> None:
    """Draw what was measured, a panel for each thing that should be level."""
    samples = pd.read_csv(table)
    work = samples[samples.reports.between(1, samples.reports.max() - 1)]
    steps = work.groupby(pd.cut(work.reports, STEPS, labels=False))
    each, most = steps.first().diff(), steps.max()
    panels = {
        "Seconds of the processor a report": each.processor / each.reports,
        "MB of all processes": most.megabytes,
        "MB of the build's own process": most.build,
        "MB written by it a report": each.written / each.reports,
        "Open files of all processes": most.files,
        "Threads of all processes": most.threads,
    }
    style = {"svg.fonttype": "none", "svg.hashsalt": "batch", "font.family": "sans-serif", "font.size": 9}
    with mpl.rc_context(style):
        figure = Figure(figsize=(9, 4.6), layout="constrained")
        grid = figure.subplots(2, 3, sharex=True)
        for axes, (title, values) in zip(grid.flat, panels.items(), strict=True):
            axes.plot(most.reports, values, color="#0b5a6b", linewidth=1.5)
            axes.set_title(title, loc="left", fontsize=9)
            axes.set_ylim(0, values.max() * 1.2)
            axes.spines[["top", "right"]].set_visible(False)
        figure.supxlabel("Reports written", fontsize=9)
        figure.savefig(picture, format="svg", metadata={"Date": None})


def main() -> int:
    """Measure, or draw what was measured."""
    first, *rest = sys.argv[1:]
    if len(rest) == 1:
        draw(Path(first), Path(rest[0]))
        return 0
    return sample(float(first), rest)


if __name__ == "__main__":
    raise SystemExit(main())
