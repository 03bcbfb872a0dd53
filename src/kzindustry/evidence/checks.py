"""Checks of the tables: what datapackage.json declares, our rules, and that relations can be evaluated.

All problems of all files are collected, then raised once. Each is told once: what already has a fault is not
looked at again, so that no message follows from another one.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from kzindustry.errors import InputError
from kzindustry.evidence.constraints import constraint_problems
from kzindustry.evidence.registry import Registry, gather
from kzindustry.evidence.rows import ROWS
from kzindustry.evidence.rules import READ_AS_A_WHOLE, RULES
from kzindustry.evidence.tables import place

PLACE = re.compile(r"data/(?P<table>\w+)\.csv(?:, row (?P<row>\d+))?")


def check_tables(folder: Path) -> Registry:
    """Check every table of a folder, at the end by frictionless, too: for `verify`, tests.

    Returns
    -------
    Registry
        The tables, free of problems.

    Raises
    ------
    InputError
        With every problem of every file: file, row and column.
    """
    from kzindustry.evidence.declared import declared_problems  # noqa: PLC0415 - frictionless takes seconds

    return _checked(folder, declared_problems)


def check_quickly(folder: Path) -> Registry:
    """Check the same in a fraction of a second, without frictionless: before a build.

    Raises
    ------
    InputError
        With every problem of every file: file, row and column.
    """
    return _checked(folder, lambda _: [])


def load(folder: Path) -> Registry:
    """Read every table and hold it to our rules: what a notebook does.

    What was read is kept for this process and those forked from it, for as long as no file changes.

    Raises
    ------
    InputError
        With every problem of every file: file, row and column.
    """
    stamps = tuple(_stamp(folder / f"{name}.csv") for name in ROWS)
    return _load(folder, stamps)


@lru_cache(maxsize=4)
def _load(folder: Path, _: tuple[tuple[int, int] | None, ...]) -> Registry:
    registry, problems = gather(folder)
    problems += rule_problems(registry, problems)
    if problems:
        raise InputError(*problems)
    return registry


def _stamp(path: Path) -> tuple[int, int] | None:
    """Give what tells two states of a file apart: when it was written, and its size."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


def _checked(folder: Path, second_method: Callable[[Path], list[str]]) -> Registry:
    """Read the tables, then look at what is declared, at rules and at relations."""
    # imported here: relations are evaluated from evidence, which loads by this module
    from kzindustry.evidence.relations import relation_problems  # noqa: PLC0415

    registry, problems = gather(folder)
    cells = {_cell(problem) for problem in problems}
    declared = constraint_problems(folder, registry.broken)
    problems += [problem for problem in declared if _cell(problem) not in cells]
    problems = problems or second_method(folder)
    problems += rule_problems(registry, problems)
    problems += relation_problems(registry.without(_rows(problems)), evaluate=not problems)
    if problems:
        raise InputError(*problems)
    return registry


def rule_problems(registry: Registry, known: Iterable[str] = ()) -> list[str]:
    """Hold rows that nothing is known against to the rules; as rows name rows, no table may be missing."""
    rows = _rows(known)
    shaken = {table for table, _ in rows}
    sound = registry.without(rows)
    tables = [table for table in RULES if READ_AS_A_WHOLE.get(table) not in shaken]
    return [] if registry.broken else [problem for table in tables for problem in _breaches(table, sound)]


def _breaches(table: str, registry: Registry) -> Iterator[str]:
    for number, row in registry.numbered[table].items():
        for rule in RULES[table]:
            for problem in rule(row, registry):
                yield f"{place(table, number, problem.column, getattr(row, 'id', ''))}: {problem.what}."


def _rows(problems: Iterable[str]) -> set[tuple[str, int]]:
    """Give the rows that problems name; row 0 stands for a whole table."""
    places = (PLACE.match(problem) for problem in problems)
    return {(match["table"], int(match["row"] or 0)) for match in places if match}


def _cell(problem: str) -> str:
    """Give the part of a message that says where: two checks may find one fault."""
    return problem.partition(":")[0]
