"""What `kzindustry preview` does with what it was told."""

import asyncio
import sys
import webbrowser
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import FrameType
from typing import Any

from kzindustry.errors import InputError
from kzindustry.reporting.commands import end_in_good_order
from kzindustry.reporting.folder.output_folder import OutputFolder, output_folder
from kzindustry.reporting.preview.engine import Engine
from kzindustry.reporting.preview.file_changes import changes
from kzindustry.reporting.preview.server import serve_preview
from kzindustry.reporting.preview.session import Session
from kzindustry.reporting.progress.news import CellStart, Done, RunOutcome
from kzindustry.reporting.running.batch import Build, Plan
from kzindustry.reporting.running.isolation import build_environment
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.overrides import read_given
from kzindustry.reporting.runs.plan import Run, select
from kzindustry.reporting.runs.standard import Standard, read_standard
from kzindustry.root import project_root

Check = Callable[[Path], None]


class Silence:
    """A watcher that tells nothing: the page of the preview does."""

    def busy(self, what: str) -> AbstractContextManager[object]:
        """Say nothing."""
        return nullcontext()

    def begin(self, todo: Sequence[Run], current: int, jobs: int) -> None:
        """Say nothing."""

    def step(self, step: CellStart) -> None:
        """Say nothing."""

    def end(self, done: Done) -> None:
        """Say nothing."""

    def pruned(self, runs: Sequence[str], left: Sequence[str]) -> None:
        """Say nothing."""

    def close(self, done: Sequence[Done], current: int, where: str) -> None:
        """Say nothing."""


def preview_command(options: Namespace, check: Check) -> int:
    """Show a notebook's page until interrupted."""
    end_in_good_order(cancelled_by_loop)
    collection = Collection(project_root())
    standard = read_standard(collection)
    name, _ = collection.notebook(options.notebook, "preview")
    grid = read_given(options.parameters, [], [])
    select(collection, standard.runs, [name], grid)  # refuses what is no parameter or value of it
    texts = {parameter: choices[0].text for parameter, choices in grid.items()}
    folder = output_folder(collection, options.out)
    try:
        asyncio.run(_preview(collection, standard, name, texts, folder, options, check))
    except (KeyboardInterrupt, asyncio.CancelledError):
        raise KeyboardInterrupt("The preview ended.") from None
    return 0


def cancelled_by_loop(frame: FrameType | None) -> bool:
    """Have the loop cancel all tasks, if an interrupt meets the loop's own code.

    An exception there would lose what the loop was about to do, such as the next step of a task, whose end
    would then be waited for for ever. Elsewhere it is right: the loop would wait for what is being done, such
    as the start of processes.
    """
    module = frame.f_globals.get("__name__", "") if frame else ""
    if module.partition(".")[0] not in {"asyncio", "selectors"}:
        return False
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:  # it has not begun, or has ended
        return False
    loop.call_soon_threadsafe(_cancel_tasks, loop)
    return True


def _cancel_tasks(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        task.cancel()


async def _preview(  # noqa: PLR0913, PLR0917 - what the command line says, read
    collection: Collection,
    standard: Standard,
    name: str,
    texts: dict[str, str],
    folder: OutputFolder,
    options: Namespace,
    check: Check,
) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_tell_errors)

    def step(news: CellStart) -> None:
        loop.call_soon_threadsafe(lambda: session.tell("step", cell=news.cell, cells=news.cells))

    def keep(run: Run, outcome: RunOutcome) -> str:
        return keep_run(Plan(collection, [run], folder, 1, 0, standard.timeout_s, check=check), outcome)

    with (
        build_environment() as (private, environment),
        Engine(private, environment, standard.warm_up, collection.folder, step) as engine,
    ):
        session = Session(collection, name, folder, engine, standard.timeout_s, keep, texts)
        server, address = serve_preview(session, options.port)
        print(address, flush=True)
        print("The page follows the notebook as it is saved. Ctrl-C ends the preview.", file=sys.stderr)
        if options.open:
            webbrowser.open(address)
        try:
            session.do(session.refresh())
            async for _ in changes(session.files):
                session.do(session.refresh())
        finally:
            server.stop()


def _tell_errors(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Tell of errors as a loop does, but not of an interrupt that met some task."""
    if not isinstance(context.get("exception"), KeyboardInterrupt):
        loop.default_exception_handler(context)


def keep_run(plan: Plan, outcome: RunOutcome) -> str:
    """Write a run into the output folder as a build would; say where.

    Raises
    ------
    InputError
        If a build would refuse, too.
    """
    with plan.folder.held(lambda: None):
        done = Build(plan, Silence()).take(plan.runs[0], outcome)
    if done.failure.error and not outcome.failure.error:
        raise InputError(done.failure.error)
    return str(plan.folder.page(done.run.name))
