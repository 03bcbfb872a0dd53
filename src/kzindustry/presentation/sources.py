"""Sources, the places in them, and how one line names several of them.

Which source has which number is known to ``citations``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

LONGEST_LINE = 260
"""A source line of more letters would take more than three lines of a page."""
FEWEST = 3
"""So many sources are named in any case."""
BRIEFEST = 3
"""The last of the ways to name sources, each briefer than the one before."""


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
Part = tuple[int, str]
"""The number of a source, and how it is named in a line."""


def in_a_line(cited: Cited) -> tuple[str, str]:
    """Name sources in a line, as text and as HTML with links: each document and each publisher once.

    What would take more than three lines is named ever more briefly, and at last counted.
    """
    parts = next((some for some in _versions(cited) if _fits(some)), _parts(cited, BRIEFEST))
    shown = list(parts)
    while not _fits(shown) and len(shown) > FEWEST:
        shown.pop()
    if left := parts[len(shown) :]:
        shown.append((left[0][0], f"{len(left)} more"))
    return "; ".join(words for _, words in shown), "; ".join(_link(*part) for part in shown)


def _versions(cited: Cited) -> Iterator[list[Part]]:
    return (_parts(cited, brevity) for brevity in range(BRIEFEST + 1))


def _fits(parts: Sequence[Part]) -> bool:
    return sum(len(words) for _, words in parts) <= LONGEST_LINE


def _parts(cited: Cited, brevity: int) -> list[Part]:
    """Give each source's number and name: in full, then ever more briefly."""
    documents = [
        (number, _document(*found, brevity)) for number, found in cited.items() if found[0].is_document
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


def _document(source: Source, places: Sequence[Passage], brevity: int) -> str:
    """Name a document with its paragraphs in their order, or how many they are, or by its title alone."""
    if brevity == BRIEFEST:
        return source.title.partition(":")[0]
    paragraphs = sorted({place.paragraph for place in places})
    runs = ", ".join(runs_of(paragraphs))
    several = "s" * (len(paragraphs) > 1)
    where = f"{len(paragraphs)} paragraph{several}" if brevity > 1 else f"paragraph{several} {runs}"
    return f"{source.title}, {where}"


def _series(series: Sequence[tuple[int, Source]], *, titles: bool) -> list[Part]:
    """Name publishers once, each with the titles of its series: "IMF (GDP deflator, consumer prices)"."""
    publishers: dict[str, list[tuple[int, Source]]] = {}
    for number, source in series:
        publishers.setdefault(source.short, []).append((number, source))
    parts = []
    for publisher, members in publishers.items():
        called = dict.fromkeys(source.title for _, source in members)
        parts.append((members[0][0], f"{publisher} ({', '.join(called)})" if titles else publisher))
    return parts


def _link(number: int, words: str) -> str:
    return f'<a class="cite" href="#source-{number}">{escape(words, quote=False)}</a>'
