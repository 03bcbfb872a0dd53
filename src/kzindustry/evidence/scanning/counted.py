"""The noun beside a number, for `scan`: what is counted, where the next word says it.

English plurals and the commonest irregular ones, Russian nouns by `russian_nouns`; an adjective before the
noun ends the stretch, as it does in the registry.
"""

import re
from collections.abc import Mapping
from fractions import Fraction

from kzindustry.evidence.grammar.number_words import is_number_word
from kzindustry.evidence.scanning.russian_nouns import UNITS, is_russian, is_russian_noun

IRREGULAR = frozenset({"people", "persons", "men", "women", "children"})
NO_NOUNS = frozenset(
    {"is", "was", "has", "as", "this", "its", "his", "us", "plus", "does", "vs", "versus", "yes"}
)
WORD = re.compile(r"[ \u00a0](рабочих мест|[^\W\d_]+)|-([^\W\d_]+)")
RATE = re.compile(r" (?:per|a|an) (?:year|month|week|day|hour)\b")
SUBJECT_AFTER = re.compile(r"\s+(?:of|in|for|on)\s+(?:(?:the|its|all|his|her|their|new)\s+)*([a-z]{3,})\b")
SUBJECT_BEFORE = re.compile(
    r"\b([A-Za-z]{3,})(?:\s+(?:of|is|was|are|were|reached|totalled|stood at|amounted to"
    r"|rose|fell|grew|increased|declined)|:)"
    r"(?:\s+(?:about|around|some|over|almost|nearly|from|more than|less than|at least|up to))*\s+$"
)
_NO_SUBJECTS = """them these those this that which what who whom there they and all some most many more any
each other others kind case part order"""
NO_SUBJECTS = frozenset(_NO_SUBJECTS.split())
REACH = 60
"""Characters around a number that say what is counted."""
LITTLE = "and|or|in|of|at|on|to|for|from|by|with|is|was|were|had|has|have|per|a|an|the|as|than|but|that|who"
ADJECTIVES = re.compile(rf"(?: (?!(?:{LITTLE})\b)[a-z-]+){{2,3}}")
CLOSED = re.compile(r"\s*(?:[.,;:)]|$|(?:and|or|in|of|at|on|to|for|from|by|with|is|was)\b)")


def noun_after(line: str, end: int, number: Fraction, *, magnitude: bool) -> str:
    """Give the noun after an expression with what joins it (" looms", "-storey", " of looms"), or "".

    Parameters
    ----------
    line, end
        The line, and where the expression ends.
    number
        What the noun is counted by. After one, an English word without a plural ending is a noun if its
        phrase ends there.
    magnitude
        The number is an order of magnitude, whose noun comes after "of".
    """
    of = " of" if magnitude and line.startswith(" of ", end) else ""
    match = WORD.match(line, end + len(of))
    if match is None or not _is_noun(match, line, number):
        return ""
    rate = RATE.match(line, match.end())
    return line[end : rate.end() if rate else match.end()]


def noun_beyond(line: str, end: int) -> str:
    """Give the plural that one or two adjectives part from its number: jobs of "35 more jobs", or "".

    It names what is counted; it is no part of the stretch. English alone.
    """
    words = ADJECTIVES.match(line, end)
    for word in words[0].split()[1:] if words else ():
        if word in IRREGULAR or (word.endswith("s") and not word.endswith("ss") and word not in NO_NOUNS):
            return word
    return ""


def _is_noun(match: re.Match[str], line: str, number: Fraction) -> bool:
    word = match[1] or match[2]
    lower = word.lower()
    if not word.replace(" ", "").isalpha() or is_number_word(word):
        return False
    if match[2] or lower in IRREGULAR:
        return word == lower
    if is_russian(word):
        return word == lower and is_russian_noun(word, line[match.end() : match.end() + REACH], number)
    plural = lower.endswith("s") and not lower.endswith("ss") and lower not in NO_NOUNS
    if word != lower and not re.fullmatch(r"[A-Z]+s", word):
        return False
    return plural or (number == 1 and CLOSED.match(line, match.end()) is not None)


def subject(line: str, start: int, end: int) -> str:
    """Give the word that says what a number measures: births of "6% of births", output of "output of 6".

    English alone; "" where neither side of the number says it in one of these ways.
    """
    after = SUBJECT_AFTER.match(line, end)
    before = SUBJECT_BEFORE.search(line[max(start - REACH, 0) : start])
    words = [match[1].lower() for match in (after, before) if match]
    return next((word for word in words if word not in NO_SUBJECTS and not is_number_word(word)), "")


def unit_of(noun: str, names: Mapping[str, str]) -> str:
    """Give the unit that a noun names, by the labels of units.csv or its Russian forms; "" if none."""
    words = noun.strip(" -\u00a0").removeprefix("of ").lower()
    return names.get(words) or names.get(words.replace(" per ", " a "), "") or UNITS.get(words, "")
