"""The tables of all results in the folder, as CSV, and the data package that describes them.

results.csv has a row for each recorded quantity, results_figures.csv a row for each figure behind one,
measures.csv what is recorded under each id.
"""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from kzindustry.reporting.folder.executed import Executed
from kzindustry.reporting.folder.output_folder import TABLES
from kzindustry.reporting.folder.results import (
    MEASURES,
    NUMBERS,
    Measures,
    fields_of,
    is_number,
    parameter_fields,
    result_columns,
    to_csv,
)

KEYS = ("measure", "subject", "period")
FIGURES = ("run", *KEYS, "figure")
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


@dataclass(frozen=True)
class _Part:
    """What one run adds: its own fields, the rest of each row of its results, and the rows of its figures."""

    run: str
    notebook: str
    parameters: Mapping[str, str]
    results: Sequence[str]
    figures: str


class Tables:
    """The files that sum up all runs, made of one run after the other: only their text is kept."""

    def __init__(self) -> None:
        self._parts: list[_Part] = []
        self._measures = Measures()
        self._texts = False

    def add(self, run: Executed) -> None:
        """Take what a run recorded; one that failed has no results."""
        if run.error:
            return
        rows = [fields_of(result) for result in run.results]
        figures = [
            (run.run, *(str(result.get(key) or "") for key in KEYS), str(figure))
            for result in run.results
            for figure in result.get("figures", ())
        ]
        self._texts = self._texts or any(row[-1] for row in rows)
        self._measures.add(run)
        part = _Part(
            run.run, run.notebook, parameter_fields(run), _lines(rows), figures="".join(_lines(figures))
        )
        self._parts.append(part)

    def files(self) -> dict[str, bytes]:
        """Give the files by name, rows sorted by run."""
        parts = sorted(self._parts, key=lambda part: part.run)
        parameters = list(dict.fromkeys(name for part in parts for name in part.parameters))
        columns = result_columns(parameters, texts=self._texts)
        results, figures, measures, description = TABLES
        held = {name: {part.parameters.get(name) for part in parts if part.results} for name in parameters}
        resources = [
            _resource(results, columns, held),
            _resource(figures, FIGURES),
            _resource(measures, MEASURES),
        ]
        package = {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": "results",
            "resources": resources,
        }
        return {
            results: "".join(
                [*_lines([columns]), *(self._rows(part, parameters) for part in parts)]
            ).encode(),
            figures: "".join([*_lines([FIGURES]), *(part.figures for part in parts)]).encode(),
            measures: to_csv(MEASURES, self._measures.table()).encode(),
            description: f"{json.dumps(package, indent=1, ensure_ascii=False)}\n".encode(),
        }

    def _rows(self, part: _Part, parameters: Sequence[str]) -> str:
        """Write the rows of a run; the texts, which are last, are left out where no run has one."""
        (own,) = _lines([[part.run, part.notebook, *(part.parameters.get(name, "") for name in parameters)]])
        before = own.removesuffix("\n")
        ends = part.results if self._texts else (line.removesuffix(",\n") + "\n" for line in part.results)
        return "".join(f"{before},{end}" for end in ends)


def tables(runs: Iterable[Executed]) -> dict[str, bytes]:
    """Give the files that sum up all runs, by name."""
    found = Tables()
    for run in runs:
        found.add(run)
    return found.files()


def _lines(rows: Iterable[Sequence[str]]) -> list[str]:
    """Write rows as CSV, each as a text with its line end."""
    lines: list[str] = []
    csv.writer(SimpleNamespace(write=lines.append), lineterminator="\n").writerows(rows)
    return lines


def _resource(
    file: str, columns: Sequence[str], parameters: Mapping[str, set[str | None]] | None = None
) -> dict[str, Any]:
    """Describe one of the tables: its columns with their types; of parameters by the values they have."""
    of_run = parameters or {}
    fields = [
        {"name": name, "type": _type(name, of_run), "description": _description(name, of_run)}
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


def _type(name: str, parameters: Mapping[str, set[str | None]]) -> str:
    if name in NUMBERS:
        return "number"
    held = list(filter(None, parameters.get(name, ())))
    return "number" if held and all(map(is_number, held)) else "string"


def _description(name: str, parameters: Mapping[str, object]) -> str:
    if name in parameters:
        return f"Parameter {name.removeprefix('parameter_')} of the run; empty where its notebook has none"
    return DESCRIPTIONS[name]
