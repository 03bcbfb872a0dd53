"""Checks of the tables: what datapackage.json declares, our rules, and that relations can be evaluated.

All problems of all files are collected, then raised once.
"""

from collections.abc import Callable, Iterator, Set
from functools import lru_cache
from pathlib import Path

from kzindustry.errors import InputError
from kzindustry.evidence.constraints import constraint_problems
from kzindustry.evidence.registry import Registry, gather
from kzindustry.evidence.rows import ROWS
from kzindustry.evidence.rules import RULES
from kzindustry.evidence.tables import place


def check_tables(folder: Path) -> Registry:
    """Check every table of a folder; types, ids, keys, enumerations by frictionless: for `verify`, tests.

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
    return _checked(folder, constraint_problems)


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
    problems += rule_problems(registry)
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


def _checked(folder: Path, declared: Callable[[Path, Set[str]], list[str]]) -> Registry:
    # imported here: relations are evaluated from evidence, which loads by this module
    from kzindustry.evidence.relations import relation_problems  # noqa: PLC0415

    registry, problems = gather(folder)
    known = {_where(problem) for problem in problems}
    problems += [problem for problem in declared(folder, registry.broken) if _where(problem) not in known]
    problems += rule_problems(registry)
    problems += relation_problems(registry, evaluate=not problems)
    if problems:
        raise InputError(*problems)
    return registry


def rule_problems(registry: Registry) -> list[str]:
    """Hold the rows that could be read to the rules; as rows name rows, no table may be missing."""
    return [] if registry.broken else list(_breaches(registry))


def _breaches(registry: Registry) -> Iterator[str]:
    for table, rules in RULES.items():
        for number, row in registry.numbered[table].items():
            for rule in rules:
                for problem in rule(row, registry):
                    yield f"{place(table, number, problem.column, getattr(row, 'id', ''))}: {problem.what}."


def _where(problem: str) -> str:
    """Give the part of a message that says where: two checks may find one fault."""
    return problem.partition(":")[0]
