"""Which cells a page shows, and which of their parts: the options and tags that nbconvert's users know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Cell = Mapping[str, Any]


@dataclass(frozen=True)
class PageOptions:
    """What is left out of a page: as TemplateExporter's options of these names, turned round.

    Attributes
    ----------
    code, inputs, outputs, markdown, raw, unknown
        Whether code cells, the code in them, their outputs, and cells of other kinds are shown.
    raw_mimetypes
        Kinds of raw cells that are shown.
    language
        The code of the page's language, if it is not the collection's.
    """

    code: bool = True
    inputs: bool = True
    outputs: bool = True
    markdown: bool = True
    raw: bool = True
    unknown: bool = True
    raw_mimetypes: tuple[str, ...] = ("text/html", "")
    language: str = ""

    def shows(self, cell: Cell) -> bool:
        """Whether anything of a cell is on the page."""
        kind = cell.get("cell_type")
        if tagged(cell, "remove-cell") or "papermill-error-cell-tag" in tags(cell):
            return False
        if kind == "raw":
            mime = (
                cell.get("metadata", {}).get("raw_mimetype") or cell.get("metadata", {}).get("format") or ""
            )
            return self.raw and str(mime).lower() in self.raw_mimetypes
        return {"code": self.code, "markdown": self.markdown}.get(str(kind), self.unknown)

    def shows_source(self, cell: Cell) -> bool:
        """Whether a cell's own text, code or Markdown, is shown."""
        transient = (cell.get("metadata") or {}).get("transient") or {}
        if transient.get("remove_source", False) or tagged(cell, "remove-input"):
            return False
        return self.inputs or cell.get("cell_type") != "code"

    def outputs_of(self, cell: Cell) -> Sequence[Mapping[str, Any]]:
        """Give the outputs of a cell that are shown."""
        if not self.outputs or tagged(cell, "remove-output"):
            return ()
        unwanted = {name for name in ("stdout", "stderr") if tagged(cell, f"remove-{name}")}
        return [one for one in cell.get("outputs", ()) if one.get("name") not in unwanted]


def folds_outputs(cell: Cell) -> bool:
    """Whether a cell's outputs are to be closed at first."""
    jupyter = cell.get("metadata", {}).get("jupyter")
    hidden = isinstance(jupyter, Mapping) and bool(jupyter.get("outputs_hidden"))
    return hidden or tagged(cell, "hide-output") or tagged(cell, "hide-cell")


def tags(cell: Cell) -> Sequence[str]:
    """Give the tags of a cell."""
    found = cell.get("metadata", {}).get("tags", ())
    return found if isinstance(found, Sequence) and not isinstance(found, str) else ()


def tagged(cell: Cell, tag: str) -> bool:
    """Whether a cell bears a tag; some write it with a low line."""
    found = tags(cell)
    return tag in found or tag.replace("-", "_") in found
