"""Text into tokens: numbers in digits, words, signs. What they mean together is for `numerals`.

Separators are read by these rules, the first that fits:

1. A space (of any width) or an apostrophe before each group of three digits parts thousands; after such
   groups a comma or a point is the decimal sign: 1 234,5. What touches a letter, but for a currency, has no
   groups, nor has a row of more than five.
2. A comma before exactly three digits parts thousands (1,234), and a point after them is the decimal sign.
   But after a leading 0 it is the decimal sign (0,125), and before a Russian scale or measure (1,234 млн):
   Russian parts thousands by spaces.
3. Points part thousands where there are two of them or a comma after them: 1.234.567, 1.234,5.
4. A point before digits is the decimal sign; so is a comma before one or two digits (8,1), or before four and
   more if no more than three stand before it (3,1416, but 2019,2020 are two years).
5. A comma with a space beside it, and one space between other digits, part numbers: 10 20; 2019, 2020.
6. 3¼ is three and a quarter, and 10² a hundred. After any other number a raised digit marks a note.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from unicodedata import numeric

from kzindustry.evidence.grammar.currencies import CODES, CURRENCIES
from kzindustry.evidence.grammar.number_words import is_number_word

SPACES = " \u00a0\u2007\u2009\u202f"
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
VULGAR = "¼½¾⅐-⅞"
RUSSIAN_MEASURE = "тыс|млн|млрд|трлн|милл|трилл|процент|тонн|т\\b|км|га\\b|гект|куб|кило|[км]?[мв]т?[²³23]"
GROUPS = rf"(?!0)\d{{1,3}} (?P<by>[{SPACES}'’]) \d{{3}} (?: (?P=by)\d{{3}} )* (?!\d)"
TOKEN = re.compile(
    rf"""
    (?P<cubed> (?<![^\W\d_]) [kcdкcд]?[mм][23²³] (?!\w) )   # m3: a unit, whose digit is no number
    | (?<!\d) (?:
        (?P<power> 10 [{RAISED}]{{1,2}} (?![{RAISED}]) )
        | (?P<mixed> (?: \d{{1,15}}[{SPACES}]? )? [{VULGAR}] )
        | (?P<spaced> {GROUPS} (?: [.,]\d+ )? )
        | (?P<decimal> \d{{1,3}},\d{{3}} (?= [{SPACES}]?(?:{RUSSIAN_MEASURE}) ) )
        | (?P<commas> (?!0)\d{{1,3}} (?: ,\d{{3}} ){{1,9}} (?!\d) (?: \.\d+ )? )
        | (?P<points> (?!0)\d{{1,3}} (?: (?:\.\d{{3}}){{1,4}} ,\d+ | (?:\.\d{{3}}){{2,4}} (?![\d.]) ) )
        | (?P<digits> \d+\.\d+ | 0,\d+ | \d+,\d{{1,2}}(?!\d) | \d{{1,3}},\d{{4,}} | \d+ ) )
    | (?P<word> (?<![^\W\d_]) (?:тыс|млн|млрд|трлн|mln|bln|trln|долл|руб|тг|куб)\. (?=\s*(?:[a-zа-яё(]|США))
        | [^\W\d_]+ )                            # тыс. тенге: an abbreviation in a sentence that goes on
    | (?P<sign> [^\w\s] )
    """,
    re.VERBOSE,
)
DIGITS = re.compile(r"\d+")
NUMBERS = frozenset({"digits", "power"})
MOST_DIGITS = 30
"""Longer runs of digits are codes."""
MOST_GROUPS = 4
"""After the first: 999 999 999 999 999. More in a row are a list."""


@dataclass(frozen=True)
class Token:
    """A piece of a line: its kind (cubed, digits, power, code, word or sign), its text, its place.

    The text is in lower case, but for codes of currencies, and without the dot of an abbreviation; a number
    is written with a decimal point and without separators, or as a quotient (10/3).
    """

    kind: str
    text: str
    start: int
    end: int

    @property
    def number(self) -> Fraction:
        """The number that digits write."""
        return Fraction(self.text)

    @property
    def place(self) -> Fraction:
        """The place of the last digit: 1/10 for 8.1."""
        return Fraction(1, 10 ** len(self.text.partition(".")[2]))

    @property
    def is_year(self) -> bool:
        """Whether digits may be a calendar year: 1900 to 2099, without a separator."""
        return self.end - self.start == 4 == len(self.text) and "1900" <= self.text <= "2099"


def tokens(line: str) -> list[Token]:
    """Cut a line into tokens; spaces fall away."""
    pieces: list[Token] = []
    for match in TOKEN.finditer(line):
        if match.lastgroup == "spaced" and _is_list(match, pieces):
            pieces += map(_token, DIGITS.finditer(line, *match.span()))
        else:
            pieces.append(_token(match))
    return pieces


def _is_list(match: re.Match[str], pieces: Sequence[Token]) -> bool:
    """Tell whether spaces between groups part numbers: in a long row, or where it touches a word."""
    return match[0].count(match["by"]) > MOST_GROUPS or _hangs_on_a_word(pieces, match.start())


def _hangs_on_a_word(pieces: Sequence[Token], start: int) -> bool:
    """Tell whether a number touches a word before it, as in B2 or Mill-3, that is no currency."""
    word = at(pieces, len(pieces) - 1)
    if word.text == "-" and word.end == start:
        word, start = at(pieces, len(pieces) - 2), word.start
    return word.kind == "word" and word.end == start and word.text not in CURRENCIES


def _token(match: re.Match[str]) -> Token:
    kind, text = match.lastgroup or "digits", match[0]
    if kind in {"word", "sign", "cubed"}:
        lower = text if text in CODES else text.lower().replace("ё", "е")
        return Token(kind, lower.removesuffix(".") if kind == "word" else lower, match.start(), match.end())
    if len(text) > MOST_DIGITS:
        return Token("code", text, match.start(), match.end())
    return Token("power" if kind == "power" else "digits", _plain(kind, text), match.start(), match.end())


def _plain(kind: str, text: str) -> str:
    """Write a number with a decimal point and without separators."""
    match kind:
        case "power":
            return str(10 ** int("".join(str(RAISED.index(digit)) for digit in text[2:])))
        case "mixed":
            value = int(text[:-1].strip() or 0) + Fraction(numeric(text[-1])).limit_denominator(10)
            return str(float(value) if value.denominator in {1, 2, 4, 5, 8, 10} else value)
        case "commas":
            return text.replace(",", "")
        case "points":
            return text.replace(".", "").replace(",", ".")
    return re.sub(rf"[{SPACES}'’]", "", text).replace(",", ".")


def at(pieces: Sequence[Token], index: int) -> Token:
    """Give a token, or an empty one before the first and after the last."""
    return pieces[index] if 0 <= index < len(pieces) else Token("end", "", 0, 0)


def numbers(line: str) -> list[Token]:
    """Give every number of a line: each run of digits and each word of the published list."""
    return [
        token
        for token in tokens(line)
        if token.kind in {*NUMBERS, "code"} or (token.kind == "word" and is_number_word(token.text))
    ]
