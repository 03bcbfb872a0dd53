"""Marks: a quantity and how it is drawn; and what no axis of a chart may hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pint

from kzindustry.analysis import Quantity, units
from kzindustry.errors import AnalysisError, ReportError, nearest
from kzindustry.presentation.finding import Finding, as_finding, check_source

COLORS = ("blue", "orange", "grey", "light blue", "plum", "green")
"""The colours by name, so that one means the same on all charts of a page."""

ORDER = (0, 1, 2, 4, 5, 3)
"""In which order names get colours: those first that are as clear as lines as they are as bars."""

Tone = int | str
Tones = Mapping[str, Tone] | None


@dataclass(frozen=True, eq=False)
class Mark:
    """One quantity on a chart.

    Attributes
    ----------
    quantity
        What is drawn; open ends become arrows, other bounds whiskers.
    label
        Words beside its number.
    hollow
        For what is planned, hoped for, forecast or assumed.
    tone
        Which colour (and marker shape) of the style; a place in ``COLORS``.
    hatched
        For what is unaccounted for.
    is_span
        Whether it is drawn as one broad mark from low to high: no value in it is likelier than others.
    """

    quantity: Quantity
    label: Finding
    hollow: bool = False
    tone: int = 0
    hatched: bool = False
    is_span: bool = False


def mark(
    quantity: Quantity,
    label: Finding | str = "",
    *,
    hollow: bool = False,
    tone: Tone = 0,
    hatched: bool = False,
) -> Mark:
    """Say how a quantity is to be drawn; see ``Mark``.

    Raises
    ------
    ReportError
        If there is no such colour.
    """
    return Mark(quantity, as_finding(label), hollow, tone_of(tone), hatched)


def planned(quantity: Quantity, label: Finding | str = "", *, tone: Tone = 0) -> Mark:
    """Draw a quantity hollow: planned, hoped for, forecast or assumed."""
    return mark(quantity, label, hollow=True, tone=tone)


def span(quantity: Quantity, label: Finding | str = "", *, hollow: bool = False, tone: Tone = 0) -> Mark:
    """Draw a quantity from its low to its high end, as one broad mark: it may be anywhere between."""
    return replace(mark(quantity, label, hollow=hollow, tone=tone), is_span=True)


def tone_of(tone: Tone) -> int:
    """Give the number of a colour by its name.

    Raises
    ------
    ReportError
        If there is none of this name or number.
    """
    if tone in range(len(COLORS)):
        return int(tone)
    if tone in COLORS:
        return COLORS.index(str(tone))
    raise ReportError(f"tone={tone!r} is no colour of the style. {nearest(f'{tone}', COLORS)}")


Given = Quantity | Mark


def as_mark(given: Any, where: Finding | str = "") -> Mark:
    """Take a mark as it is; a quantity becomes a solid one.

    Raises
    ------
    ReportError
        If it is neither: a bare number has no source.
    """
    if isinstance(given, Mark):
        return given
    if isinstance(given, Quantity):
        return mark(given)
    raise ReportError(
        f"{where}: {given!r} has no source, so it cannot be drawn. Give a Quantity: a figure of the "
        "evidence, what is computed from figures, or Quantity.assumed(value, unit, name)."
    )


def check_marks(marks: Iterable[tuple[str, Mark]]) -> None:
    """Refuse quantities without source, all at once."""
    problems = [(label, check_source(item.quantity)) for label, item in marks]
    if any(problem for _, problem in problems):
        raise ReportError("\n".join(f"{label}: {problem}" for label, problem in problems if problem))


def check_one_unit(marks: Iterable[tuple[str, Mark]]) -> None:
    """Refuse unlike units on one axis, as arithmetic would.

    Raises
    ------
    ReportError
        Names the first two that do not go together.
    """
    items = list(marks)
    for label, item in items[1:]:
        first, own = items[0][1].quantity.unit, item.quantity.unit
        if not _alike(first, own):
            raise ReportError(
                f"{items[0][0]!r} is in '{units.name(first)}', {label!r} in '{units.name(own)}': one axis "
                "has one unit. Convert with .to(unit), draw panels, or write unlike_units=True where counts "
                "of unlike things are to stand together."
            )


def _alike(first: pint.Unit, other: pint.Unit) -> bool:
    try:
        return units.addend_factor(first, other) == 1
    except AnalysisError:
        return False
