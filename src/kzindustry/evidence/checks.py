"""All that can be checked without the texts: what datapackage.json declares, our rules, the relations.

All problems of all files are collected, then raised once.
"""

from pathlib import Path

from kzindustry.errors import InputError
from kzindustry.evidence.registry.constraints import constraint_problems
from kzindustry.evidence.registry.load import OUR_RULES, load_snapshot, rows_of_problems, rule_problems
from kzindustry.evidence.registry.on_demand import uncollected
from kzindustry.evidence.registry.passed import passed, remember
from kzindustry.evidence.registry.registry import Registry, gather
from kzindustry.evidence.registry.snapshot import Snapshot
from kzindustry.evidence.relations.evaluation import relation_problems

WHOLE = "whole"
"""This check, by the name under which it is remembered."""


def check_tables(folder: Path) -> Registry:
    """Check every table of a folder: before a build, and before texts are held against it.

    What passed before, in the same files, is not checked again.

    Returns
    -------
    Registry
        The tables, free of problems.

    Raises
    ------
    InputError
        With every problem of every file: file, row and column.
    """
    snapshot = Snapshot(folder)
    if not passed(WHOLE, snapshot.digest):
        with uncollected():
            _check(snapshot)
        for check in (WHOLE, OUR_RULES):
            remember(check, snapshot.digest)
    return load_snapshot(snapshot)


def _check(snapshot: Snapshot) -> None:
    found = gather(snapshot)
    registry, problems = found.registry, found.problems
    places = {_place(problem) for problem in problems}
    declared = constraint_problems(snapshot, found.cells)
    problems += [problem for problem in declared if _place(problem) not in places]
    problems += rule_problems(registry, problems)
    problems += relation_problems(registry.without(rows_of_problems(problems)), evaluate=not problems)
    if problems:
        raise InputError(*problems)


def _place(problem: str) -> str:
    """Give the part of a message that says where: two checks may find one fault."""
    return problem.partition(":")[0]
