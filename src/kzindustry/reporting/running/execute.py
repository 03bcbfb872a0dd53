"""One run, from its notebook to its report: what a worker process does.

Nothing is written here: a run's result goes back to the build, which alone writes files.
"""

import logging
import re
import warnings
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from papermill.engines import papermill_engines
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from kzindustry.contract import MIME, RESULT, Document, document_of
from kzindustry.reporting.folder.executed import flaw
from kzindustry.reporting.kernels.client import PlainManager, PromptManager
from kzindustry.reporting.pages.cleaning import INJECTED, clean, number_cells, to_bytes
from kzindustry.reporting.pages.exporter import ReportExporter
from kzindustry.reporting.pages.limit import TooLong, within
from kzindustry.reporting.pages.machine_traces import without_paths
from kzindustry.reporting.progress.news import Failure, Progress, RunOutcome
from kzindustry.reporting.running import endings
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.imports import sets_the_stage
from kzindustry.reporting.runs.plan import Run

KERNEL = "python3"
OUTPUTS_S = 600
"""How long reading may take what a cell has shown: the longest cells show tens of thousands of things."""
UNKNOWN_PROSE = re.compile(r"Cell magic `%%(?:say|limit|answer)` not found")
PROSE_CELLS = "Add `%load_ext kzindustry` to the first code cell."
PAGE_S = 100.0
"""What cleaning the outputs and writing the page may take."""
logging.getLogger("papermill").addHandler(logging.NullHandler())  # what ended a run, the build says itself
LEFT_OVER = "a cell tagged injected-parameters was left in it by an earlier run; it was not used."


def run_report(run: Run, root: Path, timeout_s: float, progress: Progress) -> RunOutcome:
    """Load a notebook, parameterise and execute it, clean and export it.

    Errors of the notebook are part of the outcome, not raised.
    """
    notebook, told = read_notebook(run)
    notebook = parameterise(notebook, run)
    allowed = endings.AllowedErrors()
    failure, early = execute(notebook, run, timeout_s, progress, allowed)
    unreadable = flawed(notebook)
    failure = failure if failure.error else unreadable
    return finished(notebook, run, root, RunOutcome(b"", b"", failure, 0.0, (*told, *early)), allowed)


def finished(
    notebook: Any, run: Run, root: Path, so_far: RunOutcome, allowed: endings.AllowedErrors
) -> RunOutcome:
    """Clean an executed notebook and write its page, within a limit of their own."""
    failure = replace(so_far.failure, error=without_paths(so_far.failure.error, root))
    try:
        with within(PAGE_S):
            clean(notebook, run, failure.error, root, allowed.cells)
            page, missing = export(notebook, run, root)
            content = to_bytes(notebook)
    except TooLong as late:
        said = f"the outputs could not be cleaned and written to a page within {PAGE_S:g} s. Show less."
        return replace(so_far, failure=Failure(late.cell, f"TimeoutError: {said}"))
    return replace(
        so_far,
        notebook=content,
        page=page,
        failure=failure,
        warnings=(*so_far.warnings, *missing),
        allowed=tuple(without_paths(text, root) for text in allowed.texts),
    )


