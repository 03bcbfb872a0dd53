"""units.csv as a pint registry: each definition read on its own, so that a wrong one can be named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pint

from kzindustry.analysis import registry
from kzindustry.evidence.rows import Unit


@dataclass(frozen=True)
class Definitions:
    """The units that are defined, and of those that are not, what pint says."""

    units: pint.UnitRegistry
    wrong: Mapping[str, str]


def definitions(rows: Iterable[Unit]) -> Definitions:
    """Define every unit, then look each up: a definition may name units that are nowhere defined."""
    units, wrong, rows = registry([]), {}, list(rows)
    for row in rows:
        try:
            units.define(f"{row.unit} = {row.definition}")
        except (pint.PintError, ValueError) as error:
            wrong[row.unit] = str(error)
    for row in rows:
        try:
            units.get_base_units(row.unit)
        except (pint.PintError, ValueError) as error:
            wrong.setdefault(row.unit, str(error))
    return Definitions(units, wrong)
