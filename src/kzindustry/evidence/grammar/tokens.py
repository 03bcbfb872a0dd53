"""Text into tokens: runs of digits with their separators, words, signs. What they mean is for `numerals`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kzindustry.evidence.grammar.number_words import is_number_word

SPACES = " \u00a0\u2009\u202f"
TOKEN = re.compile(
    rf"""
    (?P<cubed> (?<![^\W\d_]) [kcdкcд]?[mм][23²³] (?!\w) )   # m3: a unit, whose digit is no number
    | (?P<digits> (?<!\d) (?:
          (?!0)\d{{1,3}} (?: (?P<by>[,’{SPACES}]) \d{{3}} (?: (?P=by)\d{{3}} )* ) (?!\d) (?:\.\d+)?
        | \d+\.\d+ | 0,\d+ | \d+,\d{{1,2}}(?!\d) | \d+ ) )   # 11,800.5; 8.1; 0,5; 8,1 (decimal comma); 294
    | (?P<word> (?<![^\W\d_]) (?:тыс|млн|млрд|трлн|mln|bln|trln|долл|руб|тг|куб)\. (?=\s*(?:[a-zа-яё(]|США))
        | [^\W\d_]+ )                            # тыс. тенге: an abbreviation in a sentence that goes on
    | (?P<sign> [^\w\s] )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """A piece of a line: its kind (cubed, digits, word or sign), its text, its place.

    The text is in lower case, without the dot of an abbreviation.
    """

    kind: str
    text: str
    start: int
    end: int

    @property
    def number(self) -> Fraction:
        """The number that digits write."""
        return Fraction(self._decimal())

    @property
    def place(self) -> Fraction:
        """The place of the last digit: 1/10 for 8.1."""
        return Fraction(1, 10 ** len(self._decimal().partition(".")[2]))

    @property
    def is_year(self) -> bool:
        """Whether digits may be a calendar year: 1900 to 2099, without a separator."""
        return len(self.text) == 4 and self.text.isdigit() and "1900" <= self.text <= "2099"

    def _decimal(self) -> str:
        """Write the digits with a decimal point and without separators."""
        text = re.sub(rf"[{SPACES}’]", "", self.text)
        grouped = re.fullmatch(r"(?!0)\d{1,3}(,\d{3})+(\.\d+)?", text)
        return text.replace(",", "") if grouped else text.replace(",", ".")


def tokens(line: str) -> list[Token]:
    """Cut a line into tokens; spaces fall away."""
    return [
        Token(match.lastgroup or "", _text(match), match.start(), match.end())
        for match in TOKEN.finditer(line)
    ]


def _text(match: re.Match[str]) -> str:
    text = match.group().lower().replace("ё", "е")
    return text.removesuffix(".") if match.lastgroup == "word" else text


def at(pieces: Sequence[Token], index: int) -> Token:
    """Give a token, or an empty one after the last."""
    return pieces[index] if index < len(pieces) else Token("end", "", 0, 0)


def numbers(line: str) -> list[Token]:
    """Give every number of a line: each run of digits and each word of the published list."""
    return [
        token
        for token in tokens(line)
        if token.kind == "digits" or (token.kind == "word" and is_number_word(token.text))
    ]