def read_notebook(run: Run) -> tuple[Any, tuple[str, ...]]:
    """Read the notebook as papermill does, without parameters of an earlier run; say if there were any."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of ids that are missing or taken: cells are numbered below
        notebook = load_notebook_node(str(run.path))
    number_cells(notebook, run.path)
    cells = [cell for cell in notebook.cells if INJECTED not in cell.metadata.get("tags", ())]
    left = len(notebook.cells) - len(cells)
    notebook.cells = cells
    return notebook, (LEFT_OVER,) if left else ()


def parameterise(notebook: Any, run: Run) -> Any:
    """Let papermill add a cell with the parameters that differ from the defaults; none if none does."""
    if not run.changed:
        return notebook
    return parameterize_notebook(notebook, dict(run.changed), kernel_name=KERNEL, language="python")


def execute(
    notebook: Any, run: Run, timeout_s: float, progress: Progress, allowed: endings.AllowedErrors
) -> tuple[Failure, tuple[str, ...]]:
    """Let papermill execute the cells in a kernel of their own, in the notebook's folder.

    Gives the failure, if there is one, and where the notebook ended itself before its end, if it did. Errors
    that the run allows are noted.
    """
    place = 0

    def on_cell_start(cell: Any, cell_index: int) -> None:
        nonlocal place
        place = cell_index
        progress(cell_index + 1, len(notebook.cells))

    def on_cell_error(cell: Any, cell_index: int, execute_reply: Any) -> None:
        if run.allow_errors:
            allowed.note(cell, _cell_name(notebook, cell_index), execute_reply)

    try:
        papermill_engines.execute_notebook_with_engine(
            "nbclient",
            notebook,
            kernel_name=KERNEL,
            progress_bar=False,
            autosave_cell_every=0,
            timeout_func=lambda _: timeout_s,  # as a number with decimals, too
            iopub_timeout=OUTPUTS_S,
            shutdown_kernel="graceful",
            kernel_manager_class=PlainManager if sets_the_stage(run.path) else PromptManager,
            resources={"metadata": {"path": str(run.path.parent)}},
            on_cell_start=on_cell_start,
            on_cell_executed=endings.notice,
            on_cell_error=on_cell_error,
            allow_errors=run.allow_errors,
        )
    except endings.EndedEarly:
        return Failure(), (f"{_cell_name(notebook, place)} ended the notebook before its end.",)
    except endings.InterruptedFromOutside:
        return Failure(_cell_name(notebook, place), endings.INTERRUPT, killed=True), ()
    except CellTimeoutError as error:
        said = f"the cell did not end within {timeout_s:g} s"
        if "IOPub" in str(error):
            said = f"the outputs of the cell could not be read within {OUTPUTS_S} s after its end"
        return _stopped(notebook, place, "TimeoutError", said), ()
    except DeadKernelError:
        said, machine = endings.of_kernel(PromptManager.latest.exit_status)
        return _stopped(notebook, place, "DeadKernelError", said, killed=machine), ()
    except RuntimeError as error:  # what jupyter_client raises for a kernel that dies as it starts
        return _stopped(notebook, place, "DeadKernelError", str(error), killed=True), ()
    return _failure(notebook), ()


def flawed(notebook: Any) -> Failure:
    """Take out what cells told machines that these cannot read; give the first such cell as the failure."""
    failure = Failure()
    recorded: set[tuple[str, ...]] = set()
    for place, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", ()):
            document = document_of(output)
            said = flaw(document) or _repeated(document, recorded) if document is not None else ""
            if document is not None and said:
                del output["data"][MIME]
                name = document.get("measure") or document.get("kind")
                first = Failure(_cell_name(notebook, place), f"what it recorded ({name!r:.40}): {said}.")
                failure = failure if failure.error else first
    return failure


def _repeated(document: Document, recorded: set[tuple[str, ...]]) -> str:
    """Say that a result was recorded before: a table of results would have two rows for one thing."""
    if document.get("kind") != RESULT:
        return ""
    key = tuple(str(document.get(name, "")) for name in ("measure", "subject", "period"))
    if key in recorded:
        return f"{' · '.join(filter(None, key[1:]))} was recorded before under this measure; record it once"
    recorded.add(key)
    return ""


def _failure(notebook: Any) -> Failure:
    """Find the cell at which papermill stopped, if it did."""
    for place, cell in enumerate(notebook.cells):
        if cell.metadata.get("papermill", {}).get("exception"):
            errors = [output for output in cell.outputs if output.output_type == "error"]
            name, value = (errors[-1].ename, errors[-1].evalue) if errors else (_of_ipython(cell), "")
            interrupted = name == endings.INTERRUPT  # by whom? not by the code
            return Failure(_cell_name(notebook, place), endings.first_line(name, value), interrupted)
    return Failure()


def _of_ipython(cell: Any) -> str:
    """Give what IPython said of a cell that it did not run: it writes a line, and raises nothing."""
    texts = [output.text for output in cell.outputs if output.get("name") == "stderr"]
    lines = "".join(texts).strip().splitlines()
    said = lines[-1].removeprefix("UsageError: ") if lines else "the cell failed"
    return f"{said} {PROSE_CELLS}" if UNKNOWN_PROSE.match(said) else said


def _stopped(notebook: Any, place: int, name: str, said: str, *, killed: bool = False) -> Failure:
    """Leave the error where the reader of the notebook will look for it: in the cell that was running."""
    cell = notebook.cells[place]
    if cell.cell_type == "code":
        cell.outputs.append(new_output("error", ename=name, evalue=said, traceback=[f"{name}: {said}"]))
    return Failure(_cell_name(notebook, place), f"{name}: {said}", killed)


def _cell_name(notebook: Any, place: int) -> str:
    """Name a cell by its place in the notebook's own file, in which papermill's cell is not, and its id."""
    cells = [cell for cell in notebook.cells if INJECTED not in cell.metadata.get("tags", ())]
    cell = notebook.cells[place]
    return f"cell {cells.index(cell) + 1} ({cell.id})" if cell in cells else "the cell that papermill added"


def export(notebook: Any, run: Run, root: Path) -> tuple[bytes, tuple[str, ...]]:
    """Write the report; say what it cannot show."""
    page, about = exporter().from_notebook_node(notebook, _resources(run, root))
    return str(page).encode(), tuple(about["kzindustry_warnings"])


def _resources(run: Run, root: Path) -> dict[str, Any]:
    neighbours = {"index": "index.html", "notebook": f"notebooks/{run.name}.ipynb", "results": "results.csv"}
    metadata = {"name": run.name, "path": str(run.path.parent)}
    return {"metadata": metadata, "kzindustry": neighbours, "kzindustry_identity": Collection(root).identity}


@cache
def exporter() -> ReportExporter:
    """Make the exporter once for all the reports of a process: its templates are compiled once."""
    return ReportExporter()
