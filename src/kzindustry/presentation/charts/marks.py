"""Marks: a quantity and how it is drawn; and what no axis of a chart may hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pint

from kzindustry.analysis import Quantity, units
from kzindustry.errors import AnalysisError, ReportError
from kzindustry.presentation.finding import Finding, as_finding, check_source


@dataclass(frozen=True, eq=False)
class Mark:
    """One quantity on a chart.

    Attributes
    ----------
    quantity
        What is drawn; open ends become arrows, other bounds whiskers.
    label
        ChartWords beside its number.
    hollow
        For what is planned, hoped for, forecast or assumed.
    tone
        Which colour (and marker shape) of the style, 0 to 3.
    hatched
        For what is unaccounted for.
    """

    quantity: Quantity
    label: Finding
    hollow: bool = False
    tone: int = 0
    hatched: bool = False


def mark(
    quantity: Quantity,
    label: Finding | str = "",
    *,
    hollow: bool = False,
    tone: int = 0,
    hatched: bool = False,
) -> Mark:
    """Say how a quantity is to be drawn; see ``Mark``."""
    return Mark(quantity, as_finding(label), hollow, tone, hatched)


def planned(quantity: Quantity, label: Finding | str = "", *, tone: int = 0) -> Mark:
    """Draw a quantity hollow: planned, hoped for, forecast or assumed."""
    return mark(quantity, label, hollow=True, tone=tone)


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
