"""The numbers of the grammar: digits with scales, words that add up, orders of magnitude, factors, ordinals.

Reads tokens from an index on and says where it stopped; what stands beside a number is for `numerals`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kzindustry.evidence.grammar.number_words import (
    COUNTS,
    FACTORS,
    MAGNITUDES,
    ORDINALS,
    PARTS,
    SCALES,
    SHORT_SCALES,
    folds,
)
from kzindustry.evidence.grammar.tokens import NUMBERS, Token, at
from kzindustry.evidence.grammar.word_sums import MOST_SCALE, WordSum

ORDINAL_ENDINGS = frozenset(
    {"s", "st", "nd", "rd", "th", "й", "я", "е", "го", "му", "ой", "х", "ая", "ое", "ый"}
)
HYPHENED_ENDINGS = ORDINAL_ENDINGS | {"м", "ю", "ми", "ом", "ым", "ую", "ые", "ых"}
"""Without the hyphen, 5м are metres."""
LETTERS = {"k": Fraction(10**3), "m": Fraction(10**6), "b": Fraction(10**9), "t": Fraction(10**12)}
TIMES = frozenset("×·⋅*xх")
"""Before a power of ten: 1.5 × 10⁶."""
MINUS = frozenset({"-", "−"})
ONE = Fraction(1)
RANKS = {
    "втор": 2,
    "трет": 3,
    "четверт": 4,
    "пят": 5,
    "шест": 6,
    "седьм": 7,
    "восьм": 8,
    "девят": 9,
    "десят": 10,
}
"""After "каждый": every fourth is one in four."""


@dataclass(frozen=True)
class Amount:
    """A number read from tokens.

    Attributes
    ----------
    value
        In base units: scale words are multiplied in.
    place
        The place of the last printed digit, in base units.
    marked
        Whether that place says how precise the number is: it has decimals, a scale word, is an order of
        magnitude or a factor.
    scale
        The product of the scale words that end the number.
    kind
        number, year (a number that may be a calendar year), magnitude, factor, ordinal or code (more digits
        than a number has).
    next
        The index of the token after it.
    """

    value: Fraction
    place: Fraction
    marked: bool
    scale: Fraction
    kind: str
    next: int


def amount(pieces: Sequence[Token], index: int) -> Amount | None:
    """Read the longest number that starts at a token, or None."""
    piece = at(pieces, index)
    if piece.kind in NUMBERS:
        return _digits(pieces, index)
    if piece.kind == "code":
        return Amount(ONE, ONE, False, ONE, "code", index + 1)
    if piece.text in MINUS:
        return _negative(pieces, index)
    if piece.text in MAGNITUDES:
        return _magnitude(pieces, index)
    if piece.text.startswith("кажд") and at(pieces, index + 1).text[:-2] in RANKS:
        return share_of(ONE, Fraction(RANKS[at(pieces, index + 1).text[:-2]]), index + 2)
    return _cardinal(pieces, index) or _word(piece.text, index + 1)


def _negative(pieces: Sequence[Token], index: int) -> Amount | None:
    """Read -1.2: the sign touches the digits, and nothing touches the sign."""
    sign, digits = pieces[index], at(pieces, index + 1)
    free = index == 0 or pieces[index - 1].end < sign.start or pieces[index - 1].text == "("
    if digits.kind not in NUMBERS or digits.start != sign.end or not free:
        return None
    number = _digits(pieces, index + 1)
    return replace(number, value=-number.value)


def _digits(pieces: Sequence[Token], index: int) -> Amount:
    """Read 294, 8.1 trillion, 30 mln, 21st."""
    piece, after = pieces[index], at(pieces, index + 1)
    hyphen = after.text == "-" and after.start == piece.end
    if hyphen:
        after = at(pieces, index + 2)
    endings = HYPHENED_ENDINGS if hyphen else ORDINAL_ENDINGS
    if after.text in endings and after.start == piece.end + hyphen:
        return Amount(piece.number, ONE, False, ONE, "ordinal", index + 2 + hyphen)
    return _with_rest(pieces, _plain_digits(pieces, index))


def _plain_digits(pieces: Sequence[Token], index: int) -> Amount:
    """Read digits with their scale words."""
    piece = pieces[index]
    kind = "year" if piece.is_year else "number"
    return _scaled(pieces, Amount(piece.number, piece.place, piece.place < 1, ONE, kind, index + 1))


def _with_rest(pieces: Sequence[Token], number: Amount) -> Amount:
    """Add lesser numbers that have scales of their own: 2 млрд 300 млн."""
    while number.scale > 1 and at(pieces, number.next).kind in NUMBERS:
        rest = _plain_digits(pieces, number.next)
        if rest.scale == 1 or rest.value >= number.scale:
            break
        number = replace(rest, value=number.value + rest.value)
    return number


def _scaled(pieces: Sequence[Token], number: Amount) -> Amount:
    """Multiply by the scale words that follow."""
    word, power = at(pieces, number.next).text, at(pieces, number.next + 1)
    if word in TIMES and power.kind == "power":
        scale, following = power.number, number.next + 2
    elif word in SCALES or word in SHORT_SCALES:
        scale, following = SCALES.get(word) or SHORT_SCALES[word], number.next + 1
    else:
        return number
    return number if number.scale * scale > MOST_SCALE else _scaled(pieces, _times(number, scale, following))


def _times(number: Amount, scale: Fraction, following: int) -> Amount:
    return replace(
        number,
        value=number.value * scale,
        place=number.place * scale,
        marked=True,
        scale=number.scale * scale,
        kind="number",
        next=following,
    )


def scaled_after_money(pieces: Sequence[Token], number: Amount) -> Amount:
    """Multiply by a letter that touches the number: £3m are millions, while 3m are metres."""
    letter, last = at(pieces, number.next), pieces[number.next - 1]
    scale = LETTERS.get(letter.text) if letter.start == last.end and number.scale == 1 else None
    return _times(number, scale, number.next + 1) if scale else number


def _magnitude(pieces: Sequence[Token], index: int, times: Fraction = ONE) -> Amount:
    """Read hundreds, tens of thousands, десятки тысяч: the order of magnitude is the value."""
    value = times * MAGNITUDES[pieces[index].text]
    following = index + 2 if at(pieces, index + 1).text == "of" else index + 1
    word = at(pieces, following).text
    if word in MAGNITUDES and value <= MOST_SCALE:
        return _magnitude(pieces, following, value)
    if word in SCALES:
        value, following = value * SCALES[word], following + 1
        return Amount(value, value, True, ONE, "magnitude", following)
    return Amount(value, value, True, ONE, "magnitude", index + 1)


def _word(word: str, following: int) -> Amount | None:
    """Read a word that combines with no other: both, halved, fourfold, second."""
    if word in COUNTS:
        return Amount(COUNTS[word], ONE, False, ONE, "number", following)
    factor = FACTORS.get(word) or folds(word)
    if factor:
        return Amount(factor, _decimal_place(factor), True, ONE, "factor", following)
    return Amount(ONE, ONE, False, ONE, "ordinal", following) if word in ORDINALS else None


def share_of(part: Fraction, whole: Fraction, following: int) -> Amount:
    """Give the amount of a share, such as one in four."""
    share = part / whole
    return Amount(share, _decimal_place(share), True, ONE, "factor", following)


def _decimal_place(value: Fraction) -> Fraction:
    """Give the last place of a number as a decimal: a half is 0.5, so a tenth."""
    tenth, hundredth = Fraction(1, 10), Fraction(1, 100)
    return {2: tenth, 4: hundredth, 5: tenth, 10: tenth}.get(value.denominator, ONE)


def _cardinal(pieces: Sequence[Token], index: int) -> Amount | None:
    """Read seventeen, twenty-five, three hundred and five, сто двадцать тысяч."""
    said, position = WordSum(), index
    while True:
        step = position
        if said.count and (
            at(pieces, step).text == "-" or (said.scale > 1 and at(pieces, step).text in {"and", "и"})
        ):
            step += 1
        longer = said.extended(at(pieces, step).text)
        if longer is None:
            return _finished(pieces, said, position) if said.count else None
        said, position = longer, step + 1


def _finished(pieces: Sequence[Token], said: WordSum, position: int) -> Amount:
    """Close a cardinal; it may turn out a magnitude (ten thousands), part (two-thirds) or ordinal (21st)."""
    value = said.total + said.group
    if at(pieces, position).text in MAGNITUDES:
        return _magnitude(pieces, position, value)
    following = position + 1 if at(pieces, position).text == "-" else position
    word = at(pieces, following).text
    if word in PARTS and value < 10 and said.scale == 1:
        part = value * PARTS[word]
        return Amount(part, _decimal_place(part), True, ONE, "factor", following + 1)
    if word in ORDINALS and value >= 20:
        return Amount(value, ONE, False, ONE, "ordinal", following + 1)
    marked = said.scale > 1 or value.denominator > 1
    place = said.scale if value.denominator == 1 else _decimal_place(value)
    return Amount(value, place, marked, said.scale, "number", position)
