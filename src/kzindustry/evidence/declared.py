"""What datapackage.json declares (types, ids, keys, enumerations), held by frictionless, in our words.

Imported only where tables are checked as a whole: frictionless takes seconds to load.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from frictionless import validate

DESCRIPTOR = "datapackage.json"


def declared_problems(folder: Path) -> list[str]:
    """Validate the package of a folder.

    Returns
    -------
    list of str
        Every problem with its file, row and column; empty where the tables are as declared.
    """
    report = validate(str(folder / DESCRIPTOR))
    problems = [f"data/{DESCRIPTOR}: {error.note}." for error in report.errors]
    for task in report.tasks:
        problems += _of_table(task.place, task.errors)
    return problems


def _of_table(path: str, errors: list[Any]) -> Iterator[str]:
    for error in errors:
        where = f"data/{path}"
        if row := getattr(error, "row_number", None):
            where += f", row {row}"
        if column := getattr(error, "field_name", None):
            where += f", column {column}"
        yield f"{where}: {error.message}"
