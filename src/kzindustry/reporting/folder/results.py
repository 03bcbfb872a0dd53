"""results.csv: every recorded quantity of every run, and one measure across runs as a table."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kzindustry.reporting.folder.executed import Executed

TEXTS = ("measure", "subject", "period", "unit", "bounds", "text")
NUMBERS = ("value", "low", "high")
COLUMNS = ("run", "notebook", "measure", "subject", "period", *NUMBERS, "unit", "bounds", "figures", "text")


def plain_number(number: float | None) -> str:
    """Write a number with all its digits and no exponent; nothing for an open end.

    >>> plain_number(8.1e12), plain_number(0.1), plain_number(None)
    ('8100000000000', '0.1', '')
    """
    if number is None:
        return ""
    digits = format(Decimal(repr(number + 0)), "f")  # adding 0 makes 0 of minus 0
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def result_rows(executed: Executed) -> list[dict[str, str]]:
    """Give the rows of one run, in the order of recording."""
    about = {"run": executed.run, "notebook": executed.notebook}
    return [about | _fields(result) for result in executed.results]


def _fields(result: Mapping[str, Any]) -> dict[str, str]:
    texts = {name: str(result.get(name) or "") for name in TEXTS}
    numbers = {name: plain_number(result.get(name)) for name in NUMBERS}
    return texts | numbers | {"figures": " ".join(result.get("figures", ()))}


def results_csv(runs: Iterable[Executed]) -> str:
    """Write the results of runs, sorted by run, then in order of recording; failed runs have none."""
    finished = sorted((run for run in runs if not run.error), key=lambda run: run.run)
    return to_csv(COLUMNS, [row for run in finished for row in result_rows(run)])


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Write rows as CSV with a heading and plain line ends."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
