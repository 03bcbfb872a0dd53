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
SHORTEST = 3
"""A name of fewer letters says little without its section."""
LONGEST = 40
LITTLE = (
    "a an and are as at be by can did do does for from had has have how in is it its many much not of on or "
    "that the their this to was were what when where which who whose why with"
)
NO_NAMES = LITTLE.split()
PROSE = re.compile(r"%%(\w+)")
PROSE_NAMES = {"say": "reading", "limit": "limit", "answer": "answer"}
FORMS = {r"\s*(?:!\[|<img)": "picture", r"\s*\|": "table", r"\s*\$": "formula"}
MAGIC = re.compile(r"(?:%%?|!)(\w+)")
MODULES = {"report", "plt", "sns", "np", "pd"}
"""What is called of these needs no owner to be understood."""
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
        return _of_text(source)
    magic = PROSE.match(source)
    if magic and magic[1] in PROSE_NAMES:
        kind = PROSE_NAMES[magic[1]]
        return kind if section in {"", kind} else f"{section}-{kind}"
    name = _of_code(source, python_of(source))
    if len(name) < SHORTEST and section:
        return f"{section}-{name or 'code'}"
    return name or "code"


def _of_text(source: str) -> str:
    """Name a text by its first words; a picture, a table or a formula by what it is."""
    for form, name in FORMS.items():
        if re.match(form, source):
            return name
    return _slug(HEADING.sub(r"\1.", source)) or ("heading" if HEADING.match(source) else "text")


def _of_code(source: str, tree: ast.Module) -> str:
    """Name code by its comment, by the chart that it draws, else by its first statement."""
    comment = re.match(r"#\s*(\w.*)", source)
    if comment and (said := _slug(comment[1])):
        return said
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="name", value=ast.Constant(value=str(chart))) if _slug(chart):
                return f"{_slug(chart)}-chart"
            case ast.Call(
                func=ast.Attribute(attr="set_title" | "title" | "suptitle"),
                args=[ast.Constant(value=str(title)), *_],
            ) if _slug(title):
                return f"{_slug(title)}-chart"
    magic = MAGIC.match(source)
    named = filter(None, map(_of_statement, tree.body))
    return next(named, _slug(magic[1]) if magic else "")


def _of_statement(statement: ast.stmt) -> str:
    """Name a statement by what it assigns, records, imports or calls."""
    while isinstance(statement, ast.If | ast.For | ast.With | ast.Try):
        statement = statement.body[0]
    words = ast.unparse(statement)
    match statement:
        case ast.Import() | ast.ImportFrom():
            words = "imports"
        case ast.Assign(targets=[ast.Subscript() as target, *_]):
            words = ast.unparse(target)
        case ast.Assign(targets=[target, *_]) | ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            words = _first_name(target)
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            words = name
        case ast.Expr(ast.Call(ast.Attribute(attr="record"), [ast.Constant(value=str(measure)), *_])):
            words = f"record {measure}"
        case ast.Expr(ast.Call(ast.Attribute(ast.Name(owner), name))) if owner not in MODULES:
            words = f"{owner} {name}"
        case ast.Expr(ast.Call(ast.Attribute(attr=name) | ast.Name(id=name))):
            words = name
        case ast.Pass():
            words = ""
    return _slug(words)


def _first_name(target: ast.expr) -> str:
    names = [node.id for node in ast.walk(target) if isinstance(node, ast.Name)]
    return names[0] if names else ""


def _slug(text: str) -> str:
    """Give the telling words of the first sentence of a text, joined by hyphens."""
    first = re.split(r"[.!?](?:\s|$)", re.sub(r"^[\W\d]+", "", text), maxsplit=1)[0]
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]s\b|['’]", "", first.lower().replace("_", " ")))
    telling = [word for word in words if word not in NO_NAMES] or words
    while telling and not telling[0][0].isalpha():
        telling = telling[1:]
    name = "-".join(telling[:MOST_WORDS])[:LONGEST].rstrip("-")
    return name if is_readable(name) else ""
