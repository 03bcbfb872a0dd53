"""One row of dots on a canvas: the marks, and where their texts stand so that none meets another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kzindustry.presentation.charts.axis import Axis, Need
from kzindustry.presentation.charts.canvas import ARROW, GAP, LINE, Box, Canvas, Place
from kzindustry.presentation.charts.entries import text_of
from kzindustry.presentation.charts.guides import open_ends, reach_of
from kzindustry.presentation.charts.labelled import ChartRow
from kzindustry.presentation.charts.marks import Mark
from kzindustry.presentation.style import MUTED, TONES, text_width, wrapped

RADIUS = 5.0
HEIGHT = 25.0
AWAY = RADIUS + 3.0
"""How far from the middle of a mark the texts above and below it begin."""
AXIS = 80.0
"""The room that an axis keeps beside the text of a mark that stands alone."""


@dataclass(frozen=True, eq=False)
class Spot:
    """A mark with the lines of its text, and the side of the mark that they stand on: left, right or free."""

    mark: Mark
    lines: tuple[str, ...]
    side: str

    @property
    def reach(self) -> tuple[float, float]:
        """The values from which to which the mark's whisker reaches."""
        return reach_of(self.mark.quantity)

    @property
    def width(self) -> float:
        """The width of the text."""
        return max(map(text_width, self.lines))

    @property
    def arrows(self) -> tuple[float, float]:
        """The room in points that arrows for open ends take on the left and on the right."""
        low, high = open_ends(self.mark.quantity)
        return ARROW * low, ARROW * high

    def needs(self) -> tuple[Need, Need]:
        """Give the room that the mark, its arrows and its text take on the axis."""
        beside = self.width + GAP
        left, right = (arrow + RADIUS + 1 for arrow in self.arrows)
        low, high = self.reach
        return (
            Need(low, left=left + (beside if self.side == "left" else 0.0)),
            Need(high, right=right + (beside if self.side == "right" else 0.0)),
        )

    def draw(self, canvas: Canvas, axis: Axis, y: float) -> None:
        """Draw the mark with its whisker or arrows."""
        item, color = self.mark, TONES[self.mark.tone]
        low, high = (axis.at(end) for end in self.reach)
        if item.is_span:
            canvas.bar(Box(low, y - RADIUS, max(high, low + 2), y + RADIUS), item.tone, hollow=item.hollow)
        else:
            canvas.whisker((low, y), (high, y), color)
        left, right = self.arrows
        if left:
            canvas.arrow(low, y, -left - RADIUS, color)
        if right:
            canvas.arrow(high, y, right + RADIUS, color)
        if not item.is_span:
            canvas.dot(axis.at(item.quantity.value), y, item.tone, hollow=item.hollow)


def spots_of(row: ChartRow, spec: str, room: float) -> list[Spot]:
    """Give each mark its text and side: the outermost texts stand outside if short, the others are free."""
    marks = sorted(row.marks, key=lambda item: item.quantity.value)
    sides = ["left", *["free"] * (len(marks) - 2), "right"] if len(marks) > 1 else ["right"]
    if len(marks) > 1 and any(_has_whisker(item) for item in marks):
        sides = ["free"] * len(marks)
    longest = room / 4 if len(marks) > 1 else room - AXIS
    texts = [text_of(item, spec) for item in marks]
    return [
        Spot(item, tuple(wrapped(text, room)), side if text_width(text) <= longest else "free")
        for item, text, side in zip(marks, texts, sides, strict=False)
    ]


