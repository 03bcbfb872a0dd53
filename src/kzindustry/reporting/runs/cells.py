"""Reads notebook files as plain JSON: the notebook libraries take seconds to import."""

import json
from pathlib import Path
from typing import Any

from kzindustry.errors import InputError

NotebookCell = dict[str, Any]


def source_of(cell: NotebookCell) -> str:
    """Give a cell's source as one text, however the file splits it."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def code_cells(path: Path) -> list[NotebookCell]:
    """Read a notebook's code cells.

    Raises
    ------
    InputError
        If the file is no notebook.
    """
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [cell for cell in cells if cell["cell_type"] == "code"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path.name}: not a readable notebook ({error}). Save it again from JupyterLab."
        ) from None
