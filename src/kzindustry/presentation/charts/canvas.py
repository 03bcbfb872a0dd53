"""The canvas that all forms draw on: points from the top left, as wide as a page has room, as high as needed.

It knows what stands where, so that labels never run into one another. Which marks a chart has belongs to the
forms; where a value lies, to ``axis``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from kzindustry.presentation.charts.svg import svg_of
from kzindustry.presentation.style import (
    BAND,
    GRID,
    INK,
    PAPER,
    SIZE,
    TONES,
    font,
    text_width,
)

LINE = 15.0
GAP = 7.0
ARROW = 20.0
CAP = 4.0
"""Half the length of the bar at the end of a whisker."""
SHAPES = ("o", "s", "D", "^", "v", "P")
SHIFT = {"left": 0.0, "center": 0.5, "right": 1.0}

Path = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Box:
    """A rectangle of the canvas."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Tell whether two boxes share some area; a line without width counts as a box."""
        across = self.left <= other.right and other.left <= self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True)
class Place:
    """Where a line of text may stand: the middle of its height, and the side of the text that x is."""

    x: float
    y: float
    align: str = "left"

    def box(self, *lines: str, bold: bool = False) -> Box:
        """Give the box that lines of text take here, the middle of them all at y."""
        width = max(text_width(words, bold=bold) for words in lines)
        left, half = self.x - SHIFT[self.align] * width, len(lines) * LINE / 2
        return Box(left, self.y - half, left + width, self.y + half)


class Words(Text):
    """A text whose anchor is all that is to be known: matplotlib would measure it once more to place it."""

    def draw(self, renderer: Any) -> None:
        """Write the text at its anchor."""
        gc = renderer.new_gc()
        gc.set_foreground(self.get_color())
        x, y = self.get_transform().transform(self.get_unitless_position())
        font = self.get_fontproperties()
        renderer.draw_text(gc, x, renderer.height - y, self.get_text(), font, 0, mtext=self)
        gc.restore()


