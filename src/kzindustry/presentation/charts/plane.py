"""The frame of charts with two axes: values upwards, time or another quantity across.

Lines, steps and curves share it; what is drawn on it belongs to their forms.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kzindustry.analysis import Quantity
from kzindustry.presentation.charts.axis import Axis, Need
from kzindustry.presentation.charts.canvas import GAP, LINE, Box, Canvas, Path, Place
from kzindustry.presentation.charts.guides import open_ends, reach_of
from kzindustry.presentation.charts.marks import Mark
from kzindustry.presentation.charts.ticks import Write, draw_ticks, ticked
from kzindustry.presentation.finding import Finding
from kzindustry.presentation.style import GRID, INK, MUTED, TONES, text_width

TALL = 17.0
"""The length of an arrow for an open end."""

AWAY = 14.0
"""A text further away from its mark than this is joined to it."""

CORNER = 12.0
"""Room at the left end of the axis across, where the texts of both axes would meet."""


@dataclass(frozen=True)
class Plane:
    """A canvas with an axis across and one upwards."""

    canvas: Canvas
    x: Axis
    y: Axis

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Give the point of two values."""
        return self.x.at(x), self.y.at(y)

    def line(self, path: Path, tone: int = 0) -> None:
        """Draw a line through values, and keep labels away from it."""
        points = [self.point(x, y) for x, y in path]
        self.canvas.path(points, color=TONES[tone], width=1.8)
        for start, end in pairwise(points):
            self._keep_clear(start, end)

    def _keep_clear(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Keep labels away from a line between two points."""
        (x0, y0), (x1, y1) = start, end
        count = 1 + int(max(abs(x1 - x0), abs(y1 - y0)) // 6)
        for step in range(count + 1):
            x, y = x0 + (x1 - x0) * step / count, y0 + (y1 - y0) * step / count
            self.canvas.take(x - 2, y - 2, x + 2, y + 2)

    def shade(self, outline: Path) -> None:
        """Shade what lies within an outline of values."""
        if outline:
            self.canvas.area([self.point(x, y) for x, y in outline])

    def dot(self, x: float, item: Mark) -> None:
        """Draw a mark with its whisker, or with arrows for open ends."""
        quantity = item.quantity
        if item.is_span:
            low, high = (self.point(x, end) for end in reach_of(quantity))
            self.canvas.bar(Box(low[0] - 4, high[1], low[0] + 4, low[1]), item.tone, hollow=item.hollow)
        elif quantity.low is not None and quantity.high is not None and quantity.low < quantity.high:
            self.canvas.whisker(self.point(x, quantity.low), self.point(x, quantity.high), TONES[item.tone])
        for length, is_open in zip((-TALL, TALL), open_ends(quantity), strict=True):
            if is_open:
                self.canvas.arrow(*self.point(x, quantity.value), length, TONES[item.tone], upright=True)
        if not item.is_span:
            self.canvas.dot(*self.point(x, quantity.value), item.tone, hollow=item.hollow)

    def label(self, x: float, y: float, *lines: str, beside: bool = False) -> None:
        """Write lines near a point: beside it (for the end of a line) or above or below it."""
        px, py = self.point(x, y)
        over, under = (self.canvas.crowd(Box(px - 15, py + top, px + 15, py + top + 35)) for top in (-41, 6))
        box = self.canvas.label(_around(px, py, len(lines), beside=beside, below=over > under), *lines)
        x_near, y_near = max(box.left, min(px, box.right)), max(box.top, min(py, box.bottom))
        if max(abs(x_near - px), abs(y_near - py)) > AWAY:  # a thin line says whose text it is
            share = 7 / max(abs(x_near - px), abs(y_near - py))
            start = px + share * (x_near - px), py + share * (y_near - py)
            self.canvas.path([start, (x_near, y_near)], color=MUTED)
            self._keep_clear(start, (x_near, y_near))


def upright(needs: Iterable[Need], top: float, bottom: float, write: Write) -> Axis:
    """Fit an axis upwards between two heights; it begins at zero unless all values lie far from it."""
    items = list(needs)
    values = [need.value for need in items]
    near_zero = min(values) > 0 and min(values) < max(values) / 2
    axis = ticked([*items, Need(0)] if near_zero else items, 0, bottom - top, write, is_upright=True)
    return replace(axis, start=bottom, end=top)


def draw_heights(canvas: Canvas, axis: Axis, left: float, right: float) -> None:
    """Draw faint lines at the ticks of an axis upwards, their texts at the left."""
    for value, text in axis.ticks:
        y = axis.at(value)
        canvas.path([(left, y), (right, y)], color=GRID)
        canvas.text(Place(left - 6, y, "right"), text, color=MUTED)


def margin(axes: Sequence[Axis]) -> float:
    """Give the room that the texts of ticks need at the left of all panels."""
    return max((text_width(text) for axis in axes for _, text in axis.ticks), default=0.0) + 8


def draw_guides(plane: Plane, guides: Sequence[tuple[Finding, Quantity]]) -> None:
    """Draw named lines from left to right."""
    left, right = plane.x.start - CORNER, plane.x.end
    for _, quantity in guides:
        y = plane.y.at(quantity.value)
        plane.canvas.path([(left, y), (right, y)], color=INK, width=1.2, dashed=True)
        plane.canvas.take(left, y - 1, right, y + 1)
    for name, quantity in guides:
        y = plane.y.at(quantity.value)
        ends = ((left + 2, "left"), ((left + right) / 2, "center"), (right, "right"))
        places = [Place(x, y + dy, align) for dy in (-LINE / 2 - 2, LINE / 2 + 2) for x, align in ends]
        plane.canvas.label(places, name.text)


def draw_below(canvas: Canvas, axis: Axis, top: float, bottom: float) -> None:
    """Draw the ticks of the axis across, and keep labels out of their line."""
    draw_ticks(canvas, axis, top, bottom)
    canvas.take(0, bottom, canvas.width, bottom + LINE + 4)


def _around(x: float, y: float, lines: int, *, beside: bool, below: bool) -> list[Place]:
    """Give the places near a point, from the best on: at its sides and corners before any further away."""
    half = lines * LINE / 2
    shifts = (("center", 0.0), ("left", -5.0), ("right", 5.0))
    ways = (1, -1) if below else (-1, 1)
    over, far, farther = (
        [Place(x + dx, y + way * away, align) for way in ways for align, dx in shifts]
        for away in (half + 8, half + 8 + LINE, half + 8 + 2 * LINE)
    )
    sides = (("left", GAP + 3), ("right", -GAP - 3))
    near, corners, wide = (
        [Place(x + dx, y + way * away, align) for away in aways for way in ways for align, dx in sides]
        for aways in ((0,), (half + 1,), (half + LINE, half + 2 * LINE))
    )
    aside = [replace(place, x=place.x + (25 if place.align == "left" else -25)) for place in wide]
    first = [*near, *corners, *over] if beside else [*over, *near, *corners]
    return [*first, *far, *wide, *farther, *aside]
