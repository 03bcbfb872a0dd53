"""Cleans notebooks: no outputs, no traces of a session, readable ids; so that git shows what was written.

From the command line, before each commit, or each time that JupyterLab saves.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kzindustry.errors import InputError
from kzindustry.reporting.authoring.cell_ids import readable_ids
from kzindustry.reporting.authoring.notebook_file import (
    MINOR,
    NotebookDocument,
    as_written,
    read_present_form,
    replace_file,
)
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.problems import Problems
from kzindustry.root import project_root

OF_A_SESSION = ("collapsed", "execution", "ExecuteTime", "papermill", "scrolled", "trusted")
"""Metadata of a cell that tell of one session alone."""


def clean_command(words: Sequence[str]) -> int:
    """Clean notebooks, by default all of the collection, and say which were changed.

    Raises
    ------
    InputError
        Naming each that is not there or cannot be read; then none is changed.
    """
    problems = Problems()
    texts: dict[Path, str] = {}
    for path in _paths(words, problems):
        with problems:
            texts[path] = as_written(cleaned(read_present_form(path)))
    problems.tell()
    changed = [path for path, text in texts.items() if path.read_text(encoding="utf-8") != text]
    for path in changed:
        replace_file(path, texts[path])
        print(f"{path.name}: cleaned")
    if not changed:
        print(f"Clean already: {', '.join(path.name for path in texts)}")
    return 0


def cleaned(document: NotebookDocument) -> NotebookDocument:
    """Give a notebook without outputs and traces of sessions, with a readable id on each cell."""
    cells = [_cleaned_cell(cell) for cell in document["cells"]]
    cells = [{**cell, "id": name} for cell, name in zip(cells, readable_ids(cells), strict=True)]
    metadata = {
        key: value for key, value in document["metadata"].items() if key not in {"papermill", "widgets"}
    }
    if language := metadata.get("language_info", {}).get("name"):
        metadata["language_info"] = {"name": language}  # the version is that of whoever ran it last
    minor = max(MINOR, document.get("nbformat_minor", MINOR))
    return {**document, "cells": cells, "metadata": metadata, "nbformat_minor": minor}


def clean_on_save(model: dict[str, Any], **_: Any) -> None:
    """Clean what JupyterLab is about to save; its page keeps the outputs that it shows.

    For ``jupyter lab --ContentsManager.pre_save_hook=kzindustry.reporting.authoring.clean.clean_on_save``.
    """
    content = model.get("content")
    if model.get("type") == "notebook" and isinstance(content, dict) and content.get("nbformat") == 4:
        model["content"].update(cleaned(content))


def _cleaned_cell(cell: NotebookDocument) -> NotebookDocument:
    metadata = {key: value for key, value in cell.get("metadata", {}).items() if key not in OF_A_SESSION}
    source = cell.get("source", "")
    text = source if isinstance(source, str) else "".join(source)
    kept = {**cell, "metadata": metadata, "source": text.splitlines(keepends=True)}
    if cell["cell_type"] == "code":
        kept |= {"outputs": [], "execution_count": None}
    return kept


def _paths(words: Sequence[str], problems: Problems) -> list[Path]:
    """Find the notebooks that were named, by name or file; all of the collection if none was."""
    if not words:
        return Collection(project_root()).files
    found: dict[Path, None] = {}
    for word in words:
        with problems:
            found[notebook_path(word, "clean")] = None
    return list(found)


def notebook_path(word: str, where: str) -> Path:
    """Find a notebook by its name or its file, which may lie outside of any collection.

    Raises
    ------
    InputError
        Naming the nearest notebooks.
    """
    path = Path(word)
    if path.suffix == ".ipynb" and path.is_file():
        return path
    if path.is_dir():
        raise InputError(f"{where} {word}: a folder. Name a notebook.")
    return Collection(project_root()).notebook(word, where)[1]
