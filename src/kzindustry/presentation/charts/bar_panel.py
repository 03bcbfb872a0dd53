"""One panel of bars on a canvas: bars from zero with their numbers, whiskers, and arrows for open ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from kzindustry.presentation.charts.axis import EDGE, Axis, Need, fitted
from kzindustry.presentation.charts.canvas import ARROW, GAP, LINE, Box, Canvas, Place
from kzindustry.presentation.charts.entries import text_of
from kzindustry.presentation.charts.frame import Column
from kzindustry.presentation.charts.guides import open_ends, reach_of
from kzindustry.presentation.charts.labelled import ChartRow
from kzindustry.presentation.charts.marks import Mark
from kzindustry.presentation.finding import Finding
from kzindustry.presentation.style import INK, MUTED, PAPER, TONES, text_width, wrapped

THICK = 15.0
STEP = 21.0
WIDEST = 0.55
"""The share of the axis that texts may take beside the bars; where one is wider, all stand above them."""


@dataclass(frozen=True, eq=False)
class BarPanel:
    """Rows on one axis, under a title, with the labels of all panels in one column."""

    title: Finding
    rows: Sequence[ChartRow]
    labels: Column
    spec: str
    width: float

    @cached_property
    def marks(self) -> list[Mark]:
        """All marks, from top to bottom."""
        return [item for row in self.rows for item in row.marks]

    @property
    def room(self) -> float:
        """The width of the axis."""
        return self.width - EDGE - self.labels.end

    @cached_property
    def has_texts_above(self) -> bool:
        """Whether the numbers stand above their bars, where there is no room beside them."""
        return any(text_width(text_of(item, self.spec)) > WIDEST * self.room for item in self.marks)

    def lines(self, item: Mark) -> list[str]:
        """Give the lines of a mark's text."""
        text = text_of(item, self.spec)
        return wrapped(text, self.room) if self.has_texts_above else [text]

    @property
    def head(self) -> float:
        """The height of the title."""
        return LINE + 5 if self.title.text else 0.0

    @cached_property
    def step(self) -> float:
        """The height that a bar needs, with its text if it stands above."""
        above = max((len(self.lines(item)) for item in self.marks), default=0) * self.has_texts_above
        return STEP + above * LINE

    @cached_property
    def heights(self) -> list[float]:
        """The heights of the rows."""
        return self.labels.heights([self.step * max(len(row.marks), 1) + 5 for row in self.rows])

    @property
    def height(self) -> float:
        """The height of the panel."""
        return self.head + sum(self.heights)

    def needs(self) -> list[Need]:
        """Give what must lie on the axis: a text stands beyond its bar or whisker, away from zero."""
        return [Need(0), *(need for item in self.marks for need in self._need(item))]

    def axis(self, needs: Iterable[Need]) -> Axis:
        """Fit the axis of the panel."""
        return fitted(needs, self.labels.end, self.width - EDGE)

    def draw(self, canvas: Canvas, axis: Axis, top: float) -> None:
        """Draw the panel below a height."""
        canvas.text(Place(0, top + LINE / 2), self.title.text, bold=True)
        edges = list(accumulate(self.heights, initial=top + self.head))
        centers = [(upper + lower) / 2 for upper, lower in pairwise(edges)]
        self.labels.draw(canvas, centers)
        for row, center in zip(self.rows, centers, strict=True):
            first = center - (len(row.marks) - 1) * self.step / 2
            for place, item in enumerate(row.marks):
                self._draw_bar(canvas, axis, item, first + place * self.step)
            canvas.text(Place(axis.at(0) + GAP, center), row.words.text, color=MUTED)
        canvas.path([(axis.at(0), edges[0]), (axis.at(0), edges[-1])], color=INK, width=1.0)

    def _need(self, item: Mark) -> tuple[Need, Need]:
        beside = 0.0 if self.has_texts_above else text_width(text_of(item, self.spec)) + GAP
        room = beside + ARROW * open_ends(item.quantity)[1] + 2
        low, high = reach_of(item.quantity)
        if item.quantity.value < 0:
            return Need(low, left=room), Need(high)
        return Need(low), Need(high, right=room)

    def _draw_bar(self, canvas: Canvas, axis: Axis, item: Mark, y: float) -> None:
        lines = self.lines(item)
        if self.has_texts_above:
            above = len(lines) * LINE
            canvas.lines(Place(axis.start + 2, y - THICK / 2), lines)
            y += above / 2
        end = _draw_bar(canvas, axis, item, y)
        if not self.has_texts_above:
            sign = -1 if item.quantity.value < 0 else 1
            canvas.text(Place(end + sign * GAP, y, "right" if sign < 0 else "left"), lines[0])


def _draw_bar(canvas: Canvas, axis: Axis, item: Mark, y: float) -> float:
    """Draw a bar with its whisker or arrow, and give the point where it ends."""
    zero, tip = axis.at(0), axis.at(item.quantity.value)
    box = Box(min(zero, tip), y - THICK / 2, max(zero, tip), y + THICK / 2)
    canvas.bar(box, item.tone, hollow=item.hollow, hatched=item.hatched)
    low, high = (axis.at(end) for end in reach_of(item.quantity))
    canvas.whisker((low, y), (high, y), INK)
    low_is_open, high_is_open = open_ends(item.quantity)
    if high_is_open:
        canvas.arrow(tip, y, ARROW, TONES[item.tone])
    if low_is_open:
        color = TONES[item.tone] if item.hollow else PAPER
        canvas.arrow(box.right - 4, y, -min(ARROW, box.right - box.left - 4), color)
    return min(low, tip) if tip < zero else max(high, tip) + ARROW * high_is_open
