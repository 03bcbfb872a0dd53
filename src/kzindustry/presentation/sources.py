"""Sources, and how one line names several: a document with its paragraphs, series with their publishers.

Which source has which number is known to ``citations``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Source:
    """What one number in the list of sources stands for.

    Attributes
    ----------
    title
        The document, or the series in words.
    origin
        Publisher and date, or the source of a series.
    place
        "paragraph 14", or nothing for a series.
    address
        Where it is published; empty if nowhere.
    """

    title: str
    origin: str
    place: str
    address: str

    @property
    def name(self) -> str:
        """The source in a few words."""
        return f"{self.title}, {self.place}" if self.place else f"{self.title} ({self.origin})"

    @property
    def short(self) -> str:
        """What tells the source from others of its title: the paragraph, or the publisher in a few words."""
        return self.place.removeprefix("paragraph ") or re.split(r" ?[,(;]", self.origin)[0]


Numbered = Mapping[int, Source]


def in_a_line(sources: Numbered) -> tuple[str, str]:
    """Name sources in a line, as text and as HTML with links: each document and each publisher once."""
    parts = [
        _document(group) if _is_document(group) else _series(group) for group in _grouped(sources).values()
    ]
    return "; ".join(text for text, _ in parts), "; ".join(html for _, html in parts)


def _grouped(sources: Numbered) -> Mapping[object, Numbered]:
    """Put the paragraphs of a document together, and the series that have the same publishers."""
    titles: dict[str, dict[int, Source]] = {}
    for number, source in sources.items():
        titles.setdefault(source.title, {})[number] = source
    groups: dict[object, dict[int, Source]] = {}
    for title, members in titles.items():
        publishers = frozenset(source.short for source in members.values())
        groups.setdefault(title if _is_document(members) else publishers, {}).update(members)
    return groups


def _is_document(group: Numbered) -> bool:
    return any(source.place for source in group.values())


def _document(group: Numbered) -> tuple[str, str]:
    """Name a document with its paragraphs in their order; each leads to its entry, so none is left out."""
    numbers = {int(source.short): number for number, source in group.items()}
    places = sorted(numbers)
    title = next(iter(group.values())).title
    head = f"{title}, paragraph{'s' * (len(numbers) > 1)} "
    links = (link(numbers[place], str(place), group[numbers[place]].name) for place in places)
    return head + ", ".join(map(str, places)), escape(head, quote=False) + ", ".join(links)


def _series(group: Numbered) -> tuple[str, str]:
    """Name series with their publishers, each with its numbers in the list of sources."""
    publishers: dict[str, list[str]] = {}
    for number, source in group.items():
        publishers.setdefault(source.short, []).append(link(number, str(number), source.name))
    titles = " / ".join(dict.fromkeys(source.title for source in group.values()))
    names = [f"{escape(name, quote=False)}{superscript(marks)}" for name, marks in publishers.items()]
    return f"{titles} ({', '.join(publishers)})", f"{escape(titles, quote=False)} ({', '.join(names)})"


def superscript(marks: Sequence[str]) -> str:
    """Set marks above the line, if there are any."""
    return f'<sup class="cites">{",&#8239;".join(marks)}</sup>' if marks else ""


def link(number: int, text: str, title: str) -> str:
    """Link to a source by its number."""
    return f'<a class="cite" href="#source-{number}" title="{escape(title)}">{escape(text, quote=False)}</a>'
