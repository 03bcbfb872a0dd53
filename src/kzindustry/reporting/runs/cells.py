"""Reads notebook files as plain JSON: the notebook libraries take seconds to import."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kzindustry.errors import InputError

NotebookCell = dict[str, Any]


def source_of(cell: NotebookCell) -> str:
    """Give a cell's source as one text, however the file splits it."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def tags_of(cell: NotebookCell) -> list[str]:
    """Give the tags of a cell."""
    return list(cell.get("metadata", {}).get("tags", ()))


def code_cells(path: Path) -> list[NotebookCell]:
    """Read a notebook's code cells.

    Raises
    ------
    InputError
        If the file is no notebook.
    """
    return [cell for cell in read_notebook_file(path)["cells"] if cell["cell_type"] == "code"]


def read_notebook_file(path: Path) -> dict[str, Any]:
    """Read a notebook.

    Raises
    ------
    InputError
        If the file is none, or cannot be read.
    """
    try:
        notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            _ = cell["cell_type"], source_of(cell), tags_of(cell)
    except OSError as error:
        raise InputError(f"{path.name}: cannot be read ({error.strerror}).") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        what = f"it lacks {error}" if isinstance(error, KeyError) else error
        raise InputError(
            f"{path.name}: not a readable notebook ({what}). Save it again from JupyterLab."
        ) from None
    return notebook


def language_of(notebook: Mapping[str, Any]) -> str:
    """Name the language of a notebook's code: Python, where it does not say."""
    metadata = notebook.get("metadata", {})
    for part, name in (("kernelspec", "language"), ("language_info", "name")):
        about = metadata.get(part)
        if isinstance(about, dict) and about.get(name):
            return str(about[name]).lower()
    return "python"
