"""Completeness: every number of a document stands in figures.csv or exclusions.csv, and not in both."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

from kzindustry.evidence.grammar.tokens import numbers
from kzindustry.evidence.registry.rows import Exclusion, Figure

RowType = TypeVar("RowType", Figure, Exclusion, Figure | Exclusion)
CONTEXT = 25
"""Characters shown on each side of a number that is left over."""


@dataclass(frozen=True)
class Leftover:
    """A number that the registry does not have: where it stands, and the words around it."""

    paragraph: int
    start: int
    end: int
    words: str

    def __str__(self) -> str:
        return f"paragraph {self.paragraph}, characters {self.start} to {self.end}: {self.words}"


def leftovers(paragraphs: Iterable[str], rows: Iterable[Figure | Exclusion]) -> Iterator[Leftover]:
    """Give every number of a text that lies in no row's stretch.

    Parameters
    ----------
    paragraphs
        The text's paragraphs in order, from number 1.
    rows
        The figures and exclusions of that document.
    """
    by_paragraph: dict[int, list[Figure | Exclusion]] = {}
    for row in rows:
        by_paragraph.setdefault(row.paragraph, []).append(row)
    for number, line in enumerate(paragraphs, start=1):
        stretches = Stretches(by_paragraph.get(number, []))
        for token in numbers(line):
            if not any(stretches.from_before(token.start + 1, token.end)):
                around = line[max(token.start - CONTEXT, 0) : token.end + CONTEXT]
                yield Leftover(number, token.start, token.end, f"... {around} ...")


def both_ways(
    figures: Iterable[Figure], exclusions: Iterable[Exclusion]
) -> Iterator[tuple[Figure, Exclusion]]:
    """Give the pairs of a figure and an exclusion that share a character."""
    places: dict[tuple[str, int], list[Figure]] = {}
    for figure in figures:
        places.setdefault((figure.document, figure.paragraph), []).append(figure)
    stretches = {place: Stretches(rows) for place, rows in places.items()}
    for exclusion in exclusions:
        if found := stretches.get((exclusion.document, exclusion.paragraph)):
            for figure in found.from_before(exclusion.end, exclusion.start + 1):
                yield figure, exclusion


class Stretches(Generic[RowType]):
    """The rows of one paragraph, by place."""

    def __init__(self, rows: Iterable[RowType]) -> None:
        self.rows: list[RowType] = sorted(rows, key=lambda row: row.start)
        self.starts: list[int] = [row.start for row in self.rows]
        self.reach: list[int] = list(accumulate((row.end for row in self.rows), max))

    def from_before(self, place: int, end: int) -> Iterator[RowType]:
        """Give the rows that start before a place and end at another one or after it."""
        at = bisect_left(self.starts, place)
        while at and self.reach[at - 1] >= end:
            at -= 1
            if self.rows[at].end >= end:
                yield self.rows[at]
