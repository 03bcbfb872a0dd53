"""Guesses, for `scan`, at numbers that measure nothing: dates, ordinals, names, numbering, set phrases.

A guess is a draft that a person looks at; it decides nothing in the registry. In doubt a number is a figure.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kzindustry.evidence.grammar.currencies import CODES
from kzindustry.evidence.grammar.numerals import Expression

MONTH = (
    "(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\.|January|February|March|April|May|June|July|August"
    "|September|October|November|December|(?i:(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)[ьяею]"
    "|(?:март|август)[аеу]?|ма[йяею])"
)
YEAR = r"(?:19|20)\d\d"
DAY = r"\d{1,2}(?:st|nd|rd|th|-?го|-?е)?"
DAYS = rf"(?:{DAY}(?:\s?[–—-]\s?| to ))?{DAY}"
ENDING = r"-(?:[йме]|го|му)\b"
"""A Russian year may bear it: 2031-го."""

PATTERNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "list numbering": (r"^\s*(?P<number>\d+[.)])(?=\s)",),
        "calendar date": (
            rf"\b(?:{DAYS}\s+(?:{MONTH})|(?:{MONTH})\s+{DAY}\b(?!\s*%))(?:,?\s+{YEAR})?|(?:{MONTH})\s+{YEAR}",
            r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}\.\d{1,2}\.\d{4}\b|\b\d{1,2}:\d\d\b|\b\d{1,2} [ap]\.m\.",
            rf"\b(?P<number>\d{{1,2}}) (?:and|и|по) (?=\d{{1,2}}\s+(?:{MONTH}))",
            rf"(?i:spring|summer|autumn|winter) (?:of )?{YEAR}",
            rf"\b(?P<number>{YEAR}(?:{ENDING})?)\s*(?i:год(?:|а|у|ом|е|ы|ов|ам|ами|ах)\b|гг?\b)",
            rf"\b{YEAR}{ENDING}",
            r"\b\d0-(?:[ехм]|ые|ых|ми)\b",
            r"(?i:\b\d{1,2} час(?:|а|ов|ам) (?:утра|дня|вечера|ночи)\b)",
            r"(?i:\b(?:перв|втор)\w+ (?:полугоди|половин)\w+|\b(?:перв|втор|трет|четверт)\w+ квартал\w*)",
            r"\bQ(?P<number>[1-4])\b",
            r"(?i:\b(?:first|second) half\b|\b(?:first|second|third|fourth) quarter\b|\b\d0s\b)",
            rf"(?i:\b(?:in|since|by|of|during|until|from|for|late|early|mid|в|с|к)) (?P<number>{YEAR})\b",
        ),
        "telephone number": (r"(?<!\d)\+?\d{1,3}(?:-\d{2,4}){3,}",),
        "resolution or order number": (
            r"[#№]\s?(?P<number>\d+)\b(?!/)",
            r"(?<![\w/-])(?=[\w/-]*\d)(?=[\w/-]*[^\W\d_])[\w-]+/[\w/-]*\w",
        ),
        "clause number": (
            r"(?<![\d.])(?!\d{1,3}(?:\.\d{3}){2,}(?![\d.]))\d+(?:\.\d+){2,}",
            r"(?i:\b(?:article|section|clause|paragraph|стать\w+|пункт\w*|ст\.|п\.)\s?(?P<number>\d+)\b)",
        ),
        "address": (
            r"\b(?P<number>\d+)\w?,?\s+(?:[A-ZА-Я][\w.]+\s+){1,2}(?:[Ss]tr|[Aa]venue|[Rr]oad)",
            r"\b\d+[A-Za-z]?(?:-\d+[A-Za-z]?){2,}",
            r"(?i:\b(?:ул|пр|просп|мкр)(?:\.|иц\w+|ект\w*|орайон\w*)\s[^,;]{2,30},\s*(?:д\.\s?)?(?P<number>\d+))",
            r"(?<=, )\d{6}\b",
        ),
        "name": (
            r"(?<![^\W\d_])[A-ZА-ЯЁ][^\W\d_]*-\s?(?P<number>\d+)\b",
            rf"\b(?!(?:{'|'.join(sorted(CODES))})\d)[A-Z]+(?P<number>\d+)\b",
        ),
        "pronoun or conjunction": (
            r"(?i:\b(?P<number>one) (?:of|another|by)\b|\b(?:no|any|every|the) (?P<last>one)\b)",
            r"(?i:\b(?P<number>од[ин]\w+) из\b)",
            r"(?i:\bboth\b(?! \w+s\b)(?! \w+ies\b))",
        ),
        "set phrase": (
            r"(?i:\b(?P<half>half)-[a-z]+|\bone-time\b|\bdoubly\b|\b(?P<third>third) part(?:y|ies)\b)",
        ),
    }
)
"""What each reason of exclusions.csv looks like; the first that fits is taken."""
LONGEST = 300
"""No stretch is longer."""


@dataclass(frozen=True)
class Aside:
    """A stretch that is taken for a number that measures nothing, why, and its rank: the least is taken."""

    start: int
    end: int
    reason: str
    rank: int = 0


def asides(line: str) -> list[Aside]:
    """Give the stretches of a line that look like no measurement, from left to right."""
    found: list[Aside] = []
    for reason, patterns in PATTERNS.items():
        for pattern in patterns:
            for match in re.finditer(pattern, line):
                named = [name for name, text in match.groupdict().items() if text]
                found.append(Aside(*match.span(*named[:1]), reason, len(found)))
    return sorted(found, key=lambda aside: aside.start)


def aside_at(expression: Expression, found: Sequence[Aside]) -> Aside | None:
    """Give the stretch that an expression lies in, if it looks like no measurement."""
    around = []
    for at in range(bisect_right(found, expression.start, key=lambda aside: aside.start) - 1, -1, -1):
        if found[at].start < expression.start - LONGEST:
            break
        if expression.end <= found[at].end:
            around.append(found[at])
    if around:
        return min(around, key=lambda aside: aside.rank)
    reason = {"ordinal": "ordinal", "code": "name"}.get(expression.kind)
    return Aside(expression.start, expression.end, reason) if reason else None
