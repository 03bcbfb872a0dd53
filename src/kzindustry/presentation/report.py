"""Report: what a notebook shows and records, each number with its sources.

The notebook computes; a Report only lays out: one display output for each result, sentence, chart and table.
"""

from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd

from kzindustry.analysis import Quantity
from kzindustry.contract import ANSWER, LIMIT, PARAMETERS, READING, SOURCES
from kzindustry.errors import InputError, ReportError
from kzindustry.evidence import Evidence
from kzindustry.presentation import bundles
from kzindustry.presentation.bundles import Bundle, Publish, Row
from kzindustry.presentation.citations import Citations
from kzindustry.presentation.declared import Accepts, declared_in, named
from kzindustry.presentation.fields import names_of_notebook
from kzindustry.presentation.figures_as_printed import as_printed
from kzindustry.presentation.finding import Finding, as_finding, finding
from kzindustry.presentation.recorded_subjects import by_subject
from kzindustry.presentation.software import software
from kzindustry.presentation.tables import Cell, Table, table_of
from kzindustry.types import written


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

    @property
    def citations(self) -> Citations:
        """What leads from the numbers of this report to their sources."""
        return self._citations

    def parameters(self, **declared: tuple[Accepts, Any]) -> None:
        """Check the notebook's parameters and show them.

        They are read from the notebook's own cell, `town: Town = "both"  # town to analyse`; a script may
        name them, `town=(Town, town)`.

        Raises
        ------
        InputError
            Names every parameter whose value is not what its type accepts.
        """
        found = named(declared) if declared else declared_in(names_of_notebook())
        problems = [one.problem for one in found if one.problem]
        if problems:
            raise InputError(*problems)
        texts = [(one.name, written(one.value), one.kind.describe(), one.help) for one in found]
        rows = [[Cell.of(text) for text in row] for row in texts]
        table = Table("Parameters of this run", ("Parameter", "Value", "May be", "What it does"), rows)
        fields = [dict(zip(("name", "value", "accepts", "help"), row, strict=True)) for row in texts]
        self._publish(bundles.of_kind(PARAMETERS, table.text(), table.html(), parameters=fields))

    def printed(self, *figures: str, caption: str = "Figures used, as printed", folded: bool = False) -> None:
        """Show figures as they are printed: the words, where they stand, what they say of what and when.

        Each document's title stands once, above its figures; context values follow, by publisher.
        """
        shown = as_printed(figures, caption, self._evidence, self._citations)
        self._publish(bundles.table(shown, role="printed", folded=folded))

    def amount(self, quantity: Quantity) -> Finding:
        """Write a quantity with its unit, for a sentence or a cell: "57 reports", "8.1 trillion tenge"."""
        return finding("{quantity:amount}", {}, quantity=quantity)

    def record(
        self,
        measure: str,
        quantities: "Mapping[str, Quantity] | pd.Series[Any] | None" = None,
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
            By subject: a column of quantities whose index names them, or a mapping. Subjects are recorded in
            lower case; those without a quantity are left out.
        period
            The period that the row bears.
        more
            By subject: ``karatau=rate``.

        Raises
        ------
        ReportError
            If there is nothing to record, or a quantity has no source.
        """
        for subject, quantity in by_subject(measure, quantities, more).items():
            row = self._row(measure, subject, period)
            self._publish(bundles.recorded_quantity(row, quantity, self._citations))

    def record_text(self, measure: str, subject: str, words: Finding | str, period: str = "") -> None:
        """Record a result that is a text, and show it."""
        row = self._row(measure, subject, period)
        self._publish(bundles.recorded_text(row, as_finding(words), self._citations))

    def say(self, *sentences: Finding | str) -> None:
        """Show what a result means: Markdown, with a field for each number.

        Parameters
        ----------
        sentences
            Such as ``"{towns.rate[Karatau]:%} of {towns.trainees[Karatau]:amount}"``: a field is a name of
            the notebook with attributes and items. How its number is written stands behind the colon:

            - nothing: the number, 1,368
            - ``amount``: with its unit, 17 businesses, 8.1 trillion tenge, 1.1%
            - ``%``: a fraction or percent as percent; ``points``: a difference of percentages
            - ``money``, ``scaled``: with a scale word, with or without the currency
            - ``words``, ``Words``: a small whole number in words; the second begins a sentence
            - ``p``: a probability of a test
            - each of these with ``interval``, its bounds (``% interval``), or ``bare``, without its qualifier

        Raises
        ------
        ReportError
            Names every field that is not there, and every number that is typed or has no source.
        """
        self._sentences(READING, sentences)

    def limit(self, *sentences: Finding | str) -> None:
        """Show what a result does not mean, and what is not known; fields are those of ``say``."""
        self._sentences(LIMIT, sentences)

    def answer(self, *sentences: Finding | str) -> None:
        """Show the answer to the notebook's question; the page opens with it. Fields are those of ``say``."""
        self._sentences(ANSWER, sentences)

    def heading(self, words: Finding | str, level: int = 2) -> None:
        """Show a heading that only this run has; those of all runs are Markdown cells."""
        self._publish(bundles.heading(as_finding(words), level))

    def show(self, chart: Shown) -> None:
        """Show a chart with its source line, alternative text and data.

        Raises
        ------
        ReportError
            If it is a bare figure of matplotlib or seaborn: ``drawn`` says what it shows.
        """
        if isinstance(chart, pd.DataFrame | pd.Series):
            raise ReportError('show() takes charts: report.table(frame, "What it shows") shows a table.')
        if not hasattr(chart, "bundle"):
            raise ReportError(
                f"{type(chart).__name__} has no sources: report.show(drawn(figure, shows=..., name=..., "
                "title=..., subtitle=...)) gives it some."
            )
        self._publish(chart.bundle(self._citations))

    def table(
        self,
        frame: "pd.DataFrame | pd.Series[Any]",
        caption: str,
        *,
        number: Mapping[str, str] | None = None,
        folded: bool = False,
        none: Finding | str = "",
    ) -> None:
        """Show a frame, or a column, of quantities, findings and texts.

        Parameters
        ----------
        frame
            Its index heads the rows, unless it only numbers them.
        caption
            What it shows.
        number
            Formats of columns, as in ``finding``: ``{"rate": "%"}``. Others have their number with its unit.
        folded
            Whether it stays closed until a reader opens it.
        none
            What is said in its place where it has no row.

        Raises
        ------
        ReportError
            Names every cell that holds a bare number, and every format for a column that is not there.
        """
        frame = frame.to_frame() if isinstance(frame, pd.Series) else frame
        if frame.empty and none:
            self.say(none)
            return
        shown = table_of(frame, as_finding(caption).text, self._citations, number, self.label)
        self._publish(bundles.table(shown, folded=folded))

    def folded(self, frames: Mapping[str, pd.DataFrame]) -> None:
        """Show long tables by caption, each closed until a reader opens it; its rows are counted."""
        for caption, frame in frames.items():
            self.table(frame, caption, folded=True)

    def label(self, name: str) -> str:
        """Give the words for the name of a column: those of its indicator, else its own."""
        indicator = self._evidence.registry.indicators.get(name)
        if indicator:
            return str(indicator.label)
        words = name.replace("_", " ")
        return words[:1].upper() + words[1:]

    def sources(self) -> None:
        """List every source cited so far, with each expression as printed and where it is published."""
        cited = self._citations
        self._publish(bundles.of_kind(SOURCES, cited.text(), cited.section(), sources=cited.document()))

    def versions(self) -> None:
        """Show with what the report was computed."""
        self._publish(bundles.table(software(), role="versions"))

    def _sentences(self, role: str, sentences: tuple[Finding | str, ...]) -> None:
        for words in sentences:
            self._publish(bundles.sentences(as_finding(words), role, self._citations))

    def _row(self, measure: str, subject: str, period: str) -> Row:
        known = self._evidence.registry.measures.get(measure)
        if known is None:
            return Row(measure, subject, period, self.label(measure))
        return Row(measure, subject, period, known.label, known.definition, known.unit)
