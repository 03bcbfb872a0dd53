"""Where a value lies on the canvas: an axis across it, linear or logarithmic, with its ticks.

An axis is fitted so that the labels beside its outermost marks stay on the canvas.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, exp, floor, isfinite, log, log10

from matplotlib.ticker import LogLocator, MaxNLocator

from kzindustry.analysis import Quantity
from kzindustry.errors import ReportError
from kzindustry.presentation.charts.canvas import GAP, LINE, Canvas, Place
from kzindustry.presentation.numbers import scale_of
from kzindustry.presentation.style import GRID, MUTED, text_width

SHORTEST = 20.0

EDGE = 2.0
"""Room between the end of an axis and the edge of the canvas."""


@dataclass(frozen=True)
class Need:
    """A value that must lie on the axis, and the room in points that its labels take on either side."""

    value: float
    left: float = 0.0
    right: float = 0.0


@dataclass(frozen=True)
class Axis:
    """A scale from points ``start`` to ``end``, which stand for the values ``low`` and ``high``."""

    start: float
    end: float
    low: float
    high: float
    is_log: bool = False
    is_time: bool = False

    def at(self, value: float) -> float:
        """Give the point of a value."""
        low, high = self._position(self.low), self._position(self.high)
        return self.start + (self._position(value) - low) / (high - low) * (self.end - self.start)

    def _has_room(self, value: float, text: str) -> bool:
        """Tell whether a tick's text stays on the canvas."""
        x, half = self.at(value), text_width(text) / 2
        return x - half >= 0 and x + half <= self.end + EDGE

    def _position(self, value: float) -> float:
        return log(value) if self.is_log else value

    def ticks(self, write: Callable[[float], str]) -> list[tuple[float, str]]:
        """Choose the densest round values whose texts have room side by side."""
        for values in self._choices():
            texts = [(value, write(value)) for value in values if self.low <= value <= self.high]
            ticks = [(value, text) for value, text in texts if self._has_room(value, text)]
            if len(ticks) > 1 and _have_room([(self.at(value), text) for value, text in ticks]):
                return ticks
        return []

    def round_values(self, count: int) -> list[float]:
        """Choose round values on a linear axis, at most so many steps apart; years are whole."""
        steps = [1, 2, 5, 10] if self.is_time else [1, 2, 2.5, 5, 10]
        locator = MaxNLocator(nbins=count, steps=steps, integer=self.is_time)
        values = locator.tick_values(self.low, self.high)
        return [float(value) for value in values if self.low <= value <= self.high]

    def _choices(self) -> Iterator[list[float]]:
        if self.is_log:
            for digits in ((1, 2, 5), (1, 3), (1,)):
                locator = LogLocator(subs=digits, numticks=99)
                yield [float(value) for value in locator.tick_values(self.low, self.high)]
            decades = [10.0**power for power in range(floor(log10(self.low)), ceil(log10(self.high)) + 1)]
            yield from (decades[first::step] for step in range(2, len(decades)) for first in range(step))
        for count in (5, 4, 3, 2) if not self.is_log else ():
            yield self.round_values(count)


def fitted(needs: Iterable[Need], start: float, end: float, *, is_log: bool = False) -> Axis:
    """Fit an axis between two points so that every value and the room beside it lie on it.

    Raises
    ------
    ReportError
        If a value is not finite, or not positive on a logarithmic axis.
    """
    items = list(needs)
    bad = [item.value for item in items if not isfinite(item.value) or (is_log and item.value <= 0)]
    if bad:
        raise ReportError(f"{bad} cannot be drawn on a {'logarithmic' if is_log else 'linear'} axis.")
    positions = [log(item.value) if is_log else item.value for item in items]
    low, high = min(positions), max(positions)
    if low == high:
        low, high = (low - 1, high + 1) if is_log or low == 0 else (min(low, 0), max(high, 0))
    first, last = start, end
    for _ in range(12):
        scale = (last - first) / (high - low)
        first = max(
            [start, *(start + n.left - (p - low) * scale for n, p in zip(items, positions, strict=True))]
        )
        last = min(
            [end, *(end - n.right + (high - p) * scale for n, p in zip(items, positions, strict=True))]
        )
        last = max(last, first + SHORTEST)
    scale = (last - first) / (high - low)
    low, high = low - (first - start) / scale, high + (end - last) / scale
    return Axis(start, end, exp(low), exp(high), is_log=True) if is_log else Axis(start, end, low, high)


def draw_ticks(
    canvas: Canvas, axis: Axis, ticks: Sequence[tuple[float, str]], top: float, bottom: float
) -> None:
    """Draw faint lines across the rows at the ticks, their texts below."""
    for value, text in ticks:
        x = axis.at(value)
        canvas.path([(x, top), (x, bottom)], color=GRID)
        canvas.text(Place(x, bottom + LINE / 2 + 2, "center"), text, color=MUTED)


def tick_writer(sample: Quantity, spec: str) -> Callable[[float], str]:
    """Give what writes the numbers of ticks in the style of a chart's numbers, short: without currency."""
    styles = {"money": "scaled", "%": "%", "points": "points", "scaled": "scaled"}
    style = next((styles[name] for name in styles if spec.startswith(name)), "")

    def write(value: float) -> str:
        scale = scale_of(sample, style or ("scaled" if abs(value) >= 1e6 else ""), abs(value))
        after = scale.after if style != "points" else ""
        return f"{value * scale.factor:,.10g}{after}".replace("-", "−")

    return write


def _have_room(ticks: Sequence[tuple[float, str]]) -> bool:
    """Tell whether tick texts stay apart from each other."""
    halves = [text_width(text) / 2 for _, text in ticks]
    ends = [(x - half, x + half) for (x, _), half in zip(ticks, halves, strict=True)]
    return all(right[0] - left[1] >= GAP for left, right in pairwise(ends))
