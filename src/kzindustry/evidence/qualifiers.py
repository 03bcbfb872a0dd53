"""Words around a number that say how exactly it is meant: over, almost, about, порядка.

The list is published here; what each does to the bounds of a figure is in `rows`.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from kzindustry.evidence.measures import DURATIONS
from kzindustry.evidence.numerals import Expression


def _table(text: str) -> Mapping[str, str]:
    """Read lines of "qualifier: words, words, ..." into words with their qualifier."""
    pairs = (line.split(":") for line in text.strip().splitlines())
    return MappingProxyType({word.strip(): name for name, words in pairs for word in words.split(",")})


BEFORE = _table("""
approximately: about, around, approximately, roughly, some, circa, in the order of, около, примерно, порядка
approximately: приблизительно, ориентировочно
at least: over, more than, at least, above, exceeding, no less than, not less than, no fewer than, upwards of
at least: более, более чем, свыше, больше, не менее, не менее чем, как минимум
at most: up to, almost, nearly, at most, less than, fewer than, under, below, within, no more than
at most: not more than, почти, до, менее, менее чем, меньше, не более, не более чем
""")
"""Directly before the number."""

AFTER = _table("""
approximately: or so
at least: or more, and more, and over, и более
at most: or less, or fewer, и менее
""")
"""Directly after the expression."""

_GAP = r"[\s(\u00a0]*"


def _pattern(words: Mapping[str, str], form: str) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(form.format("|".join(map(re.escape, longest_first))), re.IGNORECASE)


_ENDS_WITH = _pattern(BEFORE, r"(?<![^\W\d_])({})" + _GAP + "$")
_CHANGE = re.compile(r"\b(?:from|с|от)" + _GAP + "$", re.IGNORECASE)
_OVER = re.compile(r"\bover" + _GAP + "$", re.IGNORECASE)
_STARTS_WITH = _pattern(AFTER, "^" + _GAP + r"({})(?![^\W\d_])")


def qualifier_at(line: str, start: int, end: int) -> str:
    """Give the qualifier that the words around a stretch set: approximately, at least, at most, or ""."""
    before = _ENDS_WITH.search(line[:start])
    if before:
        return BEFORE[before.group(1).lower()]
    after = _STARTS_WITH.search(line[end:])
    return AFTER[after.group(1).lower()] if after else ""


def possible(line: str, start: int, end: int, expression: Expression) -> tuple[str, ...]:
    """Give the qualifiers that an expression may have where it stands, the likeliest first.

    Two things are for a person to decide: "from 5 to 7" may be a change or a range, and "over two years" may
    mean the whole length of them.
    """
    said = qualifier_at(line, start, end)
    if expression.kind == "range":
        return ("exact", "range") if _CHANGE.search(line[:start]) else ("range",)
    if expression.unit in DURATIONS and _OVER.search(line[:start]):
        return ("exact", said)
    return (said or {"magnitude": "approximately"}.get(expression.kind, "exact"),)
