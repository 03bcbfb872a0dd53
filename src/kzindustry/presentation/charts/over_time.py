"""Values over time, in one panel or several: joined by lines, as steps, or as dots."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, pairwise
from typing import Any, Literal, TypeAlias, Unpack

import pandas as pd

from kzindustry.errors import ReportError
from kzindustry.presentation import periods
from kzindustry.presentation.charts.axis import EDGE, Need
from kzindustry.presentation.charts.canvas import GAP, LINE, Canvas, Place
from kzindustry.presentation.charts.chart import Chart, ChartWords, chart
from kzindustry.presentation.charts.entries import Point, text_of
from kzindustry.presentation.charts.given import (
    AnySeries,
    Hollow,
    Label,
    Pandas,
    by_column,
    by_title,
    check_known,
    named_series,
)
from kzindustry.presentation.charts.guides import Guides, Lines, open_ends, reach_of
from kzindustry.presentation.charts.labelled import EMPTY
from kzindustry.presentation.charts.marks import Given, Mark, as_mark, check_marks, check_one_unit, mark
from kzindustry.presentation.charts.plane import (
    CORNER,
    TALL,
    Plane,
    draw_guides,
    draw_heights,
    margin,
    upright,
)
from kzindustry.presentation.charts.ticks import Write, draw_ticks, tick_writer, ticked, write_year
from kzindustry.presentation.finding import Finding, as_finding
from kzindustry.presentation.style import text_width, wrapped

Style = Literal["line", "steps", "dots"]
ByPeriod: TypeAlias = "Mapping[Any, Given] | AnySeries"
TimeSeries: TypeAlias = "Mapping[Any, ByPeriod] | ByPeriod | pd.DataFrame"
TimePanels: TypeAlias = "Mapping[Any, TimeSeries] | Pandas"

ALONE, AMONG = (110.0, 0.2), (95.0, 0.08)
"""The height of a panel, alone or among others: in points, and as a share of the width."""

FEW = 6
NAME = 110.0
FOOT = 20.0


@dataclass(frozen=True, eq=False)
class Strand:
    """One named series: its periods, where they lie, and its marks in order of time."""

    name: Finding
    periods: tuple[str, ...]
    xs: tuple[float, ...]
    marks: tuple[Mark, ...]
    style: Style

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
        return list(range(count)) if count <= FEW else [0, count - 1]

    def lines(self, place: int, spec: str) -> list[str]:
        """Give the text at a point; the last one bears the name of the series."""
        item = self.marks[place]
        is_last = place == len(self.marks) - 1
        return [text_of(item, spec), *(wrapped(self.name.text, NAME) if is_last and self.name.text else [])]


@dataclass(frozen=True, eq=False)
class TimePanel:
    """Series that share a unit, under a title, with their guides."""

    title: Finding
    strands: Sequence[Strand]
    guides: Guides
    spec: str

    @property
    def write(self) -> Write:
        """What writes the numbers of ticks."""
        return tick_writer(self.strands[0].marks[0].quantity, self.spec)


def line(
    series: TimeSeries,
    *,
    hollow: Hollow = None,
    number: str = "",
    style: Style = "line",
    lines: Lines | None = None,
    **words: Unpack[ChartWords],
) -> Chart:
    """Draw values over time in one panel.

    Parameters
    ----------
    series
        A Series by period, a frame (a series for each column), values by period, or name to any of these.
        Periods are written as in the tables ("2010", "1999-07", "2010/2014"); years, dates and pandas'
        periods are read as such.
    hollow
        What is planned, forecast or of another kind: values by period (or a frame with columns of the same
        names), drawn as dots beside the others; or names of series or periods.
    number
        The format of the numbers, as in ``finding``.
    style
        "line" joins the values of a series, "steps" holds each until the next (where something stays the
        same in between), "dots" leaves them apart. The value of a span lies at its middle as a dot, at its
        end otherwise (a running total).
    lines
        Lines from left to right by name.
    words
        Name, title, subtitle and note.

    Raises
    ------
    ReportError
        If a series has no values, a number has no source, or units are unlike.
    """
    return _drawn([_panel("", series, hollow, Guides.of(lines), number, style)], ALONE, words)


def small_multiples(
    panels: TimePanels,
    *,
    hollow: Hollow = None,
    number: Mapping[str, str] | str = "",
    style: Mapping[str, Style] | Style = "line",
    lines: Mapping[str, Lines] | None = None,
    **words: Unpack[ChartWords],
) -> Chart:
    """Draw values over time in panels of their own units above one time axis.

    Parameters
    ----------
    panels
        A frame by period (a panel for each column), or title to series, as in ``line``.
    hollow
        As in ``line``, by the titles of panels; or a frame whose columns are those of the panels.
    number
        The format of the numbers, for all panels or by their titles.
    style
        As in ``line``, for all panels or by their titles.
    lines
        Lines from left to right, by the title of their panel.
    words
        Name, title, subtitle and note.

    Raises
    ------
    ReportError
        If a panel has no values, a number has no source, or units within a panel are unlike.
    """
    beside, table = by_title(hollow), []
    for title, series in by_column(panels).items():
        key = f"{title}"
        spec = number if isinstance(number, str) else number.get(key, "")
        own = style if isinstance(style, str) else style.get(key, "line")
        guides = Guides.of((lines or {}).get(key))
        table.append(_panel(title, series, beside.get(key), guides, spec, own))
    return _drawn(table, AMONG, words)


def _panel(  # noqa: PLR0913, PLR0917 - what a panel is made of
    title: Label, series: TimeSeries, hollow: Hollow, guides: Guides, spec: str, style: Style
) -> TimePanel:
    named = named_series(series, _is_given)
    strands = [
        _strand(as_finding(name), values, tone if len(named) > 1 else 0, style)
        for tone, (name, values) in enumerate(named.items())
    ]
    strands = _with_hollow(strands, hollow)
    if not strands or not all(strand.marks for strand in strands):
        raise ReportError(f"The panel {f'{title}'!r} has a series without values.")
    marks = [(f"{title} {strand.name}".strip(), item) for strand in strands for item in strand.marks]
    check_marks(marks)
    check_one_unit([*marks, *((name.text, mark(quantity)) for name, quantity in guides.all)])
    return TimePanel(as_finding(title), strands, guides, spec)


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
    if not isinstance(hollow, Mapping | pd.Series | pd.DataFrame):
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


def _drawn(panels: Sequence[TimePanel], size: tuple[float, float], words: ChartWords) -> Chart:
    entries = [point for panel in panels for point in (*_points(panel), *panel.guides.points(panel.spec))]
    names = [name for panel in panels for name in (panel.title, *(strand.name for strand in panel.strands))]
    return chart("Chart over time", partial(_svg, panels, size), entries, words, *names)


def _svg(panels: Sequence[TimePanel], size: tuple[float, float], width: float) -> str:
    """Lay out panels one below the other, and draw them."""
    height = size[0] + size[1] * width
    heads = [LINE + 6 if panel.title.text else 0.0 for panel in panels]
    bottoms = list(accumulate(head + height for head in heads))
    ys = [
        upright(_heights(panel), end - height + 20, end, panel.write)
        for panel, end in zip(panels, bottoms, strict=True)
    ]
    left = margin(ys)
    widths = [need for panel in panels for need in _widths(panel)]
    # the name of a year stands at its middle, where its values are
    x = ticked(widths, left + CORNER, width - EDGE, write_year, kind="time", shift=0.5)
    canvas = Canvas(width, bottoms[-1] + FOOT)
    draw_ticks(canvas, x, 4, bottoms[-1])
    for panel, y in zip(panels, ys, strict=True):
        draw_heights(canvas, y, left, width - EDGE)
        canvas.text(Place(0, y.end - 20 - LINE / 2), panel.title.text, bold=True)
    for panel, y in zip(panels, ys, strict=True):
        _draw_panel(Plane(canvas, x, y), panel)
    return canvas.svg()


def _heights(panel: TimePanel) -> list[Need]:
    marks = [item for strand in panel.strands for item in strand.marks]
    return [need for item in marks for need in _height(item)] + panel.guides.needs()


def _height(item: Mark) -> tuple[Need, Need]:
    """Give the room that a mark, its arrows and a text below it take upwards."""
    (low, high), (down, up) = reach_of(item.quantity), open_ends(item.quantity)
    return Need(low, left=18 + TALL * down), Need(high, right=TALL * up)


def _widths(panel: TimePanel) -> list[Need]:
    """Give the room that the texts of labelled points take on the time axis."""
    needs = []
    for strand in panel.strands:
        for place in strand.shown:
            width = max(map(text_width, strand.lines(place, panel.spec)))
            is_end = strand.style != "dots" and place == len(strand.marks) - 1
            left, right = (6.0, width + GAP + 4) if is_end else (width / 2, width / 2)
            needs.append(Need(strand.xs[place], left, right))
    return needs


def _draw_panel(plane: Plane, panel: TimePanel) -> None:
    for strand in panel.strands:
        path = [(x, item.quantity.value) for x, item in zip(strand.xs, strand.marks, strict=True)]
        if strand.style != "dots":
            plane.line(_steps(path) if strand.style == "steps" else path, strand.marks[0].tone)
        few = len(strand.marks) <= FEW
        for place, (x, item) in enumerate(zip(strand.xs, strand.marks, strict=True)):
            if few or item.hollow or strand.style == "dots" or place in strand.shown:
                plane.dot(x, item)
    draw_guides(plane, panel.guides.lines)
    told = set()  # where series meet, one text says it for all
    for strand in panel.strands:
        for place in reversed(strand.shown):
            is_end = strand.style != "dots" and place == len(strand.marks) - 1
            value = strand.marks[place].quantity.value
            at, lines = (strand.xs[place], value), strand.lines(place, panel.spec)
            if (at, *lines) not in told:
                plane.label(*at, *lines, beside=is_end)
            told.add((at, *lines))


def _steps(path: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Hold each value until the next."""
    held = [point for (_, y), (x1, y1) in pairwise(path) for point in ((x1, y), (x1, y1))]
    return [path[0], *held]


def _points(panel: TimePanel) -> list[Point]:
    return [
        Point(
            ": ".join(filter(None, (panel.title.text, strand.name.text))),
            item.label.text,
            item,
            panel.spec,
            period,
        )
        for strand in panel.strands
        for period, item in zip(strand.periods, strand.marks, strict=True)
    ]
