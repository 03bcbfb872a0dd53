"""What is to be run: runs, their names, grids of parameters, and the choice made on the command line.

How a run is executed or stored is not known here.
"""

import hashlib
import itertools
import math
import re
import shlex
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kzindustry.errors import InputError, similar
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.parameters import Parameter, declared_parameters, no_parameter, parse_value
from kzindustry.reporting.runs.problems import Problems

MOST_RUNS = 100_000
LONGEST_NAME, MOST_BYTES = 120, 200  # leave room for an extension and a temporary suffix on every file system


@dataclass(frozen=True)
class Run:
    """One notebook with one set of parameters.

    Attributes
    ----------
    name
        Safe as a file name on every system.
    notebook
        The notebook's name.
    path
        Its file.
    values
        All parameters, in the notebook's order.
    changed
        Those that differ from the notebook's defaults.
    allow_errors
        Whether a cell that ends in an error leaves the cells after it to be run.
    """

    name: str
    notebook: str
    path: Path
    values: Mapping[str, Any]
    changed: Mapping[str, Any]
    allow_errors: bool = False


@dataclass(frozen=True)
class GivenText:
    """A text given for a parameter, and where it was given."""

    text: str
    where: str


Grid = Mapping[str, Sequence[GivenText]]
NO_CHOICES: Grid = MappingProxyType({})


@cache
def parameters_of(path: Path) -> tuple[Parameter, ...]:
    """Read a notebook's parameters once for all the runs that use it."""
    return declared_parameters(path)


def expand(collection: Collection, notebook: str, grid: Grid, where: str) -> tuple[Run, ...]:
    """Give a run for each combination of a grid's values, in the order given.

    Raises
    ------
    InputError
        Naming every unknown parameter and every value that is not allowed.
    """
    name, path = collection.notebook(notebook, where)
    return tuple(make_run(name, path, values) for values in combinations(parameters_of(path), grid))


def combinations(parameters: Sequence[Parameter], grid: Grid) -> list[dict[str, Any]]:
    """Give each combination of a grid's values, parsed by the kinds of the parameters."""
    problems = Problems()
    count = math.prod(len(choices) for choices in grid.values())
    if count > MOST_RUNS:
        raise InputError(
            f"{', '.join(grid)}: {count:,} combinations; at most {MOST_RUNS:,} are built at a time."
        )
    values: dict[str, list[Any]] = {name: [] for name in grid}
    for name, choices in grid.items():
        for choice in choices:
            with problems:
                values[name].append(parse_value(parameters, name, choice.text, choice.where))
    problems.tell()
    return [
        dict(zip(values, combination, strict=True)) for combination in itertools.product(*values.values())
    ]


def make_run(notebook: str, path: Path, given: Mapping[str, Any]) -> Run:
    """Complete the given values with the notebook's defaults, and name the run by what differs from them."""
    parameters = parameters_of(path)
    values = {parameter.name: given.get(parameter.name, parameter.default) for parameter in parameters}
    changed = {p.name: values[p.name] for p in parameters if values[p.name] != p.default}
    return Run(run_name(notebook, changed), notebook, path, values, changed)


def run_name(notebook: str, changed: Mapping[str, Any]) -> str:
    """Name a run: `sme_training`, `sme_training-town=karatau`."""
    return "-".join([notebook, *(f"{name}={safe_name(value)}" for name, value in changed.items())])


def safe_name(value: Any) -> str:
    """Write a value in the lower-case letters, digits, dots and hyphens that every file system takes.

    A text without any of them (in another script) is written as a short digest.
    """
    text = str(value)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    sign = "-" if isinstance(value, int | float) and text.startswith("-") else ""
    return sign + (
        re.sub(r"[^a-z0-9.]+", "-", plain).strip("-.") or hashlib.sha256(text.encode()).hexdigest()[:8]
    )


def distinct(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Drop repeated runs, keeping the first of each.

    Raises
    ------
    InputError
        If two different runs would have the same file name, or a name is too long for a file.
    """
    found: dict[str, Run] = {}
    problems: list[str] = []
    for run in runs:
        other = found.setdefault(run.name.casefold(), run)
        if other != run:
            values = f"{dict(other.changed)} and {dict(run.changed)}"
            problems.append(f"{run.name}: {values} give the same file name. Leave one out.")
        if len(run.name) > LONGEST_NAME or len(run.name.encode()) > MOST_BYTES:
            problems.append(
                f"{run.name}: too long for a file name. Change fewer parameters in one run, or shorten the "
                "notebook's name."
            )
    if problems:
        raise InputError(*dict.fromkeys(problems))
    return tuple(found.values())


def select(
    collection: Collection, standard: Sequence[Run], names: Sequence[str], grid: Grid = NO_CHOICES
) -> tuple[Run, ...]:
    """Choose runs by name (all of the standard batch if none is named), with parameters set on top.

    A name is that of a run of the standard batch, or of a notebook or its file, which stands for its default
    run.

    Raises
    ------
    InputError
        Naming every unknown run, parameter and value.
    """
    problems = Problems()
    chosen: list[Run] = list(standard) if not names else []
    for name in names:
        with problems:
            chosen.append(_named(collection, standard, name))
    for problem in _not_for_all(chosen, grid):
        problems.add(problem)
    finished: list[Run] = []
    for run in chosen:
        own = {name: choices for name, choices in grid.items() if name in run.values}
        with problems:
            overrides = combinations(parameters_of(run.path), own)
            made = [make_run(run.notebook, run.path, {**run.values, **values}) for values in overrides]
            finished += [replace(one, allow_errors=run.allow_errors) for one in made]
    problems.tell()
    return distinct(finished)


def _named(collection: Collection, standard: Sequence[Run], name: str) -> Run:
    by_name = {run.name: run for run in standard}
    if name in by_name:
        return by_name[name]
    if notebook := collection.find(name):
        return make_run(notebook, collection.notebooks[notebook], {})
    hint = collection.elsewhere(name) or similar(name, [*by_name, *collection.notebooks])
    hint = hint or "`kzindustry list` names them."
    raise InputError(f"No run or notebook {name!r}. {hint}")


def _not_for_all(runs: Sequence[Run], grid: Grid) -> Iterator[str]:
    """Say which parameters some or all of the runs do not have, each once for all of them."""
    for name, choices in grid.items():
        having = list(dict.fromkeys(run.notebook for run in runs if name in run.values))
        lacking = list(dict.fromkeys(run.notebook for run in runs if name not in run.values))
        where = choices[0].where
        if lacking and having:
            yield (
                f"{where}: no such parameter in {', '.join(lacking)}. "
                f"Name the runs to set it in, as in `kzindustry build {shlex.join(having)} ...`."
            )
        elif lacking:
            yield no_parameter(
                name, list(dict.fromkeys(known for run in runs for known in run.values)), where
            )
