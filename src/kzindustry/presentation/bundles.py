"""What a report hands to a notebook: one bundle for each thing shown, for readers and for machines.

The fields of the JSON documents (version 1) are a contract: reporting reads these and nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from kzindustry.analysis import Quantity
from kzindustry.analysis.units import name as unit_name
from kzindustry.contract import FINDING, MIME, RESULT
from kzindustry.errors import ReportError
from kzindustry.presentation import periods
from kzindustry.presentation.finding import Cite, Finding, check_source
from kzindustry.presentation.numbers import number

ROLES = {"answer": "finding answer", "reading": "finding", "limit": "finding limit"}

Bundle = dict[str, Any]
Publish = Callable[[Bundle], object]


@dataclass(frozen=True)
class Row:
    """What a recorded result is about: the measure, its subject and its period."""

    measure: str
    subject: str
    period: str

    @property
    def name(self) -> str:
        """The row in one line."""
        return f"{self.measure} · {self.subject}" + (
            f" [{periods.words(self.period)}]" if self.period else ""
        )


def publish(bundle: Bundle) -> None:
    """Show a bundle as one output of the running cell; outside of IPython, print its text."""
    from IPython.core.interactiveshell import InteractiveShell  # noqa: PLC0415 - needed by notebooks only
    from IPython.display import display  # noqa: PLC0415

    if InteractiveShell.initialized():
        display(bundle, raw=True)
    else:
        print(bundle["text/plain"])


def result(row: Row, quantity: Quantity, cite: Cite) -> Bundle:
    """Bundle a recorded quantity.

    Raises
    ------
    ReportError
        If the quantity has no source.
    """
    problem = check_source(quantity)
    if problem:
        raise ReportError(f"{row.name}: {problem}")
    unit = unit_name(quantity.unit)
    words = f"{number(quantity, 'bare')}{_ends(quantity)} {unit}; {quantity.bounds}"
    figures = {
        "value": quantity.value,
        "low": quantity.low,
        "high": quantity.high,
        "unit": unit,
        "bounds": quantity.bounds,
        "figures": list(quantity.figures),
    }
    return _result(row, words, cite(quantity.figures, quantity.assumptions), figures)


def result_text(row: Row, words: Finding, cite: Cite) -> Bundle:
    """Bundle a recorded result that is a text."""
    figures = {"value": None, "low": None, "high": None, "unit": "", "bounds": ""}
    return _result(
        row, words.text, cite(words.figures), {**figures, "figures": list(words.figures)}, words.text
    )


def _result(row: Row, words: str, marks: str, figures: Mapping[str, Any], text: str = "") -> Bundle:
    subject = {"kind": RESULT, "measure": row.measure, "subject": row.subject, "period": row.period}
    line = f"{row.name}: {words}"
    return {
        "text/plain": line,
        "text/html": f'<p class="result">{escape(line, quote=False)}{marks}</p>',
        MIME: {**subject, **figures, "text": text},
    }


def _ends(quantity: Quantity) -> str:
    """Write the bounds in parentheses; nothing where there are none or they equal the value."""
    if quantity.low is None and quantity.high is None:
        return "" if quantity.bounds == "none" else " (both ends open)"
    if quantity.low == quantity.value == quantity.high:
        return ""
    return f" ({number(quantity, 'interval')})"


def sentence(words: Finding, role: str, cite: Cite) -> Bundle:
    """Bundle a finding; its role is one of ``ROLES``."""
    return {
        "text/plain": words.text,
        "text/html": f'<p class="{ROLES[role]}">{words.html(cite)}</p>',
        MIME: {"kind": FINDING, "role": role, "text": words.text, "figures": list(words.figures)},
    }


def plain(text: str, html: str) -> Bundle:
    """Bundle what only people read: tables, sources, versions."""
    return {"text/plain": text, "text/html": html}


def all_figures(items: Sequence[Quantity | Finding]) -> tuple[str, ...]:
    """Give the figures behind several quantities and findings, each once, in order of use."""
    return tuple(dict.fromkeys(figure for item in items for figure in item.figures))
