"""A build: what is to be run, executed by workers, written to the output folder, told to whoever watches."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from kzindustry.errors import KzindustryError
from kzindustry.reporting.folder.freshness import Freshness
from kzindustry.reporting.folder.output_folder import OutputFolder
from kzindustry.reporting.folder.overview import import_pages, write_overview
from kzindustry.reporting.folder.ownership import check_place, obstacle, remove_run
from kzindustry.reporting.folder.record import Built, Record
from kzindustry.reporting.folder.report_files import REMEDY, write_report
from kzindustry.reporting.kernels.start import warm_kernels
from kzindustry.reporting.progress.news import Done, Failure, RunOutcome
from kzindustry.reporting.progress.watcher import Watcher
from kzindustry.reporting.running.isolation import build_environment
from kzindustry.reporting.running.pool import Crew, Workers
from kzindustry.reporting.running.worker import Task
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.imports import imports_of
from kzindustry.reporting.runs.plan import Run

AFTER_S = 120.0
"""What the rest of a run may take beyond the limit of its last cell: its kernel's end, its page."""
WORTH_NOTING = 200
"""So many files must have been read by a build that runs nothing for it to note that they need not be."""
RECORD_SHARE = 100
"""So many times as long as writing the record takes, it is not written again."""


@dataclass(frozen=True)
class Plan:
    """What a build is asked to do.

    Attributes
    ----------
    collection, runs, folder
        What to run, and where to.
    jobs
        Runs at a time; on a cluster 0 for as many as it has room for.
    retries
        How often a run is tried again whose kernel or worker was killed.
    timeout_s
        What one cell may take.
    force
        Run what is current, too.
    warm_up
        `module:function` to call once before kernels are forked; may be empty.
    kept
        Names of runs that stay in the folder besides those of this build; None to keep all.
    scheduler
        The address of a Dask cluster that does the runs; empty for this machine.
    check
        Called with the data folder before kernels start, if an input changed; an InputError ends the build.
    """

    collection: Collection
    runs: Sequence[Run]
    folder: OutputFolder
    jobs: int
    retries: int
    timeout_s: float
    force: bool = False
    warm_up: str = ""
    kept: frozenset[str] | None = None
    scheduler: str = ""
    check: Callable[[Path], None] = lambda data: None


