"""What datapackage.json declares (types, ids, keys, enumerations), held by frictionless, in our words.

Imported only where tables are checked as a whole: frictionless takes seconds to load.
"""

from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

from frictionless import validate

DESCRIPTOR = "datapackage.json"
REPEATED = frozenset({"primary-key", "unique-error"})


def declared_problems(folder: Path, broken: Set[str] = frozenset()) -> list[str]:
    """Validate the package of a folder.

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
    report = validate(str(folder / DESCRIPTOR))
    problems = [f"data/{DESCRIPTOR}: {error.note}." for error in report.errors]
    for task in report.tasks:
        if task.name not in broken:
            problems += _of_table(task.name, task.errors, broken)
    return problems


def _of_table(table: str, errors: list[Any], broken: Set[str]) -> Iterator[str]:
    """Say each error of a table, a cell that is at fault in two ways once."""
    rows_said = set()
    for error in errors:
        row = getattr(error, "row_number", None)
        names = getattr(error, "field_names", None) or [getattr(error, "field_name", "")]
        follows = getattr(error, "reference_name", "") in broken or (broken and row is None)
        if follows or (error.type in REPEATED and row in rows_said):
            continue
        rows_said.add(row)
        where = ", ".join([f"data/{table}.csv", *([f"row {row}"] if row else []), *_column(names)])
        yield f"{where}: {_what(error)}."


def _column(names: list[str]) -> list[str]:
    return [f"column {', '.join(names)}"] if any(names) else []


def _what(error: Any) -> str:
    """Put the commonest errors in our words, and leave the others in theirs."""
    if error.type == "foreign-key":
        place = f"{error.reference_name}.csv" if error.reference_name else "this table"
        return f"{', '.join(error.field_cells)!r} is not in {place}"
    if error.type == "type-error":
        return f"{error.cell!r} is wrong: {error.note}"
    if error.type == "constraint-error":
        return f"{error.cell!r} is not allowed: {error.note}"
    return str(error.note)
