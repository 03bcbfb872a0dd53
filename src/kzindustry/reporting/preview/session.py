"""One preview: which run is wanted, which is at work, which were seen; and what listeners are told of it."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from kzindustry.errors import InputError, KzindustryError
from kzindustry.reporting.folder.freshness import Freshness
from kzindustry.reporting.folder.output_folder import OutputFolder
from kzindustry.reporting.folder.record import Record
from kzindustry.reporting.preview.engine import Engine
from kzindustry.reporting.preview.form import fields_of, values_of
from kzindustry.reporting.progress.news import RunOutcome
from kzindustry.reporting.running.worker import Task
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.imports import files_beside, forget_files, imports_of
from kzindustry.reporting.runs.modules_beside import drop_doubtful_bytecode, forget_modules
from kzindustry.reporting.runs.plan import Run, make_run, parameters_of

KEPT_PAGES = 64
Message = dict[str, Any]
Keep = Callable[[Run, RunOutcome], str]


@dataclass(frozen=True)
class Seen:
    """A run that was made in this preview, or by a build whose inputs are those of now."""

    run: Run
    outcome: RunOutcome


@dataclass
class Session:
    """The state of a preview.

    Attributes
    ----------
    collection, notebook
        What is shown: a notebook by its name.
    folder
        The output folder.
    engine
        What runs it.
    timeout_s
        What one cell may take.
    keep
        Writes a run into the output folder as a build would, and says where; it may raise.
    texts
        What a reader set in the form, by parameter.
    """

    collection: Collection
    notebook: str
    folder: OutputFolder
    engine: Engine
    timeout_s: float
    keep: Keep
    texts: dict[str, str] = field(default_factory=dict)
    listeners: list[Callable[[Message], None]] = field(default_factory=list)
    seen: OrderedDict[str, Seen] = field(default_factory=OrderedDict)
    shown: str = ""
    _last: dict[str, Message] = field(default_factory=dict)
    _turn: int = 0
    _library: Mapping[str, str] = field(default_factory=dict)
    _beside: Sequence[Path] = ()
    _tasks: set[asyncio.Future[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._freshness = Freshness(self.collection)

    @property
    def path(self) -> Path:
        """The notebook's file."""
        return self.collection.notebooks[self.notebook]

    def files(self) -> list[Path]:
        """Give the files whose change is a reason to run again."""
        data = sorted(self.collection.data.glob("*"))
        modules = self.path.parent.glob("*.py")  # the notebook may name one that is written only now
        return [self.path, self.collection.plan_file, *self._beside, *modules, *data]

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside all else; what goes wrong in it is told."""
        task = asyncio.ensure_future(self._told(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _told(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except (KzindustryError, OSError) as error:
            self.tell("problem", text=str(error))

    def listen(self, listener: Callable[[Message], None]) -> None:
        """Tell a listener how things stand, and from now on how they change."""
        for message in self._last.values():
            listener(message)
        self.listeners.append(listener)

    def tell(self, kind: str, **more: Any) -> None:
        """Tell all listeners; those who come later hear the last message of each kind that still holds."""
        message = {"kind": kind, **more}
        if kind in {"running", "page", "problem"}:
            for over in ("running", "step", "problem", *(["kept"] if kind == "page" else [])):
                self._last.pop(over, None)
        self._last[kind] = message
        for listener in [*self.listeners]:
            listener(message)

    async def refresh(self) -> None:
        """Show what the files give now."""
        began = time.monotonic()
        forget_files()
        parameters_of.cache_clear()
        drop_doubtful_bytecode(path for path in self.files() if path.suffix == ".py")
        forget_modules(self.path.parent)
        self._freshness = Freshness(Collection(self.collection.root))
        await self._show_wanted(began)

    async def set_values(self, texts: Mapping[str, str]) -> None:
        """Take what a reader set in the form, and show what it gives."""
        self.texts.update(texts)
        await self._show_wanted(time.monotonic())

    async def _show_wanted(self, began: float) -> None:
        """Show the run that is wanted: at once if it was seen, else as soon as it was made."""
        self._turn += 1
        turn = self._turn
        run = self._wanted()
        if run is None:
            return
        key = self._key(run)
        self._recall(run, key)
        if key not in self.seen:
            self.tell("running", run=run.name)
            await self._make(run, key, turn)
        if turn == self._turn and key in self.seen:
            self._show(key, time.monotonic() - began)

    async def keep_shown(self) -> None:
        """Write the run that is shown into the output folder, if it is what its inputs give now."""
        seen = self.seen.get(self.shown)
        try:
            self._freshness = Freshness(Collection(self.collection.root))
            if seen is None or self._key(seen.run) != self.shown:
                raise InputError("What is shown is not what the files give now. Wait for the page to change.")
            where = await asyncio.to_thread(self.keep, seen.run, seen.outcome)
            self.tell("kept", text=where)
        except (KzindustryError, OSError) as error:
            self.tell("kept", text=str(error), failed=True)

    def _wanted(self) -> Run | None:
        """Give the run that notebook and form ask for, its kernel in preparation; none if a value is wrong.

        Raises
        ------
        InputError
            If the notebook, or its parameters, cannot be read.
        """
        self._beside = files_beside(self.path)  # first: one of them may be why parameters cannot be read
        parameters = parameters_of(self.path)
        values, problems = values_of(parameters, self.texts)
        self.tell("form", fields=fields_of(parameters, self.texts), problems=problems)
        inputs = self._freshness.inputs
        library = {name: about for name, about in inputs.items() if not name.startswith("data/")}
        self.engine.prepare(imports_of(self.path), anew=self._library not in ({}, library))
        self._library = library
        if problems:
            wrong = " ".join(f"{name}: {problem}" for name, problem in problems.items())
            self.tell("problem", text=f"Not run. {wrong}")
            return None
        return make_run(self.notebook, self.path, values)

    def _key(self, run: Run) -> str:
        """Give a digest of a run and of all that it is made from."""
        own = sorted(self._freshness.own(run.notebook).items())
        about = self._freshness.shared, own, sorted(run.values.items())
        return sha256(repr(about).encode()).hexdigest()

    def _recall(self, run: Run, key: str) -> None:
        """Take the report of a build as seen, if it is current."""
        if key in self.seen:
            return
        record = Record.read(self.folder)
        if run.name in record.runs and not self._freshness.reasons(run, record, self.folder):
            with suppress(OSError):
                notebook = self.folder.notebook(run.name).read_bytes()
                page = self.folder.page(run.name).read_bytes()
                self._remember(key, Seen(run, RunOutcome(notebook, page)))

    async def _make(self, run: Run, key: str, turn: int) -> None:
        future = self.engine.start(Task(run, self.collection.root, self.timeout_s))
        try:
            outcome = await asyncio.wrap_future(future)
        except Exception as error:
            if turn == self._turn:
                self.tell(
                    "problem", text=f"The run could not be made ({type(error).__name__}). Save again to try."
                )
            return
        if outcome.failure.killed and turn == self._turn:
            self.tell("problem", text=f"{outcome.failure.error}. Save again to try once more.")
        elif turn == self._turn and outcome.page:
            self._remember(key, Seen(run, outcome))

    def _remember(self, key: str, seen: Seen) -> None:
        self.seen[key] = seen
        while len(self.seen) > KEPT_PAGES:
            self.seen.popitem(last=False)

    def _show(self, key: str, seconds: float) -> None:
        self.shown = key
        self.seen.move_to_end(key)
        run, outcome = self.seen[key].run, self.seen[key].outcome
        failure = " ".join(
            filter(None, [outcome.failure.cell and f"{outcome.failure.cell}:", outcome.failure.error])
        )
        self.tell(
            "page",
            key=key,
            run=run.name,
            seconds=round(seconds, 2),
            failure=failure,
            warnings=list(outcome.warnings),
        )
