"""Every notebook runs as it is, by the two commands that researchers know, from another working folder."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from kzindustry import types
from kzindustry.contract import MIME
from kzindustry.root import project_root

ROOT = project_root(Path(__file__))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SCRIPTS = Path(sys.executable).parent

pytestmark = pytest.mark.kernel


def ids(path):
    return path.stem


@pytest.fixture
def environment(tmp_path):
    """A user's environment without this machine's own Jupyter and Matplotlib settings."""
    own = {name: str(tmp_path / name) for name in ("IPYTHONDIR", "MPLCONFIGDIR", "JUPYTER_CONFIG_DIR")}
    return os.environ | own | {"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"}


def run(command, folder, environment):
    done = subprocess.run(
        command, check=False, cwd=folder, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done


def said(path):
    cells = nbformat.read(path, as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return [output["data"][MIME] for output in outputs if MIME in output.get("data", {})]


def parameters(path):
    """Give (name, kind, default) of each parameter, read as a person would."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    (cell,) = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    nodes = ast.parse("".join(cell["source"])).body
    return [(node.target.id, node.annotation.id, ast.literal_eval(node.value)) for node in nodes]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=ids)
def test_papermill_runs_it_from_another_folder(notebook, tmp_path, environment):
    target = tmp_path / "out.ipynb"
    run(["papermill", "--no-progress-bar", str(notebook), str(target)], tmp_path, environment)
    kinds = {item["kind"] for item in said(target)}
    assert {"parameters", "result", "finding", "chart", "sources"} <= kinds


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=ids)
def test_nbconvert_executes_it_from_another_folder(notebook, tmp_path, environment):
    copy = shutil.copy(notebook, tmp_path / "copy.ipynb")
    run(["jupyter", "nbconvert", "--execute", "--to", "kzindustry", str(copy)], tmp_path, environment)
    page = (tmp_path / "copy.html").read_text(encoding="utf-8")
    assert "<figure" in page


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=ids)
def test_papermill_prints_its_parameters(notebook, tmp_path, environment):
    done = run(["papermill", "--help-notebook", str(notebook)], tmp_path, environment)
    for name, kind, _ in parameters(notebook):
        assert f"{name}: {kind}" in done.stdout


def other_value(kind, default):
    """Give a value of the kind that differs from the default and lies within its limits."""
    known = getattr(types, kind)
    if isinstance(known, types.Choice):
        return next(choice for choice in known.choices if choice != default)
    middle = (default + known.low) / 2
    return int(middle) if isinstance(known, types.Whole) else middle


@pytest.mark.parametrize(
    ("notebook", "name", "kind", "default"),
    [
        pytest.param(path, *item, id=f"{path.stem}-{item[0]}")
        for path in NOTEBOOKS
        if path.stem != "template"
        for item in parameters(path)
    ],
)
def test_every_parameter_changes_what_the_notebook_says(executed, notebook, name, kind, default):
    stem = notebook.stem.partition("_")[2]
    assert executed(stem, **{name: other_value(kind, default)}) != executed(stem)


def test_a_parameter_that_is_not_one_is_refused_inside_the_notebook(tmp_path, environment):
    """For those who come by papermill alone: the cell after the parameters checks them."""
    (notebook,) = (ROOT / "notebooks").glob("??_sme_training.ipynb")
    command = [
        "papermill",
        "--no-progress-bar",
        str(notebook),
        str(tmp_path / "out.ipynb"),
        "-p",
        "town",
        "Karatu",
    ]
    done = subprocess.run(
        command, check=False, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode != 0
    assert "town" in done.stderr
    assert "'Karatau'" in done.stderr
