"""Computed curves with marked points on them: power against size, a ratio against an assumption."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Unpack

from kzindustry.analysis import Quantity
from kzindustry.errors import ReportError
from kzindustry.presentation.bundles import all_figures
from kzindustry.presentation.charts.axis import EDGE, Need
from kzindustry.presentation.charts.canvas import LINE, Canvas, Place
from kzindustry.presentation.charts.chart import Chart, ChartWords, chart
from kzindustry.presentation.charts.entries import ChartEntry, Point
from kzindustry.presentation.charts.guides import Guides, Lines
from kzindustry.presentation.charts.marks import ORDER, Given, Mark, as_mark, check_marks, mark
from kzindustry.presentation.charts.plane import (
    CORNER,
    Plane,
    draw_below,
    draw_guides,
    draw_heights,
    margin,
    upright,
)
from kzindustry.presentation.charts.ticks import tick_writer, ticked
from kzindustry.presentation.finding import Finding, as_finding
from kzindustry.presentation.numbers import number as number_text
from kzindustry.presentation.style import MUTED, wrapped

HEIGHT = (120.0, 0.2)
"""The height of the plane: in points, and as a share of the width."""

FOOT = 38.0
KEPT = 41
LABEL = 120.0

Marked = Mapping[Finding | str, tuple[Quantity, Given]]


@dataclass(frozen=True, eq=False)
class Curve:
    """Values computed along an axis.

    Attributes
    ----------
    x, y
        Numbers of one length.
    sources
        The quantities that the curve was computed from.
    name
        Words at its end, where there are several.
    low, high
        A band around it, of the same length; empty for none.
    """

    x: Sequence[float]
    y: Sequence[float]
    sources: Sequence[Quantity]
    name: str = ""
    low: Sequence[float] = ()
    high: Sequence[float] = ()

    @property
    def path(self) -> list[tuple[float, float]]:
        """The curve as pairs of numbers."""
        return _pairs(self.x, self.y)

    @property
    def band(self) -> list[tuple[float, float]]:
        """The outline of the band: along its low end, back along its high end."""
        if not len(self.low):
            return []
        return [*_pairs(self.x, self.low), *reversed(_pairs(self.x, self.high))]


@dataclass(frozen=True)
class Across:
    """What runs along the axis: its name with its unit, and the format of its numbers."""

    name: str
    number: str = ""


@dataclass(frozen=True, eq=False)
class MarkedPoint:
    """A labelled point: where it lies on the axis, and what it shows."""

    label: Finding
    x: Quantity
    mark: Mark
    across: Across
    spec: str

    @property
    def words(self) -> str:
        """The point in words, with both numbers, unless the label says them."""
        label, place = self.label.text, number_text(self.x, self.across.number)
        words = label if number_text(self.mark.quantity, self.spec) in label else self._point.words
        return words if place in label else f"{words} at {place} ({self.across.name})"

    @property
    def record(self) -> dict[str, object]:
        """The point as a row of data."""
        return {"x": self.x.value, **self._point.record}

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids of the figures behind it."""
        return all_figures([self.label, self.x, self.mark.quantity])

    @property
    def _point(self) -> Point:
        return Point(self.label.text, "", self.mark, self.spec)


@dataclass(frozen=True, eq=False)
class Sample:
    """One pair of numbers of a curve, for its data; the first bears the words for all."""

    name: str
    pair: tuple[float, float]
    ends: tuple[float | None, float | None]
    words: str = ""
    figures: tuple[str, ...] = ()

    @property
    def record(self) -> dict[str, object]:
        """The pair as a row of data."""
        (x, y), (low, high) = self.pair, self.ends
        return {"x": x, "row": self.name or "curve", "value": y, "low": low, "high": high}


