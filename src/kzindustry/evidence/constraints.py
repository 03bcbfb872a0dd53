"""What datapackage.json declares, held in milliseconds: the constraints that our tables use, and no others.

`declared` holds the same by frictionless, which knows the whole standard and takes seconds; tests hold the
two to one verdict. Types of numbers and the columns themselves are held by `tables`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from pathlib import Path
from typing import Any

from kzindustry.errors import InputError
from kzindustry.evidence.rows import ROWS
from kzindustry.evidence.tables import place, read_table, read_text

Cells = Mapping[int, Mapping[str, str]]
DESCRIPTOR = "datapackage.json"


def constraint_problems(folder: Path, broken: Set[str] = frozenset()) -> list[str]:
    """Hold the tables of a folder to their declaration.

    Parameters
    ----------
    folder
        Holds datapackage.json and the tables.
    broken
        Tables that cannot be read; nothing is said about them, nor about keys that point to them.

    Returns
    -------
    list of str
        Every problem with its file, row and column; empty where the tables are as declared.
    """
    try:
        resources = json.loads(read_text(folder / DESCRIPTOR))["resources"]
        schemas = {resource["name"]: resource["schema"] for resource in resources}
    except (InputError, json.JSONDecodeError, KeyError, TypeError) as error:
        return [f"data/{DESCRIPTOR}: it does not describe the tables ({error}). Restore it from git."]
    readable = [name for name in ROWS if name in schemas and name not in broken]
    tables = {name: read_table(folder / f"{name}.csv", ROWS[name]).rows for name in readable}
    return [problem for name in readable for problem in _of_table(name, schemas[name], tables)]


def _of_table(name: str, schema: Mapping[str, Any], tables: Mapping[str, Cells]) -> Iterator[str]:
    for field in schema["fields"]:
        for number, cells in tables[name].items():
            if what := _of_cell(cells[field["name"]], field):
                yield f"{place(name, number, field['name'])}: {what}."
        if field.get("constraints", {}).get("unique"):
            yield from _repeated(name, [field["name"]], tables[name])
    key = schema.get("primaryKey", [])
    if isinstance(key, list):
        yield from _repeated(name, key, tables[name])
    for foreign in schema.get("foreignKeys", []):
        target = foreign["reference"]["resource"] or name
        if target in tables:
            yield from _unknown(name, foreign, target, tables)


def _of_cell(cell: str, field: Mapping[str, Any]) -> str:
    """Say what is wrong with a cell in itself, "" for nothing."""
    rules = field.get("constraints", {})
    if not cell:
        return "the cell is empty; it is required" if rules.get("required") else ""
    if "pattern" in rules and not re.fullmatch(rules["pattern"], cell):
        return f"{cell!r} is not of the form {rules['pattern']}"
    if "enum" in rules and cell not in rules["enum"]:
        return f"{cell!r} is none of {', '.join(map(repr, rules['enum']))}"
    if field["type"] == "date" and not _is_date(cell):
        return f"{cell!r} is no date such as 2000-04-08"
    return _too_low(cell, rules.get("minimum"))


def _is_date(cell: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", cell)) and bool(date.fromisoformat(cell))
    except ValueError:
        return False


def _too_low(cell: str, minimum: float | None) -> str:
    """Hold a number to its minimum; what is no number is said elsewhere."""
    try:
        return f"{cell!r} is below {minimum}" if minimum is not None and float(cell) < minimum else ""
    except ValueError:
        return ""


def _repeated(name: str, key: Sequence[str], rows: Cells) -> Iterator[str]:
    first: dict[tuple[str, ...], int] = {}
    for number, cells in rows.items():
        value = tuple(cells[column] for column in key)
        if key and any(value) and first.setdefault(value, number) != number:
            yield f"{place(name, number, ', '.join(key))}: the same as in row {first[value]}."


def _unknown(
    name: str, foreign: Mapping[str, Any], target: str, tables: Mapping[str, Cells]
) -> Iterator[str]:
    column, known_column = foreign["fields"], foreign["reference"]["fields"]
    known = {cells[known_column] for cells in tables[target].values()}
    for number, cells in tables[name].items():
        if cells[column] and cells[column] not in known:
            yield f"{place(name, number, column)}: {cells[column]!r} is not in {target}.csv."
