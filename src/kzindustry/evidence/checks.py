"""Checks of the tables: what `declared` finds against datapackage.json, and the rules of `rules` row by row.

All problems of all files are collected, then raised once.
"""

from collections.abc import Iterator
from pathlib import Path

from kzindustry.errors import InputError
from kzindustry.evidence.registry import Registry, gather
from kzindustry.evidence.rules import RULES
from kzindustry.evidence.tables import place


def check_tables(folder: Path) -> Registry:
    """Check every table of a folder: types, ids, keys, enumerations by frictionless, the rest by rules.

    Returns
    -------
    Registry
        The tables, free of problems.

    Raises
    ------
    InputError
        With every problem of every file: file, row and column.
    """
    # imported here: frictionless takes seconds, and relations need evidence, which loads by these checks
    from kzindustry.evidence.declared import declared_problems  # noqa: PLC0415
    from kzindustry.evidence.relations import check_relations, unreadable_relations  # noqa: PLC0415

    registry, problems = gather(folder)
    known = {_where(problem) for problem in problems}
    declared = declared_problems(folder, registry.broken)
    problems += [problem for problem in declared if _where(problem) not in known]
    problems += rule_problems(registry)
    problems += unreadable_relations(registry)
    if problems:
        raise InputError(*problems)
    check_relations(folder)
    return registry


def load(folder: Path) -> Registry:
    """Read every table and hold it to our rules; quick, without frictionless: what a notebook does.

    Raises
    ------
    InputError
        With every problem of every file: file, row and column.
    """
    registry, problems = gather(folder)
    problems += rule_problems(registry)
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
