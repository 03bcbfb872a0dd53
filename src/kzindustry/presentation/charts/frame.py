"""The frame of charts with labelled rows: labels at the left, an axis across, ticks below, guides above.

Dots, bars and intervals share it; what stands in a row belongs to their forms.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, repeat

from kzindustry.presentation.charts.axis import EDGE, Axis
from kzindustry.presentation.charts.canvas import LINE, Canvas, Place
from kzindustry.presentation.charts.guides import Guides, height_of
from kzindustry.presentation.charts.labelled import ChartRow
from kzindustry.presentation.charts.ticks import draw_ticks
from kzindustry.presentation.style import text_width, wrapped

LABELS = 0.36
"""The share of the canvas that labels may take before they wrap."""

FOOT = 20.0


@dataclass(frozen=True)
class Column:
    """The labels at the left: their lines, where the values begin, and which of them head others."""

    labels: tuple[tuple[str, ...], ...]
    end: float
    heads: frozenset[int] = frozenset()

    def heights(self, contents: Sequence[float], lower: Iterable[float] = repeat(0.0)) -> list[float]:
        """Give the heights of rows whose contents need so much; labels may be so much below the middle."""
        texts = (len(lines) * LINE for lines in self.labels)
        return [
            max(content, text + 8, text + 2 * below)
            for text, content, below in zip(texts, contents, lower, strict=False)
        ]

    def draw(self, canvas: Canvas, centers: Sequence[float]) -> None:
        """Write the labels around the middles of their rows."""
        for place, (lines, center) in enumerate(zip(self.labels, centers, strict=True)):
            canvas.lines(Place(0, center), lines, bold=place in self.heads)


def column(rows: Sequence[ChartRow], width: float) -> Column:
    """Wrap the labels of all rows into one column."""
    return columns([rows], width)[0]


def columns(panels: Sequence[Sequence[ChartRow]], width: float) -> list[Column]:
    """Wrap the labels of several panels into columns of one width; heading rows may run across."""
    texts = [tuple(_wrapped(row, width) for row in rows) for rows in panels]
    plain = [
        (lines, row)
        for group, rows in zip(texts, panels, strict=True)
        for lines, row in zip(group, rows, strict=True)
    ]
    widest = max((text_width(line) for lines, row in plain if not row.is_head for line in lines), default=0.0)
    end = widest + 12 if widest else 2.0
    heads = [frozenset(place for place, row in enumerate(rows) if row.is_head) for rows in panels]
    return [Column(group, end, own) for group, own in zip(texts, heads, strict=True)]


def _wrapped(row: ChartRow, width: float) -> tuple[str, ...]:
    return tuple(wrapped(row.label.text, width - 4 if row.is_head else LABELS * width, bold=row.is_head))


@dataclass(frozen=True)
class Frame:
    """A canvas with its axis and the edges of its rows."""

    canvas: Canvas
    axis: Axis
    edges: tuple[float, ...]

    @property
    def spans(self) -> list[tuple[float, float]]:
        """Top and bottom of each row."""
        return list(pairwise(self.edges))


def framed(heights: Sequence[float], axis: Axis, guides: Guides) -> Frame:
    """Make a canvas for rows of these heights, with ticks and guides drawn.

    Parameters
    ----------
    heights
        Of the rows, in points.
    axis
        Across the canvas.
    guides
        Lines and ranges across all rows.
    """
    head = height_of(guides.names(axis))
    edges = tuple(accumulate(heights, initial=head))
    canvas = Canvas(axis.end + EDGE, edges[-1] + FOOT)
    draw_ticks(canvas, axis, head, edges[-1])
    guides.draw(canvas, axis, head, edges[-1])
    return Frame(canvas, axis, edges)
