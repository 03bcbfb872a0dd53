"""What `%load_ext kzindustry` brings: prose cells, tables of quantities, figures in our style."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import matplotlib.units
import pandas as pd
from matplotlib.axis import Axis

from kzindustry.analysis import Quantity, units
from kzindustry.analysis.array import QuantityDtype
from kzindustry.errors import ReportError
from kzindustry.presentation.finding import finding
from kzindustry.presentation.report import Report
from kzindustry.presentation.style import use_style
from kzindustry.presentation.tables import table_of

PROSE_CELLS = ("say", "limit", "answer")
"""What `%%` makes of a cell: the method of a report that shows its text."""
HEADING = re.compile(r"(#{2,3}) (.+)")
"""The first line of a prose cell may be a heading."""
LONGEST = 60
"""A longer table is left to pandas, which shows its first and last rows."""


def load(shell: Any) -> None:
    """Give a running IPython what a notebook of this collection uses."""
    from IPython.core.magic import no_var_expand  # noqa: PLC0415 - needed by notebooks only

    for name in PROSE_CELLS:  # braces and dollars of a condition are its own: IPython fills in nothing
        shell.register_magic_function(no_var_expand(_prose(shell, name)), "cell", name)
    formatter = shell.display_formatter.formatters["text/html"]
    formatter.for_type(pd.DataFrame, lambda frame: _as_table(frame, shell.user_ns) or frame._repr_html_())
    formatter.for_type(pd.Series, lambda column: _as_table(column.to_frame(), shell.user_ns))
    matplotlib.units.registry[Quantity] = QuantityConverter()
    use_style()


def _prose(shell: Any, name: str) -> Callable[[str, str], None]:
    def prose(line: str, cell: str) -> None:
        """Show the text of this cell: Markdown with fields, {towns.rate[Karatau]:%}, of the notebook's names.

        `%%say if town == "both"` shows it only where the condition holds.
        """
        condition = line.strip()
        if condition and not condition.startswith("if "):
            raise ReportError(f"%%{name} {condition}: write %%{name}, or `if` and a condition.")
        if condition and not shell.ev(condition.removeprefix("if ")):
            return
        report, text = report_of(shell.user_ns), cell.strip()
        if heading := HEADING.match(text):
            report.heading(finding(heading[2], shell.user_ns), len(heading[1]))
            text = text[heading.end() :].strip()
        if text:
            getattr(report, name)(finding(text, shell.user_ns))

    return prose


def report_of(names: Mapping[str, Any]) -> Report:
    """Find the report of a notebook among its names.

    Raises
    ------
    ReportError
        If there is none.
    """
    found = names.get("report")
    others = [value for name, value in names.items() if isinstance(value, Report) and name[0] != "_"]
    if isinstance(found, Report):
        return found
    if not others:
        raise ReportError("There is no report yet. Make one before: report = Report(evidence).")
    return others[0]


def _as_table(frame: pd.DataFrame, names: Mapping[str, Any]) -> str | None:
    """Show a frame of quantities as the page does; nothing where it holds none or bare numbers or is long."""
    holds = any(isinstance(dtype, QuantityDtype) for dtype in frame.dtypes)
    if not holds or len(frame) > LONGEST or not any(isinstance(one, Report) for one in names.values()):
        return None
    report = report_of(names)
    try:
        return table_of(frame, "", report.citations, label=report.label).html()
    except ReportError:  # on the way, a mask may stand beside quantities; in report.table() it may not
        return None


class QuantityConverter(matplotlib.units.ConversionInterface):
    """Quantities on an axis: their values, under the words of their unit; unlike units are refused."""

    @staticmethod
    def convert(value: Any, unit: Any, axis: Axis) -> Any:
        """Give the numbers of quantities in the unit of the axis."""
        if isinstance(value, Quantity):
            return value.value * float(units.factor(value.unit, unit))
        return [
            QuantityConverter.convert(item, unit, axis) if isinstance(item, Quantity) else item
            for item in value
        ]

    @staticmethod
    def default_units(x: Any, axis: Axis) -> Any:
        """Give the unit of what is drawn first."""
        return x.unit if isinstance(x, Quantity) else next(q.unit for q in x if isinstance(q, Quantity))

    @staticmethod
    def axisinfo(unit: Any, axis: Axis) -> matplotlib.units.AxisInfo:
        """Name the axis by the unit."""
        return matplotlib.units.AxisInfo(label=units.called(unit, 2))  # type: ignore[no-untyped-call]
