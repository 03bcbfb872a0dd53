"""The errors of this project: each message says what is wrong, where, and what to do.

One class per audience, so that the command line can turn each into its exit status.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from heapq import nlargest
from itertools import takewhile
from operator import eq

MOST_COMPARED = 2_000
"""Names that a misspelt one is compared with letter by letter: a hundred thousand took seconds."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class KzindustryError(Exception):
    """Base of all errors that this project raises on purpose."""


class InputError(KzindustryError):
    """Bad input, found before any work started: a table, a parameter, an option, a folder.

    Parameters
    ----------
    problems
        Every problem found, one line each: what, where, what to do.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class AnalysisError(KzindustryError):
    """A computation that has no honest result: unlike units, a division by what may be zero."""


class ReportError(KzindustryError):
    """A report cannot be written as asked: a finding without its quantities, a chart without data."""


class ClusterLostError(KzindustryError):
    """The scheduler of a cluster, or its last worker, is gone while there are runs to do."""


def printable(text: str) -> str:
    """Show control characters as marks: a name or an error must not move the cursor of a terminal."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def closest(word: str, known: Iterable[str], n: int, cutoff: float) -> list[str]:
    """Give the known names most like a word; of many thousands, from those that begin or end like it."""
    names = list(dict.fromkeys(known))
    if len(names) > MOST_COMPARED:
        names = nlargest(MOST_COMPARED, names, key=lambda name: _shared(word, name))
    return get_close_matches(word, names, n=n, cutoff=cutoff)


def _shared(one: str, other: str) -> int:
    """Count the letters with which two words begin alike, or with which they end alike."""
    ways = ((one, other), (one[::-1], other[::-1]))
    return max(sum(1 for _ in takewhile(bool, map(eq, *way))) for way in ways)


def similar(word: str, known: Sequence[str]) -> str:
    """Say which of the known names are like a word, as the end of an error message; nothing if none is."""
    matches = closest(word, known, n=3, cutoff=0.5)
    return "Did you mean " + " or ".join(map(repr, matches)) + "?" if matches else ""


def nearest(word: str, known: Sequence[str]) -> str:
    """Say which of the known names are like a word, or name them all: the end of an error message."""
    return similar(word, known) or f"Known: {listed(known)}."


def listed(names: Sequence[str]) -> str:
    """Name the first twenty, and say how many more there are."""
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""
    return f"{', '.join(names[:20])}{more}"
