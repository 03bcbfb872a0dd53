"""Guides across a chart: vertical lines with their names above the rows, and a shaded range behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kzindustry.analysis import Quantity
from kzindustry.presentation.charts.axis import EDGE, Axis, Need
from kzindustry.presentation.charts.canvas import LINE, Box, Canvas, Place
from kzindustry.presentation.charts.entries import Point
from kzindustry.presentation.charts.given import by_label
from kzindustry.presentation.charts.marks import as_mark, check_marks, mark
from kzindustry.presentation.finding import Finding, as_finding
from kzindustry.presentation.style import INK

TIERS = 6
GAP = 4.0
"""Pixels between two names of one tier."""

Lines = Mapping[Finding | str, Quantity]


@dataclass(frozen=True)
class Name:
    """The name of a vertical line: its place is in tiers, counted from the rows upwards."""

    text: str
    x: float
    tier: int
    align: str

    def place(self, bottom: float) -> Place:
        """Give the place of the name, the rows beginning at ``bottom``."""
        shift = {"left": 4.0, "center": 0.0, "right": -4.0}[self.align]
        return Place(self.x + shift, bottom - 4 - (self.tier + 0.5) * LINE, self.align)

    @property
    def box(self) -> Box:
        """The box of the name above rows that begin at 0."""
        return self.place(0).box(self.text)

    @property
    def stem(self) -> Box:
        """The line from the name down to the rows; it runs along a name that stands beside it."""
        top = self.box.bottom if self.align == "center" else self.box.top + 2
        return Box(self.x - 2, top, self.x + 2, 0)


@dataclass(frozen=True, eq=False)
class Guides:
    """Lines at values and ranges between ends, each with its name."""

    lines: Sequence[tuple[Finding, Quantity]] = ()
    ranges: Sequence[tuple[Finding, Quantity]] = ()

    @classmethod
    def of(cls, lines: Lines | None, band: Lines | None = None) -> "Guides":
        """Take guides as an author writes them: name to quantity.

        Raises
        ------
        ReportError
            If a quantity has no source.
        """
        guides = cls(
            *(
                [
                    (as_finding(name), as_mark(quantity, name).quantity)
                    for name, quantity in by_label(given or {}).items()
                ]
                for given in (lines, band)
            )
        )
        check_marks((f"{name}", mark(quantity)) for name, quantity in guides.all)
        return guides

    @property
    def all(self) -> list[tuple[Finding, Quantity]]:
        """Lines and ranges."""
        return [*self.lines, *self.ranges]

    @property
    def findings(self) -> list[Finding]:
        """The names, which may hold numbers."""
        return [name for name, _ in self.all]

    def needs(self) -> list[Need]:
        """Give what must lie on the axis."""
        values = [quantity.value for _, quantity in self.lines]
        values += [end for _, quantity in self.ranges for end in reach_of(quantity)]
        return [Need(value, 4, 4) for value in values]

    def names(self, axis: Axis) -> list[Name]:
        """Find room for the names above the rows."""
        stems = [(name.text, axis.at(quantity.value)) for name, quantity in self.lines]
        stems += [(name.text, axis.at(sum(reach_of(quantity)) / 2)) for name, quantity in self.ranges]
        return names_of(stems, axis.end + EDGE)

    def draw(self, canvas: Canvas, axis: Axis, top: float, bottom: float) -> None:
        """Shade the ranges, draw the lines and write the names above ``top``."""
        for _, quantity in self.ranges:
            low, high = reach_of(quantity)
            canvas.band(Box(axis.at(low), top, axis.at(high), bottom))
        at_lines = {axis.at(quantity.value) for _, quantity in self.lines}
        for name in self.names(axis):
            if name.x in at_lines:
                stem = [(name.x, top + name.stem.top), (name.x, bottom)]
                canvas.path(stem, color=INK, width=1.2, dashed=True)
                canvas.take(name.x - 2, top, name.x + 2, bottom)
            canvas.text(name.place(top), name.text)

    def points(self, spec: str) -> list[Point]:
        """List the numbers, for the data and the alternative text."""
        kinds = [("line", self.lines), ("range", self.ranges)]
        return [Point(name.text, kind, mark(q), spec) for kind, items in kinds for name, q in items]


def names_of(stems: Sequence[tuple[str, float]], right: float) -> list[Name]:
    """Place the names of lines, left of the edge, so that none meets another or another's line."""
    placed: list[Name] = []
    for text, x in sorted(stems, key=lambda stem: stem[1]):
        tries = [Name(text, x, tier, align) for tier in range(TIERS) for align in ("center", "right", "left")]
        later = [Box(other - 2, -2000, other + 2, 0) for _, other in stems if other > x]
        placed.append(next((name for name in tries if _is_free(name, right, placed, later)), tries[-1]))
    return placed


def height_of(names: Sequence[Name]) -> float:
    """Give the room that names need above the rows."""
    return 6 + LINE * max((name.tier + 1 for name in names), default=0)


def reach_of(quantity: Quantity) -> tuple[float, float]:
    """Give low and high; an open end counts as the value."""
    low = quantity.value if quantity.low is None else quantity.low
    return low, quantity.value if quantity.high is None else quantity.high


def open_ends(quantity: Quantity) -> tuple[bool, bool]:
    """Tell which ends are open, low and high: none of a number that claims no bounds."""
    has_bounds = quantity.bounds != "none"
    return has_bounds and quantity.low is None, has_bounds and quantity.high is None


def _is_free(name: Name, right: float, placed: Sequence[Name], later: Sequence[Box]) -> bool:
    inside = name.box.left >= 0 and name.box.right <= right
    box = name.box
    apart = Box(box.left - GAP, box.top, box.right + GAP, box.bottom)
    met = any(apart.overlaps(other.box) or name.stem.overlaps(other.box) for other in placed)
    return inside and not met and not any(box.overlaps(line) for line in (*(p.stem for p in placed), *later))
