"""One measure across runs, as a table or as CSV, and the list of all measures."""

from collections.abc import Iterable, Mapping
from typing import Any

from kzindustry.errors import InputError, similar
from kzindustry.reporting.folder.executed import Executed
from kzindustry.reporting.folder.results import (
    Measures,
    column_of,
    plain_number,
    result_columns,
    result_rows,
    to_csv,
)
from kzindustry.reporting.terminal import as_table

SHOWN = ("subject", "period", "value", "low", "high", "unit", "bounds", "text")
LISTED = ("measure", "label", "notebooks", "rows")
DIGITS = 6


def rows_of_measure(runs: Iterable[Executed], measure: str) -> tuple[list[str], list[dict[str, str]]]:
    """Give the names of the parameters and the rows of a measure, each with the parameters of its run.

    Raises
    ------
    InputError
        If no run recorded it, naming the nearest measures.
    """
    names: dict[str, None] = {}
    rows: list[dict[str, str]] = []
    known: dict[str, None] = {}
    for run in (run for run in runs if not run.error):
        own = result_rows(run, measure)
        names.update(dict.fromkeys(map(column_of, run.parameters)) if own else {})
        rows += own
        known.update(dict.fromkeys(str(result["measure"]) for result in run.results))
    if not rows:
        hint = similar(measure, list(known)) or "`kzindustry results` lists them."
        raise InputError(f"No run recorded a measure {measure!r}. {hint}")
    return list(names), rows


def measures(runs: Iterable[Executed]) -> list[dict[str, str]]:
    """Give each measure with its name and definition, and the notebooks and number of rows that record it."""
    found = Measures()
    for run in runs:
        found.add(run)
    return [
        {**row, "rows": str(count)} for row, count in zip(found.table(), found.rows.values(), strict=True)
    ]


def measures_csv(runs: Iterable[Executed]) -> str:
    """Write the list of measures as CSV."""
    return to_csv([*LISTED[:2], "definition", "unit", *LISTED[2:]], measures(runs))


def measures_table(runs: Iterable[Executed]) -> str:
    """Set the list of measures as a table."""
    return as_table(LISTED, [[row[name] for name in LISTED] for row in measures(runs)])


def measure_csv(runs: Iterable[Executed], measure: str) -> str:
    """Write a measure as CSV, with the columns of results.csv."""
    names, rows = rows_of_measure(runs, measure)
    return to_csv(result_columns(names, texts=any(row["text"] for row in rows)), rows)


def measure_documents(
    runs: Iterable[Executed], measure: str, states: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Give a measure as rows for machines: numbers as numbers, parameters apart, an open end as None.

    The states say of each run whether its report is current.
    """
    rows = [
        {
            "run": run.run,
            "notebook": run.notebook,
            "state": states[run.run],
            "parameters": dict(run.parameters),
            **{name: value for name, value in result.items() if name != "kind"},
        }
        for run in runs
        if not run.error
        for result in run.results
        if result["measure"] == measure
    ]
    if not rows:
        rows_of_measure(runs, measure)  # which tells that there is none
    return rows


def measure_table(runs: Iterable[Executed], measure: str, *, grouped: bool = False) -> str:
    """Set a measure as a table, numbers rounded to six digits; what all rows share is said once, below.

    For readers thousands may be grouped: 118,000.
    """
    names, rows = rows_of_measure(runs, measure)
    columns = ["notebook", *names, *SHOWN]
    varying = [name for name in columns if len({row.get(name, "") for row in rows}) > 1]
    shown = [name for name in columns if name in varying or name in {"subject", "value"}]
    alike = [f"{name}: {rows[0][name]}" for name in columns if name not in shown and rows[0].get(name)]
    table = as_table(shown, [[_short(name, row.get(name, ""), grouped) for name in shown] for row in rows])
    return "\n".join([table, "", *(["In all: " + ", ".join(alike)] if alike else [])]).rstrip()


def _short(column: str, text: str, grouped: bool) -> str:
    if column not in {"value", "low", "high"} or not text:
        return text
    plain = plain_number(float(f"{float(text):.{DIGITS}g}"))
    whole, point, decimals = plain.partition(".")
    return f"{int(whole):,}{point}{decimals}" if grouped and whole.lstrip("-") != "0" else plain
