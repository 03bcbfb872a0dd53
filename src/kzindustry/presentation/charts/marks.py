"""What charts are given: marks (a quantity and how it is drawn) in labelled rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kzindustry.analysis import Quantity
from kzindustry.errors import ReportError
from kzindustry.presentation.finding import Finding, as_finding, check_source

EMPTY = Finding(())


@dataclass(frozen=True, eq=False)
class Mark:
    """One quantity on a chart.

    Attributes
    ----------
    quantity
        What is drawn; open ends become arrows, other bounds whiskers.
    label
        ChartWords beside its number.
    hollow
        For what is planned, hoped for, forecast or assumed.
    tone
        Which colour (and marker shape) of the style, 0 to 3.
    hatched
        For what is unaccounted for.
    """

    quantity: Quantity
    label: Finding
    hollow: bool = False
    tone: int = 0
    hatched: bool = False


def mark(
    quantity: Quantity,
    label: Finding | str = "",
    *,
    hollow: bool = False,
    tone: int = 0,
    hatched: bool = False,
) -> Mark:
    """Say how a quantity is to be drawn; see ``Mark``."""
    return Mark(quantity, as_finding(label), hollow, tone, hatched)


def planned(quantity: Quantity, label: Finding | str = "", *, tone: int = 0) -> Mark:
    """Draw a quantity hollow: planned, hoped for, forecast or assumed."""
    return mark(quantity, label, hollow=True, tone=tone)


Given = Quantity | Mark
Rows = Mapping[Finding | str, "Given | Sequence[Given] | Finding | str"]


@dataclass(frozen=True, eq=False)
class ChartRow:
    """A labelled line of a chart; without marks, words stand in their place, or it heads the next ones."""

    label: Finding
    marks: tuple[Mark, ...]
    words: Finding = EMPTY

    @property
    def is_head(self) -> bool:
        """Whether the row is only a heading."""
        return not self.marks and not self.words.parts


def as_mark(given: Given) -> Mark:
    """Take a mark as it is; a quantity becomes a solid one."""
    return given if isinstance(given, Mark) else mark(given)


def chart_rows(given: Rows) -> list[ChartRow]:
    """Take rows as an author writes them: label to quantity, mark, several of these, or words.

    Raises
    ------
    ReportError
        If there is no row, or a quantity has no source.
    """
    if not given:
        raise ReportError("A chart needs at least one row.")
    rows = [_row(as_finding(label), content) for label, content in given.items()]
    check_marks((f"{row.label}", item) for row in rows for item in row.marks)
    return rows


def check_marks(marks: Iterator[tuple[str, Mark]]) -> None:
    """Refuse quantities without source, all at once."""
    problems = [(label, check_source(item.quantity)) for label, item in marks]
    if any(problem for _, problem in problems):
        raise ReportError("\n".join(f"{label}: {problem}" for label, problem in problems if problem))


def _row(label: Finding, content: Given | Sequence[Given] | Finding | str) -> ChartRow:
    if isinstance(content, Finding | str):
        return ChartRow(label, (), as_finding(content))
    items = [content] if isinstance(content, Quantity | Mark) else content
    return ChartRow(label, tuple(as_mark(item) for item in items))
