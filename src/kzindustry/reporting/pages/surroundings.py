"""What surrounds a piece of a page: the page's anchors, and the pictures that a notebook can reach."""

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kzindustry.reporting.pages.anchors import Anchors
from kzindustry.reporting.pages.pictures import SVG, checked_address, decoded, picture_address

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
    """

    anchors: Anchors = field(default_factory=Anchors)
    folder: Path | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    attachments: Mapping[str, Any] = field(default_factory=dict)
    with_sources: bool = False

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
