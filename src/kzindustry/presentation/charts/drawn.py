"""Any figure of matplotlib, pandas or seaborn as a chart, with title, sources, alternative text and data."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Unpack

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.figure import Figure, SubFigure

from kzindustry.analysis import Quantity
from kzindustry.errors import ReportError
from kzindustry.presentation.charts.chart import Chart, ChartWords, chart
from kzindustry.presentation.charts.entries import ChartEntry, Point, Said
from kzindustry.presentation.charts.fitting import fitted_svg
from kzindustry.presentation.charts.given import by_label, column_name, missing
from kzindustry.presentation.charts.marks import Mark, as_mark, check_marks
from kzindustry.presentation.finding import Finding, as_finding
from kzindustry.presentation.style import WIDE

UNNAMED = "index"
"""What pandas calls an index without a name: it says nothing on an axis."""


def drawn(
    picture: Any, *, shows: Any, number: str = "", narrow: Any = None, **words: Unpack[ChartWords]
) -> Chart:
    """Make a chart of any figure that matplotlib, pandas or seaborn drew.

    The figure is drawn anew for a wide and for a narrow page, its proportions kept on the wide one, its texts
    at least 12 pixels, and is then closed, so that the cell does not show it a second time. Names of
    categories that would meet are turned; for long ones the upright axis is the better place. Colours of the
    style and scales of few colours change on a dark page; a picture of many colours keeps its own paper. What
    seaborn draws by chance (bootstrapped intervals, jitter) needs a seed, so that every build is the same.

    Parameters
    ----------
    picture
        A figure, axes (or several of one figure), a grid of seaborn, or a plot of ``seaborn.objects``.
    shows
        The quantities that it shows: a Series, a frame, a quantity, or a list or mapping of these. They
        become source line, alternative text and data table. Findings and words in them are told, too.
    number
        The format of the numbers in the alternative text, as in ``finding``.
    narrow
        The figure for narrow pages, where the same one will not do.
    words
        Name, title, subtitle and note.

    Raises
    ------
    ReportError
        If the figure shows nothing, ``shows`` holds no quantity or a bare number, or a text would be cut.
    """
    name = f"{words.get('name', '')}"
    figure, small = _figure(picture, name), _figure(picture if narrow is None else narrow, name)
    for axis in (axis for axes in (*figure.axes, *small.axes) for axis in (axes.xaxis, axes.yaxis)):
        if axis.get_label_text() == UNNAMED:
            axis.set_label_text("")
    entries = list(_entries(shows, number))
    problem = _problem(figure, entries)
    if problem:
        raise ReportError(f"Chart {name!r}: {problem}")
    check_marks((entry.row, entry.mark) for entry in entries if isinstance(entry, Point))

    def draw(width: float) -> str:
        return fitted_svg(figure if width >= WIDE else small, name, width)

    try:
        return chart("Chart", draw, entries, words)
    finally:
        _close((figure, small))


def _figure(picture: Any, name: str) -> Figure:
    """Find the figure of whatever a plotting function gives back."""
    if hasattr(picture, "on") and hasattr(picture, "plot"):  # seaborn.objects: not drawn yet
        figure = Figure()
        picture.on(figure).plot()
        return figure
    if isinstance(picture, Artist):
        found: Any = picture.get_figure(root=True)
    elif isinstance(getattr(picture, "figure", None), Figure | SubFigure):
        found = picture.figure
    else:
        several = (
            picture.flat if hasattr(picture, "flat") else picture if isinstance(picture, Iterable) else ()
        )
        figures = {_figure(item, name) for item in several if not isinstance(item, str)}
        found = figures.pop() if len(figures) == 1 else None
    if isinstance(found, Figure):
        return found
    what = type(picture).__name__
    raise ReportError(f"Chart {name!r}: {what} is no one figure. Give a figure, axes, or a grid of seaborn.")


def _problem(figure: Figure, entries: Sequence[ChartEntry]) -> str:
    if not any(axes.has_data() or axes.texts for axes in figure.axes):
        return "the figure shows nothing. Draw first, and give drawn() the axes that were drawn on."
    if not any(isinstance(entry, Point) or entry.figures for entry in entries):
        return "shows= holds no quantity, so nothing has a source. Give the quantities behind the figure."
    return ""


def _entries(shown: Any, spec: str, row: str = "", what: str = "") -> Iterator[ChartEntry]:
    """List quantities and words in whatever holds them; labels of rows first, then names of columns."""
    if isinstance(shown, Quantity | Mark):
        yield Point(row or what or "value", what if row else "", as_mark(shown), spec)
    elif isinstance(shown, Finding | str):
        yield Said(": ".join(filter(None, (row, what))) or "text", as_finding(shown))
    elif isinstance(shown, pd.DataFrame | pd.Series | Mapping):
        named = shown.name if isinstance(shown, pd.Series) and not what else ""
        for label, content in by_label(shown, keep_names=True).items():
            own = column_name(label) if row else f"{label}"
            place = (row, own) if row else (own, what or (column_name(named) if named else ""))
            yield from _entries(content, spec, *place)
    elif isinstance(shown, list | tuple):
        for item in shown:
            yield from _entries(item, spec, row, what)
    elif not missing(shown):
        yield Point(row, what, as_mark(shown, ", ".join(filter(None, (row, what))) or "shows"), spec)


def _close(figures: Iterable[Figure]) -> None:
    """Take figures from pyplot, where a notebook would find them."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    for figure in figures:
        if pyplot is not None:
            pyplot.close(figure)
