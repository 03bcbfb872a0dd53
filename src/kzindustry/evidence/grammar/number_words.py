"""The published list of words that count as numbers, English and Russian; only the list, no grammar.

`kzindustry verify` holds a document against it: a run of digits or a word of this list must stand in
figures.csv or exclusions.csv. Left out on purpose, because they seldom count: once, only, several, decade,
century, and quantity without a number (a few, most). Words are in lower case, with "е" for "ё".
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from types import MappingProxyType


def _table(text: str) -> Mapping[str, Fraction]:
    """Read lines of "number: word word ..." into words with their numbers."""
    pairs = (line.split(":") for line in text.strip().splitlines())
    return MappingProxyType({word: Fraction(number) for number, words in pairs for word in words.split()})


CARDINALS = _table("""
0: zero ноль нуль нуля
1: one один одна одно одну одного одной одному одним одном
2: two два две двух двум двумя двое двоих
3: three три трех трем тремя трое троих
4: four четыре четырех четырем четырьмя четверо
5: five пять пяти пятью
6: six шесть шести шестью
7: seven семь семи семью
8: eight восемь восьми восемью
9: nine девять девяти девятью
10: ten десять десяти десятью
11: eleven одиннадцать одиннадцати одиннадцатью
12: twelve двенадцать двенадцати
13: thirteen тринадцать тринадцати
14: fourteen четырнадцать четырнадцати
15: fifteen пятнадцать пятнадцати
16: sixteen шестнадцать шестнадцати
17: seventeen семнадцать семнадцати
18: eighteen восемнадцать восемнадцати
19: nineteen девятнадцать девятнадцати
20: twenty двадцать двадцати двадцатью
30: thirty тридцать тридцати тридцатью
40: forty сорок сорока
50: fifty пятьдесят пятидесяти
60: sixty шестьдесят шестидесяти
70: seventy семьдесят семидесяти
80: eighty восемьдесят восьмидесяти
90: ninety девяносто девяноста
100: сто ста
200: двести двухсот
300: триста трехсот
400: четыреста четырехсот
500: пятьсот пятисот
600: шестьсот шестисот
700: семьсот семисот
800: восемьсот восьмисот
900: девятьсот девятисот
3/2: полтора полторы полутора
""")
"""Words that add up: twenty-five, сто двадцать пять."""

SCALES = _table("""
10: десяток десятка
12: dozen
100: hundred сотня сотню
1000: thousand тысяча тысячу тысячи тысяче тысячей тысяч тысячам тысячами тысячах
1000000: million миллион миллиона миллионов миллиону миллионом миллионам миллионами
1000000000: billion миллиард миллиарда миллиардов миллиарду миллиардом миллиардам миллиардами
1000000000000: trillion триллион триллиона триллионов триллиону триллионом триллионам триллионами
""")
"""Words that multiply the number before them, or stand alone: 24 thousand, hundred."""

SHORT_SCALES = _table("""
1000: тыс
1000000: mln mn млн
1000000000: bln bn млрд
1000000000000: trln trn tn трлн
""")
"""Scales that never stand alone: 19 bln, 30 млн."""

MAGNITUDES = _table("""
10: tens десятки десятков десяткам десятками десятках
12: dozens дюжины
100: hundreds сотни сотен сотням сотнями сотнях
1000: thousands тысячи
1000000: millions миллионы
1000000000: billions миллиарды
1000000000000: trillions триллионы
""")
"""Plurals that give an order of magnitude: tens of thousands, сотни."""

COUNTS = _table("""
1: single единственный единственная единственное единственного единственной единственным
2: both pair couple оба обе обоих обеих обоим обеим обоими обеими пара пары пару
""")
"""Words that count their noun and combine with nothing."""

FACTORS = _table("""
1/4: quarter quarters четверть четверти четвертью
1/3: треть трети третью
1/2: half halves halve halved halving половина половины половине половину половиной наполовину
2: twice double doubly doubles doubled doubling вдвое дважды
3: thrice triple triples tripled tripling втрое трижды
4: quadruple quadrupled quadrupling вчетверо
5: впятеро
""")
"""Words that multiply what they speak of; so does any number followed by "fold"."""

PARTS = _table("""
1/2: half halves
1/3: third thirds трети
1/4: quarter quarters четверти
1/5: fifth fifths пятых
1/10: tenth tenths десятых
""")
"""Words that divide the small number before them: two-thirds, три четверти."""

_ENGLISH_ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth
fiftieth sixtieth seventieth eightieth ninetieth hundredth thousandth firstly secondly thirdly"""
_RUSSIAN_STEMS = "перв втор четверт пят шест седьм восьм девят десят одиннадцат двенадцат двадцат"
_RUSSIAN_ENDINGS = "ый ой ого ому ым ом ая ую ое ые ых ыми"
_RUSSIAN_THIRD = """третий третьего третьему третьим третьем третья третьей третью третье третьи третьих
третьими"""

ORDINALS = frozenset(
    [
        *_ENGLISH_ORDINALS.split(),
        *(stem + ending for stem, ending in product(_RUSSIAN_STEMS.split(), _RUSSIAN_ENDINGS.split())),
        *_RUSSIAN_THIRD.split(),
    ]
)
"""Words that number a place in an order: numbers on the list, but never an amount."""

NUMBERS: Mapping[str, Fraction] = MappingProxyType(
    {**PARTS, **COUNTS, **FACTORS, **MAGNITUDES, **SHORT_SCALES, **SCALES, **CARDINALS}
)
"""Every word of the list with its number; words that only number a place in an order are in ORDINALS."""


def folds(word: str) -> Fraction | None:
    """Give the factor of a word such as fourfold, or None."""
    stem = word.removesuffix("fold")
    return None if stem == word else NUMBERS.get(stem)


def is_number_word(word: str) -> bool:
    """Tell whether a word, in any case, is on the list: by itself or before "fold". Mln alone is none."""
    word = word.lower().replace("ё", "е")
    return (word in NUMBERS and word not in SHORT_SCALES) or word in ORDINALS or folds(word) is not None
