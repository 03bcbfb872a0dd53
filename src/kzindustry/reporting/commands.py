"""What the words of the command line do: build, list, parameters, results."""

import json
import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kzindustry.errors import InputError
from kzindustry.reporting.batch import Build, Plan
from kzindustry.reporting.collection import Collection
from kzindustry.reporting.currency import Currency
from kzindustry.reporting.folder import OutputFolder
from kzindustry.reporting.measure import measure_csv, measure_table, measures_csv, measures_table
from kzindustry.reporting.picture import draw_measure
from kzindustry.reporting.plan import NO_CHOICES, Choice, Grid, make_run, parameters_of, select
from kzindustry.reporting.problems import Problems
from kzindustry.reporting.progress import watcher
from kzindustry.reporting.record import Record
from kzindustry.reporting.records import Executed, executed_runs
from kzindustry.reporting.standard import Standard, positive_seconds, read_standard
from kzindustry.reporting.tables import as_table
from kzindustry.root import project_root

FEW = 3


def build(options: Namespace, check: Callable[[Path], None]) -> int:
    """Build runs, or with --explain say why they would run; give 1 if a run failed."""
    end_in_good_order()
    watch = watcher(as_json=options.json)
    plan = read_plan(Collection(project_root()), options, check)
    if options.explain:
        explain(Build(plan, watch).reasons(), as_json=options.json)
        return 0
    plan.folder.prepare()
    with plan.folder.locked(
        lambda: print(f"Waiting for another build in {plan.folder.path}", file=sys.stderr)
    ):
        plan.folder.tidy()
        this = Build(plan, watch)
        try:
            this.make()
        except KeyboardInterrupt:
            raise KeyboardInterrupt(what_remains(this)) from None
    return int(any(one.failure.error for one in this.done))


def what_remains(build: Build) -> str:
    """Say how far a build came that was interrupted, and what the same command would do."""
    plan, total = build.plan, len(build.plan.runs)
    if plan.force:
        finished = sum(not one.failure.error for one in build.done)
        return f"{finished} of {total} runs finished; --force begins with all of them again."
    left = sum(bool(build.currency.reasons(run, build.record, plan.folder)) for run in plan.runs)
    return f"{total - left} of {total} runs finished, {left} to go: the same command goes on from there."


def end_in_good_order() -> None:
    """Let a request to end, or the end of a terminal, be an interrupt; nohup and the like stay in force."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


def explain(reasons: Mapping[str, Sequence[str]], *, as_json: bool) -> None:
    """Print for each run whether it would run, and why: all reasons for machines, the first for readers."""
    for name, why in reasons.items():
        if as_json:
            print(json.dumps({"run": name, "reasons": why}, ensure_ascii=False))
        else:
            print(f"{name}: {'; '.join(shortened(why, 'more (--json names all)')) or 'current'}")


def read_plan(collection: Collection, options: Namespace, check: Callable[[Path], None]) -> Plan:
    """Make a plan of the command line and reports.yml.

    Raises
    ------
    InputError
        Naming everything wrong in either.
    """
    problems = Problems()
    standard, grid, timeout_s = Standard(()), NO_CHOICES, 0.0
    with problems:
        standard = read_standard(collection)
    with problems:
        grid = read_grid(options.parameters, options.grid)
    with problems:
        timeout_s = positive_seconds(options.timeout, "--timeout") if options.timeout else standard.timeout_s
    problems.tell()
    return Plan(
        collection,
        select(collection, standard.runs, options.runs, grid),
        output_folder(collection, options.out),
        jobs=options.jobs,
        retries=options.retries,
        timeout_s=timeout_s,
        force=options.force,
        warm_up=standard.warm_up,
        kept=frozenset(run.name for run in standard.runs) if options.prune else None,
        check=check,
    )


def read_grid(parameters: Sequence[str], grids: Sequence[str]) -> Grid:
    """Read `-p name=value` and `--grid name=a,b,c`.

    Raises
    ------
    InputError
        Naming each that has another form, and each name given twice.
    """
    given = [("-p", text) for text in parameters] + [("--grid", text) for text in grids]
    found: dict[str, list[Choice]] = {}
    problems: list[str] = []
    for option, text in given:
        name, separator, value = text.partition("=")
        where = f"{option} {text}"
        if not separator or not name:
            problems.append(f"{where}: the form is name={'value' if option == '-p' else 'a,b,c'}.")
        elif name in found:
            problems.append(f"{where}: {name} is given twice.")
        values = [value] if option == "-p" else value.split(",")
        found[name] = [Choice(value.strip(), where) for value in values]
    if problems:
        raise InputError(*problems)
    return found


def output_folder(collection: Collection, out: Path | None) -> OutputFolder:
    """Give the folder of the reports: by default the collection's own."""
    return OutputFolder(collection.root / "reports" if out is None else out.resolve())


def list_runs(out: Path | None) -> int:
    """Print the runs of the standard batch and the default runs of all notebooks, and their state."""
    collection = Collection(project_root())
    folder = output_folder(collection, out)
    standard = read_standard(collection).runs
    record, currency = Record.read(folder), Currency(collection)
    others = [make_run(name, path, {}) for name, path in collection.notebooks.items()]
    named = [(run, "reports.yml") for run in standard] + [(run, "") for run in others if run not in standard]
    rows = [(run.name, run.path.name, by, currency.state(run, record, folder)) for run, by in named]
    print(as_table(("run", "notebook", "named in", "state"), rows))
    return 0


def show_parameters(notebook: str) -> int:
    """Print a notebook's parameters."""
    collection = Collection(project_root())
    _, path = collection.notebook(notebook, "parameters")
    rows = [(p.name, str(p.default), p.kind.describe(), p.help) for p in parameters_of(path)]
    print(as_table(("parameter", "default", "accepts", "meaning"), rows))
    return 0


def show_results(measure: str, out: Path | None, *, as_csv: bool) -> int:
    """Print a measure across all runs in the folder; without one, the measures that there are."""
    runs = recorded(out)
    if as_csv:
        print(measure_csv(runs, measure) if measure else measures_csv(runs), end="")
    else:
        print(measure_table(runs, measure) if measure else measures_table(runs))
    return 0


def draw_results(measure: str, out: Path | None, path: Path) -> int:
    """Draw a measure across all runs in the folder."""
    if not measure:
        raise InputError(f"--picture {path}: of which MEASURE? `kzindustry results` lists them.")
    draw_measure(recorded(out), measure, path)
    print(path)
    return 0


def recorded(out: Path | None) -> list[Executed]:
    """Read the runs in the folder; say on the error stream which failed, for they have no results.

    Raises
    ------
    InputError
        If there is none.
    """
    folder = output_folder(Collection(project_root()), out)
    runs, record = executed_runs(folder), Record.read(folder)
    if not (runs or record.runs):
        raise InputError(
            f"{folder.path}: no results there. Run `kzindustry build`, or name another by --out."
        )
    if failed := [name for name, built in record.runs.items() if built.error]:
        print(
            f"Without {', '.join(shortened(sorted(failed)))}: failed, {folder.index} says why.",
            file=sys.stderr,
        )
    return runs


def shortened(names: Sequence[str], rest: str = "more") -> list[str]:
    """Give the first few names, and how many more there are."""
    more = len(names) - FEW
    return [*names[:FEW], *([f"{more} {rest}"] if more > 0 else [])]
