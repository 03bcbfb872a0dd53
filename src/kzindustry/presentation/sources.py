"""Sources, the places in them, and how one line names several of them.

Which source has which number is known to ``citations``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

LONGEST_LINE = 260
"""A source line of more letters would take more than three lines of a page."""


@dataclass(frozen=True)
class Source:
    """What one number in the list of sources stands for.

    Attributes
    ----------
    title
        The document, or the series in words.
    origin
        Publisher and date, or the source of a series.
    address
        Where it is published; empty if nowhere.
    is_document
        Whether it has paragraphs.
    """

    title: str
    origin: str
    address: str
    is_document: bool = False

    @property
    def name(self) -> str:
        """The source in a few words."""
        return f"{self.title} ({self.origin})" if self.origin else self.title

    @property
    def short(self) -> str:
        """The publisher in a few words."""
        return re.split(r" ?[,(;]", self.origin)[0]


@dataclass(frozen=True)
class Passage:
    """A paragraph of a document, counted from 1; 0 where a source is not divided."""

    paragraph: int

    @property
    def words(self) -> str:
        """The place in words."""
        return f"paragraph {self.paragraph}" if self.paragraph else ""

    def anchor(self, number: int) -> str:
        """Give the address of its entry within the source of a number."""
        return f"source-{number}-{self.paragraph}"


Cited = Mapping[int, tuple[Source, Sequence[Passage]]]


def in_a_line(cited: Cited) -> tuple[str, str]:
    """Name sources in a line, as text and as HTML with links: each document and each publisher once."""
    for brevity in range(4):
        parts = _parts(cited, brevity)
        if sum(len(words) for _, words in parts) <= LONGEST_LINE:
            break
    return "; ".join(words for _, words in parts), "; ".join(html for html, _ in parts)


def _parts(cited: Cited, brevity: int) -> list[tuple[str, str]]:
    """Name each source, as HTML and as text: in full, then ever more briefly."""
    documents = [
        _document(number, *found, brevity) for number, found in cited.items() if found[0].is_document
    ]
    series = [(number, source) for number, (source, _) in cited.items() if not source.is_document]
    return documents + _series(series, titles=brevity == 0)


def runs_of(numbers: Sequence[int]) -> list[str]:
    """Write sorted numbers with runs of three and more joined: [1, 2, 3, 7] gives "1–3" and "7"."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ]
    return [text for run in runs for text in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run))]


def _document(number: int, source: Source, places: Sequence[Passage], brevity: int) -> tuple[str, str]:
    """Name a document with its paragraphs in their order, or how many they are, or by its title alone."""
    if brevity > 2:
        title = source.title.partition(":")[0]
        return _link(number, title), title
    paragraphs = sorted({place.paragraph for place in places})
    runs = ", ".join(runs_of(paragraphs))
    several = "s" * (len(paragraphs) > 1)
    where = f"{len(paragraphs)} paragraph{several}" if brevity > 1 else f"paragraph{several} {runs}"
    return _link(number, f"{source.title}, {where}"), f"{source.title}, {where}"


def _series(series: Sequence[tuple[int, Source]], *, titles: bool) -> list[tuple[str, str]]:
    """Name publishers once, each with the titles of its series: "IMF (GDP deflator, consumer prices)"."""
    publishers: dict[str, list[tuple[int, Source]]] = {}
    for number, source in series:
        publishers.setdefault(source.short, []).append((number, source))
    parts = []
    for publisher, members in publishers.items():
        called = dict.fromkeys(source.title for _, source in members)
        words = f"{publisher} ({', '.join(called)})" if titles else publisher
        parts.append((_link(members[0][0], words), words))
    return parts


def _link(number: int, words: str) -> str:
    return f'<a class="cite" href="#source-{number}">{escape(words, quote=False)}</a>'
