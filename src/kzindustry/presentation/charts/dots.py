"""Dots on rows, with whiskers, arrows for open ends, named lines and a band: rates, ratios, pairs, amounts.

The one form for dot and whisker, log dot strip, plan and outcome, dumbbell, forest and intervals with a band.
"""

from collections.abc import Sequence
from functools import partial
from typing import Unpack

from kzindustry.presentation.charts.axis import EDGE
from kzindustry.presentation.charts.canvas import Place
from kzindustry.presentation.charts.chart import Chart, ChartWords, chart
from kzindustry.presentation.charts.dot_row import DotRow, clear_of, spots_of
from kzindustry.presentation.charts.entries import entries_of
from kzindustry.presentation.charts.frame import column, framed
from kzindustry.presentation.charts.given import Hollow
from kzindustry.presentation.charts.guides import Guides, Lines
from kzindustry.presentation.charts.labelled import ChartRow, Rows, chart_rows, colored_rows, marked
from kzindustry.presentation.charts.marks import Tones, check_one_unit, mark
from kzindustry.presentation.charts.ticks import Kind, tick_writer, ticked
from kzindustry.presentation.style import MUTED


def dots(  # noqa: PLR0913 - the one form for all of these
    rows: Rows,
    *,
    hollow: Hollow = None,
    number: str = "",
    log: bool = False,
    lines: Lines | None = None,
    band: Lines | None = None,
    unlike_units: bool = False,
    tones: Tones = None,
    **words: Unpack[ChartWords],
) -> Chart:
    """Draw one or more dots on each row, each with its number.

    Parameters
    ----------
    rows
        A Series or frame of quantities, or label to quantity, mark or several of them. Bounds are drawn as
        whiskers, open ends as arrows; several marks of a row without bounds are joined by a line.
    hollow
        What is planned: quantities by label, drawn beside the others; or names of rows or columns.
    number
        The format of the numbers, as in ``finding``.
    log
        Whether the axis is logarithmic.
    lines
        Vertical lines by name: a plan, no difference, an official rate.
    band
        One range by name, from the low to the high end of its quantity, shaded behind all rows.
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
    table = colored_rows(chart_rows(rows, hollow), tones)
    guides = Guides.of(lines, band)
    if not unlike_units:
        check_one_unit([*marked(table), *((name.text, mark(quantity)) for name, quantity in guides.all)])
    entries = [*entries_of(table, number), *guides.points(number)]
    draw = partial(_svg, table, guides, number, log)
    return chart("Dot chart", draw, entries, words, *(row.label for row in table), *guides.findings)


def _svg(table: Sequence[ChartRow], guides: Guides, number: str, is_log: bool, width: float) -> str:
    labels = column(table, width)
    spots = [spots_of(row, number, width - EDGE - labels.end) for row in table]
    needs = [need for row in spots for spot in row for need in spot.needs()]
    write = tick_writer(next(spot.mark.quantity for row in spots for spot in row), number)
    kind: Kind = "log" if is_log else "linear"
    axis = ticked([*needs, *guides.needs()], labels.end, width - EDGE, write, kind=kind)
    at_lines = [axis.at(quantity.value) for _, quantity in guides.lines]
    rows = [DotRow(clear_of(at_lines, row, axis), axis) for row in spots]
    heights = labels.heights([row.height for row in rows], [row.lower for row in rows])
    frame = framed(heights, axis, guides)
    centers = [row.center(*span) for row, span in zip(rows, frame.spans, strict=True)]
    labels.draw(frame.canvas, centers)
    for row, dotted, center in zip(table, rows, centers, strict=True):
        dotted.draw(frame.canvas, center)
        frame.canvas.text(Place(labels.end, center), row.words.text, color=MUTED)
    return frame.canvas.svg()
