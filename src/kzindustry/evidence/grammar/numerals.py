"""The one grammar of printed numbers, for registered expressions and for running text alike.

    expression = [currency] amount [measure] [joint [currency] amount [measure]]
               | number ("in" | "out of") number                                one in four, 3 out of 10
    amount     = ["-"] digits {scale} | words | magnitude | factor | ordinal    8.1 trillion, twenty-five,
    joint      = "to" | "-" | "–" | "—" | "до", of years "по",                  hundreds, fourfold, first
                 after "between" "and"
    measure    = ["-"] (currency | percent | length | volume | time | "fold" | "times")

Two calendar years are a span, counted in years; any other pair is a range, and a scale that is printed once
carries to its first number ("11 to 30 mln"). The words are in `number_words`, `measure_words` and
`currencies`.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction

from kzindustry.evidence.grammar.amounts import Amount, amount, scaled_after_money, share_of
from kzindustry.evidence.grammar.currencies import CODES, CURRENCIES
from kzindustry.evidence.grammar.measure_words import (
    AFTER_A_DATE,
    FOLD,
    HYPHENED,
    MEASURES,
    TIMES,
)
from kzindustry.evidence.grammar.tokens import Token, at, tokens

DASHES = frozenset("-–—")
JOINTS = frozenset({"to", "до", *DASHES})
BETWEEN = ("between", "между")
UNITS = {**MEASURES, **CURRENCIES, **FOLD}
AFTER_HYPHEN = {**UNITS, **HYPHENED}
PERCENTS = frozenset({"percent", "percentage_point"})
ONE = Fraction(1)
WHOLES = frozenset({*range(2, 11), *(10**power for power in range(2, 7))})
"""Of which a share is told: one in four, but not 17 out of 50, which counts both."""


@dataclass(frozen=True)
class Expression:
    """A number expression in a line, from `start` to `end`.

    Attributes
    ----------
    values
        One number, the two ends of a range, or the two years of a span; in base units, percents as printed.
    place, marked
        The place of the last printed digit of the first number, and whether it says how precise that is.
    unit
        The unit printed beside the number, as an id of units.csv; "" for none.
    kind
        number, year (a number that may be a calendar year), magnitude, factor, ordinal, range or span.
    """

    start: int
    end: int
    values: tuple[Fraction, ...]
    place: Fraction
    marked: bool
    unit: str
    kind: str

    @property
    def value(self) -> Fraction:
        """The number; of a range, its middle; of a span, its years, both ends counted."""
        if self.kind == "span":
            return self.values[1] - self.values[0] + 1
        return sum(self.values, Fraction(0)) / len(self.values)


def parse(text: str, before: str = "") -> Expression | None:
    """Read the expression that a text starts with, or None; what follows it names what is counted.

    What stands before it matters after "between" alone, which makes one range of "6% and 27.4%".
    """
    return _expression(tokens(text), 0, between=before.rstrip().lower().endswith(BETWEEN))


def find(line: str) -> Iterator[Expression]:
    """Give the expressions of a line from left to right, each as long as it can be."""
    pieces, index = tokens(line), 0
    while index < len(pieces):
        expression = _expression(pieces, index, between=at(pieces, index - 1).text in BETWEEN)
        if expression is None:
            index += 1
        else:
            yield expression
            while index < len(pieces) and pieces[index].start < expression.end:
                index += 1


def _expression(pieces: Sequence[Token], index: int, *, between: bool) -> Expression | None:
    """Read an expression that starts at a token."""
    first, unit = _measured(pieces, index)
    if first is None:
        return None
    if share := _share(pieces, first, unit):
        first, unit = share, "fraction"
    second, second_unit = _partner(pieces, first, unit, JOINTS | {"and", "и"} if between else JOINTS)
    values: tuple[Fraction, ...] = (first.value,)
    kind = first.kind
    if second is not None and first.kind == "year":
        values, kind, unit = (first.value, second.value), "span", "year"
    elif second is not None:
        first, unit = _carried(first, second), second_unit
        values, kind = (first.value, second.value), "range"
    start, end = pieces[index].start, pieces[(second or first).next - 1].end
    return Expression(start, end, values, first.place, first.marked, unit.replace(TIMES, ""), kind)


def _share(pieces: Sequence[Token], first: Amount, unit: str) -> Amount | None:
    """Read one in four, 3 out of 10: two small whole numbers, the less first, without a unit."""
    joint = at(pieces, first.next).text
    following = first.next + {"in": 1, "out": 2 if at(pieces, first.next + 1).text == "of" else 0}.get(
        joint, 0
    )
    if following == first.next or unit or first.kind != "number":
        return None
    whole, whole_unit = _measured(pieces, following)
    if whole is None or whole_unit or whole.kind != "number" or whole.value not in WHOLES:
        return None
    return share_of(first.value, whole.value, whole.next) if 0 < first.value < whole.value else None


def _partner(
    pieces: Sequence[Token], first: Amount, unit: str, joints: Set[str]
) -> tuple[Amount | None, str]:
    """Read the second number of a range or span, if there is one like the first."""
    joint = at(pieces, first.next).text
    joins = joint in joints if first.kind == "number" else joint in {*JOINTS, "по"} and first.kind == "year"
    if not joins:
        return None, ""
    second, second_unit = _measured(pieces, first.next + 1)
    if second is not None and not second_unit and unit in CODES and (joint in DASHES or second.scale > 1):
        second, second_unit = scaled_after_money(pieces, second), unit
    alike = second is not None and second.kind == first.kind and unit in {"", second_unit}
    return (second, second_unit) if alike else (None, "")


def _carried(first: Amount, second: Amount) -> Amount:
    """Let the first number of a range share the scale of the second, if that brings the two nearer."""
    apart = _ratio(first.value, second.value)
    shared = _ratio(first.value * second.scale, second.value)
    if first.scale > 1 or shared >= apart:
        return first
    scale = second.scale
    return replace(first, value=first.value * scale, place=first.place * scale, marked=True)


def _ratio(one: Fraction, other: Fraction) -> Fraction:
    """Give how many times the greater of two numbers is the less; 0 where one of them is 0."""
    return max(one / other, other / one) if one and other else Fraction(0)


def _measured(pieces: Sequence[Token], index: int) -> tuple[Amount | None, str]:
    """Read a number with the currency before it or the measure after it."""
    currency, begin = _form(pieces, index, CURRENCIES)
    number = amount(pieces, begin)
    if number is None or currency:
        return number and scaled_after_money(pieces, number), currency or ""
    hyphen = at(pieces, number.next).text == "-"
    unit, following = _form(pieces, number.next + hyphen, AFTER_HYPHEN if hyphen else UNITS)
    date = number.kind == "year" and at(pieces, following - 1).text in AFTER_A_DATE
    if unit is None or number.kind == "ordinal" or date:
        return number, "fraction" if number.kind == "factor" else ""
    return _with_measure(replace(number, next=following), unit), unit


def _with_measure(number: Amount, unit: str) -> Amount:
    """Say what a measure makes of a number: no year, and percents and factors have a precision."""
    if unit in PERCENTS:
        return replace(number, place=min(number.place, ONE), marked=True, kind="number")
    if unit == "fraction":
        return replace(number, marked=True, kind="factor")
    return replace(number, kind="number" if number.kind == "year" else number.kind)


def _form(pieces: Sequence[Token], index: int, forms: Mapping[str, str]) -> tuple[str | None, int]:
    """Find the longest form, of up to three tokens, that stands at an index: its unit, and what is next."""
    for length in (3, 2, 1):
        unit = forms.get(" ".join(piece.text for piece in pieces[index : index + length]))
        if unit is not None and index + length <= len(pieces):
            return unit, index + length
    return None, index