def curve(
    values: Curve | Sequence[Curve],
    across: Across,
    *,
    marks: Marked,
    number: str = "",
    lines: Lines | None = None,
    **words: Unpack[ChartWords],
) -> Chart:
    """Draw one or more curves with labelled points.

    Parameters
    ----------
    values
        The curves.
    across
        What runs along the axis.
    marks
        Label to the point's place on the axis and what it shows there; at least one.
    number
        The format of the numbers upwards, as in ``finding``.
    lines
        Lines from left to right by name.
    words
        Name, title, subtitle and note.

    Raises
    ------
    ReportError
        If no point is marked, a curve has no values or a quantity has no source.
    """
    curves = (
        [values] if isinstance(values, Curve) else list(values) if isinstance(values, list | tuple) else []
    )
    points = [
        MarkedPoint(as_finding(label), x, as_mark(y), across, number) for label, (x, y) in marks.items()
    ]
    if not points or not curves or not all(item.path for item in curves):
        raise ReportError(f"The chart {words['name']!r} needs values and at least one marked point.")
    sources = [source for item in curves for source in item.sources]
    shown = [(point.label.text, item) for point in points for item in (mark(point.x), point.mark)]
    check_marks(iter([*shown, *(("a curve", mark(source)) for source in sources)]))
    guides = Guides.of(lines)
    samples = [sample for item in curves for sample in _samples(item, points[0])]
    entries: list[ChartEntry] = [*points, *guides.points(number), *samples]
    return chart("Curve", partial(_svg, curves, points, guides), entries, words, *sources)


def _svg(curves: Sequence[Curve], points: Sequence[MarkedPoint], guides: Guides, width: float) -> str:
    plane = _plane(curves, points, guides, width)
    for tone, item in enumerate(curves):
        plane.line(item.path, ORDER[tone % len(ORDER)])
    for point in points:
        plane.dot(point.x.value, point.mark)
    draw_guides(plane, guides.lines)
    for point in points:
        plane.label(point.x.value, point.mark.quantity.value, *wrapped(point.label.text, LABEL), beside=True)
    for item in curves:
        if item.name:
            plane.label(*item.path[-1], *wrapped(item.name, LABEL))
    return plane.canvas.svg()


def _plane(curves: Sequence[Curve], points: Sequence[MarkedPoint], guides: Guides, width: float) -> Plane:
    """Fit both axes, and draw bands, ticks and the name of what runs across."""
    paths = [pair for item in curves for pair in (*item.path, *item.band)]
    paths += [(point.x.value, point.mark.quantity.value) for point in points]
    first, height = points[0], HEIGHT[0] + HEIGHT[1] * width
    write_y = tick_writer(first.mark.quantity, first.spec)
    y = upright([*(Need(y) for _, y in paths), *guides.needs()], 10, height, write_y)
    left = margin([y])
    write_x = tick_writer(first.x, first.across.number)
    x = ticked((Need(x, 6, 6) for x, _ in paths), left + CORNER - 6, width - EDGE, write_x)
    plane = Plane(Canvas(width, height + FOOT), x, y)
    for item in curves:
        plane.shade(item.band)
    draw_below(plane.canvas, x, 10, height)
    draw_heights(plane.canvas, y, left, width - EDGE)
    plane.canvas.text(Place(width - EDGE, height + LINE * 1.5 + 4, "right"), first.across.name, color=MUTED)
    return plane


def _pairs(x: Sequence[float], y: Sequence[float]) -> list[tuple[float, float]]:
    return [(float(first), float(second)) for first, second in zip(x, y, strict=True)]


def _samples(item: Curve, point: MarkedPoint) -> list[Sample]:
    """Keep some pairs of a curve for its data, the first and the last among them."""
    path = item.path
    kept = sorted({round(place * (len(path) - 1) / (KEPT - 1)) for place in range(KEPT)})
    ends = [(float(item.low[k]), float(item.high[k])) if len(item.low) else (None, None) for k in kept]
    words = [_run(item, point), *[""] * (len(kept) - 1)]
    return [Sample(item.name, path[k], end, text) for k, end, text in zip(kept, ends, words, strict=True)]


def _run(item: Curve, point: MarkedPoint) -> str:
    """Say from where to where a curve runs."""
    write_x = tick_writer(point.x, point.across.number)
    write_y = tick_writer(point.mark.quantity, point.spec)
    ends = [f"{write_y(_rounded(y))} at {write_x(_rounded(x))}" for x, y in (item.path[0], item.path[-1])]
    return f"the curve {item.name}".strip() + f" runs from {ends[0]} to {ends[1]} ({point.across.name})"


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")
