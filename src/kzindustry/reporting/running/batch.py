"""A build: what is to be run, executed by workers, written to the output folder, told to whoever watches."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from kzindustry.errors import KzindustryError
from kzindustry.reporting.folder.currency import Currency
from kzindustry.reporting.folder.fingerprint import digest
from kzindustry.reporting.folder.output_folder import OutputFolder, write_whole
from kzindustry.reporting.folder.overview import write_overview
from kzindustry.reporting.folder.record import Built, Record
from kzindustry.reporting.kernels.start import warm_kernels
from kzindustry.reporting.pages.links import warning_of
from kzindustry.reporting.progress.news import Done, Failure, RunOutcome
from kzindustry.reporting.progress.watcher import Watcher
from kzindustry.reporting.running.isolation import build_environment
from kzindustry.reporting.running.pool import Crew
from kzindustry.reporting.running.worker import Task
from kzindustry.reporting.runs.cells import imports_of
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.plan import Run

REMEDY = "Make room in the folder, or give another by --out."


@dataclass(frozen=True)
class Plan:
    """What a build is asked to do.

    Attributes
    ----------
    collection, runs, folder
        What to run, and where to.
    jobs
        Runs at a time.
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
    check: Callable[[Path], None] = lambda data: None


@dataclass
class Build:
    """One build of some runs into a folder."""

    plan: Plan
    watcher: Watcher
    currency: Currency = field(init=False)
    record: Record = field(init=False)
    done: list[Done] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.currency = Currency(self.plan.collection)
        self.record = Record.read(self.plan.folder)

    def reasons(self) -> dict[str, list[str]]:
        """Say for each run why it would run; nothing for those that are current."""
        forced = ["--force was given"] if self.plan.force else []
        return {
            run.name: forced or self.currency.reasons(run, self.record, self.plan.folder)
            for run in self.plan.runs
        }

    def make(self) -> list[Done]:
        """Run what is not current, then bring index and results up to date."""
        reasons = self.reasons()
        todo = [run for run in self.plan.runs if reasons[run.name]]
        current = len(self.plan.runs) - len(todo)
        with self._kernels(todo) as environment:
            if todo:
                self._check()
            self.watcher.begin(todo, current, self.plan.jobs)
            try:
                if todo:
                    self._mark_outdated()
                    self._run(todo, environment)
                self._prune()
            finally:
                try:
                    self._conclude()
                finally:
                    self.watcher.close(self.done, current, str(self.plan.folder.index))
        return self.done

    @contextmanager
    def _kernels(self, todo: Sequence[Run]) -> Iterator[Mapping[str, str]]:
        """Give the environment of the kernels that runs need; they warm up while the tables are checked."""
        if not todo:
            yield {}
            return
        imports, notebooks = imports_of(run.path for run in todo), todo[0].path.parent
        with (
            build_environment() as (folder, private),
            warm_kernels(folder, private, imports, self.plan.warm_up, notebooks) as environment,
        ):
            yield environment

    def _conclude(self) -> None:
        before = dict(self.record.overview)
        try:
            write_overview(self.plan.folder, self.record, self.currency)
            if self.done or self.record.overview != before:
                self.record.write(self.plan.folder)
        except OSError as error:
            raise KzindustryError(f"{self.plan.folder.path}: {error.strerror}. {REMEDY}") from None

    def _check(self) -> None:
        if self.record.checked != self.currency.shared:
            with self.watcher.busy("Checking the tables"):
                self.plan.check(self.plan.collection.data)
            self.record.checked = self.currency.shared

    def _mark_outdated(self) -> None:
        """Let an index that is there say what is no longer current, should this build be killed."""
        if self.plan.folder.index.exists():
            with suppress(OSError):  # said of the runs that meet it, and at the end
                write_overview(self.plan.folder, self.record, self.currency)
                self.record.write(self.plan.folder)

    def _prune(self) -> None:
        if self.plan.kept is not None:
            wanted = self.plan.kept | {run.name for run in self.plan.runs}
            for name in {*self.plan.folder.runs(), *self.record.runs} - wanted:
                self.plan.folder.remove(name)
                self.record.runs.pop(name, None)

    def _run(self, todo: Sequence[Run], environment: Mapping[str, str]) -> None:
        tasks = [Task(run, self.plan.collection.root, self.plan.timeout_s) for run in todo]
        crew = Crew(min(self.plan.jobs, len(tasks)), environment, self.plan.retries, self.watcher.step)
        for task, outcome in crew.do(tasks):
            self._end(task.run, outcome)

    def _end(self, run: Run, outcome: RunOutcome) -> None:
        """Write what a run gave, and record it: a run is built when the record says so."""
        failure, files = write_report(self.plan.folder, run, outcome)
        self.record.inputs[self.currency.shared] = self.currency.inputs
        self.record.runs[run.name] = Built(
            notebook=run.notebook,
            parameters=run.values,
            shared=self.currency.shared,
            source=self.currency.sources[run.notebook],
            files=files,
            error=failure.error,
            cell=failure.cell,
            seconds=round(outcome.seconds, 3),
        )
        with suppress(OSError):
            self.record.write(self.plan.folder)
        done = Done(run, failure, outcome.seconds, "" if failure.error else warning_of(outcome.page))
        self.done.append(done)
        self.watcher.end(done)


def write_report(folder: OutputFolder, run: Run, outcome: RunOutcome) -> tuple[Failure, dict[str, str]]:
    """Write a run's files; give its failure, which may be that of writing, and the digests of the files.

    A report that could not be made anew is removed: an older one would pass for a current one.
    """
    written = {folder.notebook(run.name): outcome.notebook, folder.page(run.name): outcome.page}
    failure = outcome.failure
    try:
        for path, content in written.items():
            if content:
                write_whole(path, content)
    except OSError as error:
        failure = Failure(error=f"{path.name} cannot be written: {error.strerror}. {REMEDY}")
        written = dict.fromkeys(written, b"")
    for path, content in written.items():
        if not content:
            with suppress(OSError):
                path.unlink(missing_ok=True)
    return failure, {
        path.relative_to(folder.path).as_posix(): digest(content)
        for path, content in written.items()
        if content
    }
