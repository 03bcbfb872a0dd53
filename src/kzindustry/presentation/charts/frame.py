"""The frame of charts with labelled rows: labels at the left, an axis across, ticks below, guides above.

Dots, bars and intervals share it; what stands in a row belongs to their forms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from kzindustry.analysis import Quantity
from kzindustry.presentation.charts.axis import Axis, draw_ticks, tick_writer
from kzindustry.presentation.charts.canvas import LINE, Canvas, Place
from kzindustry.presentation.charts.guides import Guides, height_of
from kzindustry.presentation.prose import Finding
from kzindustry.presentation.style import text_width, wrapped

LABELS = 150.0
FOOT = 20.0


@dataclass(frozen=True)
class Column:
    """The labels at the left: their lines, and where the values begin."""

    labels: tuple[tuple[str, ...], ...]
    end: float

    def heights(self, contents: Sequence[float]) -> list[float]:
        """Give the heights of rows whose contents need so much."""
        return [
            max(content, len(lines) * LINE + 8) for lines, content in zip(self.labels, contents, strict=True)
        ]

    def draw(self, canvas: Canvas, centers: Sequence[float]) -> None:
        """Write the labels around the middles of their rows."""
        for lines, center in zip(self.labels, centers, strict=True):
            canvas.lines(Place(0, center), lines)


def column(labels: Sequence[Finding]) -> Column:
    """Wrap the labels of all rows into one column."""
    return columns([labels])[0]


def columns(groups: Sequence[Sequence[Finding]]) -> list[Column]:
    """Wrap the labels of several panels into columns of one width."""
    wrapped_groups = [tuple(tuple(wrapped(label.text, LABELS)) for label in labels) for labels in groups]
    lines = [line for group in wrapped_groups for label in group for line in label]
    widest = max(map(text_width, lines), default=0.0)
    return [Column(group, widest + 12 if widest else 2.0) for group in wrapped_groups]


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


def framed(
    heights: Sequence[float], axis: Axis, sample: Quantity, spec: str, guides: Guides | None = None
) -> Frame:
    """Make a canvas for rows of these heights, with ticks and guides drawn.

    Parameters
    ----------
    heights
        Of the rows, in points.
    axis
        Across the canvas.
    sample, spec
        A quantity of the axis and the number format, for the texts of ticks.
    guides
        Lines and ranges across all rows.
    """
    guides = guides or Guides()
    head = height_of(guides.names(axis))
    edges = tuple(accumulate(heights, initial=head))
    canvas = Canvas(edges[-1] + FOOT)
    draw_ticks(canvas, axis, axis.ticks(tick_writer(sample, spec)), head, edges[-1])
    guides.draw(canvas, axis, head, edges[-1])
    return Frame(canvas, axis, edges)
