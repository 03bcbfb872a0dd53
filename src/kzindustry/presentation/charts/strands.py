"""Series over time: named strands of marks in panels, with lines and plans across."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import pandas as pd

from kzindustry.analysis import Quantity
from kzindustry.presentation import periods
from kzindustry.presentation.charts.axis import Need
from kzindustry.presentation.charts.canvas import GAP
from kzindustry.presentation.charts.entries import Point, text_of
from kzindustry.presentation.charts.given import AnySeries, Pandas
from kzindustry.presentation.charts.guides import Guides, open_ends, reach_of
from kzindustry.presentation.charts.marks import Given, Mark, mark
from kzindustry.presentation.charts.plane import TALL
from kzindustry.presentation.charts.ticks import Write, tick_writer
from kzindustry.presentation.finding import Finding
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
    periods.begin_and_end(period)
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
    beside: str = ""

    @property
    def of(self) -> str:
        """The name of the series; of hollow values, that of the series that they stand beside."""
        return self.name.text or self.beside

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
            Point(self._name(strand.of), item.label.text, item, self.spec, period)
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
        needs = [Need(end, 2, 2) for _, plan in self.plans for end in periods.begin_and_end(plan.period)]
        for strand in self.strands:
            for place in strand.shown:
                width = max(map(text_width, strand.lines(place, self.spec)))
                left, right = (6.0, width + GAP + 4) if strand.ends_at(place) else (width / 2, width / 2)
                needs.append(Need(strand.xs[place], left, right))
        return needs

    def _name(self, strand: str) -> str:
        return ": ".join(filter(None, (self.title.text, strand)))


def _height(item: Mark) -> tuple[Need, Need]:
    (low, high), (down, up) = reach_of(item.quantity), open_ends(item.quantity)
    return Need(low, left=18 + TALL * down), Need(high, right=TALL * up)
