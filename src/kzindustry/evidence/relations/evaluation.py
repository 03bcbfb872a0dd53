"""Relations: what must hold between figures, declared in relations.csv, and whether it does.

No verdict is stored anywhere: it is evaluated from the figures, by the tests of `verdicts`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from kzindustry.analysis import Quantity
from kzindustry.errors import InputError, KzindustryError, nearest
from kzindustry.evidence.lookup import Lookup
from kzindustry.evidence.registry.ends import AS_PRINTED, HALF_UNIT
from kzindustry.evidence.registry.load import load_registry
from kzindustry.evidence.registry.reading import MOST_HINTS, Problem
from kzindustry.evidence.registry.registry import Registry
from kzindustry.evidence.registry.rows import Relation
from kzindustry.evidence.relations.id_formula import IdFormula, read_formula
from kzindustry.evidence.relations.verdicts import FAILS, ONE_SIDED, SINGLE, TESTS, UNDECIDED, UNKNOWN, Sides
from kzindustry.root import data_folder

MOST_PARTS = 30
"""Formulas joined by ";": "one value" compares each with each."""


@dataclass(frozen=True)
class Checked:
    """A relation with its verdict.

    Attributes
    ----------
    relation
        The relation.
    verdict
        One of `VERDICTS`.
    left, right
        The two sides as printed; right is empty where it is not known.
    gap
        Left less right at the printed values, or the widest difference between quantities that are to be one;
        None where nothing can be compared.
    figures
        Ids of the figures and context values in it.
    series
        Ids of the context values among them.
    detail
        By how much it fails, or why it cannot be checked.
    """

    relation: Relation
    verdict: str
    left: tuple[Quantity, ...]
    right: tuple[Quantity, ...]
    gap: Quantity | None
    figures: tuple[str, ...]
    series: tuple[str, ...]
    detail: str = ""

    @property
    def name(self) -> str:
        """The relation's id as a reader's words."""
        return self.relation.relation.replace("-", " ").capitalize()

    @property
    def by_series(self) -> bool:
        """Whether a context value decides it."""
        return bool(self.series)

    @property
    def other_speaker(self) -> str:
        """Who speaks on the other side; "" where both are the document's own."""
        return self.relation.other_speaker

    @property
    def failure(self) -> str:
        """What it is where it does not hold (a slip, another vintage, a hypothesis of ours); else ""."""
        return self.relation.failure if self.verdict == FAILS else ""

    @property
    def printed(self) -> Quantity | None:
        """The side of the document, where the other one rests on a series."""
        plain, mixed = self._sides()
        return plain[0] if len(plain) == len(mixed) == 1 else None

    @property
    def official(self) -> Quantity | None:
        """The side that rests on a series, where the other one is the document's."""
        plain, mixed = self._sides()
        return mixed[0] if len(plain) == len(mixed) == 1 else None

    @property
    def sign(self) -> str:
        """What the document's side must be to the official one: =, ≤ or ≥."""
        signs = {">=": "≥≤", "<=": "≤≥"}.get(self.relation.test, "==")
        return signs[0 if self.left[0] is self.printed else 1]

    def _sides(self) -> tuple[list[Quantity], list[Quantity]]:
        """Split the sides into those without and with a context value."""
        sides = (*self.left, *self.right)
        mixed = [side for side in sides if set(side.figures) & set(self.series)]
        return [side for side in sides if side not in mixed], mixed


def load_relations(folder: Path | None = None) -> list[Relation]:
    """Read relations.csv.

    Raises
    ------
    InputError
        With every problem of the tables: an unknown test or figure, what is no formula, a repeated id.
    """
    registry = load_registry(folder or data_folder())
    if problems := relation_problems(registry, evaluate=False) or _strangers(registry):
        raise InputError(*problems)
    return [*registry.relations.values()]


def relation_problems(registry: Registry, *, evaluate: bool = True) -> list[str]:
    """Name the relations that cannot be read or, as the figures are printed, evaluated: by row and column."""
    rows = registry.numbered["relations"].values()
    problems = [problem for row in rows for problem in _placed(registry, row, _wrong(row))]
    if problems or not evaluate:
        return problems
    evidence = Lookup(registry)
    return _strangers(registry) or [
        problem for row in rows for problem in _placed(registry, row, _unfit(row, evidence))
    ]


def _placed(registry: Registry, row: Relation, problems: Iterable[Problem]) -> list[str]:
    return [f"{registry.where('relations', row, found.column)}: {found.what}" for found in problems]


