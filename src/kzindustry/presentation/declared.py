"""The parameters of a notebook, with their values: read from its own cell, `town: Town = "both"`."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from kzindustry.comments import comments_of
from kzindustry.presentation.fields import Names


class Accepts(Protocol):
    """What a parameter may be: see ``kzindustry.types``."""

    def check(self, value: Any) -> Any:
        """Give the value back, or raise ValueError."""

    def describe(self) -> str:
        """Say what is accepted."""


@dataclass(frozen=True)
class Declared:
    """A parameter: its name, what it may be, its value in this run, and the comment that explains it."""

    name: str
    kind: Accepts
    value: Any
    help: str = ""

    @property
    def problem(self) -> str:
        """What is wrong with the value; nothing if it is accepted."""
        try:
            self.kind.check(self.value)
        except ValueError as error:
            return f"Parameter {self.name}: {error}"
        return ""


def declared_in(names: Names) -> list[Declared]:
    """Give the parameters among the names of a notebook, in the order of their lines."""
    found: dict[str, Declared] = {}
    for name, kind_name, text in _assignments(names):
        kind = names.get(kind_name)
        if name in names and all(callable(getattr(kind, verb, None)) for verb in ("check", "describe")):
            found[name] = Declared(name, kind, names[name], text)  # type: ignore[arg-type]
    return list(found.values())


def named(declared: Mapping[str, tuple[Accepts, Any]]) -> list[Declared]:
    """Take parameters as a caller names them: ``town=(Town, town)``."""
    return [Declared(name, kind, value) for name, (kind, value) in declared.items()]


def _assignments(names: Names) -> Iterator[tuple[str, str, str]]:
    """Find `name: Kind = value  # help` in the cells that ran; in a script, among its annotations."""
    cells: Iterable[str] = names.get("In") or ()
    for cell in cells:
        for statement in _statements(cell):
            match statement:
                case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id=kind), value=ast.expr()):
                    yield name, kind, comments_of(cell).get(statement.lineno, "")
    if not cells:
        kinds = {id(kind): name for name, kind in names.items()}
        for name, kind in names.get("__annotations__", {}).items():
            yield name, kinds.get(id(kind), ""), ""


def _statements(cell: str) -> list[ast.stmt]:
    try:
        return ast.parse(cell).body
    except SyntaxError:
        return []
