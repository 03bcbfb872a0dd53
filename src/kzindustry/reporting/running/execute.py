"""One run, from its notebook to its report: what a worker process does.

Nothing is written here: a run's result goes back to the build, which alone writes files.
"""

from functools import cache
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from papermill.engines import papermill_engines
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from kzindustry.reporting.kernels.client import PlainManager, PromptManager
from kzindustry.reporting.pages.cleaning import INJECTED, clean, number_cells, to_bytes
from kzindustry.reporting.pages.exporter import ReportExporter
from kzindustry.reporting.progress.news import Failure, Progress, RunOutcome
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.imports import sets_the_stage
from kzindustry.reporting.runs.plan import Run

KERNEL = "python3"


def run_report(run: Run, root: Path, timeout_s: float, progress: Progress) -> RunOutcome:
    """Load a notebook, parameterise and execute it, clean and export it.

    Errors of the notebook are part of the outcome, not raised.
    """
    notebook = read_notebook(run)
    notebook = parameterise(notebook, run)
    failure = execute(notebook, run, timeout_s, progress)
    clean(notebook, run, failure.error, root)
    page, warnings = export(notebook, run, root)
    return RunOutcome(to_bytes(notebook), page, failure, warnings=warnings)


def read_notebook(run: Run) -> Any:
    """Read the notebook as papermill does."""
    notebook = load_notebook_node(str(run.path))
    number_cells(notebook, run.path)
    return notebook


def parameterise(notebook: Any, run: Run) -> Any:
    """Let papermill add a cell with the parameters that differ from the defaults; none if none does."""
    if not run.changed:
        return notebook
    return parameterize_notebook(notebook, dict(run.changed), kernel_name=KERNEL, language="python")


def execute(notebook: Any, run: Run, timeout_s: float, progress: Progress) -> Failure:
    """Let papermill execute the cells in a kernel of their own, in the notebook's folder."""
    place = 0

    def on_cell_start(cell: Any, cell_index: int) -> None:
        nonlocal place
        place = cell_index
        progress(cell_index + 1, len(notebook.cells))

    try:
        papermill_engines.execute_notebook_with_engine(
            "nbclient",
            notebook,
            kernel_name=KERNEL,
            progress_bar=False,
            autosave_cell_every=0,
            execution_timeout=timeout_s,
            shutdown_kernel="immediate",
            kernel_manager_class=PlainManager if sets_the_stage(run.path) else PromptManager,
            resources={"metadata": {"path": str(run.path.parent)}},
            on_cell_start=on_cell_start,
        )
    except CellTimeoutError:
        return _stopped(notebook, place, "TimeoutError", f"the cell did not end within {timeout_s:g} s")
    except DeadKernelError:
        return _stopped(notebook, place, "DeadKernelError", "the kernel was killed", killed=True)
    except RuntimeError as error:  # what jupyter_client raises for a kernel that dies as it starts
        return _stopped(notebook, place, "DeadKernelError", str(error), killed=True)
    return _failure(notebook)


def _failure(notebook: Any) -> Failure:
    """Find the cell at which papermill stopped, if it did."""
    for place, cell in enumerate(notebook.cells):
        if cell.metadata.get("papermill", {}).get("exception"):
            errors = [output for output in cell.outputs if output.output_type == "error"]
            said = f"{errors[-1].ename}: {errors[-1].evalue}" if errors else "the cell failed"
            return Failure(_cell_name(notebook, place), said.strip().splitlines()[0])
    return Failure()


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
