"""Where a value lies on the canvas: an axis across it, linear or logarithmic.

An axis is fitted so that the labels beside its outermost marks stay on the canvas.
Which ticks it has is decided in ``ticks``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, isfinite, log

from kzindustry.errors import ReportError

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
    """A scale from points ``start`` to ``end``, for values from ``low`` to ``high``; ticks have texts."""

    start: float
    end: float
    low: float
    high: float
    is_log: bool = False
    ticks: tuple[tuple[float, str], ...] = ()

    def at(self, value: float) -> float:
        """Give the point of a value."""
        low, high = self._position(self.low), self._position(self.high)
        return self.start + (self._position(value) - low) / (high - low) * (self.end - self.start)

    def _position(self, value: float) -> float:
        return log(value) if self.is_log else value


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
