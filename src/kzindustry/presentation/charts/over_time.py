"""Values over time, in one panel or several: joined by lines, as steps, or as dots."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import accumulate, pairwise
from typing import Unpack

from kzindustry.errors import ReportError
from kzindustry.presentation import periods
from kzindustry.presentation.charts.axis import EDGE
from kzindustry.presentation.charts.canvas import GAP, LINE, Canvas, Place
from kzindustry.presentation.charts.chart import Chart, ChartWords, chart
from kzindustry.presentation.charts.given import Hollow, by_column, by_title
from kzindustry.presentation.charts.marks import Tones
from kzindustry.presentation.charts.plane import CORNER, Plane, draw_guides, draw_heights, margin, upright
from kzindustry.presentation.charts.strands import (
    During,
    Style,
    TimeLines,
    TimePanel,
    TimePanels,
    TimeSeries,
)
from kzindustry.presentation.charts.ticks import draw_ticks, ticked, write_year
from kzindustry.presentation.charts.time_panels import colored_panels, panel_of
from kzindustry.presentation.finding import Finding
from kzindustry.presentation.style import INK

ALONE, AMONG = (110.0, 0.2), (95.0, 0.08)
"""The height of a panel, alone or among others: in points, and as a share of the width."""

FOOT = 20.0


def line(  # noqa: PLR0913 - options of a form
    series: TimeSeries,
    *,
    hollow: Hollow = None,
    number: str = "",
    style: Style = "line",
    lines: TimeLines | None = None,
    tones: Tones = None,
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
        By name: a quantity is a line from side to side, ``during(period, quantity)`` one that ends.
    tones
        The colour of series by name, where a name is to have one colour on a page: {"Karatau": "orange"}.
    words
        Name, title, subtitle and note.

    Raises
    ------
    ReportError
        If a series has no values, a number has no source, or units are unlike.
    """
    return _drawn(colored_panels([panel_of("", series, hollow, lines, number, style)], tones), ALONE, words)


def small_multiples(  # noqa: PLR0913 - options of all panels
    panels: TimePanels,
    *,
    hollow: Hollow = None,
    number: Mapping[str, str] | str = "",
    style: Mapping[str, Style] | Style = "line",
    lines: Mapping[str, TimeLines] | None = None,
    shared: bool | None = None,
    tones: Tones = None,
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
        As in ``line``, by the title of their panel.
    shared
        Whether the panels have one scale upwards; by default where all have one unit.
    tones
        The colour of series by name, where a name is to have one colour on a page: {"Karatau": "orange"}.
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
        table.append(panel_of(title, series, beside.get(key), (lines or {}).get(key), spec, own))
    return _drawn(colored_panels(table, tones), AMONG, words, shared=shared)


def _drawn(
    panels: Sequence[TimePanel], size: tuple[float, float], words: ChartWords, *, shared: bool | None = None
) -> Chart:
    if not panels:
        raise ReportError("A chart over time needs at least one panel with a series.")
    units = {item.quantity.unit for panel in panels for strand in panel.strands for item in strand.marks}
    draw = partial(_svg, panels, size, len(units) == 1 if shared is None else shared)
    entries = [point for panel in panels for point in panel.points]
    return chart("Chart over time", draw, entries, words, *(f for panel in panels for f in panel.findings))


def _svg(panels: Sequence[TimePanel], size: tuple[float, float], shared: bool, width: float) -> str:
    """Lay out panels one below the other, and draw them."""
    height = size[0] + size[1] * width
    heads = [LINE + 6 if panel.title.text else 0.0 for panel in panels]
    bottoms = list(accumulate(head + height for head in heads))
    panels = [panel.on(width) for panel in panels]
    common = [need for panel in panels for need in panel.heights]
    ys = [
        upright(common if shared else panel.heights, end - height + 20, end, panel.write)
        for panel, end in zip(panels, bottoms, strict=True)
    ]
    left = margin(ys)
    widths = [need for panel in panels for need in panel.widths]
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


def _draw_panel(plane: Plane, panel: TimePanel) -> None:
    for strand in panel.strands:
        path = [(x, item.quantity.value) for x, item in zip(strand.xs, strand.marks, strict=True)]
        if strand.style != "dots":
            plane.line(_steps(path) if strand.style == "steps" else path, strand.marks[0].tone)
        for place, (x, item) in enumerate(zip(strand.xs, strand.marks, strict=True)):
            if strand.is_few or item.hollow or strand.style == "dots" or place in strand.shown:
                plane.dot(x, item)
    draw_guides(plane, panel.guides.lines)
    for name, plan in panel.plans:
        _draw_plan(plane, name, plan)
    # names at the ends of lines first, then from above; where series meet, one text says it for all
    labels: dict[tuple[float, float, tuple[str, ...]], bool] = {}
    for strand in panel.strands:
        for place in reversed(strand.shown):
            value = strand.marks[place].quantity.value
            text = tuple(strand.lines(place, panel.spec))
            labels.setdefault((strand.xs[place], value, text), strand.ends_at(place))
    for (x, value, text), is_end in sorted(labels.items(), key=lambda label: (not label[1], -label[0][1])):
        plane.label(x, value, *text, beside=is_end)


def _steps(path: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Hold each value until the next."""
    held = [point for (_, y), (x1, y1) in pairwise(path) for point in ((x1, y), (x1, y1))]
    return [path[0], *held]


def _draw_plan(plane: Plane, name: Finding, plan: During) -> None:
    """Draw a dashed line as long as the plan runs, its name above or below."""
    start, end = (plane.x.at(year) for year in periods.begin_and_end(plan.period))
    y = plane.y.at(plan.quantity.value)
    plane.canvas.path([(start, y), (end, y)], color=INK, width=1.6, dashed=True)
    plane.canvas.take(start, y - 1, end, y + 1)
    anchors = ((start, "left"), ((start + end) / 2, "center"), (end, "right"))
    places = [Place(x, y + dy, align) for dy in (-LINE / 2 - 2, LINE / 2 + 2) for x, align in anchors]
    beside = [Place(end + GAP, y), Place(start - GAP, y, "right")]
    plane.canvas.label([*places, *beside], name.text)
