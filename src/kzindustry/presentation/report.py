"""Report: what a notebook shows and records, each number with its sources.

The notebook computes; a Report only lays out: one display output for each result, sentence, chart and table.
"""

import platform
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.metadata import version
from typing import Any, Protocol

import pandas as pd

from kzindustry.analysis import Quantity
from kzindustry.errors import InputError, ReportError
from kzindustry.evidence import Evidence, Figure
from kzindustry.presentation import bundles, periods
from kzindustry.presentation.bundles import Bundle, Publish, Row
from kzindustry.presentation.citations import Citations, bounding_word, published_at
from kzindustry.presentation.finding import Finding, as_finding, finding
from kzindustry.presentation.tables import Cell, Table, table_of

PACKAGES = ("kzindustry", "matplotlib", "numpy", "pandas", "pint", "scipy", "statsmodels")
STYLES = {"percent": "%", "percentage_point": "points", "KZT": "money", "USD": "money"}
KINDS = {"actual": "reported", "planned": "planned", "forecast": "forecast"}
PRINTED = ("As printed", "Document, paragraph", "What", "Where", "Period", "Status", "Said by")


class Kind(Protocol):
    """What a parameter may be: see ``kzindustry.types``."""

    def check(self, value: Any) -> Any:
        """Give the value back, or raise ValueError."""

    def describe(self) -> str:
        """Say what is accepted."""


class Shown(Protocol):
    """A chart, as far as a report needs to know it."""

    def bundle(self, citations: Citations) -> Bundle:
        """Give the display output."""


