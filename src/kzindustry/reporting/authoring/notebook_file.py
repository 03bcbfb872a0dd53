"""A notebook's file as its author has it: read and written as JSON, in the form that nbformat gives it.

Read-only looks at code cells are in ``runs.cells``; here files are changed, so nothing in them may be lost.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kzindustry.errors import InputError

FORMAT, MINOR = 4, 5
NotebookDocument = dict[str, Any]


def read_notebook_file(path: Path) -> NotebookDocument:
    """Read a notebook of the present format.

    Raises
    ------
    InputError
        If the file cannot be read, is no notebook, or has an older format.
    """
    again = "Save it again from JupyterLab."
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        cells, version = document["cells"], document["nbformat"]
        is_notebook = all(isinstance(cell, dict) and "cell_type" in cell for cell in cells)
    except OSError as error:
        raise InputError(f"{path.name}: cannot be read ({error.strerror or error}).") from None
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path.name}: not a readable notebook ({error}). {again}") from None
    if version != FORMAT or not is_notebook:
        raise InputError(f"{path.name}: a notebook of format {version}, not {FORMAT}. {again}")
    return document  # type: ignore[no-any-return]


def tags_of(cell: NotebookDocument) -> list[str]:
    """Give the tags of a cell."""
    found = cell.get("metadata", {}).get("tags", [])
    return [str(tag) for tag in found] if isinstance(found, list) else []


def as_written(document: NotebookDocument) -> str:
    """Give the text of the file, as nbformat (and so JupyterLab) writes it."""
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def replace_file(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all; its permissions stay."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def numbered(document: NotebookDocument) -> Iterator[tuple[int, NotebookDocument]]:
    """Give the cells with their numbers, as JupyterLab's readers count them."""
    yield from enumerate(document["cells"], start=1)
