"""Filters of the index: by notebook, status and parameter.

A choice among few values works without a script, by rules of style. A number between two ends, which is for
parameters of many values, takes the script that also counts and searches.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kzindustry.reporting.pages.cards import Card
from kzindustry.reporting.pages.listing import Listing
from kzindustry.reporting.pages.run_facts import readable_name
from kzindustry.reporting.pages.settings import number, values_of, varying

MOST_CHOICES = 60
CURRENT = "current"


@dataclass(frozen=True)
class Filter:
    """A filter.

    Attributes
    ----------
    name
        What it is called.
    of
        Gives the value that a run has; None if it has none.
    values
        Its values with the mark that runs bear that have them.
    bounds
        For numbers of many values the least, the greatest, and what begins the mark of each run, before
        its number.
    """

    name: str
    of: Callable[[Listing], str | None]
    values: Mapping[str, str] = field(default_factory=dict)
    bounds: tuple[str, ...] = ()

    def mark(self, run: Listing) -> str:
        """Give the mark of a run; empty if it has none."""
        value = self.of(run)
        if value is None:
            return ""
        return f"{self.bounds[-1]}{value}" if self.bounds else self.values[value]


def choices(listings: Sequence[Listing], cards: Sequence[Card]) -> list[Filter]:
    """Give what can be filtered: notebooks, states, and what differs between runs of one notebook."""
    found = []
    if len(cards) > 1:
        found.append(_choice("f0", "notebook", _notebook, [readable_name(one.notebook) for one in cards]))
    states = dict.fromkeys(map(_state, listings))
    if len(states) > 1:
        found.append(_choice("fs", "status", _state, [*states]))
    names = {name for one in cards for name in varying([one.main, *one.others])}
    differing = [one for one in values_of(listings).items() if one[0] in names]
    for place, (name, values) in enumerate(differing, start=1):
        if 1 < len(values) <= MOST_CHOICES:
            found.append(_choice(f"f{place}", readable_name(name), _parameter(name), values))
        elif len(values) > 1 and number(values[-1]) is not None:  # words come last
            ends = (values[0], values[-1], f"f{place}=")
            found.append(Filter(readable_name(name), _parameter(name), bounds=ends))
    return found


def _choice(key: str, name: str, of: Callable[[Listing], str | None], values: Sequence[str]) -> Filter:
    return Filter(name, of, {value: f"{key}-{place}" for place, value in enumerate(values)})


def _notebook(run: Listing) -> str:
    return readable_name(run.notebook)


def _state(run: Listing) -> str:
    return run.state or CURRENT


def _parameter(name: str) -> Callable[[Listing], str | None]:
    return lambda run: run.parameters.get(name)


def marks(listings: Sequence[Listing], filters: Sequence[Filter]) -> dict[str, str]:
    """Give the marks that each run bears, by its name."""
    return {run.run: " ".join(filter(None, (one.mark(run) for one in filters))) for run in listings}


def rules(filters: Sequence[Filter]) -> str:
    """Write the rules by which a choice hides what it does not mean: filters work without a script."""
    return "".join(
        f'main:has([value="{mark}"]:checked) .run:not([data-f~="{mark}"]),'
        f'main:has([value="{mark}"]:checked) :is(.card,.group):not(:has([data-f~="{mark}"])){{display:none}}'
        for choice in filters
        for mark in choice.values.values()
    )
