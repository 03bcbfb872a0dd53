"""A notebook as its author has it, read for what it lacks: its cells, and what each asks of a report."""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kzindustry.reporting.authoring.cell_ids import is_readable
from kzindustry.reporting.authoring.notebook_file import (
    NotebookDocument,
    numbered,
    read_present_form,
)
from kzindustry.reporting.runs.cells import source_of, tags_of
from kzindustry.reporting.runs.imports import python_of

PROSE = re.compile(r"\s*%%(say|limit|answer)\b([^\n]*)\n?")
"""The first line of a prose cell: its kind, and the condition of its text."""


@dataclass(frozen=True)
class DraftCell:
    """One cell as its author sees it."""

    place: int
    document: NotebookDocument

    @property
    def source(self) -> str:
        """Its text."""
        return source_of(self.document)

    @property
    def name(self) -> str:
        """Its number, and its id where that says something."""
        called = self.document.get("id")
        return f"cell {self.place} ({called})" if is_readable(called) else f"cell {self.place}"

    @property
    def is_code(self) -> bool:
        """Whether it runs."""
        return self.document.get("cell_type") == "code"

    @property
    def tags(self) -> list[str]:
        """Its tags."""
        return tags_of(self.document)

    @property
    def prose(self) -> str:
        """What it says to readers: Markdown, or the text of a prose cell."""
        if self.document.get("cell_type") == "markdown":
            return self.source.strip()
        found = PROSE.match(self.source) if self.is_code else None
        return self.source[found.end() :].strip() if found else ""

    @cached_property
    def calls(self) -> set[str]:
        """What it asks of `report`: the names of methods, and those of prose cells."""
        prose = PROSE.match(self.source) if self.is_code else None
        if prose:
            return {prose[1]}
        nodes = ast.walk(python_of(self.source)) if self.is_code else ()
        return {
            node.func.attr
            for node in nodes
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "report"
        }


@dataclass(frozen=True)
class Draft:
    """A notebook to be checked."""

    path: Path
    document: NotebookDocument
    cells: list[DraftCell] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> "Draft":
        """Read a notebook's file."""
        document = read_present_form(path)
        return cls(path, document, [DraftCell(place, cell) for place, cell in numbered(document)])

    @property
    def code(self) -> list[DraftCell]:
        """The cells that run."""
        return [cell for cell in self.cells if cell.is_code]

    def first(self, holds: Callable[[DraftCell], object]) -> int:
        """Give the number of the first cell of which something holds; beyond the last if there is none."""
        return next((cell.place for cell in self.cells if holds(cell)), len(self.cells) + 1)
