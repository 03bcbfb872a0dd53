"""The tests of relations: whether two sides agree, as printed or within the rounding of the last digits.

What is compared is declared in relations.csv; how a formula is read is in `id_formula`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from types import MappingProxyType

from kzindustry.analysis import Quantity
from kzindustry.evidence.lookup import Lookup
from kzindustry.evidence.relations.id_formula import IdFormula

HOLDS = "holds"
WITHIN_ROUNDING = "holds within rounding"
FAILS = "does not hold"
UNKNOWN = "cannot be checked"
VERDICTS = (HOLDS, WITHIN_ROUNDING, FAILS, UNKNOWN)
UNDECIDED = "a number printed with an open end, or as a range, allows both"
ONE_SIDED = ("one value",)
SINGLE = ("=", "<=", ">=")


@dataclass(frozen=True)
class Sides:
    """The two sides of a relation under the two roundings."""

    left: Sequence[IdFormula]
    right: Sequence[IdFormula]
    printed: Lookup
    rounded: Lookup
    _known: dict[str, tuple[list[Quantity], list[Quantity]]] = field(default_factory=dict, init=False)

    @property
    def named(self) -> tuple[str, ...]:
        """The ids of the figures and context values on either side."""
        return tuple(dict.fromkeys(name for side in (*self.left, *self.right) for name in side.named))

    def values(self, evidence: Lookup) -> tuple[list[Quantity], list[Quantity]]:
        """Evaluate both sides under one rounding."""
        if evidence.rounding not in self._known:
            left, right = ([part.value(evidence) for part in side] for side in (self.left, self.right))
            self._known[evidence.rounding] = left, right
        return self._known[evidence.rounding]

    def gap(self, evidence: Lookup) -> Quantity:
        """Give left less right."""
        (left,), (right,) = self.values(evidence)
        return left - right

    def turned(self) -> "Sides":
        """Give the sides the other way round."""
        return replace(self, left=self.right, right=self.left)


def _reaches_zero(gap: Quantity) -> bool:
    """Tell whether a gap may be nothing; an open end has no limit."""
    return (gap.low is None or gap.low <= 0) and (gap.high is None or gap.high >= 0)


def _graded(sides: Sides, holds: Callable[[Lookup], bool]) -> str:
    """Give the verdict of a test that is either met or not, first as printed, then within the last digits."""
    return HOLDS if holds(sides.printed) else WITHIN_ROUNDING if holds(sides.rounded) else FAILS


def _equal(sides: Sides) -> str:
    """Ask whether both sides can be the same: "over 40%" is met by whatever lies above."""
    return _graded(sides, lambda evidence: _reaches_zero(sides.gap(evidence)))


def _at_most(sides: Sides) -> str:
    """Ask whether the left side is not above the right one; an open end may leave that undecided."""
    gap = sides.gap(sides.printed)
    if gap.high is not None and gap.high <= 0:
        return HOLDS
    if gap.low is None or gap.low <= 0:
        return UNDECIDED
    rounded = sides.gap(sides.rounded)
    return WITHIN_ROUNDING if rounded.low is None or rounded.low <= 0 else FAILS


def _at_least(sides: Sides) -> str:
    return _at_most(sides.turned())


def _one_value(sides: Sides) -> str:
    """Ask whether one number fits all quantities of the left side: intervals that meet in pairs have one."""
    return _graded(
        sides,
        lambda evidence: all(
            _reaches_zero(one - other) for one, other in combinations(sides.values(evidence)[0], 2)
        ),
    )


def _largest_remainder(sides: Sides) -> str:
    """Ask whether shares are their counts' when the last points go to the largest remainders.

    Source: Hamilton's method (Balinski and Young, Fair Representation, 1982, chapter 2).
    """
    counts, shares = sides.values(sides.printed)
    whole = sum(count.value for count in counts)
    exact = [100 * count.value / whole for count in counts]
    points = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda at: points[at] - exact[at])
    for at in by_remainder[: 100 - sum(points)]:
        points[at] += 1
    return HOLDS if points == [share.value for share in shares] else FAILS


TESTS: Mapping[str, Callable[[Sides], str]] = MappingProxyType(
    {
        "=": _equal,
        "<=": _at_most,
        ">=": _at_least,
        "one value": _one_value,
        "largest remainder": _largest_remainder,
    }
)
