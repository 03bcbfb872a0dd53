"""What surrounds a piece of a page: its anchors, the pages beside it, the pictures in reach."""

import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from kzindustry.reporting.pages.anchors import Anchors
from kzindustry.reporting.pages.pictures import SVG, checked_address, decoded, picture_address
from kzindustry.reporting.runs.collection import name_of

NOTEBOOK_BESIDE = re.compile(r"(?:\./)*([^/:?#]+\.ipynb)(#.*)?", re.DOTALL)
LARGEST_PICTURE = 20_000_000


@dataclass(frozen=True)
class Surroundings:
    """Where a fragment comes to stand.

    Attributes
    ----------
    anchors
        Those of the page.
    folder
        The notebook's, in and below which pictures are embedded; None if it is not known.
    files
        What preprocessors took out of the notebook, by name.
    attachments
        Of the cell: MIME bundles by name.
    with_sources
        Whether the notebook's own charts name their sources, so that a picture without any is told apart.
    among_pages
        Whether the page comes to stand beside those of the other notebooks of a collection.
    """

    anchors: Anchors = field(default_factory=Anchors)
    folder: Path | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    attachments: Mapping[str, Any] = field(default_factory=dict)
    with_sources: bool = False
    among_pages: bool = False

    def link(self, address: str) -> str:
        """Give where a link leads: to the page of a notebook, where that lies beside this one's."""
        found = NOTEBOOK_BESIDE.fullmatch(address.strip()) if self.among_pages else None
        if found is None:
            return address
        return f"{quote(name_of(Path(unquote(found[1]))))}.html{found[2] or ''}"

    def picture(self, address: str) -> str:
        """Give a picture as an address that holds it; empty if it is none, or lies out of reach."""
        kind, _, name = address.strip().partition(":")
        if kind == "data":
            return checked_address(address)
        if kind == "attachment":
            return _attached(self.attachments.get(name) or self.attachments.get(unquote(name)))
        return self._from_file(unquote(address.strip().partition("?")[0].partition("#")[0]))

    def _from_file(self, name: str) -> str:
        mime = mimetypes.guess_type(name)[0] or ""
        if not mime.startswith("image/") or "//" in name:
            return ""
        if name in self.files:
            return picture_address(mime, self.files[name])
        if self.folder is None:
            return ""
        folder = self.folder.resolve()
        try:
            path = (folder / name).resolve()
            within = path.is_relative_to(folder) and path.stat().st_size <= LARGEST_PICTURE
            return picture_address(mime, path.read_bytes()) if within else ""
        except (OSError, ValueError):
            return ""


def _attached(bundle: Any) -> str:
    """Give the first picture of an attachment; empty where there is none."""
    for mime, data in bundle.items() if isinstance(bundle, Mapping) else ():
        text = "".join(data) if isinstance(data, list) else str(data)
        content = text.encode() if mime == SVG and text.lstrip().startswith("<") else decoded(text)
        if mime.startswith("image/") and (shown := picture_address(mime, content)):
            return shown
    return ""
