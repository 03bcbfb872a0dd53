"""Samples what the processor does in each Python process that finds this folder on its path.

Every few milliseconds of the processor (not of the clock, so that other work on the machine does not count)
the running function and those that called it are sorted into a kind of process and a kind of work. The counts
are written into the folder that KZINDUSTRY_SAMPLES names, one file a process.
"""

import atexit
import json
import os
import signal
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

STEP_S = 0.004
SAVED_EVERY = 20

PROCESSES = (
    ("kernels", "kernels/child.py", "become_kernel"),
    ("workers", "running/worker.py", "work"),
    ("libraries of workers", "multiprocessing/forkserver.py", ""),
    ("warm process", "kernels/warm_process.py", "serve_kernels"),
    ("build", "kzindustry/cli.py", ""),
)
"""The first that is found anywhere: name, part of its file's name, function."""

WORK = (
    ("warm-up", "kernels/libraries.py", "call_hook"),
    ("start of the kernel", "ipykernel/kernelapp.py", "initialize"),
    ("start of the kernel", "kernels/child.py", "prepare"),
    ("start and end of the kernel, from outside", "nbclient/client.py", "setup_kernel"),
    ("messages", "jupyter_client/", ""),
    ("messages", "/zmq/", ""),
    ("messages", "ipykernel/iostream.py", ""),
    ("checks of outputs", "nbformat/validator.py", ""),
    ("statistics", "/scipy/", ""),
    ("statistics", "/statsmodels/", ""),
    ("charts: drawing and SVG", "/matplotlib/", ""),
    ("charts: drawing and SVG", "charts/svg.py", ""),
    ("charts: measuring and placing", "presentation/charts/", ""),
    ("sentences, tables, citations", "kzindustry/presentation/", ""),
    ("quantities and tables of figures", "kzindustry/analysis/", ""),
    ("quantities and tables of figures", "kzindustry/evidence/", ""),
    ("cells: all else", "IPython/core/interactiveshell.py", "run_code"),
    ("cells read and compiled", "IPython/core/", ""),
    ("page", "running/execute.py", "export"),
    ("notebook cleaned and written", "pages/cleaning.py", ""),
    ("papermill and nbclient", "nbclient/", ""),
    ("papermill and nbclient", "papermill/", ""),
    ("kernel: all else", "kernels/child.py", "become_kernel"),
    ("fork", "kernels/warm_process.py", "start"),
    ("index and tables of results", "folder/overview.py", ""),
)
"""The first that is found from the running function outwards; imports come before all of these."""
IMPORTS = "importlib._bootstrap>"

counts: Counter[tuple[str, str]] = Counter()


def sample(_: int, frame: FrameType | None) -> None:
    """Count what runs now; save the counts now and then, for processes may be killed."""
    names = []
    while frame is not None:
        names.append((frame.f_code.co_filename.replace("\\", "/"), frame.f_code.co_name))
        frame = frame.f_back
    process = next((kind for kind, *one in PROCESSES if _is_in(one, names)), "warm process")
    nearest = (kind for name in names for kind, *one in WORK if _is_in(one, [name]))
    work = "imports" if _is_in([IMPORTS, ""], names) else next(nearest, "all else")
    counts[process, work] += 1
    if counts.total() % SAVED_EVERY == 0:
        save()


def _is_in(one: list[str], names: list[tuple[str, str]]) -> bool:
    part, wanted = one
    return any(part in file and wanted in {"", function} for file, function in names)


def save() -> None:
    """Write the counts of this process, with the seconds of the processor that they stand for."""
    if not counts:
        return
    seconds = sum(os.times()[:2])
    rows = [[*key, number / counts.total() * seconds] for key, number in counts.items()]
    Path(os.environ["KZINDUSTRY_SAMPLES"], f"{os.getpid()}.json").write_text(json.dumps(rows))


def begin() -> None:
    """Sample this process from here on."""
    counts.clear()
    signal.signal(signal.SIGPROF, sample)
    signal.setitimer(signal.ITIMER_PROF, STEP_S, STEP_S)


def end() -> None:
    """Stop before Python, or another program in its place, forgets what to do with the signal."""
    signal.setitimer(signal.ITIMER_PROF, 0)
    save()


if os.environ.get("KZINDUSTRY_SAMPLES"):
    os.register_at_fork(after_in_child=begin)
    sys.addaudithook(lambda event, _: end() if event == "os.exec" else None)
    atexit.register(end)
    begin()
