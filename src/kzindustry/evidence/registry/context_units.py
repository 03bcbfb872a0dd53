"""The unit of a context value, as its publisher wrote it, taken apart: scale, base unit, open ends.

"KZT trillion, more than" is trillions of KZT whose high end is open; words in parentheses and after a
semicolon describe the source and are left alone.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kzindustry.errors import InputError
from kzindustry.evidence.registry.ends import Ends
from kzindustry.evidence.registry.reading import quoted
from kzindustry.evidence.registry.rows import ContextValue, Unit

SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
ALSO_NAMED = {"index": "index_point"}
"""Publishers name the thing where we count its points."""
QUALIFIERS = {
    "more than": "at least",
    "over": "at least",
    "at least": "at least",
    "nearly": "at most",
    "almost": "at most",
    "up to": "at most",
    "some": "approximately",
    "about": "approximately",
    "more than or about": "approximately",
    "above or about": "approximately",
}


@dataclass(frozen=True)
class Measure:
    """A context value in base units: the factor to multiply by, the unit's id, the qualifier."""

    factor: float
    unit: str
    qualifier: str

    def ends(self, value: float, rounding: str) -> Ends:
        """Give the ends of a value in base units: exact, or open where the qualifier says so."""
        if self.qualifier == "exact":
            return Ends(value, value, "exact")
        low = None if self.qualifier == "at most" else value
        high = None if self.qualifier == "at least" else value
        return Ends(low, high, rounding)


def unit_names(units: Iterable[Unit]) -> dict[str, str]:
    """Give the words under which a unit may be named, each with the unit's id."""
    names = dict(ALSO_NAMED)
    for unit in units:
        for name in filter(None, (unit.label_many, unit.label_one, f"{unit.unit}s", unit.unit)):
            names[name.lower()] = unit.unit
    return names


def measure(row: ContextValue, names: Mapping[str, str]) -> Measure:
    """Take the unit of a context value apart.

    Raises
    ------
    InputError
        If the head of the unit names no unit of units.csv.
    """
    scale, parts, qualifier = _taken_apart(row.unit)
    ids = [names.get(part, "") for part in parts]
    if not all(ids):
        raise InputError(
            f"data/context.csv, id {row.id}, column unit: {quoted(row.unit)} names no unit of units.csv. "
            "Start it with a unit's id or label."
        )
    return Measure(scale, " / ".join(ids), qualifier)


@lru_cache(maxsize=1024)
def _taken_apart(unit: str) -> tuple[float, tuple[str, ...], str]:
    """Give scale, the names of units in it, and the qualifier: a series says the same in each row."""
    head, _, rest = re.sub(r"\(.*?\)", "", unit).partition(",")
    scale = next((word for word in head.split() if word in SCALES), "")
    words = " ".join(word for word in head.split() if word != scale)
    parts = tuple(part.partition(" of ")[0].strip().lower() for part in words.split(" per "))
    return SCALES.get(scale, 1.0), parts, QUALIFIERS.get(rest.partition(";")[0].strip(), "exact")
