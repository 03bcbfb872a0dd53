"""How a quantity looks in a console and in a notebook cell; sentences and charts are made elsewhere."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

from kzindustry.analysis import units

if TYPE_CHECKING:
    from kzindustry.analysis.quantity import Quantity


def as_text(quantity: Quantity) -> str:
    """Show a quantity on one line: number and unit, bounds, sources."""
    return " · ".join([_head(quantity), *_notes(quantity)])


def in_short(quantity: Quantity) -> str:
    """Show a quantity as it stands in a table: number and unit in words, open ends and ranges said."""
    called = units.called(quantity.unit, quantity.value)
    number, low, high = plainly(_stepped(quantity)), quantity.low, quantity.high
    if low is high is None or quantity.approximate:
        number = number if quantity.bounds == "none" else f"about {number}"
    elif low != high and not quantity.terminal:
        number = _interval(low, high)
    return f"{number}%" if called == units.PERCENT else f"{number} {called}".rstrip()


def _stepped(quantity: Quantity) -> float:
    """Give the value no finer than it is to be shown."""
    step = quantity.precision
    return round(quantity.value / step) * step if step and not quantity.qualifier else quantity.value


def as_html(quantity: Quantity) -> str:
    """Show a quantity in a notebook, in the page's own colours: light and dark both work."""
    lines = (f'<div style="opacity:.75;font-size:.9em">{escape(note)}</div>' for note in _notes(quantity))
    return f'<div class="quantity"><strong>{escape(_head(quantity))}</strong>{"".join(lines)}</div>'


def plainly(number: float) -> str:
    """Show a number without exponent: whole numbers in full, others with four significant digits.

    >>> plainly(8.1e12), plainly(147_058.82), plainly(0.034), plainly(-2.5)
    ('8,100,000,000,000', '147,059', '0.034', '-2.5')
    """
    if number == round(number) or abs(number) >= 1000:
        return f"{number:,.0f}"
    return f"{Decimal(f'{number:.4g}').normalize():f}"


def _head(quantity: Quantity) -> str:
    return f"{plainly(quantity.value)} {units.name(quantity.unit)}"


def _notes(quantity: Quantity) -> list[str]:
    notes = []
    if not quantity.low == quantity.high == quantity.value and quantity.bounds != "none":
        notes.append(f"{_interval(quantity.low, quantity.high)}, {quantity.bounds}")
    if quantity.figures:
        notes.append("from " + ", ".join(quantity.figures))
    if quantity.assumptions:
        notes.append("assuming " + ", ".join(quantity.assumptions))
    return notes


def _interval(low: float | None, high: float | None) -> str:
    """Show an interval in words; an open end is said, never drawn as zero or infinity."""
    if low is None:
        return "both ends open" if high is None else f"at most {plainly(high)}"
    return f"at least {plainly(low)}" if high is None else f"{plainly(low)} to {plainly(high)}"