@dataclass
class Build:
    """One build of some runs into a folder."""

    plan: Plan
    watcher: Watcher
    freshness: Freshness = field(init=False)
    record: Record = field(init=False)
    done: list[Done] = field(default_factory=list)
    _noted: Mapping[str, str] = field(default_factory=dict)
    _next_record: float = 0.0

    def __post_init__(self) -> None:
        self.freshness = Freshness(self.plan.collection)
        self.record = Record.read(self.plan.folder)
        self._noted = dict(self.record.untouched)

    def reasons(self) -> dict[str, list[str]]:
        """Say for each run why it would run; nothing for those that are current."""
        forced = ["--force was given"] if self.plan.force else []
        return {
            run.name: forced or self.freshness.reasons(run, self.record, self.plan.folder)
            for run in self.plan.runs
        }

    def make(self) -> list[Done]:
        """Run what is not current, then bring index and results up to date."""
        check_place(self.plan.folder, self.record)
        reasons = self.reasons()
        todo = [run for run in self.plan.runs if reasons[run.name]]
        current = len(self.plan.runs) - len(todo)
        if todo:
            self.freshness.note(run.notebook for run in todo)
        with self._workers(todo) as crew:
            if todo:
                self._check()
                import_pages()
            self.watcher.begin(todo, current, crew.count)
            try:
                if todo:
                    self._mark_outdated()
                    self._run(todo, crew)
                self._prune()
            finally:
                try:
                    self._conclude()
                finally:
                    self.watcher.close(self.done, current, str(self.plan.folder.index))
        return self.done

    def take(self, run: Run, outcome: RunOutcome) -> Done:
        """Write a run that was made elsewhere from the inputs as they are now; the overview follows."""
        check_place(self.plan.folder, self.record)
        if said := obstacle(self.plan.folder, self.record, run.name):
            outcome = RunOutcome(failure=Failure(error=said))
        self._check()
        self._end(run, outcome)
        self._conclude()
        return self.done[-1]

    @contextmanager
    def _workers(self, todo: Sequence[Run]) -> Iterator[Workers]:
        """Give what does runs, here or on a cluster; it becomes ready while the tables are checked."""
        plan = self.plan
        imports = [imports_of(path) for path in dict.fromkeys(run.path for run in todo)]
        hook = plan.warm_up if len(todo) > 1 else ""  # one run alone does it at its own first use
        given = (plan.retries, self.watcher.step, plan.timeout_s + AFTER_S)
        if not todo:
            yield Crew(plan.jobs, {}, *given)
        elif plan.scheduler:
            from kzindustry.reporting.cluster.crew import Terms  # noqa: PLC0415 - with what follows
            from kzindustry.reporting.cluster.enlisted import enlisted  # noqa: PLC0415 - an extra
            from kzindustry.reporting.cluster.parcel import pack  # noqa: PLC0415

            parcel = pack(plan.collection, imports, hook)
            with enlisted(plan.scheduler, parcel, Terms(plan.jobs, *given)) as cluster:
                yield cluster
        else:
            with (
                build_environment() as (folder, private),
                warm_kernels(folder, private, imports, hook, todo[0].path.parent) as environment,
            ):
                yield Crew(plan.jobs, environment, *given)

    def _conclude(self) -> None:
        before = dict(self.record.overview)
        try:
            write_overview(self.plan.folder, self.record, self.freshness)
            noted = self.record.untouched.items() - self._noted.items()
            if self.done or len(noted) > WORTH_NOTING or self.record.overview != before:
                self.record.write(self.plan.folder)
        except OSError as error:
            raise KzindustryError(f"{self.plan.folder.path}: {error.strerror}. {REMEDY}") from None

    def _check(self) -> None:
        if self.record.checked != self.freshness.shared:
            with self.watcher.busy("Checking the tables"):
                self.plan.check(self.plan.collection.data)
            self.record.checked = self.freshness.shared

    def _mark_outdated(self) -> None:
        """Let an index that is there say what is no longer current, should this build be killed."""
        if self.plan.folder.index.exists():
            with suppress(OSError):  # said of the runs that meet it, and at the end
                write_overview(self.plan.folder, self.record, self.freshness)
                self.record.write(self.plan.folder)

    def _prune(self) -> None:
        if self.plan.kept is not None:
            wanted = self.plan.kept | {run.name for run in self.plan.runs}
            gone, left = sorted(self.record.runs.keys() - wanted), list[str]()
            for name in gone:
                left += remove_run(self.plan.folder, self.record, name)
            self.watcher.pruned(gone, left)

    def _run(self, todo: Sequence[Run], workers: Workers) -> None:
        free = []
        for run in todo:
            if said := obstacle(self.plan.folder, self.record, run.name):
                self._end(run, RunOutcome(failure=Failure(error=said)))
            else:
                free.append(Task(run, self.plan.collection.root, self.plan.timeout_s))
        for task, outcome in workers.do(free):
            self._end(task.run, outcome)

    def _end(self, run: Run, outcome: RunOutcome) -> None:
        """Write what a run gave, and record it: a run is built when the record says so."""
        older = self.record.runs.get(run.name)
        failure, files = write_report(self.plan.folder, run, outcome, older.files if older else {})
        self.record.inputs[self.freshness.shared] = self.freshness.inputs
        self.record.runs[run.name] = Built(
            notebook=run.notebook,
            parameters=run.values,
            shared=self.freshness.shared,
            own=self.freshness.own(run.notebook),
            files=files,
            error=failure.error,
            cell=failure.cell,
            allowed=outcome.allowed,
            seconds=round(outcome.seconds, 3),
        )
        self._write_record()
        told = () if failure.error else outcome.warnings
        done = Done(run, failure, outcome.seconds, told, outcome.allowed)
        self.done.append(done)
        self.watcher.end(done)

    def _write_record(self) -> None:
        """Write the record, but not so often that it takes more than a small part of the time."""
        began = time.monotonic()
        if began < self._next_record:
            return
        with suppress(OSError):
            self.record.write(self.plan.folder)
        ended = time.monotonic()
        self._next_record = ended + RECORD_SHARE * (ended - began)
