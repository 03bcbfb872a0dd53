"""All that can be checked without the texts: what datapackage.json declares, our rules, the relations.

All problems of all files are collected, then raised once.
"""

from pathlib import Path

from kzindustry.errors import InputError
from kzindustry.evidence.registry.constraints import constraint_problems
from kzindustry.evidence.registry.load import rows_of_problems, rule_problems
from kzindustry.evidence.registry.registry import Registry, gather
from kzindustry.evidence.relations.check import relation_problems


def check_tables(folder: Path) -> Registry:
    """Check every table of a folder: before a build, and before texts are held against it.

    Returns
    -------
    Registry
        The tables, free of problems.

    Raises
    ------
    InputError
        With every problem of every file: file, row and column.
    """
    found = gather(folder)
    registry, problems = found.registry, found.problems
    places = {_place(problem) for problem in problems}
    declared = constraint_problems(folder, found.cells)
    problems += [problem for problem in declared if _place(problem) not in places]
    problems += rule_problems(registry, problems)
    problems += relation_problems(registry.without(rows_of_problems(problems)), evaluate=not problems)
    if problems:
        raise InputError(*problems)
    return registry


def _place(problem: str) -> str:
    """Give the part of a message that says where: two checks may find one fault."""
    return problem.partition(":")[0]
