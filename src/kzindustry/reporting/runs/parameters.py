"""What a notebook's parameters are: names, defaults, kinds and help, from its cell tagged `parameters`.

The cell is read as text, never run. Kinds are the objects that the notebook's own import statements name, so
a collection brings its own; each has `parse` (text to value), `check` (value to value) and `describe`.
"""

import ast
import importlib
import io
import tokenize
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from kzindustry.errors import InputError, nearest
from kzindustry.reporting.runs.cells import NotebookCell, code_cells, source_of
from kzindustry.reporting.runs.imports import import_statements


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


class LineError(Exception):
    """One thing wrong with one line of a parameters cell."""


def declared_parameters(path: Path) -> tuple[Parameter, ...]:
    """Read a notebook's parameters, in the order of their lines; none if no cell is tagged.

    Raises
    ------
    InputError
        Naming every line that is not `name: Kind = literal  # help` with an imported kind.
    """
    cells = code_cells(path)
    tagged = [cell for cell in cells if "parameters" in cell.get("metadata", {}).get("tags", [])]
    if not tagged:
        return ()
    source = source_of(tagged[0])
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise InputError(f"{path.name}, parameters cell, line {error.lineno}: {error.msg}.") from None
    return _read_lines(path.name, statements, _comments(source), _imports(cells))


def _read_lines(
    file: str,
    statements: Sequence[ast.stmt],
    comments: Mapping[int, str],
    imports: Mapping[str, tuple[str, str]],
) -> tuple[Parameter, ...]:
    found: list[Parameter] = []
    problems: list[str] = []
    for statement in statements:
        try:
            found.append(_read_line(statement, comments.get(statement.lineno, ""), imports))
        except LineError as problem:
            problems.append(f"{file}, parameters cell, line {statement.lineno}: {problem}")
    if problems:
        raise InputError(*problems)
    return tuple(found)


def _read_line(statement: ast.stmt, text: str, imports: Mapping[str, tuple[str, str]]) -> Parameter:
    match statement:
        case ast.AnnAssign(
            target=ast.Name(id=name), annotation=ast.Name(id=kind_name), value=ast.expr() as value
        ):
            pass
        case _:
            raise LineError(
                "a parameter is written `name: Kind = literal  # help`, its kind imported by name."
            )
    kind = _kind(kind_name, imports)
    try:
        default = ast.literal_eval(value)
    except ValueError:
        raise LineError(f"the default of {name} is not a plain literal.") from None
    try:
        kind.check(default)
    except ValueError as error:
        raise LineError(f"the default of {name}: {error}") from None
    return Parameter(name, default, kind_name, kind, text)


def _kind(name: str, imports: Mapping[str, tuple[str, str]]) -> ParameterKind:
    if name not in imports:
        raise LineError(f"{name} is not imported. Add `from ... import {name}` to the imports cell.")
    module, attribute = imports[name]
    try:
        kind = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError):
        raise LineError(f"{name} cannot be imported from {module}.") from None
    if not all(callable(getattr(kind, verb, None)) for verb in ("parse", "check", "describe")):
        raise LineError(f"{name} is no kind of parameter: it needs parse, check and describe.")
    return kind  # type: ignore[no-any-return]


def _imports(cells: Sequence[NotebookCell]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for statement in import_statements(map(source_of, cells)):
        if isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            for alias in statement.names:
                found[alias.asname or alias.name] = (statement.module, alias.name)
    return found


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}


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
        return known[name].kind.parse(text)
    except ValueError as error:
        raise InputError(f"{where}: {error}") from None


def no_parameter(name: str, known: Sequence[str], where: str) -> str:
    """Say that there is no such parameter, and which are like it."""
    return f"{where}: no such parameter. {nearest(name, known) if known else 'There is none.'}"
