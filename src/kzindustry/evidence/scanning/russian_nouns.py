"""Russian nouns by the endings that numbers govern, for `counted`: one house, two of a house, five of houses.

Endings, not a dictionary: verbs that end like nouns are told apart by the commonest of their endings.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

_FUNCTION_WORDS = """
без вдвое вместо вот всего всех где год года году годов годом годы для если еще или как лет либо лишь между
над нам них около перед под подряд после почти при про против раз раза сам сверх так там тем уже через чем
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Neither nouns nor verbs, and years, which are no thing counted."""

ADJECTIVE = re.compile(r"(?:[ыи][хме]|[ыи]ми|[оы]й|[ая]я|[ое]е|[ую]ю|[ое]го|[ое]му)$")
VERB = re.compile(
    r"(?:[аеуюя]ет|(?:жд|жив|ид|буд|мож|ст[ао]н|вед|раст)ет|(?<!пл)ит|[жчшщ]ат|(?<!мин)ут|(?<!вал)ют"
    r"|(?<!реб)(?<!тел)(?<!цыпл)ят|[аиуыя]ли|[гшз]ли|с[яь]|[аи]ть|(?<!стр)аны|(?<!см)(?<!ц)(?<!ст)ены|[ыя]ты)$"
)
"""Verbs and short participles; what stands in (?<!...) are nouns that end alike."""
VERB_OF_ONE = re.compile(r"(?:[аиыя]л[ао]|(?<!стр)ана|[лжщчшод]ен[ао]?|[ыя]т[ао]|[аеы]но)$")

AFTER_MANY = re.compile(r"(?:вень|[бвгджзйклмнпрстфхцчшщ]|[ая]ми?|[ая]х)$")
AFTER_FEW = re.compile(r"[аяыи]$")
ENDS = re.compile(r"\s*(?:[.,;:)–—]|$)")

UNITS: Mapping[str, str] = MappingProxyType(
    {
        "человек": "person",
        "человека": "person",
        "людей": "person",
        "чел": "person",
        "рабочих мест": "job",
        "проект": "project",
        "проекта": "project",
        "проектов": "project",
        "предприятие": "enterprise",
        "предприятия": "enterprise",
        "предприятий": "enterprise",
    }
)
"""What is counted most, in its forms after a number; the labels of units.csv are English."""

_LATIN = "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch y e yu ya"
LATIN = dict(zip("абвгдеёжзийклмнопрстуфхцчшщыэюя", _LATIN.split(), strict=True))


def is_russian(word: str) -> bool:
    """Tell whether a word has Russian letters."""
    return re.search(r"[а-яё]", word.lower()) is not None


def in_latin(text: str) -> str:
    """Write Russian letters as Latin ones, as ids want them; signs without a sound fall away."""
    return "".join(LATIN.get(letter, "" if letter in "ьъ" else letter) for letter in text.lower())


def is_russian_noun(word: str, rest: str, number: Fraction) -> bool:
    """Tell whether a word is what a number counts.

    Parameters
    ----------
    word, rest
        The word after the number, and the line from there on. An adjective stands for a noun where its phrase
        ends ("40 рабочих,").
    number
        What governs the ending: one, two to four, or more.
    """
    word = word.lower().replace("ё", "е")
    if word in UNITS:
        return True
    if len(word) < 3 or word in FUNCTION_WORDS or VERB.search(word):
        return False
    last = number % 100 if 10 < number % 100 < 20 else number % 10
    if last == 1:
        no_noun = ADJECTIVE.search(word) or word.endswith("ий") or VERB_OF_ONE.search(word)
        return word.endswith("ие") or not no_noun
    if ADJECTIVE.search(word):
        return word.endswith(("ых", "их")) and ENDS.match(rest) is not None
    few = number.denominator > 1 or 1 < last < 5
    return AFTER_MANY.search(word) is not None or (few and AFTER_FEW.search(word) is not None)
