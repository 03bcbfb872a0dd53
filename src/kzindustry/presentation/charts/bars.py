"""Bars on rows, in one panel for each unit: counts, amounts, changes; open ends as arrows, plans hollow."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias, Unpack

from kzindustry.errors import ReportError
from kzindustry.presentation.charts.bar_panel import BarPanel
from kzindustry.presentation.charts.canvas import Canvas
from kzindustry.presentation.charts.chart import Chart, ChartWords, chart
from kzindustry.presentation.charts.entries import entries_of
from kzindustry.presentation.charts.frame import columns
from kzindustry.presentation.charts.given import Hollow, Pandas, by_column, by_title
from kzindustry.presentation.charts.labelled import ChartRow, Rows, chart_rows, colored_rows, marked
from kzindustry.presentation.charts.marks import Tones, check_one_unit
from kzindustry.presentation.finding import Finding, as_finding

BETWEEN = 12.0

Tables = Sequence[tuple[Finding, Sequence[ChartRow]]]
BarPanels: TypeAlias = "Mapping[Any, Rows] | Pandas"


def bars(
    rows: Rows,
    *,
    hollow: Hollow = None,
    number: str = "",
    unlike_units: bool = False,
    tones: Tones = None,
    **words: Unpack[ChartWords],
) -> Chart:
    """Draw a bar for each mark of each row, from zero, with its number.

    Parameters
    ----------
    rows
        A Series or frame of quantities, or label to quantity, mark or several of them (a bar each), or to
        words where there is no number.
    hollow
        What is planned: quantities by label, each a hollow bar below; or names of rows or columns.
    number
        The format of the numbers, as in ``finding``.
    unlike_units
        Whether counts of unlike things, jobs and people, may stand on the one axis.
    tones
        The colour of marks or rows by name, where a name is to have one colour on a page: {"plan": "grey"}.
    words
        Name, title, subtitle and note.

    Raises
    ------
    ReportError
        If there is nothing to draw, a number has no source, or units are unlike.
    """
    panel = (as_finding(""), colored_rows(chart_rows(rows, hollow), tones))
    return _drawn([panel], number, words, unlike_units=unlike_units)


def panels_of_bars(
    panels: BarPanels,
    *,
    hollow: Hollow = None,
    number: str = "",
    shared: bool | None = None,
    tones: Tones = None,
    **words: Unpack[ChartWords],
) -> Chart:
    """Draw panels of bars, one below the other: one for each unit, or group of rows.

    Parameters
    ----------
    panels
        Title (what is counted) to rows, as in ``bars``; or a frame: a panel for each column.
    hollow
        What is planned, by title as in ``bars``; or a frame whose columns are those of the panels.
    number
        The format of the numbers, as in ``finding``.
    shared
        Whether the panels have one scale, so that their bars can be compared; by default where all have one
        unit.
    tones
        The colour of marks or rows by name, where a name is to have one colour on a page: {"plan": "grey"}.
    words
        Name, title, subtitle and note.

    Raises
    ------
    ReportError
        If there is nothing to draw, a number has no source, or units within a panel are unlike.
    """
    planned = by_title(hollow)
    tables = [
        (as_finding(title), chart_rows(rows, planned.get(f"{title}")))
        for title, rows in by_column(panels).items()
    ]
    colors = iter(colored_rows([row for _, rows in tables for row in rows], tones))
    tables = [(title, [next(colors) for _ in rows]) for title, rows in tables]
    return _drawn(tables, number, words, shared=shared)


def _drawn(
    tables: Tables, spec: str, words: ChartWords, *, shared: bool | None = None, unlike_units: bool = False
) -> Chart:
    if not tables:
        raise ReportError("Bars need at least one panel with a quantity.")
    for _, rows in tables if not unlike_units else ():
        check_one_unit(marked(rows))
    units = {item.quantity.unit for _, rows in tables for _, item in marked(rows)}
    entries = [entry for title, rows in tables for entry in entries_of(rows, spec, title.text)]
    findings = [name for title, rows in tables for name in (title, *(row.label for row in rows))]
    draw = partial(_svg, tables, spec, len(units) == 1 if shared is None else shared)
    return chart("Bar chart", draw, entries, words, *findings)


def _svg(tables: Tables, spec: str, shared: bool, width: float) -> str:
    labels = columns([rows for _, rows in tables], width)
    panels = [
        BarPanel(title, rows, own, spec, width) for (title, rows), own in zip(tables, labels, strict=True)
    ]
    canvas = Canvas(width, sum(panel.height for panel in panels) + BETWEEN * (len(panels) - 1) + 4)
    top, common = 2.0, [need for panel in panels for need in panel.needs()]
    for panel in panels:
        panel.draw(canvas, panel.axis(common if shared else panel.needs()), top)
        top += panel.height + BETWEEN
    return canvas.svg()