class Report:
    """The outputs of one notebook.

    Parameters
    ----------
    evidence
        Where figures and documents are looked up.
    publish
        Takes each output; by default the running notebook cell shows it.
    """

    def __init__(self, evidence: Evidence, publish: Publish = bundles.publish) -> None:
        self._evidence = evidence
        self._publish = publish
        self._citations = Citations(evidence)

    def parameters(self, **declared: tuple[Kind, Any]) -> None:
        """Check the notebook's parameters and show them: ``town=(Town, town)``.

        Raises
        ------
        InputError
            Names every parameter whose value is not what its type accepts.
        """
        problems = [_refusal(name, kind, value) for name, (kind, value) in declared.items()]
        if any(problems):
            raise InputError(*filter(None, problems))
        rows = [
            [
                Cell.of(name),
                Cell.of(f"{value:,}" if isinstance(value, int) else str(value)),
                Cell.of(kind.describe()),
            ]
            for name, (kind, value) in declared.items()
        ]
        self._show_table(Table("Parameters of this run", ("Parameter", "Value", "May be"), rows))

    def printed(self, *figures: str, caption: str = "Figures used, as printed", folded: bool = False) -> None:
        """Show figures as they are printed: the words, where they stand, what they say of what and when."""
        table = Table(caption, PRINTED, [self._printed_row(figure) for figure in figures])
        self._show_table(table, folded=folded)

    def amount(self, quantity: Quantity) -> Finding:
        """Write a quantity with its unit, for a sentence or a cell: "57 reports", "8.1 trillion tenge"."""
        style = STYLES.get(str(quantity.unit))
        label = "" if style else self._evidence.unit_label(quantity)
        return finding(f"{{quantity:{style or 'scaled'}}} {label}".strip(), quantity=quantity)

    def record(
        self,
        measure: str,
        quantities: Mapping[str, Quantity] | None = None,
        /,
        *,
        period: str = "",
        **more: Quantity,
    ) -> None:
        """Record a measure for each subject, and show it.

        Parameters
        ----------
        measure
            Its id.
        quantities
            By subject, where a subject is no Python name: ``{"karatau-zhanatas": difference}``.
        period
            The period that the row bears.
        more
            By subject: ``karatau=rate``.

        Raises
        ------
        ReportError
            If there is nothing to record, or a quantity has no source.
        """
        subjects = {**(quantities or {}), **more}
        if not subjects:
            raise ReportError(f"{measure}: nothing to record; give a quantity for each subject.")
        for subject, quantity in subjects.items():
            self._publish(bundles.result(Row(measure, subject, period), quantity, self._citations.mark))

    def record_text(self, measure: str, subject: str, words: Finding | str, period: str = "") -> None:
        """Record a result that is a text, and show it."""
        self._publish(
            bundles.result_text(Row(measure, subject, period), as_finding(words), self._citations.mark)
        )

    def say(self, *findings: Finding | str) -> None:
        """Show what a result means."""
        self._sentences("reading", findings)

    def limit(self, *findings: Finding | str) -> None:
        """Show what a result does not mean, and what is not known."""
        self._sentences("limit", findings)

    def answer(self, *findings: Finding | str) -> None:
        """Show the answer to the notebook's question; the page opens with it."""
        self._sentences("answer", findings)

    def show(self, chart: Shown) -> None:
        """Show a chart with its source line, alternative text and data."""
        self._publish(chart.bundle(self._citations))

    def table(self, frame: pd.DataFrame, caption: str) -> None:
        """Show a frame of quantities, findings and texts; see ``tables.table_of``."""
        self._show_table(table_of(frame, caption, self._citations.mark))

    def folded(self, frames: Mapping[str, pd.DataFrame]) -> None:
        """Show long tables by caption, each closed until a reader opens it; its rows are counted."""
        for caption, frame in frames.items():
            self._show_table(table_of(frame, caption, self._citations.mark), folded=True)

    def sources(self) -> None:
        """List every source cited so far, with each expression as printed and where it is published."""
        self._publish(bundles.plain(self._citations.text(), self._citations.section()))

    def versions(self) -> None:
        """Show with what the report was computed."""
        rows = [[Cell.of(name), Cell.of(number)] for name, number in _installed()]
        self._show_table(Table("Versions", ("Software", "Version"), rows))

    def _sentences(self, role: str, findings: tuple[Finding | str, ...]) -> None:
        for words in findings:
            self._publish(bundles.sentence(as_finding(words), role, self._citations.mark))

    def _show_table(self, table: Table, *, folded: bool = False) -> None:
        summary = f"<summary>{escape(table.caption, quote=False)} ({len(table.rows)})</summary>"
        html = f"<details>{summary}{table.html()}</details>" if folded else table.html()
        self._publish(bundles.plain(table.text(), html))

    def _printed_row(self, name: str) -> list[Cell]:
        item = self._evidence.figure(name)
        marks = self._citations.mark([name])
        if isinstance(item, Figure):
            address = self._evidence.document(item.document).address
            return [
                _linked(item.as_printed, address, marks, bounding_word(item)),
                *map(Cell.of, self._said(item)),
            ]
        title, words = self._citations.source(name).title, f"{item.value:,.12g} {item.unit}"
        texts = (item.source, title, "", periods.words(item.time_period), KINDS[item.kind], item.source)
        return [_linked(words, published_at(item.address), marks), *map(Cell.of, texts)]

    def _said(self, item: Figure) -> tuple[str, ...]:
        """Give where a figure stands and what it says, in the order of ``PRINTED``."""
        registry = self._evidence.registry
        return (
            f"{registry.documents[item.document].title}, {item.paragraph}",
            registry.indicators[item.indicator].label,
            registry.areas[item.ref_area].label if item.ref_area else "",
            periods.words(item.time_period) + (" (inferred)" if item.period_basis == "inferred" else ""),
            KINDS[item.figure_kind],
            item.speaker,
        )


@cache
def _installed() -> tuple[tuple[str, str], ...]:
    return (("Python", platform.python_version()), *((name, version(name)) for name in PACKAGES))


def _refusal(name: str, kind: Kind, value: Any) -> str:
    try:
        kind.check(value)
    except ValueError as error:
        return f"Parameter {name}: {error}"
    return ""


def _linked(words: str, address: str, marks: str, aside: str = "") -> Cell:
    inner = escape(words, quote=False)
    html = f'<a href="{escape(address)}">{inner}</a>' if address else inner
    small = f"<small>{escape(aside, quote=False)}</small>" if aside else ""
    return Cell(words + aside, html + small + marks)
