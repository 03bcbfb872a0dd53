"""Chart: a picture with the words around it, its alternative text, its data and its figures, all computed.

How marks are drawn belongs to the forms; here a drawing becomes what a reader and a machine get.
"""

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import NotRequired, TypedDict
from urllib.parse import quote

import pandas as pd

from kzindustry.analysis import Quantity
from kzindustry.contract import CHART, MIME
from kzindustry.errors import ReportError, nearest
from kzindustry.presentation import periods
from kzindustry.presentation.bundles import Bundle, all_figures
from kzindustry.presentation.charts.entries import ChartEntry
from kzindustry.presentation.citations import Citations
from kzindustry.presentation.finding import Finding, as_finding
from kzindustry.presentation.style import NARROW, WIDE, styled
from kzindustry.presentation.tables import Cell, Table

NARROW_PAGE = "(max-width: 640px)"
"""Where the narrow drawing is shown."""

MOST_NAMED = 6
"""How many figures behind a number the table under a chart names."""

Draw = Callable[[float], str]

WORDS = {
    "name": "a short id of letters, digits and -",
    "title": "what is found, as a sentence",
    "subtitle": "what is plotted, in which unit",
    "note": "",
}


class ChartWords(TypedDict):
    """The words around a chart, which every form takes.

    ``name`` is its short id (lower case, "-" between words), ``title`` the finding, ``subtitle`` what is
    plotted and in which unit, ``note`` definitions and what is left out.
    """

    name: str
    title: Finding | str
    subtitle: Finding | str
    note: NotRequired[Finding | str]


@dataclass(frozen=True, eq=False)
class Chart:
    """A picture that carries its words, data and sources.

    Attributes
    ----------
    name
        Its short id.
    title, subtitle, note
        Findings.
    svg, narrow
        The image, light and dark, drawn for a wide page and for a narrow one.
    alt
        What it shows, with its numbers.
    data
        One row for each number: what, value, low, high, unit, bounds, mark, figures.
    figures
        Ids of everything behind it.
    """

    name: str
    title: Finding
    subtitle: Finding
    note: Finding
    svg: str
    narrow: str
    alt: str
    data: pd.DataFrame
    figures: tuple[str, ...]

    @cached_property
    def csv(self) -> str:
        """The data as CSV."""
        return str(self.data.to_csv(index=False, lineterminator="\n"))

    def bundle(self, citations: Citations) -> Bundle:
        """Give the display output: HTML for readers, the JSON document for machines."""
        source, links = citations.line(self.figures)
        texts = {"title": self.title.text, "subtitle": self.subtitle.text, "note": self.note.text}
        return {
            "text/plain": f"{self.title.text}\n{self.alt}" + (f"\nSource: {source}" if source else ""),
            "text/html": self.html(citations, links),
            MIME: {
                "kind": CHART,
                "name": self.name,
                **texts,
                "source": source,
                "alt": self.alt,
                "csv": self.csv,
                "figures": list(self.figures),
            },
        }

    def html(self, citations: Citations, source: str) -> str:
        """Give the figure element: words, image for wide and for narrow pages, note, source and data."""
        note = f'<p class="chart-note">Note: {self.note.html(citations)}</p>' if self.note.parts else ""
        cited = f'<p class="chart-source">Source: {source}</p>' if source else ""  # what is assumed has none
        download = f"data:text/csv;charset=utf-8,{quote(self.csv, safe=':/,;')}"
        return (
            f'<figure class="chart" id="chart-{self.name}"><figcaption class="chart-head">'
            f'<p class="chart-title">{escape(self.title.text, quote=False)}</p>'
            f'<p class="chart-subtitle">{escape(self.subtitle.text, quote=False)}</p></figcaption>'
            f'<picture><source media="{NARROW_PAGE}" srcset="{_address(self.narrow)}">'
            f'<img alt="{escape(self.alt)}" src="{_address(self.svg)}"></picture>'
            f'<div class="chart-foot">{note}{cited}'
            f'<details class="chart-data"><summary>Data</summary>{self._table().html()}'
            f'<a download="{self.name}.csv" href="{download}">CSV</a></details></div></figure>'
        )

    def _table(self) -> Table:
        """Give the data for readers; the CSV keeps the codes of periods, and all ids of figures."""
        data = self.data.assign(figures=self.data["figures"].fillna("").map(_few))
        if "period" in data:
            data = data.assign(period=data["period"].map(periods.words))
        rows = [[_cell(value) for value in row] for row in data.itertuples(index=False, name=None)]
        return Table(f"Data of the chart: {self.title.text}", [*data.columns], rows)


def chart(
    form: str, draw: Draw, entries: Sequence[ChartEntry], words: ChartWords, *more: Quantity | Finding
) -> Chart:
    """Put a chart together.

    Parameters
    ----------
    form
        What kind of picture, for the alternative text: "Dot chart".
    draw
        Gives the finished image for a width.
    entries
        What it shows, in the order in which it is to be read.
    words
        Name, title, subtitle, note.
    more
        What else it shows: labels with numbers, names of lines.

    Raises
    ------
    ReportError
        If the name is no short id, or the title or subtitle is missing.
    """
    title, subtitle, note = _checked(words)
    alt = (
        f"{form}. {subtitle.text.rstrip('.')}. {'; '.join(filter(None, (entry.words for entry in entries)))}."
    )
    data = pd.DataFrame([entry.record for entry in entries])
    empty = [name for name in ("row", "what", "period") if name in data and not data[name].any()]
    own = (figure for entry in entries for figure in entry.figures)
    figures = tuple(dict.fromkeys((*own, *all_figures([*more, title, subtitle, note]))))
    with styled():
        images = draw(WIDE), draw(NARROW)
    return Chart(words["name"], title, subtitle, note, *images, alt, data.drop(columns=empty), figures)


def _few(ids: str) -> str:
    """Name the first of many ids, and say how many more there are."""
    names = ids.split()
    more = len(names) - MOST_NAMED
    return ids if more <= 0 else f"{' '.join(names[:MOST_NAMED])} and {more} more"


def _address(svg: str) -> str:
    """Give an image as an address that holds it."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode('ascii')}"


def _checked(words: ChartWords) -> list[Finding]:
    """Give title, subtitle and note, or say which words are missing or strange."""
    given: dict[str, Finding | str] = {"name": "", "title": "", "subtitle": "", "note": "", **words}  # type: ignore[dict-item]
    given = {key: "" if word is None else word for key, word in given.items()}
    name = f"{given['name']}"
    strange = [
        f"{key}= is no word of a chart. {nearest(key, list(WORDS))}" for key in given if key not in WORDS
    ]
    missing = [f"give {key}=, {what}" for key, what in WORDS.items() if what and not f"{given[key]}"]
    missing += [f"{key}= is {word!r}: give a text" for key, word in given.items() if not _is_text(word)]
    if name and not name.replace("-", "").isalnum():
        missing.append(f"give name=, {WORDS['name']}")
    if missing or strange:
        raise ReportError(f"Chart {name!r}: " + "; ".join((*missing, *strange)))
    return [as_finding(given[key]) for key in ("title", "subtitle", "note")]


def _is_text(word: object) -> bool:
    return isinstance(word, Finding | str)


def _cell(value: object) -> Cell:
    if isinstance(value, float):
        return Cell.of("" if value != value else f"{value:,.6g}", is_number=True)  # noqa: PLR0124 - NaN
    return Cell.of(str(value) if value is not None else "")
