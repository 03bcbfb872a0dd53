"""Sentences rendered from quantities: a Finding knows which number in it comes from which figures.

Digits come from ``numbers``; a digit typed into a sentence is refused, years and names aside.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from string import Formatter
from typing import Protocol

from kzindustry.analysis import Quantity
from kzindustry.errors import ReportError, nearest
from kzindustry.presentation.numbers import number

YEAR = r"(?:1[5-9]|20)\d\d"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NOT_MEASURED = re.compile(
    rf"\b{YEAR}(?:-(?:S[12]|Q[1-4]|\d\d(?:-\d\d)?))?s?\b"  # years and dates
    rf"|\b\d{{1,2}}\s(?:{MONTHS})\b"
    r"|[^\W\d]+-?\d+[^\W\d]*"  # names: GRES-1, COVID-19, m3
)


class Cite(Protocol):
    """What gives the citation marks (HTML) for figures and assumptions."""

    def __call__(self, figures: Sequence[str], assumptions: Sequence[str] = ()) -> str:
        """Give the marks; an empty text where there is nothing to cite."""


@dataclass(frozen=True, eq=False)
class Number:
    """One number of a sentence: its text and the quantity that it shows."""

    text: str
    quantity: Quantity


@dataclass(frozen=True, eq=False)
class Finding:
    """A sentence (or a label) whose numbers carry their sources. Make one with ``finding``."""

    parts: tuple[str | Number, ...]

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids of all figures and context values behind the sentence, in order of use."""
        quantities = (part.quantity for part in self.parts if isinstance(part, Number))
        return tuple(dict.fromkeys(figure for quantity in quantities for figure in quantity.figures))

    @property
    def text(self) -> str:
        """The sentence as plain text; what is assumed is called so at first mention."""
        marked = (
            part if isinstance(part, str) else part.text + (" (assumed)" if new else "")
            for part, new in self._marked()
        )
        return "".join(marked)

    def html(self, cite: Cite) -> str:
        """Give the sentence as HTML, each number followed by its citations.

        A value and the bounds right after it, of the same sources, share one citation.
        """
        html = []
        for place, (part, new) in enumerate(self._marked()):
            if isinstance(part, str):
                html.append(escape(part, quote=False))
                continue
            marks = "" if self._shares_citation(place) and not new else cite(part.quantity.figures, new)
            html.append(escape(part.text, quote=False) + marks)
        return "".join(html)

    def _shares_citation(self, place: int) -> bool:
        """Tell whether nothing but punctuation stands before the next number, of the same figures."""
        match self.parts[place : place + 3]:
            case [Number() as number, str() as between, Number() as following]:
                same = number.quantity.figures == following.quantity.figures
                return same and re.fullmatch(r"\W*", between) is not None
        return False

    def _marked(self) -> Iterator[tuple[str | Number, tuple[str, ...]]]:
        """Pair each part with the assumptions that it is the first to rest on."""
        known: set[str] = set()
        for part in self.parts:
            assumptions = () if isinstance(part, str) else part.quantity.assumptions
            yield part, tuple(name for name in assumptions if name not in known)
            known.update(assumptions)

    def _repr_html_(self) -> str:
        return f"<p>{self.html(lambda figures, assumptions=(): '')}</p>"

    def __str__(self) -> str:
        return self.text

    def __add__(self, other: "Finding | str") -> "Finding":
        return Finding((*self.parts, *as_finding(other).parts))


def finding(template: str, **values: "Quantity | Finding | str | int") -> Finding:
    """Render a sentence from quantities.

    Parameters
    ----------
    template
        The sentence, with a field for each number: ``"{jobs} jobs in {businesses:words} businesses"``.
        The formats are those of ``numbers.number``.
    values
        What the fields show: quantities; findings, to compose sentences; texts and years for names and dates.

    Raises
    ------
    ReportError
        Names every field without value and value without field, and every number that is typed, bare or
        without source.
    """
    fields = list(Formatter().parse(template))
    problems = _problems(template, fields, values)
    if problems:
        raise ReportError("\n".join(problems))
    parts: list[str | Number] = []
    for literal, name, spec, _ in fields:
        parts += [literal] if literal else []
        parts += _rendered(values[name], spec or "") if name is not None else []
    return Finding(tuple(part for part in parts if part != ""))


def as_finding(words: Finding | str) -> Finding:
    """Take a finding as it is; a text becomes one, if no number is typed into it."""
    return words if isinstance(words, Finding) else finding("{words}", words=words)


def listed(items: Sequence[Finding | str]) -> Finding:
    """Join findings or names as a list in a sentence: "a, b and c"."""
    parts: list[str | Number] = []
    for place, item in enumerate(items):
        joint = "" if place == 0 else " and " if place == len(items) - 1 else ", "
        parts += [joint, *as_finding(item).parts]
    return Finding(tuple(part for part in parts if part != ""))


def check_source(quantity: Quantity) -> str:
    """Say what is wrong with a quantity that is to be shown; nothing if it has a source.

    A constant needs none; an assumption names its parameter.
    """
    if quantity.figures or quantity.assumptions or quantity.bounds == "exact":
        return ""
    return (
        f"The number {quantity.value:g} ({quantity.bounds}) has no figure and no assumption: derive it from "
        "evidence, or name it with Quantity.assumed."
    )


def _rendered(value: Quantity | Finding | str | int, spec: str) -> list[str | Number]:
    if isinstance(value, Quantity):
        return [Number(number(value, spec), value)]
    return list(value.parts) if isinstance(value, Finding) else [str(value)]


def _problems(
    template: str, fields: list[tuple[str, str | None, str | None, str | None]], values: Mapping[str, object]
) -> list[str]:
    names = {name for _, name, _, _ in fields if name is not None}
    missing = [
        f"no value for {{{name}}}. {nearest(name, list(values))}" for name in sorted(names - set(values))
    ]
    unused = [f"the value {name!r} has no field." for name in values if name not in names]
    typed = [_typed(literal) for literal, _, _, _ in fields]
    bare = [_bare(name, value) for name, value in values.items()]
    return [f"In {template!r}: {problem}" for problem in (*missing, *unused, *typed, *bare) if problem]


def _typed(text: str) -> str:
    """Find a number typed into a text; years, dates and names with digits are none."""
    match = re.search(r"\d[\d.,]*", NOT_MEASURED.sub("", text))
    return (
        f"the number {match[0]!r} is typed: give it as a Quantity, so that it has a source." if match else ""
    )


def _bare(name: str, value: object) -> str:
    if isinstance(value, Quantity):
        return check_source(value)
    if isinstance(value, str):
        return _typed(value)
    if isinstance(value, Finding) or (isinstance(value, int) and re.fullmatch(YEAR, str(value))):
        return ""
    return (
        f"{name} is {value!r}: give a Quantity, so that it has a source (only a year may be a plain number)."
    )
