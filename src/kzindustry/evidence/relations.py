"""Relations: what must hold between figures, and whether it does, with the rounding of the printed digits.

A relation is declared in relations.csv and evaluated here; no verdict is stored anywhere. How a formula is
read is in `formula`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from kzindustry.analysis.quantity import Quantity, total
from kzindustry.errors import InputError, KzindustryError
from kzindustry.evidence.formula import Formula, formula
from kzindustry.evidence.lookup import Evidence
from kzindustry.evidence.rows import AS_PRINTED, HALF_UNIT
from kzindustry.evidence.tables import place, read_table, typed
from kzindustry.root import data_folder

HOLDS = "holds"
WITHIN_ROUNDING = "holds within rounding"
FAILS = "does not hold"
UNKNOWN = "cannot be checked"
VERDICTS = (HOLDS, WITHIN_ROUNDING, FAILS, UNKNOWN)


@dataclass(frozen=True)
class Relation:
    """A row of relations.csv.

    Attributes
    ----------
    relation
        Its id.
    kind
        What an auditor would call the check: "parts and total", "count and share" ...
    statement
        What must hold, in words.
    left, test, right
        Formulas, several joined by ";" where the test takes lists, and the test between them. An empty right
        side says that the other side of the comparison is not known.
    missing
        What would be needed to check it, where the right side is empty.
    """

    relation: str
    kind: str
    statement: str
    left: str
    test: str
    right: str
    missing: str


@dataclass(frozen=True)
class Checked:
    """A relation with its verdict.

    Attributes
    ----------
    relation
        The relation.
    verdict
        One of `VERDICTS`.
    gap
        Left less right at the printed values; None where nothing can be compared.
    figures
        Ids of the figures and context values in it.
    by_series
        Whether a context value decides it.
    detail
        By how much it fails, or why it cannot be checked.
    """

    relation: Relation
    verdict: str
    gap: Quantity | None
    figures: tuple[str, ...]
    by_series: bool
    detail: str = ""


@dataclass(frozen=True)
class Sides:
    """The two sides of a relation under the two roundings."""

    left: Sequence[Formula]
    right: Sequence[Formula]
    printed: Evidence
    rounded: Evidence

    def values(self, evidence: Evidence) -> tuple[list[Quantity], list[Quantity]]:
        """Evaluate both sides under one rounding."""
        return [side.value(evidence) for side in self.left], [side.value(evidence) for side in self.right]

    def gaps(self, evidence: Evidence) -> list[Quantity]:
        """Give left less right, pair by pair."""
        left, right = self.values(evidence)
        return [one - other for one, other in zip(left, right, strict=True)]


def reaches(gap: Quantity, low: float, high: float) -> bool:
    """Tell whether a quantity may lie between two limits; an open end has no limit."""
    return (gap.low is None or gap.low <= high) and (gap.high is None or gap.high >= low)


def _between(low: float, high: float) -> Callable[[Sides, Evidence], bool]:
    def test(sides: Sides, evidence: Evidence) -> bool:
        return all(reaches(gap, low, high) for gap in sides.gaps(evidence))

    return test


def _common(sides: Sides, evidence: Evidence) -> bool:
    """Tell whether one number fits all quantities of the left side: intervals that meet in pairs have one."""
    quantities, _ = sides.values(evidence)
    return all(reaches(one - other, 0, 0) for one, other in combinations(quantities, 2))


def _largest_remainder(sides: Sides, evidence: Evidence) -> bool:
    """Tell whether shares are those of the counts when rounding gives the last points to the largest remainders.

    Source: Hamilton's method (Balinski and Young, Fair Representation, 1982, chapter 2).
    """
    counts, shares = sides.values(evidence)
    exact = [100 * count.value / sum(item.value for item in counts) for count in counts]
    points = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda at: points[at] - exact[at])
    for at in by_remainder[: 100 - sum(points)]:
        points[at] += 1
    return points == [share.value for share in shares]


INFINITE = float("inf")
TESTS: Mapping[str, Callable[[Sides, Evidence], bool]] = MappingProxyType(
    {
        "=": _between(0, 0),
        "<=": _between(-INFINITE, 0),
        ">=": _between(0, INFINITE),
        "one value": _common,
        "largest remainder": _largest_remainder,
    }
)


def load_relations(folder: Path | None = None) -> list[Relation]:
    """Read relations.csv.

    Raises
    ------
    InputError
        With every problem of the table: an unknown test, what is no formula, a repeated id.
    """
    path = (folder or data_folder()) / "relations.csv"
    rows, problems = typed(read_table(path, Relation), Relation)
    seen: set[str] = set()
    for number, row in rows.items():
        problems += [f"{place('relations', number, column, row.relation)}: {what}" for column, what in _wrong(row, seen)]
        seen.add(row.relation)
    if problems:
        raise InputError(*problems)
    return [*rows.values()]


def _wrong(row: Relation, seen: set[str]) -> list[tuple[str, str]]:
    problems = [("relation", "the id is there already.")] if row.relation in seen else []
    if row.test not in TESTS:
        problems.append(("test", f"{row.test!r} is unknown. Known: {', '.join(TESTS)}."))
    for column in ("left", "right"):
        try:
            _formulas(getattr(row, column))
        except ValueError as error:
            problems.append((column, str(error)))
    if bool(row.missing) == bool(row.right or row.test == "one value"):
        problems.append(("missing", "say what is missing where the right side is empty, and only there."))
    return problems


def _formulas(text: str) -> list[Formula]:
    return [formula(part.strip()) for part in text.split(" ; ")] if text.strip() else []


def check_relations(folder: Path | None = None) -> list[Checked]:
    """Evaluate every relation, in the order of the table.

    Raises
    ------
    InputError
        With every relation that names an unknown figure or joins unlike units.
    """
    printed, rounded = Evidence.load(AS_PRINTED, folder), Evidence.load(HALF_UNIT, folder)
    results: list[Checked] = []
    problems: list[str] = []
    for row in load_relations(folder):
        sides = Sides(_formulas(row.left), _formulas(row.right), printed, rounded)
        try:
            results.append(_check(row, sides))
        except (KzindustryError, ValueError) as error:
            problems.append(f"data/relations.csv ({row.relation}): {error}")
    if problems:
        raise InputError(*problems)
    return results


def _check(row: Relation, sides: Sides) -> Checked:
    left, right = sides.values(sides.printed)
    figures = tuple(dict.fromkeys(name for side in (*left, *right) for name in side.figures))
    by_series = any(name in sides.printed.registry.context for name in figures)
    if row.missing:
        return Checked(row, UNKNOWN, None, figures, by_series, row.missing)
    test = TESTS[row.test]
    verdict = HOLDS if test(sides, sides.printed) else WITHIN_ROUNDING if test(sides, sides.rounded) else FAILS
    gap = total(left) - total(right) if right and row.test != "largest remainder" else None
    return Checked(row, verdict, gap, figures, by_series)


def relations_frame(checked: Sequence[Checked]) -> pd.DataFrame:
    """Give checked relations as a tidy frame, one row a relation."""
    rows = [
        {
            "relation": item.relation.relation,
            "kind": item.relation.kind,
            "statement": item.relation.statement,
            "verdict": item.verdict,
            "gap": None if item.gap is None else item.gap.value,
            "by_series": item.by_series,
            "figures": " ".join(item.figures),
            "detail": item.detail,
        }
        for item in checked
    ]
    return pd.DataFrame(rows)
