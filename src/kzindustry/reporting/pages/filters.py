"""Filters of the index: choices by notebook and parameter that work without a script, by rules of style."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kzindustry.reporting.pages.listing import Card, Listing
from kzindustry.reporting.pages.run_facts import readable_name

MOST_CHOICES = 60


@dataclass(frozen=True)
class Filter:
    """A filter: its name, and its values with the mark that runs bear that have them."""

    name: str
    values: Mapping[str, str]


def choices(listings: Sequence[Listing], cards: Sequence[Card]) -> list[Filter]:
    """Give what can be filtered: notebooks, and each parameter that differs between runs of one notebook."""
    notebooks = {readable_name(one.notebook): f"f0-{place}" for place, one in enumerate(cards)}
    found = [Filter("notebook", notebooks)] if len(cards) > 1 else []
    names = dict.fromkeys(name for one in cards for name in varying([one.main, *one.others]))
    for number, name in enumerate(names, start=1):
        values = dict.fromkeys(one.parameters[name] for one in listings if name in one.parameters)
        if 1 < len(values) <= MOST_CHOICES:
            marked = {value: f"f{number}-{place}" for place, value in enumerate(values)}
            found.append(Filter(readable_name(name), marked))
    return found


def varying(runs: Sequence[Listing]) -> list[str]:
    """Name the parameters whose value is not the same in all runs, in order of declaration."""
    names = dict.fromkeys(name for run in runs for name in run.parameters)
    return [name for name in names if len({run.parameters.get(name) for run in runs}) > 1]


def marks(listings: Sequence[Listing], filters: Sequence[Filter]) -> dict[str, str]:
    """Give the marks that each run bears, by its name."""
    found = {}
    for one in listings:
        said = {
            "notebook": readable_name(one.notebook),
            **{readable_name(name): value for name, value in one.parameters.items()},
        }
        own = [choice.values.get(said.get(choice.name, "")) for choice in filters]
        found[one.run] = " ".join(filter(None, own))
    return found


def rules(filters: Sequence[Filter]) -> str:
    """Write the rules by which a choice hides what it does not mean: filters work without a script."""
    return "".join(
        f'main:has([value="{mark}"]:checked) .run:not([data-f~="{mark}"]),'
        f'main:has([value="{mark}"]:checked) .card:not(:has([data-f~="{mark}"])){{display:none}}'
        for choice in filters
        for mark in choice.values.values()
    )
