"""A computed curve with marked points on it: power against size, a ratio against an assumption."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

from kzindustry.analysis import Quantity
from kzindustry.errors import ReportError
from kzindustry.presentation.charts.axis import Need, fitted, tick_writer
from kzindustry.presentation.charts.canvas import LINE, WIDTH, Canvas, Place
from kzindustry.presentation.charts.chart import Chart, Entry, Point, Words, chart
from kzindustry.presentation.charts.guides import Guides, Lines
from kzindustry.presentation.charts.marks import Given, Mark, as_mark, check_marks, mark
from kzindustry.presentation.charts.plane import Plane, draw_below, draw_guides, draw_heights, margin, upright
from kzindustry.presentation.numbers import number as number_text
from kzindustry.presentation.outputs import all_figures
from kzindustry.presentation.prose import Finding, as_finding
from kzindustry.presentation.style import MUTED, wrapped

HEIGHT = 190.0
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
    x_name
        What runs along the axis, with its unit.
    sources
        The quantities that the curve was computed from.
    x_number, number
        The number formats of the two axes.
    """

    x: Sequence[float]
    y: Sequence[float]
    x_name: str
    sources: Sequence[Quantity]
    x_number: str = ""
    number: str = ""

    @property
    def path(self) -> list[tuple[float, float]]:
        """The curve as pairs of numbers."""
        return [(float(x), float(y)) for x, y in zip(self.x, self.y, strict=True)]


@dataclass(frozen=True, eq=False)
class MarkedPoint:
    """A labelled point: where it lies on the axis, and what it shows."""

    label: Finding
    x: Quantity
    mark: Mark
    curve: Curve

    @property
    def words(self) -> str:
        """The point in words, with both numbers."""
        return f"{self._point.words} at {number_text(self.x, self.curve.x_number)} ({self.curve.x_name})"

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
        return Point(self.label.text, "", self.mark, self.curve.number)


@dataclass(frozen=True, eq=False)
class Sample:
    """One pair of numbers of the curve, for its data; the first bears the words for all."""

    x: float
    y: float
    words: str = ""
    figures: tuple[str, ...] = ()

    @property
    def record(self) -> dict[str, object]:
        """The pair as a row of data."""
        return {"x": self.x, "row": "curve", "value": self.y}


def curve(values: Curve, *, marks: Marked, lines: Lines | None = None, **words: Unpack[Words]) -> Chart:
    """Draw a curve with labelled points.

    Parameters
    ----------
    values
        The curve.
    marks
        Label to the point's place on the axis and what it shows there; at least one.
    lines
        Lines from left to right by name.
    words
        Name, title, subtitle and note.

    Raises
    ------
    ReportError
        If no point is marked, the curve has no values or a quantity has no source.
    """
    points = [MarkedPoint(as_finding(label), x, as_mark(y), values) for label, (x, y) in marks.items()]
    if not points or not values.path:
        raise ReportError(f"The curve {words['name']!r} needs values and at least one marked point.")
    shown = [(f"{point.label}", item) for point in points for item in (mark(point.x), point.mark)]
    check_marks(iter([*shown, *(("the curve", mark(source)) for source in values.sources)]))
    guides = Guides.of(lines)
    svg = _drawn(values, points, guides)
    entries: list[Entry] = [*points, *guides.points(values.number), *_samples(values, points[0])]
    return chart("Curve", svg, entries, words, *values.sources)


def _drawn(values: Curve, points: Sequence[MarkedPoint], guides: Guides) -> str:
    needs = [Need(y) for _, y in values.path] + [Need(point.mark.quantity.value) for point in points]
    y = upright([*needs, *guides.needs()], 10, HEIGHT)
    write_x = tick_writer(points[0].x, values.x_number)
    write_y = tick_writer(points[0].mark.quantity, values.number)
    left = margin([(y, write_y)])
    reach = [Need(x) for x, _ in values.path] + [Need(point.x.value, 6, 6) for point in points]
    x = fitted(reach, left, WIDTH - 6)
    canvas = Canvas(HEIGHT + FOOT)
    draw_below(canvas, x, x.ticks(write_x), 10, HEIGHT)
    draw_heights(canvas, y, write_y, left, WIDTH - 2)
    canvas.text(Place(WIDTH - 2, HEIGHT + LINE * 1.5 + 4, "right"), values.x_name, color=MUTED)
    plane = Plane(canvas, x, y)
    plane.line(values.path)
    for point in points:
        plane.dot(point.x.value, point.mark)
    draw_guides(plane, guides.lines)
    for point in points:
        plane.label(point.x.value, point.mark.quantity.value, *wrapped(point.label.text, LABEL), beside=True)
    return canvas.svg()


def _samples(values: Curve, point: MarkedPoint) -> list[Sample]:
    """Keep some pairs of the curve for its data, the first and the last among them."""
    path = values.path
    kept = sorted({round(place * (len(path) - 1) / (KEPT - 1)) for place in range(KEPT)})
    write_x, write_y = tick_writer(point.x, values.x_number), tick_writer(point.mark.quantity, values.number)
    ends = [f"{write_y(_rounded(y))} at {write_x(_rounded(x))}" for x, y in (path[0], path[-1])]
    words = f"the curve runs from {ends[0]} to {ends[1]} ({values.x_name})"
    return [Sample(*path[place], words if place == 0 else "") for place in kept]


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")
