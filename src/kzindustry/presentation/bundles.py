"""What a report hands to a notebook: one bundle for each thing shown, for readers and for machines.

The fields of the JSON documents are those of ``kzindustry.contract``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from kzindustry.analysis import Quantity, units
from kzindustry.contract import ANSWER, FINDING, HEADING, LIMIT, MIME, READING, RESULT, TABLE
from kzindustry.errors import ReportError
from kzindustry.presentation import periods, prose
from kzindustry.presentation.finding import Citing, Finding, check_source
from kzindustry.presentation.numbers import number
from kzindustry.presentation.tables import Table

CLASSES = {ANSWER: "finding answer", READING: "finding", LIMIT: "finding limit"}

Bundle = dict[str, Any]
Publish = Callable[[Bundle], object]


@dataclass(frozen=True)
class Row:
    """What a recorded result is about: the measure with its words, its subject and its period."""

    measure: str
    subject: str
    period: str
    label: str = ""
    definition: str = ""
    unit: str = ""

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


def recorded_quantity(row: Row, quantity: Quantity, cite: Citing) -> Bundle:
    """Bundle a recorded quantity.

    Raises
    ------
    ReportError
        If the quantity has no source.
    """
    problem = check_source(quantity)
    if problem:
        raise ReportError(f"{row.name}: {problem}")
    unit = row.unit if quantity.unit.dimensionless and row.unit else units.name(quantity.unit)
    shown = number(quantity, "bare")
    fields = {
        "value": quantity.value,
        "low": quantity.low,
        "high": quantity.high,
        "unit": unit,
        "unit_words": units.called(quantity.unit, 2.0),
        "bounds": quantity.bounds,
        "figures": list(quantity.figures),
    }
    rest = f"{_ends(quantity)} {unit}; {quantity.bounds}"
    return _result(row, shown + rest, cite.number(shown, quantity) + escape(rest, quote=False), fields)


def recorded_text(row: Row, words: Finding, cite: Citing) -> Bundle:
    """Bundle a recorded result that is a text."""
    fields = {"value": None, "low": None, "high": None, "unit": "", "bounds": ""}
    return _result(row, words.text, words.html(cite), {**fields, "figures": list(words.figures)}, words.text)


def _result(row: Row, words: str, html: str, fields: Mapping[str, Any], text: str = "") -> Bundle:
    about = {"kind": RESULT, "measure": row.measure, "label": row.label, "definition": row.definition}
    return {
        "text/plain": f"{row.name}: {words}",
        "text/html": f'<p class="result">{escape(row.name, quote=False)}: {html}</p>',
        MIME: {**about, "subject": row.subject, "period": row.period, **fields, "text": text},
    }


def _ends(quantity: Quantity) -> str:
    """Write the bounds in parentheses; nothing where there are none or they equal the value."""
    if quantity.low is None and quantity.high is None:
        return "" if quantity.bounds == "none" else " (both ends open)"
    if quantity.low == quantity.value == quantity.high:
        return ""
    return f" ({number(quantity, 'interval')})"


def sentences(words: Finding, role: str, cite: Citing) -> Bundle:
    """Bundle sentences, Markdown with numbers; the role is one of the contract's."""
    text = prose.to_text(words)
    return {
        "text/plain": text,
        "text/html": f'<div class="{CLASSES[role]}">{prose.to_html(words, cite)}</div>',
        MIME: {"kind": FINDING, "role": role, "text": text, "figures": list(words.figures)},
    }


def heading(words: Finding, level: int) -> Bundle:
    """Bundle a heading: its numbers lead nowhere, as in headings of Markdown cells."""
    html = f"<h{level}>{escape(words.text, quote=False)}</h{level}>"
    return of_kind(HEADING, words.text, html, level=level, text=words.text, figures=list(words.figures))


def table(shown: Table, *, role: str = "", folded: bool = False) -> Bundle:
    """Bundle a table; a folded one is closed until a reader opens it, and its rows are counted."""
    summary = f"<summary>{escape(shown.caption, quote=False)} ({len(shown.rows)})</summary>"
    html = f"<details>{summary}{shown.html()}</details>" if folded else shown.html()
    return {
        "text/plain": shown.text(),
        "text/html": html,
        MIME: {"kind": TABLE, "role": role, "caption": shown.caption, "figures": list(shown.figures)},
    }


def of_kind(kind: str, text: str, html: str, /, **fields: Any) -> Bundle:
    """Bundle what has a text, its HTML and a document of a kind of the contract."""
    return {"text/plain": text, "text/html": html, MIME: {"kind": kind, **fields}}


def all_figures(items: Sequence[Quantity | Finding]) -> tuple[str, ...]:
    """Give the figures behind several quantities and findings, each once, in order of use."""
    return tuple(dict.fromkeys(figure for item in items for figure in item.figures))
