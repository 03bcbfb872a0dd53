"""Readable ids for cells: what an editor calls `3f9a01bc` gets a name that says what stands in the cell.

A name that somebody gave stays, so that links to cells and comparisons of versions keep their hold.
"""

import ast
import re
from collections.abc import Iterable

from kzindustry.reporting.authoring.notebook_file import NotebookDocument
from kzindustry.reporting.runs.cells import source_of, tags_of
from kzindustry.reporting.runs.imports import python_of

READABLE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
RANDOM = re.compile(
    r"[0-9a-f]{8,32}"  # nbformat, VS Code
    r"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # JupyterLab
    r"|(?=.*\d)(?=.*[a-z])[a-z0-9]{12}"
)
MOST_WORDS = 4
LONGEST = 40
LITTLE = (
    "a an and are as at be by can did do does for from had has have how in is it its many much not of on or "
    "that the their this to was were what when where which who whose why with"
)
NO_NAMES = LITTLE.split()
PROSE = re.compile(r"%%(\w+)")
PROSE_NAMES = {"say": "reading", "limit": "limit", "answer": "answer"}
HEADING = re.compile(r"^#+\s+(.+)$", re.MULTILINE)


def is_readable(name: object) -> bool:
    """Tell whether an id says something: words in lower case, and not what an editor draws by lot."""
    return isinstance(name, str) and bool(READABLE.fullmatch(name)) and not RANDOM.fullmatch(name)


def readable_ids(cells: Iterable[NotebookDocument]) -> list[str]:
    """Give an id for each cell: its own if it is readable and not taken, else one made from what it holds."""
    cells = list(cells)
    kept: dict[str, NotebookDocument] = {}
    for cell in cells:
        if is_readable(cell.get("id")):
            kept.setdefault(cell["id"], cell)
    taken = set(kept)
    found: list[str] = []
    section = ""
    for cell in cells:
        name = cell.get("id", "")
        if kept.get(name) is not cell:
            name = _free(_name(cell, _section_of(cell) or section), taken)
            taken.add(name)
        found.append(name)
        section = _section_of(cell) or section
    return found


def _section_of(cell: NotebookDocument) -> str:
    """Name the section that a cell opens: Markdown, or a prose cell, with a heading."""
    source = source_of(cell)
    holds_text = cell.get("cell_type") == "markdown" or PROSE.match(source)
    heading = HEADING.search(source) if holds_text else None
    return _slug(heading[1]) if heading else ""


def _free(name: str, taken: set[str]) -> str:
    """Add a number to a name that is taken."""
    number = 2
    free = name
    while free in taken:
        free = f"{name}-{number}"
        number += 1
    return free


def _name(cell: NotebookDocument, section: str) -> str:
    source = source_of(cell)
    if "parameters" in tags_of(cell):
        return "parameters"
    if cell.get("cell_type") != "code":
        return _slug(HEADING.sub(r"\1.", source)) or "text"
    if prose := PROSE.match(source):
        kind = PROSE_NAMES.get(prose[1], prose[1].lower())
        return kind if section in {"", kind} else f"{section}-{kind}"
    return _of_code(python_of(source)) or "code"


def _of_code(tree: ast.Module) -> str:
    """Name code by the chart that it draws, else by what it assigns first, imports or calls."""
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="name", value=ast.Constant(value=str(chart))) if _slug(chart):
                return f"{_slug(chart)}-chart"
    for statement in tree.body:
        while isinstance(statement, ast.If | ast.For | ast.With):
            statement = statement.body[0]  # noqa: PLW2901 - what it is about stands within
        match statement:
            case ast.Import() | ast.ImportFrom():
                return "imports"
            case ast.Assign(targets=[target, *_]) | ast.AnnAssign(target=target):
                return _slug(_first_name(target))
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name))):
                return _slug(name)
            case ast.Expr(value=ast.Name(id=name)):
                return _slug(name)
    return ""


def _first_name(target: ast.expr) -> str:
    names = [node.id for node in ast.walk(target) if isinstance(node, ast.Name)]
    return names[0] if names else ""


def _slug(text: str) -> str:
    """Give the telling words of the first sentence of a text, joined by hyphens."""
    first = re.split(r"[.!?](?:\s|$)", text.strip(), maxsplit=1)[0]
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]s\b|['’]", "", first.lower().replace("_", " ")))
    telling = [word for word in words if word not in NO_NAMES] or words
    while telling and not telling[0][0].isalpha():
        telling = telling[1:]
    name = "-".join(telling[:MOST_WORDS])[:LONGEST].rstrip("-")
    return name if is_readable(name) else ""
