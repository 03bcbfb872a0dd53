"""Reads notebook files as plain JSON: the notebook libraries take seconds to import."""

import ast
import json
import re
from collections.abc import Iterable, Sequence
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


def import_statements(cells: Sequence[NotebookCell]) -> list[ast.Import | ast.ImportFrom]:
    """Give the import statements of code cells; magics among them are passed over."""
    found: list[ast.Import | ast.ImportFrom] = []
    for cell in cells:
        try:
            body = ast.parse(without_magics(source_of(cell))).body
        except SyntaxError:
            continue
        found += [statement for statement in body if isinstance(statement, ast.Import | ast.ImportFrom)]
    return found


def without_magics(source: str) -> str:
    """Blank the lines that are IPython's and not Python's: `%load_ext kzindustry`, `!ls`."""
    return re.sub(r"^[ \t]*[%!].*$", "", source, flags=re.MULTILINE)


def imports_of(notebooks: Iterable[Path]) -> list[str]:
    """Give the import statements of notebooks, each once, in order."""
    cells = [cell for path in dict.fromkeys(notebooks) for cell in code_cells(path)]
    return list(dict.fromkeys(ast.unparse(statement) for statement in import_statements(cells)))
