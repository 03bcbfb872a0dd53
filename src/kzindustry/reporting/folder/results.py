"""What runs recorded, as rows of text: a row for each recorded quantity, and what each measure is."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kzindustry.reporting.folder.executed import Executed

ABOUT = ("run", "notebook")
NUMBERS = ("value", "low", "high")
RECORDED = ("measure", "label", "subject", "period", *NUMBERS, "unit", "bounds", "text")
FORMULA = {"=", "+", "-", "@", "\t", "\r"}
MEASURES = ("measure", "label", "definition", "unit", "notebooks")


def plain_number(number: float | None) -> str:
    """Write a number with all its digits and no exponent; nothing for an open end.

    >>> plain_number(8.1e12), plain_number(0.1), plain_number(None)
    ('8100000000000', '0.1', '')
    """
    if number is None:
        return ""
    digits = repr(number + 0)  # adding 0 makes 0 of minus 0
    if "e" in digits:
        digits = format(Decimal(digits), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def plain_text(text: str) -> str:
    """Write a text so that no spreadsheet takes it for a formula.

    >>> plain_text("=1+1"), plain_text("-0.5"), plain_text("both")
    ("'=1+1", '-0.5', 'both')
    """
    return f"'{text}" if text[:1] in FORMULA and not is_number(text) else text


def is_number(text: str) -> bool:
    """Tell whether a text reads as a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def result_rows(executed: Executed, measure: str) -> list[dict[str, str]]:
    """Give the rows of a measure of one run, each with the parameters of the run."""
    about = {"run": executed.run, "notebook": executed.notebook, **parameter_fields(executed)}
    return [
        about | dict(zip(RECORDED, fields_of(result), strict=True))
        for result in executed.results
        if result["measure"] == measure
    ]


def parameter_fields(executed: Executed) -> dict[str, str]:
    """Give the parameters of a run by the names of their columns."""
    return {column_of(name): plain_text(str(value)) for name, value in executed.parameters.items()}


def column_of(parameter: str) -> str:
    """Name the column of a parameter: its own name, unless results have a column of that name."""
    return f"parameter_{parameter}" if parameter in {*ABOUT, *RECORDED} else parameter


def fields_of(result: Mapping[str, Any]) -> list[str]:
    """Write the fields of a result, in the order of `RECORDED`."""
    return [
        plain_number(result.get(name)) if name in NUMBERS else plain_text(str(result.get(name) or ""))
        for name in RECORDED
    ]


def result_columns(parameters: Iterable[str], *, texts: bool) -> list[str]:
    """Give the columns of results: the parameters after the run; texts only where there are some."""
    return [*ABOUT, *parameters, *(name for name in RECORDED if name != "text" or texts)]


class Measures:
    """What was recorded under each id, gathered from one run after the other.

    Attributes
    ----------
    told
        By id, in the order of recording: its name, definition and unit.
    notebooks
        Those that recorded it.
    rows
        How often.
    """

    def __init__(self) -> None:
        self.told: dict[str, dict[str, str]] = {}
        self.notebooks: dict[str, dict[str, None]] = {}
        self.rows: Counter[str] = Counter()

    def add(self, run: Executed) -> None:
        """Take what a run recorded; one that failed has no results."""
        for result in () if run.error else run.results:
            name = str(result["measure"])
            if name not in self.told:
                self.told[name] = {key: plain_text(str(result.get(key) or "")) for key in MEASURES[:-1]}
                self.notebooks[name] = {}
            self.notebooks[name][run.notebook] = None
            self.rows[name] += 1

    def table(self) -> list[dict[str, str]]:
        """Give a row for each."""
        return [told | {"notebooks": " ".join(self.notebooks[name])} for name, told in self.told.items()]


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Write rows as CSV with a heading and plain line ends."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
