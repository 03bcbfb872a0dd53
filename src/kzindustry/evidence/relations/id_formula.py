"""Formulas of relations.csv: figures by their ids, arithmetic, and the few functions that relations need.

``compliance:21:reports-analysed + compliance:22:reports-pending`` is a formula; an operator stands between
spaces, as ids hold hyphens and slashes. What a relation asks of its formulas is in `relations`.
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from kzindustry.analysis.quantity import Quantity
from kzindustry.errors import nearest
from kzindustry.evidence.lookup import Lookup
from kzindustry.evidence.registry.time_periods import period

ID = re.compile(r"[A-Za-z]\w*:[^\s():,;]+(?::[^\s():,;]+)?")
LISTED = re.compile(r"(?P<document>[a-z]+):(?P<first>\d+)-(?P<last>\d+)")
NAMED = re.compile(r"named\((?P<names>[^()]*)\)")
STRANGE = re.compile(r"#.*|(?<![\w:-])\d+_\d+")
"""Python would take the first for a comment, and 0_2 for 2."""
OPERATORS: Mapping[type, Callable[[Any, Any], Any]] = MappingProxyType(
    {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
)
MONTHS_PER_YEAR = 12
MOST_CHARACTERS = 2_000
MOST_SIGNS = 100
MOST = 1e15


@dataclass(frozen=True)
class IdFormula:
    """A formula as a syntax tree over names, and the id that each name stands for."""

    text: str
    tree: ast.expr
    ids: Mapping[str, str]

    @property
    def named(self) -> tuple[str, ...]:
        """The ids of the figures and context values in it; a list of paragraphs is neither."""
        return tuple(name for name in self.ids.values() if not LISTED.fullmatch(name))

    def value(self, evidence: Lookup) -> Quantity:
        """Evaluate under the rounding of a Lookup.

        Raises
        ------
        InputError
            If an id is unknown.
        AnalysisError
            If units are unlike, or a divisor may be zero.
        """
        return _Evaluation(self, evidence).of(self.tree)


@lru_cache(maxsize=1 << 16)
def read_formula(text: str) -> IdFormula:
    """Read a formula.

    Raises
    ------
    ValueError
        If it is no formula; the message says what is expected.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"a formula of {len(text):,} characters; at most {MOST_CHARACTERS:,}.")
    ids: dict[str, str] = {}
    # the names of a list are counted here: what is counted is in the table, not how many there are
    counted = NAMED.sub(lambda match: str(len(match["names"].split(";"))), text)
    if strange := STRANGE.search(counted):
        raise ValueError(f"{text!r}: {strange[0]!r} has no meaning in a formula.")
    plain = ID.sub(lambda match: ids.setdefault(match[0], f"_{len(ids)}"), counted)
    try:
        tree = ast.parse(plain, mode="eval").body
    except (SyntaxError, RecursionError, MemoryError):  # the last two are what Python says of deep nesting
        raise ValueError(
            f"{text!r} is not a formula: ids and numbers joined by + - * / between spaces, and ()."
        ) from None
    names = {name: key for key, name in ids.items()}
    _refuse_unknown(tree, text, names)
    return IdFormula(text, tree, MappingProxyType(names))


def _refuse_unknown(tree: ast.expr, text: str, names: Mapping[str, str]) -> None:
    nodes = list(ast.walk(tree))
    if sum(isinstance(node, ast.BinOp) for node in nodes) > MOST_SIGNS:
        raise ValueError(f"a formula of more than {MOST_SIGNS} signs of arithmetic.")
    for node in nodes:
        if isinstance(node, ast.Constant) and not _is_number(node.value):
            raise ValueError(f"{text!r}: a number is at most {MOST:.0e}; names and words are ids.")
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            if name not in FUNCTIONS:
                raise ValueError(f"{text!r}: {name!r} is no function. {nearest(name, [*FUNCTIONS])}")
            if len(node.args) != 1 or node.keywords:
                raise ValueError(f"{text!r}: the function {name} takes one formula.")
        if isinstance(node, ast.Name) and node.id not in {*names, *FUNCTIONS}:
            raise ValueError(
                f"{text!r}: {node.id!r} is no id. An id is written with colons: document:paragraph:name."
            )
        allowed = (ast.BinOp, ast.Call, ast.Name, ast.Constant, ast.operator, ast.Load)
        if not isinstance(node, allowed) or (isinstance(node, ast.operator) and type(node) not in OPERATORS):
            raise ValueError(
                f"{text!r}: only ids, numbers, + - * / and the functions {', '.join(FUNCTIONS)}."
            )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value <= MOST


