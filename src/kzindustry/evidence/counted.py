"""The noun beside a number, for `scan`: what is counted, where the next word says it.

English plurals and the commonest irregular ones, Russian nouns by what adjectives do not end in; an adjective
before the noun ends the stretch, as it does in the registry.
"""

import re
from collections.abc import Mapping

IRREGULAR = frozenset({"people", "persons", "men", "women", "children", "человек", "людей"})
NO_NOUNS = frozenset(
    {"is", "was", "has", "as", "this", "its", "his", "us", "plus", "does", "vs", "versus", "yes"}
)
ADJECTIVE_ENDINGS = ("ых", "их", "ые", "ие", "ый", "ий", "ой", "ая", "яя", "ое", "ее", "ым", "им", "ую")
FUNCTION_WORDS = frozenset({"из", "и", "в", "на", "с", "по", "от", "до", "за", "для", "или", "раз", "раза"})
WORD = re.compile(r"[ \u00a0]([^\W\d_]+)|-([^\W\d_]+)")
RATE = re.compile(r" (?:per|a|an) (?:year|month|week|day|hour)\b")
CLOSED = re.compile(r"\s*(?:[.,;:)]|$|(?:and|or|in|of|at|on|to|for|from|by|with|is|was)\b)")


def noun_after(line: str, end: int, *, single: bool, magnitude: bool) -> str:
    """Give the noun after an expression with what joins it (" looms", "-storey", " of looms"), or "".

    Parameters
    ----------
    line, end
        The line, and where the expression ends.
    single
        The number is one: a word without a plural ending is a noun if its phrase ends there.
    magnitude
        The number is an order of magnitude, whose noun comes after "of".
    """
    of = " of" if magnitude and line.startswith(" of ", end) else ""
    match = WORD.match(line, end + len(of))
    if match is None or not _is_noun(match, line, single=single):
        return ""
    rate = RATE.match(line, match.end())
    return line[end : rate.end() if rate else match.end()]


def _is_noun(match: re.Match[str], line: str, *, single: bool) -> bool:
    word = match[1] or match[2]
    lower = word.lower()
    if match[2] or lower in IRREGULAR:
        return word == lower
    if re.search(r"[а-яё]", lower):
        return lower not in FUNCTION_WORDS and not lower.endswith(ADJECTIVE_ENDINGS) and word == lower
    plural = lower.endswith("s") and not lower.endswith("ss") and lower not in NO_NOUNS
    if word != lower and not re.fullmatch(r"[A-Z]+s", word):
        return False
    return plural or (single and CLOSED.match(line, match.end()) is not None)


def unit_of(noun: str, names: Mapping[str, str]) -> str:
    """Give the unit that a noun names, by the labels of units.csv; "" if none."""
    words = noun.strip(" -\u00a0").removeprefix("of ").lower()
    return names.get(words) or names.get(words.replace(" per ", " a "), "")
