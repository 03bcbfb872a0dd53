"""What datapackage.json declares (types, ids, keys, enumerations), held by frictionless: a second method.

`constraints` says the same in our words and first; frictionless knows the whole standard, so it finds what
somebody declares and `constraints` does not hold. Imported only where it is asked: it takes seconds to load.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from frictionless import validate

DESCRIPTOR = "datapackage.json"


def declared_problems(folder: Path) -> list[str]:
    """Validate the package of a folder.

    Parameters
    ----------
    folder
        Holds datapackage.json and the tables.

    Returns
    -------
    list of str
        Every problem with its file, row and column; empty where the tables are as declared.
    """
    report = validate(str(folder / DESCRIPTOR))
    problems = [f"data/{DESCRIPTOR}: {error.note}." for error in report.errors]
    return problems + [problem for task in report.tasks for problem in _of_table(task.name, task.errors)]


def _of_table(table: str, errors: list[Any]) -> Iterator[str]:
    for error in errors:
        row = getattr(error, "row_number", None)
        names = getattr(error, "field_names", None) or [getattr(error, "field_name", "")]
        column = [f"column {', '.join(names)}"] if any(names) else []
        where = ", ".join([f"data/{table}.csv", *([f"row {row}"] if row else []), *column])
        yield f"{where}: {error.note}."
