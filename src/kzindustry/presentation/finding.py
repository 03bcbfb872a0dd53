"""Sentences rendered from quantities: a Finding knows which number in it comes from which figures.

Digits come from ``numbers``, fields from ``fields``; a digit typed into a sentence is refused, years and
names aside.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from string import Formatter
from typing import Any, Protocol

from kzindustry.analysis import Quantity
from kzindustry.errors import ReportError
from kzindustry.presentation.fields import Names, names_of_notebook, value_of
from kzindustry.presentation.numbers import number
from kzindustry.typed_numbers import YEAR, typed_number

SPAN_OF_YEARS = re.compile(rf"\b({YEAR})-(?={YEAR}\b)")
# A full stop and what closes behind it, before a new sentence or line; or the end of a list's item.
SENTENCE_END = re.compile(
    r"[.!?…][\"”’)*_]*(?=\s+[^\W\da-z_]|\s+[“\"(*_]|\s*\n|\s*\Z)|(?<![.!?…\s])(?=\s*\n\s*(?:[-*+] |\n))"
)


class Citing(Protocol):
    """What leads from a number and from a sentence to their sources, as HTML."""

    def number(self, text: str, quantity: Quantity, assumptions: Sequence[str] = ()) -> str:
        """Give a number that leads to its source; what is assumed for the first time is called so."""

    def mark(self, figures: Sequence[str]) -> str:
        """Give the mark that ends a sentence and lists what stands behind it; none without figures."""


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
            for part, new in self.marked()
        )
        return "".join(marked)

    def html(self, cite: Citing) -> str:
        """Give the sentence as HTML: each number leads to its source, and nothing else is marked."""
        return "".join(
            escape(part, quote=False) if isinstance(part, str) else cite.number(part.text, part.quantity, new)
            for part, new in self.marked()
        )

    def marked(self) -> Iterator[tuple[str | Number, tuple[str, ...]]]:
        """Pair each part with the assumptions that it is the first to rest on."""
        known: set[str] = set()
        for part in self.parts:
            assumptions = () if isinstance(part, str) else part.quantity.assumptions
            yield part, tuple(name for name in assumptions if name not in known)
            known.update(assumptions)

    def _repr_html_(self) -> str:
        return f"<p>{escape(self.text, quote=False)}</p>"

    def __str__(self) -> str:
        return self.text

    def __add__(self, other: "Finding | str") -> "Finding":
        return Finding((*self.parts, *as_finding(other).parts))


def finding(template: str, names: Names | None = None, /, **values: Any) -> Finding:
    """Render a sentence from quantities.

    Parameters
    ----------
    template
        The sentence, with a field for each number: ``"{jobs} jobs in {towns.businesses[Karatau]:words}
        businesses"``. A field is a name with attributes and items; the formats behind its colon are those of
        ``numbers.number``: ``%``, ``points``, ``money``, ``scaled``, ``amount``, ``p``, ``words``, ``Words``,
        each alone or with ``interval`` or ``bare``.
    names
        Where fields are looked up that ``values`` does not give: by default the names of the notebook.
    values
        What fields show, by name: quantities; findings, to compose sentences; texts and years; several of
        these, which are listed.

    Raises
    ------
    ReportError
        Names every field that is not there, every value without field, and every number that is typed,
        bare or without source.
    """
    try:
        fields = list(Formatter().parse(template))
    except ValueError as error:
        problem = f"{error}: a brace that begins no field is written twice, {{{{ or }}}}."
        raise ReportError(f"In {_short(template)!r}: {problem}") from None
    known = {**(names_of_notebook() if names is None else names), **values}
    problems = [_typed(literal) for literal, _, _, _ in fields]
    heads = {re.split(r"[.\[]", name)[0] for _, name, _, _ in fields if name}
    problems += [f"the value {name!r} has no field." for name in values if name not in heads]
    parts: list[str | Number] = []
    for literal, name, spec, _ in fields:
        parts += [with_dashes(literal)] if literal else []
        try:
            parts += _rendered(value_of(name, known), spec or "", name) if name is not None else []
        except ReportError as error:
            problems.append(str(error))
    if any(problems):
        raise ReportError("\n".join(f"In {_short(template)!r}: {problem}" for problem in problems if problem))
    return Finding(tuple(part for part in parts if part != ""))


def as_finding(words: Finding | str) -> Finding:
    """Take a finding as it is; a text becomes one, its fields read from the names of the notebook."""
    return words if isinstance(words, Finding) else finding(words)


def listed(items: Sequence[Finding | str]) -> Finding:
    """Join findings or names as a list in a sentence: "a, b and c"."""
    parts: list[str | Number] = []
    for place, item in enumerate(items):
        joint = "" if place == 0 else " and " if place == len(items) - 1 else ", "
        parts += [joint, *as_finding(item).parts]
    return Finding(tuple(part for part in parts if part != ""))


def with_dashes(text: str) -> str:
    """Set spans of years as print does.

    >>> with_dashes("SPIID 2010-2014, in 2014-12")
    'SPIID 2010–2014, in 2014-12'
    """
    return SPAN_OF_YEARS.sub("\\1–", text)


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


def _rendered(value: Any, spec: str, name: str) -> list[str | Number]:
    """Give the parts that a field becomes.

    Raises
    ------
    ReportError
        If the value is a bare number, a number without source, or nothing that a sentence can hold.
    """
    if isinstance(value, Quantity):
        if problem := check_source(value):
            raise ReportError(problem)
        return [Number(number(value, spec), value)]
    if isinstance(value, Finding):
        return list(value.parts)
    if isinstance(value, str):
        if problem := _typed(value):
            raise ReportError(problem)
        return [with_dashes(value)]
    if hasattr(value, "columns"):
        column, row = next(iter(value.columns), "column"), next(iter(value.index), "row")
        raise ReportError(
            f"{name} is a whole table: name one cell of it, such as {{{name}.{column}[{row}]}}."
        )
    if isinstance(value, Sequence) or hasattr(value, "tolist"):
        items = [Finding(tuple(_rendered(item, spec, name))) for item in value]
        return list(listed(items).parts)
    if re.fullmatch(YEAR, str(value)):
        return [str(value)]
    raise ReportError(
        f"{name} is {value!r}: give a Quantity, so that it has a source (only a year may be a plain number)."
    )


def _typed(text: str) -> str:
    """Say that a number is typed into a text; nothing if none is."""
    found = typed_number(text)
    return f"the number {found!r} is typed: give it as a Quantity, so that it has a source." if found else ""


def _short(template: str, most: int = 90) -> str:
    words = " ".join(template.split())
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + " …"
