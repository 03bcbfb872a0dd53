"""What a report depends on, as digests: so that a build can tell what changed, and name it."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import kzindustry
from kzindustry.errors import InputError
from kzindustry.reporting.folder.installed import libraries, python
from kzindustry.reporting.runs.cells import NotebookCell, language_of, read_notebook_file, source_of, tags_of
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.imports import files_beside

PACKAGE = Path(kzindustry.__file__).parent
NOTEBOOK = "its notebook"


def digest(content: bytes) -> str:
    """Give the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str:
    """Give the digest of a file; nothing for one that cannot be read."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""


def notebook_digest(path: Path) -> str:
    """Give a digest of what a report is made from in a notebook.

    Outputs, execution counts and what an editor notes for itself are not: saving it in JupyterLab changes
    nothing, unless it folds outputs, which pages fold, too.
    """
    try:
        notebook = read_notebook_file(path)
    except InputError:
        return file_digest(path)
    cells = [
        (cell["cell_type"], source_of(cell), tags_of(cell), cell.get("attachments", {}), _readable_id(cell))
        for cell in notebook["cells"]
    ]
    looks = [_look(cell) for cell in notebook["cells"]]
    return digest(json.dumps([language_of(notebook), cells, looks], sort_keys=True).encode())


def _readable_id(cell: NotebookCell) -> str:
    """Give a cell's id; nothing for one that an editor gave it."""
    name = str(cell.get("id", ""))
    return "" if re.match(r"[0-9a-f]{8}(-|$)", name) else name


def _look(cell: NotebookCell) -> tuple[bool, str]:
    """Give what of a cell's metadata decides how a page shows it: folded outputs, the kind of a raw cell."""
    metadata = cell.get("metadata", {})
    jupyter = metadata.get("jupyter")
    folded = isinstance(jupyter, dict) and bool(jupyter.get("outputs_hidden"))
    return folded, str(metadata.get("raw_mimetype") or metadata.get("format") or "")


def own_inputs(collection: Collection, notebook: str) -> dict[str, str]:
    """Give what the reports of one notebook depend on: itself, and the files beside it that it uses."""
    path = collection.notebooks[notebook]
    try:
        beside = files_beside(path)
    except InputError:  # which the run will tell
        beside = []
    names = {f"notebooks/{one.relative_to(path.parent.resolve()).as_posix()}": one for one in beside}
    return {NOTEBOOK: notebook_digest(path)} | {name: file_digest(one) for name, one in names.items()}


def shared_inputs(collection: Collection) -> dict[str, str]:
    """Give what every report of a collection depends on: data, source, templates, libraries, Python."""
    inputs = {"Python": python()}
    for folder, path in _files(collection):
        inputs[f"{folder.name}/{path.relative_to(folder).as_posix()}"] = file_digest(path)
    inputs["collection in reports.yml"] = digest(repr(collection.identity).encode())
    inputs |= {f"library {name}": "installed" for name in libraries(collection.root)}
    return dict(sorted(inputs.items()))


def _files(collection: Collection) -> Iterator[tuple[Path, Path]]:
    source = collection.root / "src"
    folders = [collection.data, source]
    if not PACKAGE.is_relative_to(source.resolve()):
        folders.append(PACKAGE)
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and not is_aside(path.relative_to(folder)):
                yield folder, path


def is_aside(path: Path) -> bool:
    """Tell whether a file is what Python, an editor or the system keeps beside the others."""
    return path.name.endswith("~") or any(part[0] == "." or part == "__pycache__" for part in path.parts)


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Name what differs between two sets of inputs, in words."""
    names = sorted(old.keys() | new.keys())
    return [_change(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)]


def _change(name: str, old: str | None, new: str | None) -> str:
    if old is None:
        return f"{name} is new"
    return f"{name} is gone" if new is None else f"{name} changed"
