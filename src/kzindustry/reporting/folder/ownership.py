"""What in the output folder builds have written: nothing else is ever replaced or removed.

A file is a build's own if the record names it. Should the record be lost, pages and notebooks still say
themselves that a build wrote them; and a page says it of its notebook, which may be damaged.
"""

import json
import os
import re
from pathlib import Path
from urllib.parse import unquote

from kzindustry.errors import InputError
from kzindustry.reporting.folder.executed import METADATA_KEY
from kzindustry.reporting.folder.fingerprint import file_digest
from kzindustry.reporting.folder.output_folder import OutputFolder
from kzindustry.reporting.folder.record import Record

PAGE_MARK = b'<meta name="generator" content="kzindustry'
NOTEBOOK_LINK = re.compile(rb'<link rel="alternate" [^>]*title="Notebook" href="([^"]*)">')
HEAD = 4096


def obstacle(folder: OutputFolder, record: Record, run: str) -> str:
    """Say which file stands where a run's files would, and is no build's; nothing if none does."""
    built = record.runs.get(run)
    named = built.files if built else {}
    page, notebook = folder.page(run), folder.notebook(run)
    for path in (notebook, page):
        ours = folder.name(path) in named or (path == notebook and _leads_to(page, notebook))
        if not _replaceable(path, named=ours):
            return (
                f"{folder.name(path)} is in the way: {_what(path)}. Move it, or give another folder by --out."
            )
    return ""


def check_place(folder: OutputFolder, record: Record) -> None:
    """Refuse a folder in which the files that sum up all runs would take the place of somebody else's.

    Raises
    ------
    InputError
        Naming each such file.
    """
    ours = bool(record.runs or record.overview) or _holds_reports(folder)
    files = [path for path in (*folder.overview, folder.record) if not _replaceable(path, named=ours)]
    if files:
        raise InputError(
            *(
                f"{path} is in the way: {_what(path)}. Move it, or give another folder by --out."
                for path in files
            )
        )


def remove_run(folder: OutputFolder, record: Record, run: str) -> list[str]:
    """Remove a run's files as the record names them; give the names of those that changed since and stay."""
    left = []
    for name, written in record.runs.pop(run).files.items():
        path = folder.path / name
        if not path.is_symlink() and file_digest(path) == written:
            path.unlink()
        elif os.path.lexists(path):
            left.append(name)
    return left


def _replaceable(path: Path, *, named: bool) -> bool:
    """Tell whether a build may put its file here: nothing is lost by it."""
    if not os.path.lexists(path):
        return True
    if path.is_symlink() or not path.is_file():
        return False
    return named or not path.stat().st_size or _bears_mark(path)


def _bears_mark(path: Path) -> bool:
    """Tell whether a file says itself that a build wrote it."""
    try:
        if path.suffix == ".html":
            with path.open("rb") as file:
                return PAGE_MARK in file.read(HEAD)
        if path.suffix in {".ipynb", ".json"}:
            content = json.loads(path.read_text(encoding="utf-8"))
            if path.suffix == ".json":
                return bool("format" in content and "runs" in content)
            return bool(content["metadata"][METADATA_KEY]["run"] == path.stem)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    return False


def _leads_to(page: Path, notebook: Path) -> bool:
    """Tell whether a build's page names a notebook as its own: both were written together."""
    try:
        content = page.read_bytes()
    except OSError:
        return False
    link = NOTEBOOK_LINK.search(content)
    named = unquote(link[1].decode(errors="replace")) if link else ""
    return PAGE_MARK in content[:HEAD] and named == f"{notebook.parent.name}/{notebook.name}"


def _holds_reports(folder: OutputFolder) -> bool:
    """Tell whether builds used this folder before, whatever became of their record."""
    return _bears_mark(folder.index) or any(_bears_mark(folder.notebook(run)) for run in folder.runs())


def _what(path: Path) -> str:
    if path.is_symlink():
        return "it is a link"
    return "it is a folder" if path.is_dir() else "no build wrote it"
