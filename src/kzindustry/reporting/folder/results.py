"""The tables of all results in the folder, as CSV, and the data package that describes them.

results.csv has a row for each recorded quantity, results_figures.csv a row for each figure behind one,
measures.csv what is recorded under each id.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kzindustry.reporting.folder.executed import Executed
from kzindustry.reporting.folder.output_folder import TABLES

ResultRow = Mapping[str, str]

ABOUT = ("run", "notebook")
NUMBERS = ("value", "low", "high")
KEYS = ("measure", "subject", "period")
RECORDED = ("measure", "label", "subject", "period", *NUMBERS, "unit", "bounds", "text")
FIGURES = ("run", *KEYS, "figure")
MEASURES = ("measure", "label", "definition", "unit", "notebooks")
DESCRIPTIONS = {
    "run": "Run that recorded it: a notebook with one set of parameters",
    "notebook": "Notebook, without its number",
    "measure": "Id of the measure",
    "label": "Name of the measure",
    "subject": "What it is about",
    "period": "Period, in ISO 8601 or SDMX",
    "value": "The formula at the values of its inputs",
    "low": "Low end; empty where it is open or has no meaning",
    "high": "High end; empty where it is open or has no meaning",
    "unit": "Unit, or what a pure number is",
    "bounds": "What the ends mean; none where they mean nothing",
    "text": "The result, where it is no number",
    "figure": "Id of a figure or context value behind it",
    "definition": "What is divided by what, how the interval is made, what is assumed",
    "notebooks": "Notebooks that record it",
}


def plain_number(number: float | None) -> str:
    """Write a number with all its digits and no exponent; nothing for an open end.

    >>> plain_number(8.1e12), plain_number(0.1), plain_number(None)
    ('8100000000000', '0.1', '')
    """
    if number is None:
        return ""
    digits = format(Decimal(repr(number + 0)), "f")  # adding 0 makes 0 of minus 0
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def plain_text(text: str) -> str:
    """Write a text so that no spreadsheet takes it for a formula.

    >>> plain_text("=1+1"), plain_text("-0.5"), plain_text("both")
    ("'=1+1", '-0.5', 'both')
    """
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def result_rows(executed: Executed) -> list[ResultRow]:
    """Give the rows of one run, in the order of recording, each with the parameters of the run."""
    about = {"run": executed.run, "notebook": executed.notebook}
    parameters = {column_of(name): plain_text(str(value)) for name, value in executed.parameters.items()}
    return [about | parameters | _fields(result) for result in executed.results]


def column_of(parameter: str) -> str:
    """Name the column of a parameter: its own name, unless results have a column of that name."""
    return f"parameter_{parameter}" if parameter in {*ABOUT, *RECORDED} else parameter


def _fields(result: Mapping[str, Any]) -> dict[str, str]:
    texts = {name: plain_text(str(result.get(name) or "")) for name in RECORDED if name not in NUMBERS}
    return texts | {name: plain_number(result.get(name)) for name in NUMBERS}


def tables(runs: Iterable[Executed]) -> dict[str, bytes]:
    """Give the files that sum up all runs, by name; failed runs have no results."""
    finished = sorted((run for run in runs if not run.error), key=lambda run: run.run)
    rows = [row for run in finished for row in result_rows(run)]
    parameters = list(dict.fromkeys(column_of(name) for run in finished for name in run.parameters))
    columns = result_columns(rows, parameters)
    results, figures, measures, description = TABLES
    found = {
        results: (columns, rows),
        figures: (FIGURES, [row for run in finished for row in _figure_rows(run)]),
        measures: (MEASURES, measure_rows(finished)),
    }
    described = [_resource(name, columns, rows, parameters) for name, (columns, rows) in found.items()]
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "results",
        "resources": described,
    }
    return {
        **{name: to_csv(columns, rows).encode() for name, (columns, rows) in found.items()},
        description: f"{json.dumps(package, indent=1, ensure_ascii=False)}\n".encode(),
    }


def result_columns(rows: Iterable[ResultRow], parameters: Sequence[str]) -> list[str]:
    """Give the columns of results: the parameters after the run; texts only where there are some."""
    texts = any(row["text"] for row in rows)
    return [*ABOUT, *parameters, *(name for name in RECORDED if name != "text" or texts)]


def _figure_rows(run: Executed) -> list[ResultRow]:
    return [
        {"run": run.run, **{key: str(result.get(key) or "") for key in KEYS}, "figure": str(figure)}
        for result in run.results
        for figure in result.get("figures", ())
    ]


def measure_rows(runs: Iterable[Executed]) -> list[ResultRow]:
    """Give what was recorded under each id, in the order of recording, with the notebooks that did."""
    found: dict[str, dict[str, str]] = {}
    notebooks: dict[str, dict[str, None]] = {}
    for run in runs:
        for result in run.results:
            name = str(result["measure"])
            told = {key: plain_text(str(result.get(key) or "")) for key in MEASURES[:-1]}
            found.setdefault(name, told)
            notebooks.setdefault(name, {})[run.notebook] = None
    return [row | {"notebooks": " ".join(notebooks[name])} for name, row in found.items()]


def _resource(
    file: str, columns: Sequence[str], rows: Sequence[ResultRow], parameters: Sequence[str]
) -> dict[str, Any]:
    """Describe one of the tables: its columns with their types."""
    fields = [
        {"name": name, "type": _type(name, rows, parameters), "description": _description(name, parameters)}
        for name in columns
    ]
    return {
        "name": file.removesuffix(".csv"),
        "type": "table",
        "path": file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ","},
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _type(name: str, rows: Sequence[ResultRow], parameters: Sequence[str]) -> str:
    if name in NUMBERS:
        return "number"
    held = {row[name] for row in rows if row.get(name)} if name in parameters else set()
    return "number" if held and all(map(_is_number, held)) else "string"


def _description(name: str, parameters: Sequence[str]) -> str:
    if name in parameters:
        return f"Parameter {name.removeprefix('parameter_')} of the run; empty where its notebook has none"
    return DESCRIPTIONS[name]


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Write rows as CSV with a heading and plain line ends."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