@dataclass(frozen=True)
class _Evaluation:
    """One pass over a formula's tree."""

    formula: IdFormula
    evidence: Lookup

    def of(self, node: ast.expr) -> Quantity:
        match node:
            case ast.Name(id=name):
                return self.evidence[self.formula.ids[name]]
            case ast.Constant(value=int() | float() as number):
                return Quantity.exact(number, self.evidence.unit("fraction"))
            case ast.Call(func=ast.Name(id=name), args=[argument]):
                return FUNCTIONS[name](self, argument)
            case ast.BinOp(left=left, op=sign, right=right):
                result: Quantity = OPERATORS[type(sign)](self.of(left), self.of(right))
                return result
        raise ValueError(f"{self.formula.text!r}: not a formula.")

    def id_of(self, node: ast.expr) -> str:
        match node:
            case ast.Name(id=name):
                return self.formula.ids[name]
        raise ValueError(f"{self.formula.text!r}: this function takes the id of one figure.")


def _count(evaluation: _Evaluation, node: ast.expr) -> Quantity:
    """Give the pure number: for kinds that a document counts together (reports and counterparties)."""
    found = evaluation.of(node)
    return found / Quantity.exact(1, found.unit)


def _percent(evaluation: _Evaluation, node: ast.expr) -> Quantity:
    """Give a fraction in percent."""
    found = evaluation.of(node)
    return found * Quantity.exact(100, evaluation.evidence.unit("percent"))


def _read(evaluation: _Evaluation, node: ast.expr) -> Quantity:
    """Give a figure as readings.csv has it."""
    return evaluation.evidence.reading(evaluation.id_of(node))


def _listed(evaluation: _Evaluation, node: ast.expr) -> Quantity:
    """Count the paragraphs of a list: listed(spiid:8-14)."""
    name = evaluation.id_of(node)
    match = LISTED.fullmatch(name)
    if match is None:
        raise ValueError(f"listed({name}): a list is document:first-last, such as spiid:8-14.")
    evaluation.evidence.document(match["document"])
    return _pure(evaluation, int(match["last"]) - int(match["first"]) + 1)


def _first(evaluation: _Evaluation, node: ast.expr) -> Quantity:
    """Give the year in which a figure's period begins."""
    return _pure(
        evaluation, period(evaluation.evidence.figure(evaluation.id_of(node)).time_period).first.year
    )


def _last(evaluation: _Evaluation, node: ast.expr) -> Quantity:
    """Give the year in which a figure's period ends."""
    return _pure(evaluation, period(evaluation.evidence.figure(evaluation.id_of(node)).time_period).last.year)


def _elapsed(evaluation: _Evaluation, node: ast.expr) -> Quantity:
    """Give the months from the first month of a figure's period to the last."""
    span = period(evaluation.evidence.figure(evaluation.id_of(node)).time_period)
    months = (span.last.year - span.first.year) * MONTHS_PER_YEAR + span.last.month - span.first.month
    return _pure(evaluation, months)


def _pure(evaluation: _Evaluation, number: float) -> Quantity:
    return Quantity.exact(number, evaluation.evidence.unit("fraction"))


FUNCTIONS: Mapping[str, Callable[[_Evaluation, ast.expr], Quantity]] = MappingProxyType(
    {
        "count": _count,
        "percent": _percent,
        "read": _read,
        "listed": _listed,
        "first": _first,
        "last": _last,
        "elapsed": _elapsed,
    }
)
