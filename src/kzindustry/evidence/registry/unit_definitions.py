"""units.csv as a pint registry, and which of its definitions pint cannot read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pint

from kzindustry.analysis.units import registry
from kzindustry.evidence.registry.rows import Unit


@dataclass(frozen=True)
class Definitions:
    """The units that are defined, and of those that are not, what pint says."""

    units: pint.UnitRegistry
    wrong: Mapping[str, str]


def definitions(rows: Iterable[Unit]) -> Definitions:
    """Define every unit that can be, then look each up: a definition may name what is nowhere defined."""
    units = list(rows)
    lines = {row.unit: f"{row.unit} = {row.definition}" for row in units}
    labels = {row.unit: (row.label_one, row.label_many) for row in units}
    wrong = {}
    if _unreadable(lines.values()):  # rare, so only now is each read on its own
        wrong = {unit: said for unit, line in lines.items() if (said := _unreadable([line]))}
    sound = {unit: line for unit, line in lines.items() if unit not in wrong}
    defined = registry(sound.values(), {unit: labels[unit] for unit in sound})
    undefined = {unit: said for unit in sound if (said := _undefined(defined, unit))}
    return Definitions(defined, {**wrong, **undefined})


def _unreadable(lines: Iterable[str]) -> str:
    """Say what pint cannot read in definitions, "" where it can."""
    try:
        registry(lines)
    except (pint.PintError, ValueError, TypeError) as error:  # pint has no one class for what it cannot read
        return str(error)
    return ""


def _undefined(units: pint.UnitRegistry, unit: str) -> str:
    """Say which name in a definition is nowhere defined, "" for none."""
    try:
        units.get_base_units(unit)
    except pint.PintError as error:
        return str(error)
    return ""
