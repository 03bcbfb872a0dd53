"""What a chart shows, entry by entry: in words, as a row of data, and from which figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from kzindustry.analysis.units import name as unit_name
from kzindustry.presentation import periods
from kzindustry.presentation.bundles import all_figures
from kzindustry.presentation.charts.labelled import ChartRow
from kzindustry.presentation.charts.marks import Mark
from kzindustry.presentation.finding import Finding
from kzindustry.presentation.numbers import number


class ChartEntry(Protocol):
    """One thing that a chart shows: what it is in words, as a row of data, and from which figures."""

    @property
    def words(self) -> str:
        """The entry in words, for the alternative text."""

    @property
    def record(self) -> dict[str, object]:
        """The entry as a row of data, by column."""

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids of the figures behind it."""


@dataclass(frozen=True)
class Point:
    """One number of a chart.

    Attributes
    ----------
    row, what
        Which line of the chart, and which of its marks.
    mark
        What is shown, and how.
    spec
        The number format on the chart.
    period
        When, on a chart over time.
    """

    row: str
    what: str
    mark: Mark
    spec: str = ""
    period: str = ""

    @property
    def words(self) -> str:
        """The point in words: label, number, bounds, and whether it is hollow."""
        text = number(self.mark.quantity, self.spec)
        names = ", ".join(filter(None, (self.row, self.what, periods.words(self.period))))
        return f"{names}: {text}{self._bounds(text)}" + (f" ({self._look})" if self._look != "solid" else "")

    @property
    def record(self) -> dict[str, object]:
        """The point as a row of data."""
        quantity = self.mark.quantity
        sources = " ".join((*quantity.figures, *(f"assumed:{name}" for name in quantity.assumptions)))
        return {
            "row": self.row,
            "what": self.what,
            "period": self.period,
            "value": quantity.value,
            "low": quantity.low,
            "high": quantity.high,
            "unit": unit_name(quantity.unit),
            "bounds": quantity.bounds,
            "mark": self._look,
            "figures": sources,
        }

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids of the figures behind number and label."""
        return all_figures([self.mark.quantity, self.mark.label])

    @property
    def _look(self) -> str:
        look = "hollow" if self.mark.hollow else "hatched" if self.mark.hatched else "solid"
        return f"{look} span" if self.mark.is_span else look

    def _bounds(self, text: str) -> str:
        quantity = self.mark.quantity
        if quantity.low == quantity.high:
            return ""
        style = self.spec.removesuffix("bare").removesuffix("interval").strip()
        between = number(quantity, f"{style} interval")
        return "" if between == text else f", from {between}"


@dataclass(frozen=True, eq=False)
class Said:
    """Words that stand on a chart where others have a number."""

    row: str
    content: Finding

    @property
    def words(self) -> str:
        """The entry in words."""
        return f"{self.row}: {self.content.text}"

    @property
    def record(self) -> dict[str, object]:
        """The entry as a row of data."""
        return {"row": self.row, "what": self.content.text}

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids of the figures behind the words."""
        return self.content.figures


def entries_of(rows: Iterable[ChartRow], spec: str, title: str = "") -> list[ChartEntry]:
    """List what labelled rows show, under the title of their panel; headings show nothing."""
    entries: list[ChartEntry] = []
    for row in rows:
        label = ": ".join(filter(None, (title, row.label.text)))
        entries += [Point(label, item.label.text, item, spec) for item in row.marks]
        entries += [Said(label, row.words)] if row.words.parts else []
    return entries


def text_of(item: Mark, spec: str) -> str:
    """Give the text beside a mark: its number and its label; of a span, its two ends."""
    quantity = item.quantity
    style = spec.removesuffix("bare").removesuffix("interval").strip()
    is_bounded = quantity.low is not None or quantity.high is not None
    written = number(quantity, f"{style} interval" if item.is_span and is_bounded else spec)
    return " ".join(filter(None, (written, item.label.text)))
