"""Ticks: round values that cover the marks of an axis, with texts that have room side by side."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil, floor, log10
from typing import Literal

from matplotlib.ticker import MaxNLocator

from kzindustry.analysis import Quantity
from kzindustry.presentation.charts.axis import EDGE, Axis, Need, fitted
from kzindustry.presentation.charts.canvas import GAP, LINE, Canvas, Place
from kzindustry.presentation.numbers import scale_of
from kzindustry.presentation.style import GRID, MUTED, text_width

Kind = Literal["linear", "log", "time"]
Write = Callable[[float], str]

UPRIGHT = 25.0
"""The height that the text of a tick takes on an axis upwards."""

FAR = 1.35
"""How many times the range of the marks ticks may cover, if others cover less."""

TOO_FAR = 2.2
"""Ticks across that cover so many times the range of the marks are left out: each mark has its number."""


def ticked(  # noqa: PLR0913 - an axis has this many sides
    needs: Iterable[Need],
    start: float,
    end: float,
    write: Write,
    *,
    kind: Kind = "linear",
    shift: float = 0.0,
    is_upright: bool = False,
) -> Axis:
    """Fit an axis whose first and last tick lie at or beyond its outermost marks.

    Parameters
    ----------
    needs, start, end
        As in ``fitted``.
    write
        Gives the text of a tick.
    kind
        What values are round: of "time", whole years are.
    shift
        By how much a tick lies beyond its value: half a year, where the name of a year stands at its middle.
    is_upright
        Whether the texts stand above each other.

    Returns
    -------
    Axis
        With the densest ticks that have room and do not reach far beyond the marks; with none, where there
        are no such.
    """
    items = list(needs)
    plain = fitted(items, start, end, is_log=kind == "log")
    low, high = (end_of(item.value for item in items) - shift for end_of in (min, max))
    size = (lambda _: UPRIGHT) if is_upright else text_width
    found: list[Axis] = []
    apart = UPRIGHT + GAP if is_upright else 70 if kind != "time" else 40
    for values in _choices(low, high, kind, round(abs(end - start) / apart)):
        ticks = tuple((value + shift, write(value)) for value in values)
        (first, text), (last, other) = ticks[0], ticks[-1]
        before, after = (99.0, 99.0) if is_upright else (start, EDGE)
        ends = Need(first, left=size(text) / 2 - before), Need(last, right=size(other) / 2 - after)
        axis = fitted([*items, *ends], start, end, is_log=kind == "log")
        if len(ticks) > 1 and _have_room([(axis.at(value), size(text)) for value, text in ticks]):
            found.append(replace(axis, ticks=ticks))
            if kind == "log" or last - first <= FAR * (high - low):
                return found[-1]
    lengths = [axis.ticks[-1][0] - axis.ticks[0][0] for axis in found]
    is_empty = kind == "linear" and not is_upright and bool(found) and lengths[0] > TOO_FAR * (high - low) > 0
    return found[0] if found and not is_empty else plain


def _choices(low: float, high: float, kind: Kind, most: int) -> Iterator[Sequence[float]]:
    """Give rows of round values that cover a range, the densest first."""
    if kind == "log":
        decades = range(floor(log10(low)) - 1, ceil(log10(high)) + 2)
        for digits in ((1, 2, 5), (1, 3), (1,)):
            yield _covering([digit * 10.0**power for power in decades for digit in digits], low, high)
        for step in range(2, len(decades)):
            yield _covering([10.0**power for power in decades if power % step == 0], low, high)
        return
    steps = [1, 2, 5, 10] if kind == "time" else [1, 2, 2.5, 5, 10]
    for count in range(max(2, min(most, 10 if kind == "time" else 7)), 0, -1):
        locator = MaxNLocator(nbins=count, steps=steps, integer=kind == "time", min_n_ticks=1)
        yield [round(float(value), 12) for value in locator.tick_values(low, high)]


def _covering(values: Sequence[float], low: float, high: float) -> list[float]:
    first = max((value for value in values if value <= low * (1 + 1e-9)), default=values[0])
    last = min((value for value in values if value >= high * (1 - 1e-9)), default=values[-1])
    return [value for value in values if first <= value <= last]


def _have_room(ticks: Sequence[tuple[float, float]]) -> bool:
    """Tell whether texts of these places and sizes stay apart."""
    return all(abs(b - a) - (one + other) / 2 >= GAP for (a, one), (b, other) in pairwise(ticks))


def draw_ticks(canvas: Canvas, axis: Axis, top: float, bottom: float) -> None:
    """Draw faint lines across the rows at the ticks, their texts below."""
    for value, text in axis.ticks:
        x = axis.at(value)
        canvas.path([(x, top), (x, bottom)], color=GRID)
        canvas.text(Place(x, bottom + LINE / 2 + 2, "center"), text, color=MUTED)


def write_year(year: float) -> str:
    """Write a year."""
    return f"{year:.0f}"


def tick_writer(sample: Quantity, spec: str) -> Write:
    """Give what writes the numbers of ticks in the style of a chart's numbers, short: without currency."""
    styles = {"money": "scaled", "%": "%", "points": "points", "scaled": "scaled"}
    style = next((styles[name] for name in styles if spec.startswith(name)), "")

    def write(value: float) -> str:
        scale = scale_of(sample, style or ("scaled" if abs(value) >= 1e6 else ""), abs(value))
        after = scale.after if style != "points" else ""
        return f"{value * scale.factor:,.10g}{after}".replace("-", "−")

    return write
