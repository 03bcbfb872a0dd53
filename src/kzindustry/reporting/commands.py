"""What `kzindustry build` does with what it was told."""

import atexit
import json
import os
import signal
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType

from kzindustry.errors import ClusterLostError
from kzindustry.reporting.folder.output_folder import output_folder
from kzindustry.reporting.folder.pdf_files import remove_outdated, write_pdfs
from kzindustry.reporting.pages.printing import chromium, printed
from kzindustry.reporting.progress.watcher import watcher
from kzindustry.reporting.running.batch import Build, Plan
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.overrides import read_given
from kzindustry.reporting.runs.plan import NO_CHOICES, select
from kzindustry.reporting.runs.problems import Problems
from kzindustry.reporting.runs.standard import Standard, positive_seconds, read_standard
from kzindustry.reporting.terminal import first_few
from kzindustry.root import project_root

END_S = 5.0
"""What it may take to end after an interrupt."""
MOST_A_PROCESSOR = 4
"""More runs at a time would only take memory."""


def build(options: Namespace, check: Callable[[Path], None]) -> int:
    """Build runs, or with --explain say why they would run; give 1 if a run failed."""
    end_in_good_order()
    watch = watcher(as_json=options.json, out=options.out)
    plan = read_plan(Collection(project_root()), options, check)
    if options.pdf:
        chromium()
    if options.explain:
        explain(Build(plan, watch).reasons(), as_json=options.json)
        return 0
    with plan.folder.held(lambda: print(f"Waiting for another build in {plan.folder.path}", file=sys.stderr)):
        this = Build(plan, watch)
        try:
            this.make()
        except KeyboardInterrupt:
            raise KeyboardInterrupt(what_remains(this)) from None
        except ClusterLostError as error:
            raise ClusterLostError(f"{error} {what_remains(this)}") from None
        unprinted = print_reports(this, options)
    return int(any(one.failure.error for one in this.done) or unprinted)


def print_reports(build: Build, options: Namespace) -> bool:
    """Bring the PDFs beside the reports up to date; tell whether one that was asked for could not be made."""
    folder, record = build.plan.folder, build.record
    before = dict(record.printed)
    remove_outdated(folder, record)
    problems: list[str] = []
    if options.pdf:
        runs = [run.name for run in build.plan.runs]
        problems = write_pdfs(folder, record, runs, build.plan.jobs, printed)
    if record.printed != before:
        record.write(folder)
    for problem in problems:
        print(problem, file=sys.stderr)
    return bool(problems)


def what_remains(build: Build) -> str:
    """Say how far a build came that was interrupted, and what the same command would do."""
    plan, total = build.plan, len(build.plan.runs)
    if plan.force:
        finished = sum(not one.failure.error for one in build.done)
        return f"{finished} of {total} runs finished; --force begins with all of them again."
    left = sum(bool(build.freshness.reasons(run, build.record, plan.folder)) for run in plan.runs)
    return f"{total - left} of {total} runs finished, {left} to go: the same command goes on from there."


def end_in_good_order(in_another_way: Callable[[FrameType | None], bool] = lambda frame: False) -> None:
    """Let a request to end, or the end of a terminal, be an interrupt; nohup and the like stay in force.

    Whoever asks again while all is being brought to its end does not disturb that.

    Parameters
    ----------
    in_another_way
        Told where the program is; gives whether it has seen to the end without an exception there.
    """
    last = -END_S

    def interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal last
        if time.monotonic() - last >= END_S:
            last = time.monotonic()
            if not in_another_way(frame):
                raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, interrupt)
            atexit.register(signal.signal, number, signal.SIG_IGN)  # or Python would let it kill at the end


def explain(reasons: Mapping[str, Sequence[str]], *, as_json: bool) -> None:
    """Print for each run whether it would run, and why: all reasons for machines, the first for readers."""
    for name, why in reasons.items():
        if as_json:
            print(json.dumps({"run": name, "reasons": why}, ensure_ascii=False))
        else:
            print(f"{name}: {'; '.join(first_few(why, 'more (--json names all)')) or 'current'}")


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
        if options.prune or not options.runs:
            standard.require_all()
    with problems:
        grid = read_given(options.parameters, options.grid, options.files)
    with problems:
        timeout_s = positive_seconds(options.timeout, "--timeout") if options.timeout else standard.timeout_s
    if options.scheduler:
        from kzindustry.reporting.cluster.connection import check_address  # noqa: PLC0415 - with all of TLS

        with problems:
            check_address(options.scheduler)
    problems.tell()
    runs = select(collection, standard.runs, options.runs, grid)
    return Plan(
        collection,
        [replace(run, allow_errors=run.allow_errors or options.allow_errors) for run in runs],
        output_folder(collection, options.out),
        jobs=options.jobs if options.scheduler else jobs(options.jobs),
        retries=options.retries,
        timeout_s=timeout_s,
        force=options.force,
        warm_up=standard.warm_up,
        kept=frozenset(run.name for run in standard.runs) if options.prune else None,
        scheduler=options.scheduler,
        check=check,
    )


def jobs(wanted: int) -> int:
    """Give how many runs there are at a time: one a processor, or as many as wanted within reason."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(wanted or processors, MOST_A_PROCESSOR * processors)
