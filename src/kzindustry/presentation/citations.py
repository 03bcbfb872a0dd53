"""Where numbers come from: numbers the sources that a report cites, and lists them.

One source is a paragraph of a document, or a context series of one publisher. The texts of sentences are
made in ``prose``; here are only the marks after them and the section at the end.
"""

from collections.abc import Iterable, Sequence
from html import escape

from kzindustry.evidence import ContextValue, Evidence, Figure
from kzindustry.evidence.grammar.numerals import parse
from kzindustry.presentation import periods
from kzindustry.presentation.numbers import QUALIFIERS
from kzindustry.presentation.sources import Source, in_a_line, link, superscript

SHOWN_IN_TITLE = 8
MOST_RUNS = 6


class Citations:
    """The sources that one report has cited so far, numbered in order of first use."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._cited: dict[Source, dict[str, None]] = {}

    def mark(self, figures: Sequence[str], assumptions: Sequence[str] = ()) -> str:
        """Give the superscript marks of a number: links into the list of sources, and what is assumed."""
        numbers = self._numbers(figures)
        parts = _runs(sorted(numbers))
        marks = [self._run(run, figures) for run in parts] if len(parts) <= MOST_RUNS else [self._many(parts)]
        if assumptions:
            names = escape(", ".join(assumptions))
            marks.append(f'<span class="assumed" title="parameter {names}">assumed</span>')
        return superscript(marks)

    def line(self, figures: Sequence[str]) -> tuple[str, str]:
        """Give the source line of a chart, as text and as HTML with links into the list of sources."""
        numbers = self._numbers(figures)
        return in_a_line({number: source for number, source in _numbered(self._cited) if number in numbers})

    def section(self) -> str:
        """List what was cited: each source with every cited expression as printed, and its address."""
        items = [
            f'<li id="source-{number}">{self._entry(source)}</li>'
            for number, source in _numbered(self._cited)
        ]
        return f'<section class="sources"><ol>{"".join(items)}</ol></section>'

    def text(self) -> str:
        """List what was cited as plain text."""
        lines = (
            f"{number}. {self._words(source)} {source.address}" for number, source in _numbered(self._cited)
        )
        return "\n".join(lines)

    def source(self, figure: str) -> Source:
        """Give the source that a figure or context value belongs to."""
        item = self._evidence.figure(figure)
        if isinstance(item, ContextValue):
            indicator = self._evidence.registry.indicators.get(item.series)
            title = indicator.label if indicator else item.series.replace("_", " ")
            return Source(title, item.source, "", published_at(item.address))
        document = self._evidence.document(item.document)
        origin = ", ".join(filter(None, (document.publisher, periods.words(document.published))))
        return Source(document.title, origin, f"paragraph {item.paragraph}", document.address)

    def _numbers(self, figures: Iterable[str]) -> set[int]:
        sources = {figure: self.source(figure) for figure in figures}
        for figure, source in sources.items():
            self._cited.setdefault(source, {})[figure] = None
        wanted = set(sources.values())
        return {number for number, source in _numbered(self._cited) if source in wanted}

    def _run(self, run: list[int], figures: Sequence[str]) -> str:
        if len(run) > 2:
            ends = f"sources {run[0]} to {run[-1]}"
            return f"{link(run[0], str(run[0]), ends)}–{link(run[-1], str(run[-1]), ends)}"
        by_number = dict(_numbered(self._cited))
        return ",&#8239;".join(link(n, str(n), self._title(by_number[n], figures)) for n in run)

    def _many(self, parts: list[list[int]]) -> str:
        """Give one mark for more sources than a superscript can list; a chart's source line lists them."""
        count = sum(map(len, parts))
        first, last = parts[0][0], parts[-1][-1]
        return link(first, f"{count} sources", f"{count} sources between {first} and {last}")

    def _title(self, source: Source, figures: Sequence[str]) -> str:
        wanted = set(figures)
        own = [figure for figure in self._cited[source] if figure in wanted]
        shown = "; ".join(self._expression(figure) for figure in own[:SHOWN_IN_TITLE])
        return f"{source.name}: {shown}" + ("; …" if len(own) > SHOWN_IN_TITLE else "")

    def _expression(self, figure: str) -> str:
        """Say what stands at the source: the printed words, or the value of a period."""
        item = self._evidence.figure(figure)
        if isinstance(item, Figure):
            return f"“{item.as_printed}”" + bounding_word(item)
        return f"{periods.words(item.time_period)}: {item.value:,.12g} {item.unit}".strip()

    def _words(self, source: Source) -> str:
        shown = dict.fromkeys(self._expression(figure) for figure in self._cited[source])
        origin = f" ({source.origin})" if source.origin else ""
        place = f", {source.place}" if source.place else ""
        return f"{source.title}{origin}{place}: {'; '.join(shown)}."

    def _entry(self, source: Source) -> str:
        words = f"<cite>{escape(source.title)}</cite>{escape(self._words(source).removeprefix(source.title))}"
        if not source.address:
            return words
        address = escape(source.address)
        return f'{words} <a href="{address}">{address}</a>'


def bounding_word(figure: Figure) -> str:
    """Give the word that stands by a printed number, where the stretch registered for it leaves it out.

    It is our word for the qualifier, not the document's: so it stands in brackets, beside what is quoted.
    """
    expression = parse(figure.as_printed)
    is_in_itself = expression is not None and expression.kind == "magnitude"  # hundreds of people
    word = QUALIFIERS.get(figure.qualifier, "")
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


def _numbered(cited: dict[Source, dict[str, None]]) -> list[tuple[int, Source]]:
    return list(enumerate(cited, start=1))


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Split sorted numbers into runs of neighbours: [1, 2, 3, 7] gives [1, 2, 3] and [7]."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return found
