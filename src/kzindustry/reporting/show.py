"""What `kzindustry list`, `parameters` and `results` show: nothing here runs a notebook."""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kzindustry.errors import InputError
from kzindustry.reporting.folder.across_runs import (
    measure_csv,
    measure_documents,
    measure_table,
    measures,
    measures_csv,
    measures_table,
)
from kzindustry.reporting.folder.extracts import Extracts, read_extracts
from kzindustry.reporting.folder.freshness import Freshness
from kzindustry.reporting.folder.output_folder import output_folder
from kzindustry.reporting.folder.picture import draw_measure
from kzindustry.reporting.folder.record import Record
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.plan import Run, make_run, parameters_of, select
from kzindustry.reporting.runs.standard import read_standard
from kzindustry.reporting.terminal import as_table, first_few, natural
from kzindustry.root import project_root

STATES = {"ok": "current", "stale": "out of date", "failed": "failed", "erring": "with errors"}

UNREADABLE = "cannot be read"
"""The state of a notebook that is no whole file, or whose parameters are not written as such."""
BUILT_ALONE = "the folder"
"""Where runs are named that were built by the command line alone."""


def list_runs(words: Sequence[str], out: Path | None, *, as_json: bool) -> int:
    """Print the runs of the standard batch, the default runs and all others in the folder, with their state.

    Parameters
    ----------
    words
        Runs, or notebooks with all of their runs; all if none is named.
    out
        The folder of the reports.
    as_json
        Whether for programs, with the parameters of each run.

    Raises
    ------
    InputError
        Naming each that is not there, with the nearest.
    """
    collection = Collection(project_root())
    folder = output_folder(collection, out)
    standard = read_standard(collection)
    record, freshness = Record.read(folder), Freshness(collection)
    named = {run.name: (run, "reports.yml") for run in standard.runs}
    faults = {**standard.faults}
    for name, path in collection.notebooks.items():
        try:
            run = make_run(name, path, {})
        except InputError as error:
            faults[name], run = error, Run(name, name, path, {}, {})
        named.setdefault(name, (run, "reports.yml" if name in standard.faults else ""))
    for run in runs_built(collection, record):
        named.setdefault(run.name, (run, BUILT_ALONE))
    others = [word for word in words if word not in record.runs and collection.find(word) not in faults]
    wanted = {*words, *(run.name for run in select(collection, standard.runs, others) if others)}
    notebooks = {collection.find(word) for word in words}
    listed = [
        {
            "run": run.name,
            "notebook": run.path.name,
            "named_in": by,
            "state": UNREADABLE if run.notebook in faults else freshness.state(run, record, folder),
            "parameters": dict(run.values),
        }
        for run, by in named.values()
        if not words or run.notebook in notebooks or run.name in wanted
    ]
    if as_json:
        print(json.dumps(listed, indent=1, ensure_ascii=False))
    else:
        rows = [[str(row[name]) for name in ("run", "notebook", "named_in", "state")] for row in listed]
        print(as_table(("run", "notebook", "named in", "state"), rows))
    for notebook, fault in faults.items():
        if not words or notebook in notebooks:
            print(fault, file=sys.stderr)
    return 0


def runs_built(collection: Collection, record: Record) -> list[Run]:
    """Give the runs that were built into a folder, in the order of the numbers in their names."""
    return [
        Run(
            name,
            built.notebook,
            collection.notebooks.get(built.notebook, Path(f"{built.notebook}.ipynb")),
            built.parameters,
            {},
        )
        for name, built in sorted(record.runs.items(), key=lambda one: natural(one[0]))
    ]


def show_parameters(notebook: str) -> int:
    """Print a notebook's parameters."""
    collection = Collection(project_root())
    _, path = collection.notebook(notebook, "parameters")
    rows = [(p.name, str(p.default), p.kind.describe(), p.help) for p in parameters_of(path)]
    print(as_table(("parameter", "default", "accepts", "meaning"), rows))
    return 0


def show_results(measure: str, out: Path | None, form: str) -> int:
    """Print a measure across all runs in the folder; without one, the measures that there are.

    The form is "table", "csv" or "json".
    """
    runs, states = recorded_runs(out)
    if form == "json":
        rows = measure_documents(runs, measure, states) if measure else measures(runs)
        print(json.dumps(rows, indent=1, ensure_ascii=False))
    elif form == "csv":
        print(measure_csv(runs, measure) if measure else measures_csv(runs), end="")
    else:
        grouped = sys.stdout.isatty()
        print(measure_table(runs, measure, grouped=grouped) if measure else measures_table(runs))
    return 0


def draw_results(measure: str, out: Path | None, path: Path) -> int:
    """Draw a measure across all runs in the folder."""
    if not measure:
        raise InputError(f"--picture {path}: of which MEASURE? `kzindustry results` lists them.")
    draw_measure(recorded_runs(out)[0], measure, path)
    print(path)
    return 0


def recorded_runs(out: Path | None) -> tuple[Extracts, dict[str, str]]:
    """Read the runs in the folder; give them with the state of each.

    What has no results, and what is out of date, is said on the error stream.

    Raises
    ------
    InputError
        If there is none.
    """
    collection = Collection(project_root())
    folder = output_folder(collection, out)
    record, freshness = Record.read(folder), Freshness(collection)
    runs = read_extracts(folder, record)
    if not (runs or record.runs):
        raise InputError(
            f"{folder.path}: no results there. Run `kzindustry build`, or name another by --out."
        )
    names = sorted({*runs.lines, *record.runs}, key=natural)
    failed = [name for name in names if runs.errors.get(name)]
    lost = [name for name in names if name not in runs.lines and name not in failed]
    if failed:
        _say(f"Without {', '.join(first_few(failed))}: failed, {folder.index} says why.")
    if lost:
        _say(f"Without {', '.join(first_few(lost))}: changed or removed since; the same build makes it anew.")
    states = {name: STATES[freshness.status(name, record)] for name in names}
    shown = [name for name in names if name not in failed and name not in lost]
    stale = [name for name in shown if states[name] == STATES["stale"]]
    if stale:
        are = "is" if len(stale) == 1 else "are"
        _say(
            f"{len(stale)} of the {len(shown)} runs {are} out of date: "
            "`kzindustry build` with the same runs makes them anew."
        )
    if erring := [name for name in names if states[name] == STATES["erring"]]:
        _say(f"Cells of {', '.join(first_few(erring))} ended in errors.")
    return replace(runs, lines={name: runs.lines[name] for name in names if name in runs.lines}), states


def _say(line: str) -> None:
    print(line, file=sys.stderr)
