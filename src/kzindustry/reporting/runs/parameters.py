"""What a notebook's parameters are: names, defaults, kinds and help, from its cell tagged `parameters`.

The cell is read as text, never run. Kinds are the objects that the notebook's own import statements name, so
a collection brings its own; each has `parse` (text to value), `check` (value to value) and `describe`.
"""

import ast
import builtins
import importlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from inspect import getattr_static, isfunction
from pathlib import Path
from typing import Any, Protocol

from kzindustry.comments import comments_of
from kzindustry.errors import InputError, nearest
from kzindustry.reporting.runs.cells import NotebookCell, language_of, read_notebook_file, source_of, tags_of
from kzindustry.reporting.runs.imports import import_statements
from kzindustry.reporting.runs.modules_beside import found_beside


class ParameterKind(Protocol):
    """What a parameter may be."""

    def parse(self, text: str) -> Any:
        """Read a value from text; ValueError if it is none."""

    def check(self, value: Any) -> Any:
        """Return the value; ValueError if it is not allowed."""

    def describe(self) -> str:
        """Say what is allowed."""


@dataclass(frozen=True)
class Parameter:
    """One line of the parameters cell: `name: Kind = default  # help`."""

    name: str
    default: Any
    kind_name: str
    kind: ParameterKind
    help: str


KINDS = (
    "Import a kind by name: from kzindustry.types (Persons, Probability, Rounding ...), or one of your own "
    "from a module beside the notebooks, written there as `Year = Whole(1990, 2030)`; Whole, Real and Choice "
    "are in kzindustry.types, too."
)


class LineError(Exception):
    """One thing wrong with one line of a parameters cell."""


def declared_parameters(path: Path) -> tuple[Parameter, ...]:
    """Read a notebook's parameters, in the order of their lines; none if no cell is tagged.

    Raises
    ------
    InputError
        Naming every line that is not `name: Kind = literal  # help` with an imported kind.
    """
    notebook = read_notebook_file(path)
    if (language := language_of(notebook)) != "python":
        raise InputError(f"{path.name}: a notebook of {language}; only notebooks of Python can be run.")
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    tagged = [cell for cell in cells if "parameters" in tags_of(cell)]
    if not tagged:
        return ()
    source = source_of(tagged[0])
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise InputError(f"{path.name}, parameters cell, line {error.lineno}: {error.msg}.") from None
    return _read_lines(path, statements, comments_of(source), _imports(cells))


def _read_lines(
    path: Path,
    statements: Sequence[ast.stmt],
    comments: Mapping[int, str],
    imports: Mapping[str, tuple[str, str]],
) -> tuple[Parameter, ...]:
    found: list[Parameter] = []
    problems: list[str] = []
    for statement in statements:
        try:
            found.append(_read_line(statement, comments.get(statement.lineno, ""), imports, path.parent))
        except LineError as problem:
            problems.append(f"{path.name}, parameters cell, line {statement.lineno}: {problem}")
    if problems:
        raise InputError(*problems)
    return tuple(found)


def _read_line(
    statement: ast.stmt, text: str, imports: Mapping[str, tuple[str, str]], folder: Path
) -> Parameter:
    match statement:
        case ast.AnnAssign(
            target=ast.Name(id=name), annotation=ast.Name(id=kind_name), value=ast.expr() as value
        ):
            pass
        case _:
            raise LineError(f"a parameter is written `name: Kind = literal  # help`. {KINDS}")
    kind = _kind(kind_name, imports, folder)
    try:
        default = ast.literal_eval(value)
    except ValueError:
        raise LineError(f"the default of {name} is not a plain literal.") from None
    try:
        plain_literal(kind.check(default))
    except Exception as error:  # of a kind that somebody wrote
        raise LineError(f"the default of {name}: {_said(error)}") from None
    return Parameter(name, default, kind_name, kind, text)


def _kind(name: str, imports: Mapping[str, tuple[str, str]], folder: Path) -> ParameterKind:
    if name not in imports and hasattr(builtins, name):
        raise LineError(f"{name} does not say what is allowed. {KINDS}")
    if name not in imports:
        raise LineError(f"{name} is not imported. {KINDS}")
    module, attribute = imports[name]
    try:
        with found_beside(folder):
            kind = getattr(importlib.import_module(module), attribute)
    except Exception as error:  # whatever a module does as it is imported
        why = "" if isinstance(error, ImportError | AttributeError) else f" ({_said(error)})"
        raise LineError(f"{name} cannot be imported from {module}{why}.") from None
    if not all(callable(getattr(kind, verb, None)) for verb in ("parse", "check", "describe")):
        raise LineError(f"{name} is no kind of parameter: it needs parse, check and describe.")
    # A class, and none of its objects:
    if isinstance(kind, type) and isfunction(getattr_static(kind, "check")):
        raise LineError(f"{name} alone does not say what is allowed. {KINDS}")
    return kind  # type: ignore[no-any-return]


def _imports(cells: Sequence[NotebookCell]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for statement in import_statements(map(source_of, cells)):
        if isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            for alias in statement.names:
                found[alias.asname or alias.name] = (statement.module, alias.name)
    return found


def parse_value(parameters: Sequence[Parameter], name: str, text: str, where: str) -> Any:
    """Read one value by the declared kind of its parameter; `where` names the parameter, too.

    Raises
    ------
    InputError
        If there is no such parameter (naming the nearest) or the text is not allowed.
    """
    known = {parameter.name: parameter for parameter in parameters}
    if name not in known:
        raise InputError(no_parameter(name, list(known), where))
    try:
        return plain_literal(known[name].kind.parse(text))
    except Exception as error:  # of a kind that somebody wrote
        raise InputError(f"{where}: {_said(error)}") from None


def plain_literal(value: Any) -> Any:
    """Return a value that a notebook, a file name and a record can hold alike.

    Raises
    ------
    ValueError
        If it is no text, number, truth value or None, nor a list or mapping of these.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case float() if math.isfinite(value):
            return value
        case list():
            return [plain_literal(one) for one in value]
        case dict() if all(isinstance(name, str) for name in value):
            return {name: plain_literal(one) for name, one in value.items()}
    raise ValueError(
        f"its kind gives {value!r} ({type(value).__name__}): a parameter is a text, a finite number, "
        "true or false, None, or a list or mapping of these."
    )


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"


def no_parameter(name: str, known: Sequence[str], where: str) -> str:
    """Say that there is no such parameter, and which are like it."""
    return f"{where}: no such parameter. {nearest(name, known) if known else 'There is none.'}"
