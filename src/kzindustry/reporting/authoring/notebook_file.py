"""A notebook's file as its author has it: read and written as JSON, in the form that nbformat gives it.

Looks at cells are in ``runs.cells``; here files are changed, so nothing in them may be lost.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kzindustry.errors import InputError
from kzindustry.reporting.runs.cells import read_notebook_file

FORMAT, MINOR = 4, 5
NotebookDocument = dict[str, Any]


def read_present_form(path: Path) -> NotebookDocument:
    """Read a notebook of the present format.

    Raises
    ------
    InputError
        If the file cannot be read, is no notebook, or has an older format.
    """
    document = read_notebook_file(path)
    version = document.get("nbformat")
    if version != FORMAT or not isinstance(document.get("metadata"), dict):
        raise InputError(
            f"{path.name}: a notebook of format {version}, not {FORMAT}. Save it again from JupyterLab."
        )
    return document


def as_written(document: NotebookDocument) -> str:
    """Give the text of the file, as nbformat (and so JupyterLab) writes it."""
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def replace_file(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all; its permissions stay, and links to it.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    try:
        _replace(path.resolve(), text)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}).") from None


def _replace(path: Path, text: str) -> None:
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