def _strangers(registry: Registry) -> list[str]:
    """Name each id of a formula that no table has: once, with the first row and how many more there are."""
    named: dict[str, list[str]] = {}
    for row in registry.numbered["relations"].values():
        for column in ("left", "right"):
            for name in (name for part in _formulas(getattr(row, column)) for name in part.named):
                named.setdefault(name, []).append(registry.where("relations", row, column))
    strangers = [name for name in named if name not in registry.figures and name not in registry.context]
    known = [*registry.figures, *registry.context] if strangers else []
    hints = {name: f". {nearest(name, known)}" for name in strangers[:MOST_HINTS]}
    return [
        f"{named[name][0]}: No figure or context value has the id {name!r}"
        + (f" ({len(named[name]) - 1} more name it)" if len(named[name]) > 1 else "")
        + hints.get(name, ".")
        for name in strangers
    ]


def _unfit(row: Relation, evidence: Lookup) -> Iterator[Problem]:
    """Find what cannot be evaluated on either side, such as unlike units, or between the two."""
    sides = Sides(_formulas(row.left), _formulas(row.right), evidence, evidence)
    sound = True
    for column, formulas in (("left", sides.left), ("right", sides.right)):
        for part in formulas:
            try:
                part.value(evidence)
            except (KzindustryError, ValueError) as error:
                sound = False
                yield Problem(column, str(error))
    try:
        sides.gap(evidence) if sound and row.right and row.test in SINGLE else None
    except (KzindustryError, ValueError) as error:
        yield Problem("right", str(error))
    outside = any(name in evidence.registry.context for name in sides.named)
    if outside != bool(row.other_speaker):
        yield Problem("other_speaker", "say who speaks where a side rests on a context value, only there.")


def _wrong(row: Relation) -> Iterator[Problem]:
    if row.test not in TESTS:
        yield Problem("test", f"{row.test!r} is unknown. Known: {', '.join(TESTS)}.")
    for column in ("left", "right"):
        try:
            _formulas(getattr(row, column))
        except ValueError as error:
            yield Problem(column, str(error))
    if bool(row.missing) == bool(row.right or row.test in ONE_SIDED):
        yield Problem("missing", "say what is missing where the right side is empty, and only there.")
    if bool(row.missing) == bool(row.failure):
        yield Problem("failure", "say what it is if the relation does not hold, where it can be checked.")


def _formulas(text: str) -> list[IdFormula]:
    parts = text.split(" ; ") if text.strip() else []
    if len(parts) > MOST_PARTS:
        raise ValueError(f"{len(parts)} formulas in one cell; at most {MOST_PARTS}.")
    return [read_formula(part.strip()) for part in parts]


def check_relations(folder: Path | None = None) -> list[Checked]:
    """Evaluate every relation, in the order of the table.

    Raises
    ------
    InputError
        With every relation that names an unknown figure or joins unlike units.
    """
    registry = load_registry(folder or data_folder())
    printed, rounded = Lookup(registry, AS_PRINTED), Lookup(registry, HALF_UNIT)
    results: list[Checked] = []
    problems: list[str] = []
    for row in load_relations(folder):
        sides = Sides(_formulas(row.left), _formulas(row.right), printed, rounded)
        try:
            results.append(_check(row, sides))
        except (KzindustryError, ValueError) as error:
            unfit = list(_unfit(row, printed)) or [Problem("left", str(error))]
            problems += _placed(printed.registry, row, unfit)
    if problems:
        raise InputError(*problems)
    return results


def _check(row: Relation, sides: Sides) -> Checked:
    sides.printed.document(row.document)
    left, right = (tuple(side) for side in sides.values(sides.printed))
    series = tuple(name for name in sides.named if name in sides.printed.registry.context)
    gap = _gap(row, left, right)
    found = TESTS[row.test](sides) if not row.missing else UNKNOWN
    verdict, detail = (UNKNOWN, UNDECIDED) if found == UNDECIDED else (found, row.missing)
    return Checked(row, verdict, left, right, gap, sides.named, series, detail)


def _gap(row: Relation, left: Sequence[Quantity], right: Sequence[Quantity]) -> Quantity | None:
    """Give left less right, or the widest difference between quantities that are to be one."""
    if row.test in ONE_SIDED:
        return max((one - other for one, other in combinations(left, 2)), key=lambda gap: abs(gap.value))
    return left[0] - right[0] if right and row.test in SINGLE else None
