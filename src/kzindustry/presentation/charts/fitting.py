"""A figure of matplotlib, drawn anew for the width of a page: the same sizes of text, nothing cut.

What a figure shows is its author's; here only its size, the room for its texts and its file are ours.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.category import StrCategoryLocator
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine, TightLayoutEngine
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator

from kzindustry.errors import ReportError
from kzindustry.presentation.charts.svg import svg_of
from kzindustry.presentation.style import SIZE, WIDE, styled, text_width, wrapped

POINTS = 72.0
SLACK = 2.0
"""By how many points something may stand out of the picture."""

LABELS = 0.36
"""The share of the width that names at the left may take before they wrap."""

TURNED = 40.0
"""By how many degrees names below an axis are turned, where they would meet."""


def fitted_svg(figure: Figure, name: str, width: float) -> str:
    """Give a figure as the image for a page of a width.

    Parameters
    ----------
    figure
        It is left as it was.
    name
        Of the chart, for messages.
    width
        In CSS pixels, which are points here. On a page narrower than the wide one the figure is as high as
        there, but no higher than one and a quarter of its width.

    Raises
    ------
    ReportError
        If something would be cut at this width.
    """
    with _kept(figure), styled(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*layout not applied.*")  # what is cut is refused below
        _set_size(figure, width)
        _lay_out(figure, width)
        _refuse_what_is_cut(figure, name, width)
        return svg_of(figure)


@contextmanager
def _kept(figure: Figure) -> Iterator[None]:
    """Put the figure back afterwards."""
    size, engine, canvas = figure.get_size_inches(), figure.get_layout_engine(), figure.canvas
    looks = [
        (text, text.get_text(), text.get_fontsize(), text.get_rotation(), text.get_horizontalalignment())
        for text in figure.findobj(Text)
        if isinstance(text, Text)
    ]
    ticks = [(axis, axis.get_major_locator(), axis.get_major_formatter()) for axis in _axes(figure)]
    FigureCanvasAgg(figure)  # measures texts; the figure's own may be of a window or of a notebook
    try:
        yield
    finally:
        for axis, locator, formatter in ticks:
            axis.set_major_locator(locator)
            axis.set_major_formatter(formatter)
        for text, words, points, turned, side in looks:
            text.set(text=words, fontsize=points, rotation=turned, horizontalalignment=side)
        figure.set_layout_engine(engine if isinstance(engine, ConstrainedLayoutEngine) else "none")
        figure.set_size_inches(*size)
        figure.set_canvas(canvas)


def _axes(figure: Figure) -> list[Axis]:
    return [axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)]


def _set_size(figure: Figure, width: float) -> None:
    """Give the figure another width, and its texts at least the size of all text."""
    wide, high = figure.get_size_inches()
    height = WIDE / wide * high
    figure.set_size_inches(width / POINTS, (height if width >= WIDE else min(height, 1.25 * width)) / POINTS)
    for text in figure.findobj(Text):
        if isinstance(text, Text):
            text.set_fontsize(max(text.get_fontsize(), SIZE))


def _lay_out(figure: Figure, width: float) -> None:
    """Make room for all texts: legends beside the axes, long names and titles in lines."""
    engine = figure.get_layout_engine()
    if not isinstance(engine, ConstrainedLayoutEngine):
        engine = TightLayoutEngine(rect=_beside_legends(figure, width))
        figure.set_layout_engine(engine)
    title = figure.get_suptitle()
    if title:
        figure.suptitle("\n".join(_lines(title, 0.8 * width)))
    for axes in figure.axes:
        axes.tick_params(axis="both", labelrotation=0)
        _wrap_names(axes.yaxis, LABELS * width)
    engine.execute(figure)
    for axes in figure.axes:
        _fit_below(axes)
    engine.execute(figure)
    figure.set_layout_engine("none")  # where everything stands is settled


def _beside_legends(figure: Figure, width: float) -> tuple[float, float, float, float]:
    """Move legends of the whole figure to its right edge, on a narrow page to its top; give what is left."""
    right = top = 1.0
    for legend in figure.legends:
        box = legend.get_window_extent()
        legend.set_loc("center right" if width >= WIDE else "upper center")
        legend.set_bbox_to_anchor((1, 0.5) if width >= WIDE else (0.5, 1), transform=figure.transFigure)
        if width >= WIDE:
            right = min(right, 0.99 - box.width / figure.bbox.width)
        else:
            top = min(top, 0.99 - box.height / figure.bbox.height)
    return 0.0, 0.0, right, top


def _fit_below(axes: Axes) -> None:
    """Break title and names below the axes into lines, or turn the names."""
    _wrap_texts(axes)
    names = axes.get_xticklabels()
    room = _points(axes) / max(len(names), 1) - 4
    words = [word for label in names for word in label.get_text().split()]
    if _meet(names) and all(text_width(word) <= room for word in words):
        _wrap_names(axes.xaxis, room)
    turns = _meet(axes.get_xticklabels())
    for label in axes.get_xticklabels() if turns else ():
        label.set(rotation=TURNED, horizontalalignment="right", rotation_mode="anchor")


def _points(axes: Axes) -> float:
    return float(axes.bbox.width) / axes.figure.dpi * POINTS


def _wrap_names(axis: Axis, room: float) -> None:
    """Break names of categories into lines that fit; numbers are left alone."""
    labels = axis.get_ticklabels()
    if not labels or not isinstance(axis.get_major_locator(), FixedLocator | StrCategoryLocator):
        return
    scale = SIZE / float(labels[0].get_fontsize())
    names = ["\n".join(_lines(label.get_text(), room * scale)) for label in labels]
    if names != [label.get_text() for label in labels]:
        axis.set_ticks(axis.get_ticklocs(), labels=names)


def _wrap_texts(axes: Axes) -> None:
    """Break the title and the name of the axis below into lines as wide as the axes."""
    for text in (axes.title, axes._left_title, axes._right_title, axes.xaxis.label):  # type: ignore[attr-defined]
        room = _points(axes) * SIZE / float(text.get_fontsize())
        text.set_text("\n".join(_lines(text.get_text(), room)))


def _lines(words: str, room: float) -> list[str]:
    return [line for part in words.split("\n") for line in wrapped(part, room) or [""]]


def _meet(labels: list[Text]) -> bool:
    """Tell whether names below the axes stand on one another."""
    boxes = [label.get_window_extent() for label in labels if label.get_text()]
    return any(one.x1 > other.x0 and one.x0 < other.x1 for one, other in pairwise(boxes))


def _refuse_what_is_cut(figure: Figure, name: str, width: float) -> None:
    whole = np.array(figure.get_tightbbox().extents) * POINTS
    height = figure.get_size_inches()[1] * POINTS
    if all(whole[:2] >= -SLACK) and all(whole[2:] <= (width + SLACK, height + SLACK)):
        return
    cut = [text.get_text() for text in _drawn_texts(figure) if _stands_out(text, figure)]
    what = f"the text {cut[0]!r}" if cut else "a part of it"
    raise ReportError(
        f"Chart {name!r}: {what} would be cut on a page {width:.0f} pixels wide. Shorten it, break it into "
        "lines, put long names on the upright axis, or give narrow=, a figure for narrow pages."
    )


def _drawn_texts(figure: Figure) -> list[Text]:
    """List the texts that are seen: ticks beyond the ends of an axis have some that are not."""
    unseen = {
        label
        for axis in _axes(figure)
        for tick, place in zip(axis.get_major_ticks(), axis.get_ticklocs(), strict=False)
        if not min(axis.get_view_interval()) <= place <= max(axis.get_view_interval())
        for label in (tick.label1, tick.label2)
    }
    texts = [text for text in figure.findobj(Text) if isinstance(text, Text) and text not in unseen]
    return [text for text in texts if text.get_visible()]


def _stands_out(text: Text, figure: Figure) -> bool:
    box, whole, slack = text.get_window_extent(), figure.bbox, SLACK * figure.dpi / POINTS
    inside = box.x0 >= whole.x0 - slack and box.x1 <= whole.x1 + slack
    return bool(text.get_text()) and not (inside and whole.y0 - slack <= box.y0 <= box.y1 <= whole.y1 + slack)
