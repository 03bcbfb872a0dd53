"""The measures that runs recorded, and one across runs: a table with the runs' parameters as columns."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from kzindustry.errors import InputError, similar
from kzindustry.reporting.folder.executed import Executed
from kzindustry.reporting.folder.results import COLUMNS, plain_number, result_rows, to_csv
from kzindustry.reporting.terminal import as_table

SHOWN = ("subject", "period", "value", "low", "high", "unit", "bounds", "text")
LISTED = ("measure", "notebooks", "rows")
DIGITS = 6


def measure_rows(runs: Sequence[Executed], measure: str) -> tuple[list[str], list[dict[str, str]]]:
    """Give the names of the parameters and the rows of a measure, each with the parameters of its run.

    Raises
    ------
    InputError
        If no run recorded it, naming the nearest measures.
    """
    finished = [run for run in runs if not run.error]
    names: dict[str, None] = {}
    rows: list[dict[str, str]] = []
    for run in finished:
        own = [row for row in result_rows(run) if row["measure"] == measure]
        values = {_column(name): str(value) for name, value in run.parameters.items()}
        names.update(dict.fromkeys(values) if own else {})
        rows += [values | row for row in own]
    if not rows:
        known = [row["measure"] for row in measures(runs)]
        hint = similar(measure, known) or "`kzindustry results` lists them."
        raise InputError(f"No run recorded a measure {measure!r}. {hint}")
    return list(names), rows


def measures(runs: Iterable[Executed]) -> list[dict[str, str]]:
    """Give each measure with the notebooks and the number of rows that record it, as they were recorded."""
    notebooks: dict[str, dict[str, None]] = {}
    rows: Counter[str] = Counter()
    for row in (row for run in runs if not run.error for row in result_rows(run)):
        notebooks.setdefault(row["measure"], {})[row["notebook"]] = None
        rows[row["measure"]] += 1
    return [
        {"measure": name, "notebooks": " ".join(where), "rows": str(rows[name])}
        for name, where in notebooks.items()
    ]


def measures_csv(runs: Iterable[Executed]) -> str:
    """Write the list of measures as CSV."""
    return to_csv(LISTED, measures(runs))


def measures_table(runs: Iterable[Executed]) -> str:
    """Set the list of measures as a table."""
    return as_table(LISTED, [[row[name] for name in LISTED] for row in measures(runs)])


def _column(parameter: str) -> str:
    return f"parameter_{parameter}" if parameter in COLUMNS else parameter


def measure_csv(runs: Sequence[Executed], measure: str) -> str:
    """Write a measure as CSV: run, notebook, all parameters, then the columns of results.csv."""
    names, rows = measure_rows(runs, measure)
    return to_csv([*COLUMNS[:2], *names, *COLUMNS[2:]], rows)


def measure_table(runs: Sequence[Executed], measure: str) -> str:
    """Set a measure as a table, numbers rounded to six digits; what all rows share is said once, below."""
    names, rows = measure_rows(runs, measure)
    columns = ["notebook", *names, *SHOWN]
    varying = [name for name in columns if len({row.get(name, "") for row in rows}) > 1]
    shown = [name for name in columns if name in varying or name in {"subject", "value"}]
    alike = [f"{name}: {rows[0][name]}" for name in columns if name not in shown and rows[0].get(name)]
    table = as_table(shown, [[_short(name, row.get(name, "")) for name in shown] for row in rows])
    return "\n".join([table, "", *(["In all: " + ", ".join(alike)] if alike else [])]).rstrip()


def _short(column: str, text: str) -> str:
    if column not in {"value", "low", "high"} or not text:
        return text
    rounded: Any = float(f"{float(text):.{DIGITS}g}")
    return plain_number(rounded)
