"""Loading the registry: every table read and held to the rules, all problems of all files at once.

Each problem is told once: what already has a fault is not looked at again, so that no message follows from
another one.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from kzindustry.errors import InputError
from kzindustry.evidence.registry.on_demand import Tables, uncollected
from kzindustry.evidence.registry.passed import passed, remember
from kzindustry.evidence.registry.reading import place
from kzindustry.evidence.registry.registry import Registry, gather
from kzindustry.evidence.registry.rules import READ_AS_A_WHOLE, RULES
from kzindustry.evidence.registry.snapshot import Snapshot

OUR_RULES = "rules"
"""The check that a load is, by the name under which it is remembered."""
MISSING = re.compile(r" is not in (\w+)\.csv")
"""What `constraints` says of an id that is named but not there: its table is at fault, not who names it."""
PLACE = re.compile(r"data/(?P<table>\w+)\.csv(?:, row (?P<row>\d+))?")


def load_registry(folder: Path) -> Registry:
    """Read the tables and hold them to our rules: what a notebook does.

    Contents that held before are not held to the rules again, and their rows are made when they are asked
    for. What was read is kept for this process and those forked from it.

    Raises
    ------
    InputError
        With every problem of every file: file, row and column.
    """
    return load_snapshot(Snapshot(folder))


@lru_cache(maxsize=2)
def load_snapshot(snapshot: Snapshot) -> Registry:
    """Do the work of `load_registry`."""
    if passed(OUR_RULES, snapshot.digest):
        return Registry(Tables(snapshot))
    with uncollected():
        found = gather(snapshot)
        problems = found.problems + rule_problems(found.registry, found.problems)
    if problems:
        raise InputError(*problems)
    remember(OUR_RULES, snapshot.digest)
    return found.registry


def rule_problems(registry: Registry, known: Iterable[str] = ()) -> list[str]:
    """Hold rows that nothing is known against to the rules; as rows name rows, no table may be missing."""
    if registry.broken:
        return []
    known = list(known)
    rows = rows_of_problems(known)
    shaken = {table for table, _ in rows} | {match[1] for match in map(MISSING.search, known) if match}
    sound = registry.without(rows)
    tables = [table for table in RULES if READ_AS_A_WHOLE.get(table) not in shaken]
    return [problem for table in tables for problem in _breaches(table, sound)]


def _breaches(table: str, registry: Registry) -> Iterator[str]:
    for number, row in registry.numbered[table].items():
        for rule in RULES[table]:
            for problem in rule(row, registry):
                yield f"{place(table, number, problem.column, getattr(row, 'id', ''))}: {problem.what}."


def rows_of_problems(problems: Iterable[str]) -> set[tuple[str, int]]:
    """Give the rows that problems name, as table and number; row 0 stands for a whole table."""
    places = (PLACE.match(problem) for problem in problems)
    return {(match["table"], int(match["row"] or 0)) for match in places if match}
