"""What a build sends to each worker: the files of its collection, this package, and what to do with them."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from kzindustry.reporting.cluster.station import COLLECTION
from kzindustry.reporting.folder.fingerprint import PACKAGE, digest, is_aside
from kzindustry.reporting.folder.installed import key, libraries, pinned_names, python
from kzindustry.reporting.running.isolation import LONGEST_TEMPORARY, PREFIX
from kzindustry.reporting.runs.collection import Collection

FOLDERS = ("data", "notebooks", "src")
PACKAGES = "site-packages"
"""Called so that the paths of a package read as they do where it is installed."""
OF_PACKAGE = ("METADATA", "entry_points.txt")
"""What makes a folder an installed package, whose kernels and exporters others find."""
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Parcel:
    """Files under the names that they have in a worker's folder, packed.

    Attributes
    ----------
    content
        A ZIP archive, the same for the same files.
    order
        What a station needs to know: where the modules are, what must be installed, whose collection it is.
    """

    content: bytes
    order: dict[str, Any]

    @property
    def fingerprint(self) -> str:
        """A short digest of the files, the libraries and Python."""
        known = [self.order["python"], *sorted(self.order["libraries"])]
        return digest(self.content + "\n".join(known).encode())[:12]


def pack(collection: Collection, imports: list[list[str]], hook: str) -> Parcel:
    """Pack what a collection's runs need elsewhere.

    Parameters
    ----------
    collection
        Whose runs are to be done.
    imports, hook
        What the warm process of each worker imports and calls.
    """
    root = collection.root
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, path in sorted(_files(root)):
            with suppress(OSError):  # it may not be read, or is gone: so it is on this machine
                packed.writestr(zipfile.ZipInfo(name, EPOCH), path.read_bytes(), zipfile.ZIP_DEFLATED)
    names = pinned_names(root)
    ours = key(PACKAGE.name)
    return Parcel(
        archive.getvalue(),
        {
            "root": str(root),
            "paths": [PACKAGES, f"{COLLECTION}/src"],
            "python": python(),
            "libraries": [one for one in libraries(root) if key(one.rpartition("-")[0]) != ours],
            "pinned": names is not None,
            "imports": imports,
            "hook": hook,
            "prefix": PREFIX,
            "longest": LONGEST_TEMPORARY,
        },
    )


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    yield f"{COLLECTION}/reports.yml", root / "reports.yml"
    for folder in (root / name for name in FOLDERS):
        yield from _below(folder, f"{COLLECTION}/{folder.name}")
    if not PACKAGE.is_relative_to((root / "src").resolve()):
        yield from _below(PACKAGE, f"{PACKAGES}/{PACKAGE.name}")
    about = distribution(PACKAGE.name)
    for file in about.files or ():
        if file.name in OF_PACKAGE and file.parent.suffix == ".dist-info":
            yield f"{PACKAGES}/{file.parent.name}/{file.name}", Path(str(about.locate_file(file)))


def _below(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if path.is_file() and not is_aside(inside):
            yield f"{name}/{inside.as_posix()}", path
