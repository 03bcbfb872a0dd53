"""Series over time as authors give them: named strands of marks in panels, with lines and plans across."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import pandas as pd

from kzindustry.analysis import Quantity
from kzindustry.errors import ReportError
from kzindustry.presentation import periods
from kzindustry.presentation.charts.axis import Need
from kzindustry.presentation.charts.canvas import GAP
from kzindustry.presentation.charts.entries import Point, text_of
from kzindustry.presentation.charts.given import (
    AnySeries,
    Hollow,
    Label,
    Pandas,
    by_label,
    check_known,
    named_series,
)
from kzindustry.presentation.charts.guides import Guides, open_ends, reach_of
from kzindustry.presentation.charts.labelled import EMPTY
from kzindustry.presentation.charts.marks import Given, Mark, as_mark, check_marks, check_one_unit, mark
from kzindustry.presentation.charts.plane import TALL
from kzindustry.presentation.charts.ticks import Write, tick_writer
from kzindustry.presentation.finding import Finding, as_finding
from kzindustry.presentation.style import text_width, wrapped

Style = Literal["line", "steps", "dots"]
ByPeriod: TypeAlias = "Mapping[Any, Given] | AnySeries"
TimeSeries: TypeAlias = "Mapping[Any, ByPeriod] | ByPeriod | pd.DataFrame"
TimePanels: TypeAlias = "Mapping[Any, TimeSeries] | Pandas"

FEW = 6
CROWDED = 70.0
"""The width that a number needs where all points of a panel bear theirs."""
NAME = 110.0


@dataclass(frozen=True, eq=False)
class During:
    """A value that holds through a period, and neither before nor after. Make one with ``during``."""

    period: str
    quantity: Quantity


def during(period: str, quantity: Quantity) -> During:
    """Say how long a plan runs: ``lines={"plan": during("2010/2014", plan)}`` ends where the plan ends."""
    periods.span(period)
    return During(period, quantity)


TimeLines = Mapping[Any, Quantity | During]


@dataclass(frozen=True, eq=False)
class Strand:
    """One named series: its periods, where they lie, and its marks in order of time."""

    name: Finding
    periods: tuple[str, ...]
    xs: tuple[float, ...]
    marks: tuple[Mark, ...]
    style: Style
    is_few: bool = True

    def hollowed(self, which: Collection[str]) -> "Strand":
        """Make the marks of these periods hollow; all of them, if the series is named."""
        marks = [
            replace(item, hollow=item.hollow or period in which or self.name.text in which)
            for period, item in zip(self.periods, self.marks, strict=True)
        ]
        return replace(self, marks=tuple(marks))

    @property
    def shown(self) -> list[int]:
        """Which points bear their number: all of a few, else the first and the last."""
        count = len(self.marks)
        return list(range(count)) if self.is_few else [0, count - 1]

    def ends_at(self, place: int) -> bool:
        """Tell whether a point ends a line, so that its text stands beside it."""
        return self.style != "dots" and place == len(self.marks) - 1

    def lines(self, place: int, spec: str) -> list[str]:
        """Give the text at a point; the last one bears the name of the series."""
        item = self.marks[place]
        is_last = place == len(self.marks) - 1
        return [text_of(item, spec), *(wrapped(self.name.text, NAME) if is_last and self.name.text else [])]


@dataclass(frozen=True, eq=False)
class TimePanel:
    """Series that share a unit, under a title, with lines from side to side and plans that end."""

    title: Finding
    strands: Sequence[Strand]
    guides: Guides
    plans: Sequence[tuple[Finding, During]]
    spec: str

    @property
    def write(self) -> Write:
        """What writes the numbers of ticks."""
        return tick_writer(self.strands[0].marks[0].quantity, self.spec)

    def on(self, width: float) -> "TimePanel":
        """Give the panel as a page has room for it: with all numbers, or first and last of each series."""
        count = sum(len(strand.marks) for strand in self.strands)
        strands = [
            replace(strand, is_few=len(strand.marks) <= FEW and count <= width / CROWDED)
            for strand in self.strands
        ]
        return replace(self, strands=strands)

    @property
    def points(self) -> list[Point]:
        """All numbers of the panel, for its data and the alternative text."""
        marks = [
            Point(self._name(strand.name), item.label.text, item, self.spec, period)
            for strand in self.strands
            for period, item in zip(strand.periods, strand.marks, strict=True)
        ]
        plans = [
            Point(name.text, "line", mark(plan.quantity), self.spec, plan.period) for name, plan in self.plans
        ]
        return [*marks, *self.guides.points(self.spec), *plans]

    @property
    def findings(self) -> list[Finding]:
        """All names of the panel."""
        plans = [name for name, _ in self.plans]
        return [self.title, *(strand.name for strand in self.strands), *self.guides.findings, *plans]

    @property
    def heights(self) -> list[Need]:
        """What must lie on the axis upwards, with room for arrows and for a text below each mark."""
        marks = [item for strand in self.strands for item in strand.marks]
        plans = [Need(plan.quantity.value, 18, 18) for _, plan in self.plans]
        return [*(need for item in marks for need in _height(item)), *self.guides.needs(), *plans]

    @property
    def widths(self) -> list[Need]:
        """What must lie on the time axis, with room for the texts of labelled points."""
        needs = [Need(end, 2, 2) for _, plan in self.plans for end in periods.span(plan.period)]
        for strand in self.strands:
            for place in strand.shown:
                width = max(map(text_width, strand.lines(place, self.spec)))
                left, right = (6.0, width + GAP + 4) if strand.ends_at(place) else (width / 2, width / 2)
                needs.append(Need(strand.xs[place], left, right))
        return needs

    def _name(self, strand: Finding) -> str:
        return ": ".join(filter(None, (self.title.text, strand.text)))


def _height(item: Mark) -> tuple[Need, Need]:
    (low, high), (down, up) = reach_of(item.quantity), open_ends(item.quantity)
    return Need(low, left=18 + TALL * down), Need(high, right=TALL * up)


def panel_of(  # noqa: PLR0913, PLR0917 - what a panel is made of
    title: Label, series: TimeSeries, hollow: Hollow, lines: TimeLines | None, spec: str, style: Style
) -> TimePanel:
    """Read a panel as an author gives it.

    Raises
    ------
    ReportError
        If a series has no values, a number has no source, or units are unlike.
    """
    named = named_series(series, _is_given)
    strands = [
        _strand(as_finding(name), values, tone if len(named) > 1 else 0, style)
        for tone, (name, values) in enumerate(named.items())
    ]
    strands = _with_hollow(strands, hollow)
    if not strands or not all(strand.marks for strand in strands):
        raise ReportError(f"The panel {f'{title}'!r} has a series without values.")
    marks = [(f"{title} {strand.name}".strip(), item) for strand in strands for item in strand.marks]
    given = {as_finding(name): content for name, content in by_label(lines or {}).items()}
    plans = [(name, plan) for name, plan in given.items() if isinstance(plan, During)]
    guides = Guides.of({name: line for name, line in given.items() if not isinstance(line, During)})
    across = [*guides.all, *((name, plan.quantity) for name, plan in plans)]
    marks += [(name.text, mark(quantity)) for name, quantity in across]
    check_marks(marks)
    check_one_unit(marks)
    return TimePanel(as_finding(title), strands, guides, plans, spec)


def _strand(name: Finding, values: Mapping[str, Any], tone: int, style: Style) -> Strand:
    """Order a series in time; where several share a panel, each has a tone of its own."""
    place = periods.middle if style == "dots" else periods.tallied
    ordered = sorted(values, key=place)
    marks = [as_mark(values[period], ", ".join(filter(None, (name.text, period)))) for period in ordered]
    toned = tuple(replace(item, tone=item.tone or tone % 4) for item in marks)
    return Strand(name, tuple(ordered), tuple(map(place, ordered)), toned, style)


def _with_hollow(strands: Sequence[Strand], hollow: Hollow) -> list[Strand]:
    """Make hollow what is named, and add hollow values as dots in the tone of their series."""
    if hollow is None:
        return list(strands)
    if isinstance(hollow, str | Set | list | tuple):
        hollow = [hollow] if isinstance(hollow, str) else [f"{name}" for name in hollow]
        check_known(hollow, [name for strand in strands for name in (strand.name.text, *strand.periods)])
        return [strand.hollowed(hollow) for strand in strands]
    tones = {strand.name.text: strand.marks[0].tone for strand in strands if strand.marks}
    beside = [
        _strand(EMPTY, values, tones.get(f"{name}", 0), "dots").hollowed(tuple(values))
        for name, values in named_series(hollow, _is_given).items()
    ]
    return [*strands, *beside]


def _is_given(value: Any) -> bool:
    return not isinstance(value, Mapping | pd.Series)
