"""What a notebook says of its run: its language, its parameters and what sets them apart, its error."""

import ast
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kzindustry.contract import PARAMETERS, documents
from kzindustry.reporting.pages.mime import joined
from kzindustry.reporting.pages.options import Cell, tags
from kzindustry.reporting.pages.terminal_text import without_colours
from kzindustry.reporting.pages.words import excerpt

OWN_METADATA = "kzindustry"
DECLARED, INJECTED = "parameters", "injected-parameters"


def code_language(notebook: Mapping[str, Any]) -> str:
    """Name the language of the code, as the notebook's metadata have it."""
    metadata = notebook.get("metadata") or {}
    info, kernel = (metadata.get(name) or {} for name in ("language_info", "kernelspec"))
    return str(info.get("name") or kernel.get("language") or "python")


def assigned_parameters(notebook: Mapping[str, Any], tag: str) -> dict[str, str]:
    """Read the assignments of the cells with a tag: those declared, or those that papermill injected."""
    found: dict[str, str] = {}
    for cell in notebook["cells"]:
        if tag in tags(cell) and cell.get("cell_type") == "code":
            found |= _assignments(joined(cell["source"]))
    return found


def _assignments(source: str) -> dict[str, str]:
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError):
        return {}
    return {name: value for statement in statements for name, value in _assignment(statement)}


def _assignment(statement: ast.stmt) -> Iterator[tuple[str, str]]:
    """Give name and value of an assignment: text as it is, everything else as it is written."""
    match statement:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
        ):
            text = isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value
            yield name, text or ast.unparse(value)


def apart(notebook: Mapping[str, Any]) -> str:
    """Say in words what sets a run apart from the default one; nothing if nothing does.

    >>> cells = [{"cell_type": "code", "metadata": {"tags": [tag]}, "source": source} for tag, source in (
    ...     ("parameters", "town = 'both'; rounding = 'as printed'"),
    ...     ("injected-parameters", "town = 'Karatau'; rounding = 'half unit'"))]
    >>> apart({"cells": cells})
    'Karatau · rounding: half unit'
    """
    declared = assigned_parameters(notebook, DECLARED)
    given = assigned_parameters(notebook, INJECTED)
    return " · ".join(
        setting_in_words(name, value) for name, value in given.items() if declared.get(name) != value
    )


def setting_in_words(name: str, value: str) -> str:
    """Write a parameter for readers: a name, such as that of a place, speaks for itself."""
    return (
        value
        if value[:1].isupper() and value not in {"True", "False", "None"}
        else f"{readable_name(name)}: {value}"
    )


def readable_name(name: str) -> str:
    """Write the name of a parameter for readers."""
    return name.replace("_", " ")


def declares_parameters(notebook: Mapping[str, Any]) -> bool:
    """Whether the notebook shows its parameters itself."""
    return any(document.get("kind") == PARAMETERS for document in documents(notebook))


def rerun(notebook: Mapping[str, Any]) -> str:
    """Give the command that makes the report of a run anew; empty for a notebook that no build executed."""
    about = notebook.get("metadata", {}).get(OWN_METADATA)
    if not isinstance(about, Mapping) or not about.get("notebook"):
        return ""
    pairs = about.get("parameters")
    given = {pair[0]: pair[1] for pair in pairs if len(pair) == 2} if isinstance(pairs, list) else {}
    changed = [name for name in assigned_parameters(notebook, INJECTED) if name in given]
    options = [f"-p {shlex.quote(f'{name}={given[name]}')}" for name in changed]
    return " ".join(["kzindustry build", shlex.quote(str(about["notebook"])), *options])


def ended_well(notebook: Mapping[str, Any]) -> bool:
    """Whether the build that ran the notebook says that it came to its end, whatever errors it shows."""
    about = notebook.get("metadata", {}).get(OWN_METADATA)
    return isinstance(about, Mapping) and about.get("error") == ""


def allowed_errors(notebook: Mapping[str, Any]) -> Sequence[str] | None:
    """Give the ids of the cells that ended in an error and were allowed to; None if no build says so."""
    about = notebook.get("metadata", {}).get(OWN_METADATA)
    return about.get("allowed_errors", ()) if isinstance(about, Mapping) else None


def failure_of(cell: Cell) -> str:
    """Name the error that a cell ended with; empty if there is none."""
    for output in cell.get("outputs", ()):
        if output.get("output_type") == "error":
            told = excerpt(without_colours(joined(output.get("evalue", ""))), 2000)
            return ": ".join(filter(None, (joined(output.get("ename", "Error")), told)))
    return ""
