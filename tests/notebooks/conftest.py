"""Notebooks executed as a user would, by papermill on a real kernel, once per parameter set and session."""

import os
from functools import cache

import nbformat
import papermill
import pytest

from kzindustry.root import project_root

MIME = "application/vnd.kzindustry+json"


@pytest.fixture(scope="session")
def executed(tmp_path_factory):
    """Give a function that runs a notebook (`sme_training`) and returns what it says to machines.

    Each document has one field more: "shown", the plain text of the output.
    """
    folder = tmp_path_factory.mktemp("executed")
    os.environ.setdefault("IPYTHONDIR", str(folder / "ipython"))

    @cache
    def run(stem, **parameters):
        (source,) = (project_root() / "notebooks").glob(f"??_{stem}.ipynb")
        target = folder / f"{stem}-{len(list(folder.iterdir()))}.ipynb"
        papermill.execute_notebook(source, target, parameters, cwd=folder, progress_bar=False)
        cells = nbformat.read(target, as_version=4).cells
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        told = [output["data"] for output in outputs if MIME in output.get("data", {})]
        return tuple({**data[MIME], "shown": data.get("text/plain", "")} for data in told)

    return run


@pytest.fixture(scope="session")
def results(executed):
    """Give a function that runs a notebook and returns its recorded results by (measure, subject, period)."""

    def run(stem, **parameters):
        said = executed(stem, **parameters)
        rows = [item for item in said if item["kind"] == "result"]
        return {(row["measure"], row["subject"], row["period"]): row for row in rows}

    return run
