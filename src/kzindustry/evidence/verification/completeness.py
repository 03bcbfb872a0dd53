"""Completeness: every number of a document stands in figures.csv or exclusions.csv, and not in both."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kzindustry.evidence.grammar.tokens import numbers
from kzindustry.evidence.registry.rows import Exclusion, Figure

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
    stretches: dict[int, list[tuple[int, int]]] = {}
    for row in rows:
        stretches.setdefault(row.paragraph, []).append((row.start, row.end))
    for number, line in enumerate(paragraphs, start=1):
        for token in numbers(line):
            if not any(start <= token.start and token.end <= end for start, end in stretches.get(number, [])):
                around = line[max(token.start - CONTEXT, 0) : token.end + CONTEXT]
                yield Leftover(number, token.start, token.end, f"... {around} ...")


def both_ways(
    figures: Iterable[Figure], exclusions: Iterable[Exclusion]
) -> Iterator[tuple[Figure, Exclusion]]:
    """Give the pairs of a figure and an exclusion that share a character."""
    places: dict[tuple[str, int], list[Figure]] = {}
    for figure in figures:
        places.setdefault((figure.document, figure.paragraph), []).append(figure)
    for exclusion in exclusions:
        for figure in places.get((exclusion.document, exclusion.paragraph), []):
            if figure.start < exclusion.end and exclusion.start < figure.end:
                yield figure, exclusion