@dataclass(frozen=True, eq=False)
class DotRow:
    """Spots on an axis; their free texts stand in tiers, the first above the marks, the next below."""

    spots: Sequence[Spot]
    axis: Axis

    @cached_property
    def tiers(self) -> list[int]:
        """The tier of each free text, so that none stands on another, in order of the spots."""
        ends: list[float] = []
        found = []
        for spot in self.spots:
            if spot.side == "free":
                box = self._above(spot).box(*spot.lines)
                tier = next((n for n, end in enumerate(ends) if end + GAP < box.left), len(ends))
                ends[tier : tier + 1] = [box.right]
                found.append(tier)
        return found

    @property
    def count(self) -> int:
        """How many tiers there are."""
        return max(self.tiers, default=-1) + 1

    @property
    def tall(self) -> float:
        """The height of a tier."""
        return LINE * max((len(spot.lines) for spot in self.spots if spot.side == "free"), default=1)

    @property
    def height(self) -> float:
        """The height that the row needs."""
        return HEIGHT + self.tall * self.count

    @property
    def lower(self) -> float:
        """How far below the middle of the row its marks are: as more texts may stand above than below."""
        return self.tall * (self.count % 2) / 2

    def center(self, top: float, bottom: float) -> float:
        """Give the height of the marks in a row from top to bottom."""
        return (top + bottom) / 2 + self.lower

    def draw(self, canvas: Canvas, y: float) -> None:
        """Draw marks and texts around a height."""
        spots, at = self.spots, self.axis.at
        if len(spots) > 1 and not any(_has_whisker(spot.mark) for spot in spots):
            canvas.path([(at(spot.mark.quantity.value), y) for spot in spots], color=MUTED, width=1.2)
        for spot in spots:
            spot.draw(canvas, self.axis, y)
        for spot in (spot for spot in spots if spot.side != "free"):
            sides = self.sides(y, spot)
            places = [sides.pop(spot.side), *(sides.values() if len(spots) == 1 else ())]
            canvas.label(places, *spot.lines)
        free = [spot for spot in spots if spot.side == "free"]
        for spot, tier in zip(free, self.tiers, strict=True):
            order = [tier, *(n for n in range(self.count) if n != tier)]
            canvas.label([self._at(spot, n, y) for n in order], *spot.lines)

    def sides(self, y: float, spot: Spot) -> dict[str, Place]:
        """Give the places outside of all marks of the row."""
        low = self.axis.at(min(spot.reach[0] for spot in self.spots))
        high = self.axis.at(max(spot.reach[1] for spot in self.spots))
        left, right = spot.arrows
        return {
            "right": Place(high + RADIUS + GAP + right, y),
            "left": Place(low - RADIUS - GAP - left, y, "right"),
        }

    def moved(self, spot: Spot, lines: Sequence[float]) -> Spot:
        """Give a spot whose text stands beside the marks, or else above, so that no line meets it."""
        low = min(self.axis.at(other.reach[0]) for other in self.spots) - 1
        high = max(self.axis.at(other.reach[1]) for other in self.spots) + 1
        for side, place in self.sides(0, spot).items():
            box = place.box(*spot.lines)
            start, end = (high, box.right + GAP) if side == "right" else (box.left - GAP, low)
            fits = side == spot.side or (len(self.spots) == 1 and box.left >= self.axis.start - GAP)
            if fits and not any(start < line < end for line in lines):
                return replace(spot, side=side)
        return replace(spot, side="free")

    def _above(self, spot: Spot, y: float = 0.0) -> Place:
        """Give the place around a mark's point, moved aside as far as the axis' ends demand."""
        half, x = spot.width / 2, self.axis.at(spot.mark.quantity.value)
        return Place(max(self.axis.start + half, min(x, self.axis.end - half)), y, "center")

    def _at(self, spot: Spot, tier: int, y: float) -> Place:
        away = AWAY + self.tall * (tier // 2 + 0.5)
        return self._above(spot, y - away if tier % 2 == 0 else y + away)


def clear_of(lines: Sequence[float], spots: Sequence[Spot], axis: Axis) -> list[Spot]:
    """Keep lines out of the texts beside marks, and from between the two.

    Beyond a plan's line, a number would read as lying beyond the plan. So a line at one of these points of
    the canvas moves the text of a mark that stands alone to its other side, if that is clear, and any other
    text above its mark.
    """
    row = DotRow(spots, axis)
    return [spot if spot.side == "free" else row.moved(spot, lines) for spot in spots]


def _has_whisker(item: Mark) -> bool:
    low, high = reach_of(item.quantity)
    return low < high
