"""Draft rows for a document that is not registered yet, to be completed by hand.

A draft has what can be read off the text: place, expression, value, ends, precision, unit, qualifier. What is
measured, where, when and who says so is left to a person.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from kzindustry.evidence.grammar.currencies import CODES
from kzindustry.evidence.grammar.numerals import Expression, find, parse
from kzindustry.evidence.grammar.qualifiers import possible
from kzindustry.evidence.grammar.tokens import tokens
from kzindustry.evidence.registry.rows import Exclusion, Figure
from kzindustry.evidence.scanning.asides import Aside, aside_at, asides
from kzindustry.evidence.scanning.counted import noun_after, noun_beyond, subject, unit_of
from kzindustry.evidence.scanning.russian_nouns import in_latin, is_russian
from kzindustry.evidence.verification.printed import printed_precision, printed_value

MEASURED = frozenset({*CODES, "percent", "percentage_point", "fraction"})
"""Units that say nothing of what is measured: a draft's id names both."""


@dataclass(frozen=True)
class DraftRows:
    """Rows for figures.csv and exclusions.csv, drafted from a text."""

    figures: tuple[Figure, ...]
    exclusions: tuple[Exclusion, ...]


def draft(document: str, paragraphs: Iterable[str], names: Mapping[str, str]) -> DraftRows:
    """Draft rows for the paragraphs of a text.

    Parameters
    ----------
    document
        The key that the document is to have.
    paragraphs
        In order, from number 1.
    names
        Words that name units, with the units' ids.
    """
    figures: list[Figure] = []
    exclusions: list[Exclusion] = []
    for number, line in enumerate(paragraphs, start=1):
        found = asides(line)
        for expression in find(line):
            noun = noun_of(line, expression)
            aside = aside_at(expression, found) or _bare_year(expression, noun)
            if aside:
                exclusions.append(_exclusion(document, number, line, aside))
            else:
                figures += _figures(document, number, line, expression, names)
    return DraftRows(tuple(_with_ids(figures)), tuple(dict.fromkeys(exclusions)))


def noun_of(line: str, expression: Expression) -> str:
    """Give the noun that follows an expression without a unit."""
    if expression.unit:
        return ""
    return noun_after(line, expression.end, expression.values[-1], magnitude=expression.kind == "magnitude")


def _bare_year(expression: Expression, noun: str) -> Aside | None:
    """Take a number that may be a year and counts nothing for a date."""
    if expression.kind != "year" or noun:
        return None
    return Aside(expression.start, expression.end, "calendar date")


def _exclusion(document: str, paragraph: int, line: str, aside: Aside) -> Exclusion:
    start, end, reason = aside.start, aside.end, aside.reason
    return Exclusion(document, paragraph, start, end, line[start:end], reason)


def _figures(
    document: str, paragraph: int, line: str, expression: Expression, names: Mapping[str, str]
) -> Iterator[Figure]:
    """Draft one figure; of a change "from A to B" two, the second for B alone."""
    end = expression.end + len(noun_of(line, expression))
    qualifier = possible(line, expression.start, end, expression)[0]
    yield _figure(document, paragraph, line, expression, qualifier, names)
    if expression.kind == "range" and qualifier == "exact":
        yield _figure(document, paragraph, line, _second(line, expression), "exact", names)


def _second(line: str, expression: Expression) -> Expression:
    """Read the second number of a range on its own."""
    printed = line[expression.start : expression.end]
    for piece in tokens(printed)[1:]:
        alone = parse(printed[piece.start :])
        if alone is not None and piece.start + alone.end == len(printed) and alone.kind != "range":
            return replace(alone, start=expression.start + piece.start, end=expression.end)
    raise AssertionError("a range has two numbers")


def _figure(  # noqa: PLR0913, PLR0917 - a draft is made of all of these
    document: str, paragraph: int, line: str, expression: Expression, qualifier: str, names: Mapping[str, str]
) -> Figure:
    noun = noun_of(line, expression)
    end = expression.end + len(noun)
    counted = noun or ("" if expression.unit else noun_beyond(line, end))
    value = float(printed_value(expression, qualifier))
    low, high = value, value
    if qualifier == "range":
        low, high = sorted(map(float, expression.values))
    span = "/".join(str(year) for year in expression.values) if expression.kind == "span" else ""
    return Figure(
        figure=counted or subject(line, expression.start, end) or _part_of_what(line, expression),
        document=document,
        paragraph=paragraph,
        start=expression.start,
        end=end,
        as_printed=line[expression.start : end],
        indicator="",
        ref_area="",
        time_period=span,
        period_basis="stated" if span else "",
        unit_measure=expression.unit or _fold(line, expression) or unit_of(counted, names),
        value=value,
        value_low=None if qualifier == "at most" else low,
        value_high=None if qualifier == "at least" else high,
        precision=printed_precision(expression, qualifier),
        qualifier=qualifier,
        figure_kind="",
        speaker="",
        restates="",
        note="",
    )


def _part_of_what(line: str, expression: Expression) -> str:
    """Give the noun of a share: towns of "one in four towns"."""
    return (
        noun_after(line, expression.end, Fraction(2), magnitude=False) if expression.kind == "factor" else ""
    )


def _fold(line: str, expression: Expression) -> str:
    """Give the unit of a factor, in Russian: "в 2,5 раза" is fold, "2 раза" counts events."""
    before = line[max(expression.start - 10, 0) : expression.start]
    printed = line[expression.start : expression.end]
    fold = re.search(r"\bв\s+$", before, re.IGNORECASE) and printed.lower().endswith(("раз", "раза"))
    return "fraction" if fold else ""


def _with_ids(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Name each draft after what it counts; a letter tells apart those of one paragraph."""
    seen: Counter[str] = Counter()
    for figure in figures:
        counted, unit = figure.figure, figure.unit_measure
        noun = unit or counted if is_russian(counted) else f"{counted} {unit if unit in MEASURED else ''}"
        words = re.findall(r"[a-z]+", in_latin(noun if noun.strip() else unit)) or ["number"]
        name = f"{figure.document}:{figure.paragraph}:{'-'.join(words)}"
        seen[name] += 1
        yield replace(figure, figure=name + _letters(seen[name]))


def _letters(count: int) -> str:
    return "" if count == 1 else "-" + "".join(chr(ord("a") + int(digit)) for digit in str(count - 1))
