"""Figures laid out as a table of quantities: a researcher's way in, before any formula.

Which figures there are is for the registry, what a quantity is for `analysis`; here figures are picked by
what they say (indicator, document, place, period, kind) and each gets its row and column.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from kzindustry.analysis.array import quantity_series
from kzindustry.analysis.quantity import Quantity
from kzindustry.errors import InputError, nearest
from kzindustry.evidence.registry.registry import Registry
from kzindustry.evidence.registry.rows import Figure

LAYOUTS = {
    "ref_area": ("ref_area", "indicator"),
    "indicator": ("indicator", "time_period"),
    "time_period": ("time_period", "indicator"),
}
"""What the rows and the columns of a table are, by what `by` names: places, indicators or periods as rows."""

MOST_NAMED = 20
"""Figures in one message."""


@dataclass(frozen=True)
class Selection:
    """What figures of a table are asked for; an empty field asks for nothing."""

    indicators: tuple[str, ...]
    document: str = ""
    place: tuple[str, ...] = ()
    period: tuple[str, ...] = ()
    kind: str = ""

    def check(self, registry: Registry) -> None:
        """Refuse what the registry does not know.

        Raises
        ------
        InputError
            Naming each unknown word with the nearest known one.
        """
        measured = registry.words("figures", "indicator")
        unmeasured = [name for name in self.indicators if name not in measured]
        known: list[tuple[str, Iterable[str], Callable[[], Collection[str]]]] = [
            ("indicator", unmeasured, lambda: registry.indicators),
            ("document", filter(None, [self.document]), lambda: registry.documents),
            ("place", self.place, lambda: _places(registry)),
            ("period", self.period, lambda: sorted(registry.words("figures", "time_period"))),
            ("kind", filter(None, [self.kind]), lambda: ("actual", "planned", "forecast")),
        ]
        problems = [
            f"table(): there is no {what} {word!r}. {nearest(word, [*words()])}"
            for what, asked, words in known  # asked first: a table of thousands is not read for nothing
            for word in asked
            if word not in words()
        ]
        if problems:
            raise InputError(*problems)

    def holds(self, row: Figure, registry: Registry) -> bool:
        """Tell whether a figure is asked for; what a document prints twice counts once."""
        area = registry.areas.get(row.ref_area)
        return (
            not row.restates
            and self.document in {"", row.document}
            and (not self.place or row.ref_area in self.place or (area and area.label) in self.place)
            and (not self.period or row.time_period in self.period)
            and self.kind in {"", row.figure_kind}
        )


def lay_out(
    selection: Selection, by: str, registry: Registry, quantity: Callable[[str], Quantity]
) -> pd.DataFrame:
    """Give a frame of quantities: a row for each place, indicator or period, in the order of the figures.

    Raises
    ------
    InputError
        If something asked for is unknown, nothing fits, or two figures would fall into one cell.
    """
    if by not in LAYOUTS:
        raise InputError(
            f"table(by={by!r}): rows are places, indicators or periods. {nearest(by, [*LAYOUTS])}"
        )
    if not registry.figures:
        raise InputError("table(): figures.csv has no row yet. `kzindustry scan FILE` drafts some of a text.")
    if not selection.indicators:
        known = ", ".join(list(dict.fromkeys(row.indicator for row in registry.figures.values()))[:3])
        raise InputError(
            f"table(): name what is measured, such as {known}; figures().indicator has them all."
        )
    selection.check(registry)
    measured: list[Figure] = registry.rows_with("figures", "indicator", selection.indicators)
    rows = [row for row in measured if selection.holds(row, registry)]
    rows = rows if selection.place else _without_wholes(rows, registry)
    cells = _cells(rows, by, registry)
    columns = _columns(selection, by, cells)
    labels = dict.fromkeys(label for label, _ in cells)
    frame = {
        name: quantity_series([_held(cells.get((label, name)), quantity) for label in labels], list(labels))
        for name in columns
    }
    return pd.DataFrame(frame, index=pd.Index(list(labels)))


def _places(registry: Registry) -> list[str]:
    """Give the words for places: ids and labels."""
    return [*registry.areas, *(area.label for area in registry.areas.values())]


def _without_wholes(rows: Sequence[Figure], registry: Registry) -> list[Figure]:
    """Leave out places that hold others of the table: a sum over the rows would count these twice."""
    places = {row.ref_area for row in rows if row.ref_area}
    wholes = {whole for place in places for whole in _around(place, registry)}
    return [row for row in rows if row.ref_area not in wholes]


def _around(place: str, registry: Registry) -> Iterator[str]:
    """Give the places that a place lies within, from the nearest on."""
    while place := registry.areas[place].within:
        yield place


def _cells(rows: Sequence[Figure], by: str, registry: Registry) -> Mapping[tuple[str, str], Figure]:
    """Give each figure its row and column."""
    across, down = LAYOUTS[by]
    cells: dict[tuple[str, str], list[Figure]] = {}
    for row in rows:
        place = (_label(row, across, registry), _label(row, down, registry))
        cells.setdefault(place, []).append(row)
    crowded = {place: found for place, found in cells.items() if len(found) > 1}
    if crowded:
        raise InputError(*(_crowded(place, found) for place, found in crowded.items()))
    return {place: found[0] for place, found in cells.items()}


def _crowded(place: tuple[str, str], found: Sequence[Figure]) -> str:
    said = "; ".join(
        f"{row.figure} ({', '.join(filter(None, (row.ref_area, row.time_period, row.figure_kind)))})"
        for row in found[:MOST_NAMED]
    ) + (f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else "")
    fields = {"document": "document", "place": "ref_area", "period": "time_period", "kind": "figure_kind"}
    differ = [word for word, name in fields.items() if len({getattr(row, name) for row in found}) > 1]
    how = f"choose by {' or '.join(f'{word}=' for word in differ)}" if differ else "take one by evidence[id]"
    return f"table(): {len(found)} figures for {' / '.join(place)}: {said}; {how}."


def _columns(selection: Selection, by: str, cells: Mapping[tuple[str, str], Figure]) -> list[str]:
    """Give the columns: indicators as they were asked for, periods in their order."""
    found = dict.fromkeys(name for _, name in cells)
    if not found:
        raise InputError(f"table(): no figure has {', '.join(selection.indicators)} as asked for here.")
    if by == "indicator":
        return sorted(found)
    missing = [name for name in selection.indicators if name not in found]
    if missing:
        raise InputError(*(f"table(): no figure of {name!r} is as asked for here." for name in missing))
    return list(selection.indicators)


def _label(row: Figure, what: str, registry: Registry) -> str:
    if what == "ref_area":
        return registry.areas[row.ref_area].label if row.ref_area else ""
    return str(getattr(row, what))


def _held(row: Figure | None, quantity: Callable[[str], Quantity]) -> Quantity | None:
    return None if row is None else quantity(row.figure)
