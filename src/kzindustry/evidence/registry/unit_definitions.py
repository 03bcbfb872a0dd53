"""units.csv as a pint registry, and which of its definitions are none.

A definition is `[name]` for a base unit, `[]` for a pure number, or units and numbers with * and /. It is
read here before pint sees it: pint would compute any power that somebody writes, and follow a circle.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pint

from kzindustry.analysis.units import registry
from kzindustry.evidence.registry.rows import Unit

BASE = re.compile(r"\[\w*\]")
TERM = r"[A-Za-z]\w*|[0-9]{1,15}(?:\.[0-9]{1,15})?"
DERIVED = re.compile(rf"(?:{TERM})(?:\s*[*/]\s*(?:{TERM}))*")
MOST_STEPS = 20
"""From a unit to base units."""
NO_BASE = f"leads to no base unit in {MOST_STEPS} steps: it goes in a circle, or names a unit without one"


@dataclass(frozen=True)
class Definitions:
    """The units that are defined, and of those that are not, what is wrong with the definition."""

    units: pint.UnitRegistry
    wrong: Mapping[str, str]


def definitions(rows: Iterable[Unit]) -> Definitions:
    """Define every unit that can be."""
    units = {row.unit: row for row in rows}
    texts = {unit: row.definition.strip() for unit, row in units.items()}
    wrong = {unit: _no_definition(unit) for unit, text in texts.items() if not _is_definition(text)}
    waiting = {
        unit: {*re.findall(r"[A-Za-z]\w*", text)} if not BASE.fullmatch(text) else set()
        for unit, text in texts.items()
        if unit not in wrong
    }
    known: set[str] = set()
    for _ in range(MOST_STEPS):
        known |= {unit for unit, names in waiting.items() if names <= known}
    for unit in waiting.keys() - known:
        strange = sorted(waiting[unit] - texts.keys())
        wrong[unit] = f"names {', '.join(strange)}, no unit of units.csv" if strange else NO_BASE
    defined, unreadable = _defined([units[unit] for unit in texts if unit in known])
    return Definitions(defined, {**wrong, **unreadable})


def _is_definition(text: str) -> bool:
    return bool(BASE.fullmatch(text) or DERIVED.fullmatch(text))


def _no_definition(unit: str) -> str:
    return f"is no definition: write [{unit}], or units of units.csv with * and /"


def _defined(rows: Sequence[Unit]) -> tuple[pint.UnitRegistry, dict[str, str]]:
    """Make the registry, and name what pint does not take, such as a name of its own language."""
    lines = {row.unit: f"{row.unit} = {row.definition}" for row in rows}
    labels = {row.unit: (row.label_one, row.label_many) for row in rows}
    try:
        return registry(lines.values(), labels), {}
    except (pint.PintError, ValueError, TypeError):  # pint has no one class for what it cannot read
        unreadable = {unit: _no_definition(unit) for unit, line in lines.items() if not _readable(line)}
        readable = [line for unit, line in lines.items() if unit not in unreadable]
        return registry(readable, labels), unreadable


def _readable(line: str) -> bool:
    try:
        registry([line])
    except (pint.PintError, ValueError, TypeError):
        return False
    return True
