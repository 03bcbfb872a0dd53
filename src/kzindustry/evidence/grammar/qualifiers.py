"""Words around a number that say how exactly it is meant: over, almost, about, порядка.

The list is published here; what each does to the bounds of a figure is in `rows`.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from kzindustry.evidence.grammar.measure_words import DURATIONS
from kzindustry.evidence.grammar.numerals import Expression


def _table(text: str) -> Mapping[str, str]:
    """Read lines of "qualifier: words, words, ..." into words with their qualifier."""
    pairs = (line.split(":") for line in text.strip().splitlines())
    return MappingProxyType({word.strip(): name for name, words in pairs for word in words.split(",")})


BEFORE = _table("""
approximately: about, around, approximately, roughly, some, circa, in the order of, около, примерно, порядка
approximately: приблизительно, ориентировочно, где-то, в районе
at least: over, more than, at least, above, exceeding, no less than, not less than, no fewer than, upwards of
at least: более, более чем, свыше, больше, больше чем, не менее, не менее чем, не меньше, не меньше чем
at least: как минимум, минимум, по меньшей мере, не ниже, превысил, превысила, превысило, превысили, превышает
at least: превышают, превысит, превысят
at most: up to, almost, nearly, at most, less than, fewer than, under, below, within, no more than
at most: not more than, почти, без малого, до, менее, менее чем, меньше, меньше чем, не более, не более чем
at most: не больше, не больше чем, максимум, не выше, не превысил, не превысила, не превысило, не превысили
at most: не превышает, не превышают, не превысит, не превысят, не превышая
""")
"""Directly before the number."""

AFTER = _table("""
approximately: or so
at least: or more, and more, and over, и более, и больше, и выше, или более, с лишним
at most: or less, or fewer, и менее, и меньше, или менее
""")
"""Directly after the expression."""

REACH = 60
"""Characters around a number in which its words are looked for."""
CLAUSE = 300
"""Characters before it in which a verb is looked for that says what grew."""
_GAP = r"[\s(\u00a0]*"
_ACROSS = r"(?:(?<=чем)|(?<=почти)|(?<=тельно)|(?<=[рч]но)|(?<=имум))\s+(?:на|в|по|за)"
"""A preposition that may stand between: почти на 12%, but not "больше на 12%", which is a difference."""


def _pattern(words: Mapping[str, str], form: str) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    either = "|".join(word.replace(" ", r"\s+") for word in longest_first)
    return re.compile(form.format(either), re.IGNORECASE)


def _ends_with(words: str) -> re.Pattern[str]:
    return re.compile(words + _GAP + "$", re.IGNORECASE)


_ENDS_WITH = _pattern(BEFORE, r"(?<![^\W\d_])({})" + f"(?:{_ACROSS})?" + _GAP + "$")
_FROM = _ends_with(r"\b(?:from|со?|от)")
_OVER = _ends_with(r"\bover")
_TO = _ends_with(r"\bдо")
_ROSE = (
    r"(?:вы|воз)?рос|увелич|повы[сш]|подн[яи]|сни[зж]|сокра[тщ]|уменьш|упа[лд]|дове[слд]|расшир|подорожа|подешеве"
    r"|ris[ei]|rose|gr[eo]w|increas|rais|fall|fell|drop|declin|reduc|decreas|cut|shr[aiu]nk|expand|improv|mov[ei]"
    r"|went|go(?:es|ing)|up|down|jump|climb|slump|chang|recover|dou?bl"
)
"""Stems of verbs that say that something changed, so that its two numbers are not the ends of a range."""
_SAME_CLAUSE = r"(?:(?!\.\s+(?-i:[А-ЯЁA-Z(]))[^;])*"
_GROWN_TO = _ends_with(rf"\b(?:со? \d|{_ROSE}){_SAME_CLAUSE}\bдо")
_GROWN_FROM = _ends_with(rf"\b(?:{_ROSE}){_SAME_CLAUSE}\b(?:from|со?)")
_STARTS_WITH = _pattern(AFTER, "^" + _GAP + r"({})(?![^\W\d_])")


def qualifier_at(line: str, start: int, end: int) -> str:
    """Give the qualifier that the words around a stretch set: approximately, at least, at most, or ""."""
    before = _ENDS_WITH.search(line[max(start - REACH, 0) : start])
    if before:
        return BEFORE[_plain(before)]
    after = _STARTS_WITH.search(line[end : end + REACH])
    return AFTER[_plain(after)] if after else ""


def _plain(match: re.Match[str]) -> str:
    return " ".join(match[1].lower().split())


def possible(line: str, start: int, end: int, expression: Expression) -> tuple[str, ...]:
    """Give the qualifiers that an expression may have where it stands, the likeliest first.

    Three things are for a person to decide: "from 5 to 7" may be a range or, where a verb says that something
    grew, a change; "over two years" may mean the whole length of them; and "до 7" is where something grew to,
    or the most that it may be.
    """
    said, before = qualifier_at(line, start, end), line[max(start - REACH, 0) : start]
    if expression.kind == "range":
        if not _FROM.search(before):
            return ("range",)
        changed = _GROWN_FROM.search(line[max(start - CLAUSE, 0) : start])
        return ("exact", "range") if changed else ("range", "exact")
    if expression.unit in DURATIONS and _OVER.search(before):
        return ("exact", said)
    if _TO.search(before):
        return ("exact", said) if _GROWN_TO.search(line[max(start - CLAUSE, 0) : start]) else (said, "exact")
    return (said or {"magnitude": "approximately"}.get(expression.kind, "exact"),)