class Canvas:
    """A drawing without pyplot and without axes, whose coordinates are points; heights run downwards.

    Axes would cost half of the time that a chart takes, and their ticks do not know of labels; matplotlib's
    artists on a bare figure are all that is needed.

    Parameters
    ----------
    width, height
        In points.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._texts: list[Box] = []
        self._marks: list[Box] = []
        self._drawn: list[Box] = []
        self._figure = Figure(figsize=(width / 72, height / 72))
        self._points = Affine2D().scale(1, -1).translate(0, height)

    def text(self, place: Place, words: str, *, bold: bool = False, color: str = INK) -> None:
        """Write a line of text, if there is any; it covers the fine lines that it stands on."""
        if not words:
            return
        box = place.box(words, bold=bold)
        self._texts.append(box)
        if any(line.overlaps(box) for line in self._drawn):
            self._rectangle(box, fill=PAPER, edge="none", order=2.5)
        # capitals and digits are 0.73 of the size high: their middle stands at the place
        baseline = place.y + 0.365 * SIZE
        look = font(bold=bold)
        self._add(
            Words(place.x, baseline, words, ha=place.align, va="baseline", color=color, fontproperties=look)
        )

    def lines(self, place: Place, lines: Sequence[str], *, bold: bool = False, color: str = INK) -> None:
        """Write several lines around a place."""
        first = place.y - (len(lines) - 1) * LINE / 2
        for count, words in enumerate(lines):
            self.text(Place(place.x, first + count * LINE, place.align), words, bold=bold, color=color)

    def label(self, places: Iterable[Place], *lines: str, color: str = INK) -> Box:
        """Write lines of text at the first place where they are free, or least crowded; give their box."""
        place = self._freest(places, lines)
        self.lines(place, lines, color=color)
        return place.box(*lines)

    def take(self, left: float, top: float, right: float, bottom: float) -> None:
        """Keep labels away from a box."""
        self._marks.append(Box(left, top, right, bottom))

    def path(self, points: Path, *, color: str = GRID, width: float = 0.8, dashed: bool = False) -> None:
        """Draw a line through points; faint ones stay behind everything."""
        xs, ys = zip(*points, strict=True)
        if max(xs) - min(xs) < 1:
            self._drawn.append(Box(min(xs), min(ys), max(xs), max(ys)))
        order = 0.8 if color == GRID else 2.0
        line = Line2D(xs, ys, color=color, linewidth=width, solid_capstyle="round", zorder=order)
        if dashed:
            line.set_linestyle((0, (4, 3)))
        self._add(line)

    def whisker(self, start: tuple[float, float], end: tuple[float, float], color: str) -> None:
        """Draw a line with a bar across each of its ends; nothing if it has no length."""
        (x0, y0), (x1, y1) = start, end
        if start == end:
            return
        across, down = (0.0, CAP) if y0 == y1 else (CAP, 0.0)
        ends = [[(x - across, y - down), (x + across, y + down)] for x, y in (start, end)]
        for line in ([start, end], *ends):
            self.path(line, color=color, width=1.8)
        self.take(min(x0, x1) - across, min(y0, y1) - down, max(x0, x1) + across, max(y0, y1) + down)

    def dot(self, x: float, y: float, tone: int = 0, *, hollow: bool = False) -> None:
        """Draw a marker: its shape goes with the tone, so that it survives grey print."""
        self.dots([(x, y)], tone, hollow=hollow)
        self.take(x - 5.5, y - 5.5, x + 5.5, y + 5.5)

    def dots(self, points: Path, tone: int = 0, *, hollow: bool = False, size: float = 8.0) -> None:
        """Draw many markers alike."""
        xs, ys = zip(*points, strict=True)
        line = Line2D(xs, ys, linestyle="none", marker=SHAPES[tone], markersize=size, zorder=4)
        line.set_markeredgecolor(TONES[tone])
        line.set_markerfacecolor(PAPER if hollow else TONES[tone])
        line.set_markeredgewidth(min(1.8, size / 5))
        self._add(line)

    def bar(self, box: Box, tone: int = 0, *, hollow: bool = False, hatched: bool = False) -> None:
        """Draw a bar: filled, hollow or hatched."""
        fill = PAPER if hollow or hatched else TONES[tone]
        self._rectangle(box, fill=fill, edge=TONES[tone], hatch="////" if hatched else None)
        self._marks.append(box)

    def band(self, box: Box) -> None:
        """Shade a range behind everything else."""
        self._rectangle(box, fill=BAND, edge="none", order=0.5)

    def area(self, outline: Path) -> None:
        """Shade an area behind everything else."""
        self._add(Polygon(outline, facecolor=BAND, edgecolor="none", zorder=0.5))

    def arrow(self, x: float, y: float, length: float, color: str, *, upright: bool = False) -> None:
        """Draw an arrow to the right or upwards (to the left or downwards, if its length is negative)."""
        back = length - (4.5 if length > 0 else -4.5)
        shaft, head = [(0.0, 0.0), (length, 0.0)], [(back, -3.5), (length, 0.0), (back, 3.5)]
        for stroke in (shaft, head):
            points = [
                (x + aside, y - along) if upright else (x + along, y + aside) for along, aside in stroke
            ]
            self.path(points, color=color, width=1.8)
        (left, right), (top, bottom) = sorted((x, points[1][0])), sorted((y, points[1][1]))
        self.take(
            left - 4 * upright, top - 4 * (not upright), right + 4 * upright, bottom + 4 * (not upright)
        )

    def crowd(self, box: Box) -> int:
        """Count the marks that lie in a box."""
        return sum(box.overlaps(mark) for mark in self._marks)

    def svg(self) -> str:
        """Give the finished image; the same drawing gives the same bytes."""
        return svg_of(self._figure)

    def _rectangle(
        self, box: Box, *, fill: str, edge: str, hatch: str | None = None, order: float = 1.0
    ) -> None:
        size = box.right - box.left, box.bottom - box.top
        look = {"facecolor": fill, "edgecolor": edge, "linewidth": 1.4, "zorder": order}
        self._add(Rectangle((box.left, box.top), *size, hatch=hatch, **look))  # type: ignore[arg-type]

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self._points)
        self._figure.add_artist(artist)

    def _freest(self, places: Iterable[Place], lines: Sequence[str]) -> Place:
        ranked: list[tuple[tuple[bool, int, int], int, Place]] = []
        for place in places:
            ranked.append((self._crowding(place.box(*lines)), len(ranked), place))
            if not any(ranked[-1][0]):
                return place
        return min(ranked, key=lambda rank: rank[:2])[2]

    def _crowding(self, box: Box) -> tuple[bool, int, int]:
        """Rank a place for a text: off the canvas is worst, then on other texts, then on marks."""
        outside = box.left < 0 or box.right > self.width or box.top < 0 or box.bottom > self.height
        wide = Box(box.left - 2, box.top, box.right + 2, box.bottom)
        apart = Box(box.left - GAP, box.top, box.right + GAP, box.bottom)
        on_texts = sum(apart.overlaps(other) for other in self._texts)
        return outside, on_texts, sum(wide.overlaps(other) for other in self._marks)
