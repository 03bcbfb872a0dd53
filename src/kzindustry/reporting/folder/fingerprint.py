"""What a report depends on, as digests: so that a build can tell what changed, and name it."""

import hashlib
import platform
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import kzindustry
from kzindustry.reporting.runs.collection import Collection

PACKAGE = Path(kzindustry.__file__).parent
PINS = Path("requirements", "reports.txt")


def digest(content: bytes) -> str:
    """Give the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str:
    """Give the digest of a file; nothing for one that cannot be read."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""


def shared_inputs(collection: Collection) -> dict[str, str]:
    """Give what every report of a collection depends on: data, source, templates, libraries, Python."""
    inputs = {"Python": f"{platform.python_implementation()} {sys.version} {platform.machine()}"}
    for folder, path in _files(collection):
        inputs[f"{folder.name}/{path.relative_to(folder).as_posix()}"] = file_digest(path)
    inputs |= {f"library {name}": "installed" for name in _libraries(collection)}
    return dict(sorted(inputs.items()))


def _libraries(collection: Collection) -> Iterator[str]:
    """Give the installed libraries that reports are pinned to; all, where the collection pins none.

    JupyterLab and the test tools share the environment: that they were installed changes no report.
    """
    pins = collection.root / PINS
    pinned = (
        {_key(line.partition("==")[0]) for line in pins.read_text("utf-8").splitlines()}
        if pins.is_file()
        else None
    )
    for entry in sys.path:
        # The folder's name holds the version: a hundred times faster than asking importlib.metadata.
        for path in Path(entry).glob("*.dist-info"):
            if pinned is None or _key(path.stem.rpartition("-")[0]) in pinned:
                yield path.stem


def _key(name: str) -> str:
    """Give a library's name as names are compared: case and the kind of dash do not matter."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def _files(collection: Collection) -> Iterator[tuple[Path, Path]]:
    source = collection.root / "src"
    folders = [collection.data, source]
    if not PACKAGE.is_relative_to(source.resolve()):
        folders.append(PACKAGE)
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield folder, path


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Name what differs between two sets of inputs, in words."""
    names = sorted(old.keys() | new.keys())
    return [_change(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)]


def _change(name: str, old: str | None, new: str | None) -> str:
    if old is None:
        return f"{name} is new"
    return f"{name} is gone" if new is None else f"{name} changed"
