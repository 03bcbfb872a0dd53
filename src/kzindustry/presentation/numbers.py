"""How a Quantity reads in a sentence or on a chart: digits, scale words, signs, bounds in words.

Only text is made here; citations belong to ``citations``, sentences to ``prose``.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP
from functools import lru_cache

from kzindustry.analysis import Quantity, units
from kzindustry.errors import ReportError
from kzindustry.presentation.digits import both_ends, digits

SPEC = re.compile(r"(%|points|money|scaled|amount|p|words|Words)?\s*(interval|bare)?")
SCALES = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
QUALIFIERS = {"approximately": "about", "at least": "at least", "at most": "at most"}
ABOUT = "about "
MONEY = ("KZT", "USD")
OF_UNITS = {"percent": "%", "percentage_point": "points", **dict.fromkeys(MONEY, "money")}
"""The styles that say the unit with the number."""
NAMES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
WORDS = NAMES.split()


@dataclass(frozen=True)
class Scale:
    """What a style does to every number of one text: a factor, and what stands before and after."""

    factor: float = 1.0
    before: str = ""
    after: str = ""


@lru_cache(maxsize=4096)
def number(quantity: Quantity, spec: str = "") -> str:
    """Write a quantity as a specification asks.

    What a chart measures, draws twice and tells in words is written once.

    Parameters
    ----------
    quantity
        What to write; open ends and the qualifier of a printed figure become words ("at least"), and what
        derives from a figure that is "about" so many stays so.
    spec
        A style ("", "%", "points", "money", "scaled", "amount", "p", "words", "Words"), then "interval" or
        "bare". An amount is written with its unit: "17 businesses", "8.1 trillion tenge".

    Raises
    ------
    ReportError
        If the specification is unknown, does not fit the unit, or asks for bounds that are not there.
    """
    match = SPEC.fullmatch(spec.strip())
    if match is None:
        known = "'', %, points, money, scaled, amount, p, words, Words, each alone or with interval or bare"
        raise ReportError(f"Unknown number format {spec!r} for {quantity.name}: use {known}.")
    style, form = match[1] or "", match[2] or ""
    if style == "Words":
        words = number(quantity, f"words {form}")
        return words[0].upper() + words[1:]
    if style == "p":
        return _p_value(quantity)
    if style == "amount":
        return _amount(quantity, form)
    if form == "interval":
        return _between(quantity, style, quantity.low, quantity.high)
    if form == "bare":
        return _single(quantity, style, quantity.value)
    return _statement(quantity, style)


def _amount(quantity: Quantity, form: str) -> str:
    """Write a number with the words of its unit."""
    unit = units.name(quantity.unit)
    if unit in OF_UNITS:
        return number(quantity, f"{OF_UNITS[unit]} {form}")
    words = units.called(quantity.unit, quantity.value)
    _, per, thing = words.partition(" per ")
    if unit.partition("/")[0] in MONEY and per:
        return number(quantity, f"money {form}") + per + thing
    return f"{number(quantity, f'scaled {form}')} {words}".rstrip()


def _statement(quantity: Quantity, style: str) -> str:
    """Say the value with what is known of its ends: a range, "at least", "about" or the number alone."""
    about = ABOUT if quantity.approximate else ""
    if quantity.terminal:
        return about + _single(quantity, style, quantity.value)
    if quantity.qualifier in QUALIFIERS:
        return f"{QUALIFIERS[quantity.qualifier]} {_single(quantity, style, quantity.value)}"
    if quantity.low is None and quantity.high is None:
        return ABOUT + _single(quantity, style, quantity.value)
    printed = quantity.qualifier == "range" or (not quantity.qualifier and quantity.bounds == "as printed")
    is_range = quantity.low != quantity.high and (printed or None in {quantity.low, quantity.high})
    if is_range:
        return _between(quantity, style, quantity.low, quantity.high)
    return about + _single(quantity, style, quantity.value)


def _between(quantity: Quantity, style: str, low: float | None, high: float | None) -> str:
    """Write bounds: "500 to 600", "at most 8", or one number where both ends read the same."""
    if low is None and high is None:
        raise ReportError(f"{quantity.name} has no bounds to show ({quantity.bounds}): show the value alone.")
    # half a unit widens what is approximate; without it, only the word says so
    about = ABOUT if quantity.approximate and quantity.bounds != "half unit" else ""
    if low is None or high is None:
        # rounded outwards: 17.67 is not "at least 17.7"; one word for its looseness, not two
        if low is not None:
            return "at least " + _single(quantity, style, low, ROUND_FLOOR)
        return "at most " + _single(quantity, style, high or 0.0, ROUND_CEILING)
    scale = scale_of(quantity, style, max(abs(low), abs(high)))
    first, last = both_ends(quantity, style, (low, high), scale.factor)
    if first == last:
        return about + scale.before + last + scale.after
    joint = scale.after if scale.after == "%" else ""
    return f"{about}{scale.before}{first}{joint} to {last}{scale.after}"


def _single(quantity: Quantity, style: str, value: float, rounding: str = ROUND_HALF_UP) -> str:
    if style == "words":
        return in_words(value) or digits(quantity, "", value, rounding=rounding)
    scale = scale_of(quantity, style, abs(value))
    return scale.before + digits(quantity, style, value, scale.factor, rounding) + scale.after


def scale_of(quantity: Quantity, style: str, size: float) -> Scale:
    """Choose factor and words for a style, given the largest number that it must hold.

    Raises
    ------
    ReportError
        If the unit does not fit the style.
    """
    if style not in {"%", "points", "money", "scaled"}:
        return Scale()
    unit = str(quantity.unit)
    if style in {"%", "points"}:
        wanted = "percent" if style == "%" else "percentage_point"
        if unit != wanted and not quantity.unit.dimensionless:
            raise ReportError(
                f"{quantity.name} is in '{unit}': the format {style!r} needs a fraction. Divide like by "
                "like, or take proportion(successes, trials)."
            )
        return Scale(100.0 if quantity.unit.dimensionless else 1.0, "", "%" if style == "%" else " points")
    divisor, word = next(((over, name) for over, name in SCALES if size >= over), (1.0, ""))
    if style == "scaled":
        return Scale(1 / divisor, "", word)
    if not unit.startswith(("KZT", "USD")):
        raise ReportError(f"{quantity.name} is in '{unit}': the format 'money' needs KZT or USD.")
    return (
        Scale(1 / divisor, "USD ", word)
        if unit.startswith("USD")
        else Scale(1 / divisor, "", word + " tenge")
    )


def in_words(value: float) -> str:
    """Write a whole number below a hundred in words; nothing for any other."""
    if value != round(value) or not 0 <= value < 100:
        return ""
    whole = round(value)
    if whole < 20:
        return WORDS[whole]
    tens, ones = divmod(whole, 10)
    return WORDS[18 + tens] + (f"-{WORDS[ones]}" if ones else "")


def _p_value(quantity: Quantity) -> str:
    if not quantity.unit.dimensionless or not 0 <= quantity.value <= 1:
        raise ReportError(f"{quantity.name} is {quantity.value:g}: the format 'p' needs a probability.")
    if quantity.value < 0.001:
        return "below 0.001"
    return f"{quantity.value:.2f}" if quantity.value >= 0.1 else f"{quantity.value:.2g}"
