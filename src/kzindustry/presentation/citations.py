"""Where numbers come from: numbers the sources that a report cites, leads to them, and lists them.

One source is a document, its paragraphs within it, or a context series of one publisher. The texts of
sentences are made in ``finding`` and ``prose``; here are the links in them, source lines, and the list.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from kzindustry.analysis import Quantity
from kzindustry.evidence import ContextValue, Evidence, Figure
from kzindustry.evidence.grammar.numerals import parse
from kzindustry.evidence.registry.rows import Commitment
from kzindustry.presentation import periods
from kzindustry.presentation.numbers import QUALIFIERS
from kzindustry.presentation.sources import Passage, Source, in_a_line, runs_of

SHOWN_IN_TITLE = 6
COUNTED = 20
"""From so many figures on, a number is a count of figures: what was counted is said, not each listed."""
CYRILLIC = re.compile(r"[А-Яа-яЁё]")


class Citations:
    """The sources that one report has cited so far, numbered in order of first use."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._cited: dict[Source, dict[Passage, dict[str, None]]] = {}
        self._uses: dict[Source, list[str]] = {}
        self._marks = 0

    def number(self, text: str, quantity: Quantity, assumptions: Sequence[str] = ()) -> str:
        """Give a number as a link to its source; what is assumed for the first time is called so."""
        shown = f'<data value="{quantity.value!r}">{escape(text, quote=False)}</data>'
        if quantity.figures:
            self._cite(quantity.figures)
            anchor = self.anchor(quantity.figures[0])
            title = escape(self._behind(quantity.figures))
            shown = f'<a class="num" href="#{anchor}" title="{title}">{shown}</a>'
        if assumptions:
            names = escape(", ".join(assumptions))
            shown += f' <span class="assumed" title="parameter {names}">(assumed)</span>'
        return shown

    def mark(self, figures: Sequence[str]) -> str:
        """Give the mark at the end of a sentence: the numbers of the sources behind it, as one link."""
        if not figures:
            return ""
        cited = sorted(self._cite(figures))
        self._marks += 1
        use = f"use-{self._marks}"
        sources = list(self._cited)
        for number in cited:
            self._uses.setdefault(sources[number - 1], []).append(use)
        shown = ",\u202f".join(runs_of(cited))
        title = escape(self._behind(figures))
        label = f"Source{'s' * (len(cited) > 1)} {', '.join(runs_of(cited))}"
        return (
            f'<sup class="cites"><a class="cite" id="{use}" href="#{self.anchor(figures[0])}" '
            f'title="{title}" aria-label="{label}">{shown}</a></sup>'
        )

    def line(self, figures: Sequence[str]) -> tuple[str, str]:
        """Give the source line of a chart, as text and as HTML with links into the list of sources."""
        wanted = self._cite(figures)
        places: dict[int, tuple[Source, list[Passage]]] = {}
        for number, (source, cited) in enumerate(self._cited.items(), start=1):
            own = [place for place, names in cited.items() if names.keys() & set(figures)]
            if number in wanted:
                places[number] = source, own
        return in_a_line(places)

    def section(self) -> str:
        """List what was cited: each source with its places, every expression as printed, and its address."""
        items = "".join(self._entry(number, source) for number, source in enumerate(self._cited, start=1))
        return f'<section class="sources"><ol>{items}</ol></section>'

    def text(self) -> str:
        """List what was cited as plain text."""
        lines = []
        for number, (source, places) in enumerate(self._cited.items(), start=1):
            said = "; ".join(filter(None, (self._said(place, names) for place, names in places.items())))
            lines.append(f"{number}. {source.name}: {said}. {source.address}".rstrip())
        return "\n".join(lines)

    def document(self) -> list[dict[str, Any]]:
        """List what was cited for machines."""
        return [
            {
                "number": number,
                "title": source.title,
                "origin": source.origin,
                "address": source.address,
                "places": [place.words for place in places if place.words],
                "figures": [name for names in places.values() for name in names],
            }
            for number, (source, places) in enumerate(self._cited.items(), start=1)
        ]

    def source(self, figure: str) -> tuple[Source, Passage]:
        """Give the source that a figure, context value or commitment belongs to, and the place in it."""
        item = self._item(figure)
        if isinstance(item, ContextValue):
            indicator = self._evidence.registry.indicators.get(item.series)
            title = indicator.label if indicator else item.series.replace("_", " ")
            return Source(title, item.source, published_at(item.address)), Passage(0)
        document = self._evidence.document(item.document)
        origin = ", ".join(filter(None, (document.publisher, periods.words(document.published))))
        return Source(document.title, origin, document.address, is_document=True), Passage(item.paragraph)

    def _item(self, figure: str) -> Figure | ContextValue | Commitment:
        """Give what an id stands for."""
        commitment = self._evidence.registry.commitments.get(figure)
        return commitment or self._evidence.figure(figure)

    def _cite(self, figures: Iterable[str]) -> set[int]:
        """Enter figures into the list of what was cited; give the numbers of their sources."""
        wanted = set()
        for figure in figures:
            source, place = self.source(figure)
            self._cited.setdefault(source, {}).setdefault(place, {})[figure] = None
            wanted.add(source)
        return {number for number, source in enumerate(self._cited, start=1) if source in wanted}

    def anchor(self, figure: str) -> str:
        """Give the address of the entry of a figure in the list of sources, in which it is then listed."""
        self._cite([figure])
        source, place = self.source(figure)
        return place.anchor(list(self._cited).index(source) + 1)

    def _behind(self, figures: Sequence[str]) -> str:
        """Say what stands behind a number: the expressions as printed, or how many figures were counted."""
        names = dict.fromkeys(self.source(figure)[0].title for figure in figures)
        if len(figures) >= COUNTED:
            return f"{len(figures)} figures of {', '.join(names)}"
        shown = [
            self._with_place(*pair) for pair in zip(figures[:SHOWN_IN_TITLE], ["", *figures], strict=False)
        ]
        shown = list(dict.fromkeys(shown))
        more = f"; and {len(figures) - SHOWN_IN_TITLE} more" if len(figures) > SHOWN_IN_TITLE else ""
        return f"{'; '.join(shown)}{more}"

    def _with_place(self, figure: str, before: str) -> str:
        """Say where a figure stands: its document only where it is another than that of the one before."""
        source, place = self.source(figure)
        where = place.words or source.short
        is_same = bool(before) and self.source(before)[0] == source
        return f"{where if is_same else f'{source.title}, {where}'}: {self._expression(figure)}"

    def _expression(self, figure: str) -> str:
        """Say what stands at the source: the printed words, the value of a period, or how we read it."""
        item = self._item(figure)
        if isinstance(item, Figure):
            return f"“{item.as_printed}”" + bounding_word(item)
        if isinstance(item, Commitment):
            return f"{item.what} (read as {item.status}; payer: {item.payer})"
        return f"{periods.words(item.time_period)}: {item.value:,.12g} {item.unit}".strip()

    def _said(self, place: Passage, names: Iterable[str]) -> str:
        said = "; ".join(dict.fromkeys(map(self._expression, names)))
        return f"{place.words}, {said}" if place.words else said

    def _entry(self, number: int, source: Source) -> str:
        """List one source: what it is, its places with what is cited there, and where it is used."""
        origin = f" ({escape(source.origin, quote=False)})" if source.origin else ""
        address = escape(source.address)
        link = f' <a class="address" href="{address}">{address}</a>' if address else ""
        places = "".join(
            f'<li id="{place.anchor(number)}">{self._place_html(place, names)}</li>'
            for place, names in sorted(self._cited[source].items(), key=lambda item: item[0].paragraph)
        )
        uses = " ".join(
            f'<a class="back" href="#{use}" aria-label="Back to use {count} of source {number}">↑{count}</a>'
            for count, use in enumerate(self._uses.get(source, ()), start=1)
        )
        back = f'<span class="backs">{uses}</span>' if uses else ""
        title = f"<cite>{escape(source.title, quote=False)}</cite>{origin}"
        return f'<li id="source-{number}">{title}.{link} {back}<ul>{places}</ul></li>'

    def _place_html(self, place: Passage, names: Iterable[str]) -> str:
        said = "; ".join(_with_language(words) for words in dict.fromkeys(map(self._expression, names)))
        return f"{place.words.capitalize()}: {said}" if place.words else said


def bounding_word(figure: Figure) -> str:
    """Give the word that stands by a printed number, where the stretch registered for it leaves it out.

    It is our word for the qualifier, not the document's: so it stands in brackets, beside what is quoted.
    """
    word = QUALIFIERS.get(figure.qualifier, "")
    expression = parse(figure.as_printed) if word else None
    is_in_itself = expression is not None and expression.kind == "magnitude"  # hundreds of people
    return f" ({word})" if word and not is_in_itself else ""


def published_at(address: str) -> str:
    """Turn the address of a context value into one that a browser opens.

    >>> published_at("github:owner/name:data/file.csv@6584e2e8 (rows of October)")
    'https://github.com/owner/name/blob/6584e2e8/data/file.csv'
    """
    place = address.split(" ", 1)[0]
    if not place.startswith("github:"):
        return place
    _, repository, path = place.split(":", 2)
    path, _, commit = path.partition("@")
    return f"https://github.com/{repository}/blob/{commit or 'HEAD'}/{path}"


def _with_language(words: str) -> str:
    """Mark a Russian expression as such, for voices and translators."""
    shown = escape(words, quote=False)
    return f'<span lang="ru">{shown}</span>' if CYRILLIC.search(words) else shown
