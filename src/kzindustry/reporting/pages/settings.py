"""Many runs of one notebook as a reader looks for them: numbers by size, common settings told once."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kzindustry.reporting.pages.listing import Listing
from kzindustry.reporting.pages.run_facts import readable_name, setting_in_words
from kzindustry.reporting.terminal import natural

Order = tuple[float, list[tuple[float, str]]]


@dataclass(frozen=True)
class Group:
    """Runs that differ in one parameter alone: what they have in common, and the value of each."""

    name: str
    runs: Sequence[tuple[str, Listing]]


def number(value: str) -> float | None:
    """Give the number that a value is; None for words, and for what no axis has.

    >>> number("0.85"), number("Karatau"), number("inf")
    (0.85, None, None)
    """
    try:
        found = float(value)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def value_order(value: str | None) -> Order:
    """Give what sorts values: none, then numbers by size, then words.

    >>> sorted(["town 10", "0.85", "town 9", "-1", "0.9", "0.8", "1e-05"], key=value_order)
    ['-1', '1e-05', '0.8', '0.85', '0.9', 'town 9', 'town 10']
    """
    if value is None:
        return -math.inf, []
    found = number(value)
    return (math.inf, natural(value)) if found is None else (found, [])


def values_of(runs: Sequence[Listing]) -> dict[str, list[str]]:
    """Give each parameter, in order of declaration, with its values in their own order."""
    names = dict.fromkeys(name for run in runs for name in run.parameters)
    found = {name: {run.parameters[name] for run in runs if name in run.parameters} for name in names}
    return {name: sorted(values, key=value_order) for name, values in found.items()}


def varying(runs: Sequence[Listing]) -> dict[str, list[str]]:
    """Give the parameters whose value is not the same in all runs, with their values."""
    return {
        name: values
        for name, values in values_of(runs).items()
        if len(values) > 1 or not all(name in run.parameters for run in runs)
    }


def in_order(runs: Sequence[Listing], names: Sequence[str]) -> list[Listing]:
    """Sort runs by the values of some parameters; a run that lacks one comes first."""
    return sorted(runs, key=lambda run: [value_order(run.parameters.get(name)) for name in names])


def grouped(runs: Sequence[Listing]) -> list[Group]:
    """Put together the runs that differ in nothing but the parameter that has the most values.

    A town with 300 levels of confidence is then one line with 300 numbers on it, not 300 lines. Where few
    runs have anything in common there are no groups.
    """
    differing = varying(runs)
    if not differing:
        return []
    inner = max(differing, key=lambda name: len(differing[name]))
    outer = [name for name in differing if name != inner]

    def common(run: Listing) -> list[str | None]:
        return [run.parameters.get(name) for name in outer]

    members = [list(group) for _, group in groupby(in_order(runs, [*outer, inner]), common)]
    found = [Group(_in_words(group[0].parameters, outer, inner), _told(group, inner)) for group in members]
    return found if 2 * len(found) <= len(runs) else []


def _in_words(parameters: Mapping[str, str], outer: Sequence[str], inner: str) -> str:
    shared = [setting_in_words(name, parameters[name]) for name in outer if name in parameters]
    return " · ".join([*shared, f"{readable_name(inner)}:"])


def _told(runs: Sequence[Listing], inner: str) -> list[tuple[str, Listing]]:
    return [(run.parameters.get(inner, "") or run.run, run) for run in runs]
