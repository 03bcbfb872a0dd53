"""A notebook as a page: what stands where, in plain data that a template can print.

What belongs here: which cell becomes what. How Markdown and outputs look is in `markdown` and `bundles`, the
HTML around them in templates/report.html.j2.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from kzindustry import __version__
from kzindustry.contract import ANSWER, documents
from kzindustry.reporting.pages.anchors import Anchors
from kzindustry.reporting.pages.fragment import Fragment
from kzindustry.reporting.pages.markdown import rendered
from kzindustry.reporting.pages.mime import joined, to_fragments
from kzindustry.reporting.pages.outline import Heading, Outline
from kzindustry.reporting.pages.terminal_text import without_colours
from kzindustry.reporting.pages.theme import coloured, render
from kzindustry.reporting.pages.words import excerpt, words_of

Cell = Mapping[str, Any]
ERROR_ANCHOR = "page-error"
OWN_ANCHORS = ("page-top", "page-answer", "page-answer-label", "page-contents", "page-text", ERROR_ANCHOR)
READABLE_ID = re.compile(r"(?![0-9a-f]{8}(?:-|$))[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Links:
    """Where a report's neighbours are, as addresses relative to it; an empty one is not shown."""

    index: str = ""
    notebook: str = ""
    results: str = ""


@dataclass(frozen=True)
class Block:
    """A piece of the page: "prose", "outputs", "code" with its cells' names, or "answer" (where it went)."""

    kind: str
    fragments: list[Fragment]
    names: list[str] = field(default_factory=list)


@dataclass
class Page:
    """Everything the template prints, in reading order."""

    name: str
    outline: Outline
    language: str = "python"
    answer: list[Fragment] = field(default_factory=list)
    parameters: dict[str, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    failure: str = ""
    executed: bool = False

    @property
    def title(self) -> str:
        """Plain text of the question, or the notebook's name where it asks none."""
        return words_of(self.outline.title) or self.name

    @property
    def contents(self) -> list[tuple[Heading, list[Heading]]]:
        """Headings of the second level, each with those of the third below it."""
        tree: list[tuple[Heading, list[Heading]]] = []
        for heading in self.outline.headings:
            if heading.level == 2:
                tree.append((heading, []))
            elif heading.level == 3 and tree:
                tree[-1][1].append(heading)
        return tree

    @property
    def styles(self) -> list[Markup]:
        """The style sheets of outputs, each confined to its own."""
        fragments = [*self.answer, *(one for block in self.blocks for one in block.fragments)]
        return [Markup(sheet) for fragment in fragments for sheet in fragment.styles]

    def show(self, fragment: Fragment) -> Markup:
        """Write a fragment, its links settled."""
        return fragment.html(self.outline.anchors)

    def add_code(self, cell: Cell) -> None:
        """Add a cell's code, to the block before it where no output stands between them."""
        source = joined(cell.get("source", "")).strip("\n")
        if not source:
            return
        if not self.blocks or self.blocks[-1].kind != "code":
            self.blocks.append(Block("code", []))
        self.blocks[-1].fragments.append(Fragment.of(coloured(source, self.language)))
        name = str(cell.get("id", ""))
        if READABLE_ID.fullmatch(name):
            self.blocks[-1].names.append(name.replace("-", " "))

    def add_outputs(self, cell: Cell, shown: Sequence[Fragment]) -> None:
        """Add a cell's outputs: the answer's to the top of the page, all others in their place."""
        if shown and "answer" in tags(cell):
            self.answer += shown
            self.blocks.append(Block("answer", []))
        elif shown:
            self.blocks.append(Block("outputs", [*shown]))


def report_page(
    notebook: Mapping[str, Any], name: str, links: Links | None = None, *, code: bool = True
) -> str:
    """Give the HTML page of a notebook, executed or not.

    Parameters
    ----------
    notebook
        A notebook of format 4: a NotebookNode or the parsed file.
    name
        What to call it if it has no first-level heading.
    links
        Addresses of the index and of the files beside the report.
    code
        Whether to include the code cells, closed.
    """
    page = assemble(notebook, name, code=code)
    values = {"page": page, "links": links or Links(), "description": description(page, notebook)}
    return render("report.html.j2", {**values, "version": __version__})


def assemble(notebook: Mapping[str, Any], name: str, *, code: bool) -> Page:
    """Sort the cells of a notebook into a page."""
    cells = [cell for cell in notebook["cells"] if "papermill-error-cell-tag" not in tags(cell)]
    anchors = Anchors({*OWN_ANCHORS})
    for cell in cells:
        if cell["cell_type"] == "markdown":
            anchors.reserve(joined(cell["source"]))
    outputs = [to_fragments(cell.get("outputs", ()), anchors, ERROR_ANCHOR) for cell in cells]
    page = Page(name, Outline(anchors), language(notebook))
    for cell, fragments in zip(cells, outputs, strict=True):
        if cell["cell_type"] == "markdown":
            prose = rendered(joined(cell["source"]), page.outline, cell.get("attachments"))
            page.blocks.append(Block("prose", [prose]))
        elif cell["cell_type"] == "code":
            if code:
                page.add_code(cell)
            page.add_outputs(cell, fragments)
            page.parameters |= parameters(cell)
            page.failure = page.failure or failure(cell)
            page.executed = page.executed or bool(fragments or cell.get("execution_count"))
    return page


def tags(cell: Cell) -> Sequence[str]:
    """Give the tags of a cell."""
    found: Sequence[str] = cell.get("metadata", {}).get("tags", ())
    return found


def language(notebook: Mapping[str, Any]) -> str:
    """Name the language of the code, as the notebook's metadata have it."""
    metadata = notebook.get("metadata", {})
    spec = metadata.get("language_info", {}).get("name") or metadata.get("kernelspec", {}).get("language")
    return str(spec or "python")


def parameters(cell: Cell) -> dict[str, str]:
    """Read the assignments of a parameters cell, or of the one that papermill injects after it."""
    if not {"parameters", "injected-parameters"} & set(tags(cell)):
        return {}
    try:
        statements = ast.parse(joined(cell["source"])).body
    except SyntaxError:
        return {}
    return {name: value for statement in statements for name, value in assignment(statement)}


def assignment(statement: ast.stmt) -> Iterator[tuple[str, str]]:
    """Give name and value of an assignment: text as it is, everything else as it is written."""
    match statement:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
        ):
            text = isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value
            yield name, text or ast.unparse(value)


def failure(cell: Cell) -> str:
    """Name the error that a cell ended with; empty if there is none."""
    for output in cell.get("outputs", ()):
        if output.get("output_type") == "error":
            told = excerpt(without_colours(joined(output.get("evalue", ""))), 2000)
            return ": ".join(filter(None, (joined(output.get("ename", "Error")), told)))
    return ""


def description(page: Page, notebook: Mapping[str, Any]) -> str:
    """Sum the page up in a sentence or two: its error, its answer, or its first words."""
    if page.failure:
        return excerpt(f"This run stopped with an error. {page.failure}")
    answers = [document["text"] for document in documents(notebook) if document.get("role") == ANSWER]
    answers = answers or [fragment.words for fragment in page.answer]
    prose = (fragment.words for block in page.blocks if block.kind == "prose" for fragment in block.fragments)
    return excerpt(" ".join(answers) or next(filter(None, prose), page.title))
