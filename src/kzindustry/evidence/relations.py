"""Relations: what must hold between figures, declared in relations.csv, and whether it does.

No verdict is stored anywhere: it is evaluated from the figures, by the tests of `verdicts`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kzindustry.analysis import Quantity
from kzindustry.errors import InputError, KzindustryError
from kzindustry.evidence.formula import Formula, formula
from kzindustry.evidence.lookup import Evidence
from kzindustry.evidence.rows import AS_PRINTED, HALF_UNIT
from kzindustry.evidence.tables import place, read_table, typed
from kzindustry.evidence.verdicts import ONE_SIDED, SINGLE, TESTS, UNDECIDED, UNKNOWN, Sides
from kzindustry.root import data_folder


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
        problems += [
            f"{place('relations', number, column, row.relation)}: {what}"
            for column, what in _wrong(row, seen)
        ]
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
    if bool(row.missing) == bool(row.right or row.test in ONE_SIDED):
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
    gap = sides.gap(sides.printed) if right and row.test in SINGLE else None
    found = TESTS[row.test](sides) if not row.missing else UNKNOWN
    if found == UNDECIDED:
        return Checked(row, UNKNOWN, gap, figures, by_series, UNDECIDED)
    return Checked(row, found, gap, figures, by_series, row.missing)


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
