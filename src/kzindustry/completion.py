"""What a shell proposes at the Tab key: commands, options, and the names that a collection has.

argcomplete speaks with the shell; here is what stands behind each metavariable of the command line.
"""

import argparse
import csv
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import argcomplete
from argcomplete.completers import DirectoriesCompleter

from kzindustry.errors import KzindustryError
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.parameters import Parameter
from kzindustry.reporting.runs.plan import parameters_of
from kzindustry.reporting.runs.standard import read_standard
from kzindustry.root import project_root

Words = Iterable[str] | dict[str, str]
CLOSED_PAIR = re.compile(r"(\s-p\s+)([^\s=-][^\s=]*)\s+(?=\S+\s)")
OPEN_PAIR = re.compile(r"(\s-p\s+)([^\s=-][^\s=]*)\s+(\S*)$")


def complete(parser: argparse.ArgumentParser) -> None:
    """Tell the shell what may stand where its cursor is; this ends the process."""
    named = _join_pairs()
    known: dict[str, Callable[..., Words]] = {
        "RUN": _runs,
        "NOTEBOOK": _notebooks,
        "NAME=VALUE": lambda **asked: _values_of(named, **asked) if named else _settings(**asked),
        "NAME=A,B,C": _grids,
        "MEASURE": _measures,
        "KEY": _documents,
    }
    for action in _actions(parser):
        metavar = str(action.metavar)
        if metavar in known:
            action.completer = _quiet(known[metavar])  # type: ignore[attr-defined]
        elif metavar in {"DIR", "FOLDER"}:
            action.completer = DirectoriesCompleter()  # type: ignore[attr-defined]
        elif metavar not in {"FILE", "COMMAND"}:  # argcomplete itself knows what these may be
            action.completer = _nothing  # type: ignore[attr-defined]
    argcomplete.autocomplete(parser, always_complete_options=False)


def _join_pairs() -> str:
    """Let `-p name value` be read as `-p name=value`; give the name whose value is being written."""
    end = int(os.environ["COMP_POINT"])
    line, rest = os.environ["COMP_LINE"][:end], os.environ["COMP_LINE"][end:]
    line = CLOSED_PAIR.sub(r"\1\2=", line)
    found = OPEN_PAIR.search(line)
    line = OPEN_PAIR.sub(r"\1\3", line)
    os.environ.update(COMP_LINE=line + rest, COMP_POINT=str(len(line)))
    return found[2] if found else ""


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                yield from _actions(one)


def _quiet(completer: Callable[..., Words]) -> Callable[..., Words]:
    """Propose nothing where something is wrong: the command itself will say what."""

    @wraps(completer)
    def propose(**asked: Any) -> Words:
        try:
            return completer(**asked)
        except (KzindustryError, OSError, ValueError):
            return ()

    return propose


def _collection() -> Collection:
    return Collection(project_root())


def _nothing(**_: Any) -> Words:
    return ()


def _notebooks(**_: Any) -> Words:
    return list(_collection().notebooks)


def _runs(**_: Any) -> Words:
    collection = _collection()
    return list(dict.fromkeys([*(run.name for run in read_standard(collection).runs), *collection.notebooks]))


def _parameters(options: argparse.Namespace) -> dict[str, Parameter]:
    """Give the parameters of the notebooks that the line names; of all if it names none."""
    collection = _collection()
    words: Sequence[str] = getattr(options, "runs", None) or [getattr(options, "notebook", None) or ""]
    paths = {run.name: run.path for run in read_standard(collection).runs} | collection.notebooks
    named = [paths[word] for word in words if word in paths]
    found = [one for path in named or collection.notebooks.values() for one in parameters_of(path)]
    return {one.name: one for one in found}


def _settings(prefix: str, parsed_args: argparse.Namespace, **_: Any) -> Words:
    """Propose `name=` and, behind it, what the parameter's kind lists."""
    known = _parameters(parsed_args)
    name, assigned, _text = prefix.partition("=")
    if not assigned:
        return {f"{one.name}=": one.help for one in known.values()}
    return [f"{name}={choice}" for choice in _choices(known, name)]


def _grids(prefix: str, parsed_args: argparse.Namespace, **_: Any) -> Words:
    """Propose as for one value, and after each comma what is not there yet."""
    before, comma, _last = prefix.rpartition(",")
    if not comma:
        return _settings(prefix, parsed_args)
    name, _assigned, there = before.partition("=")
    choices = _choices(_parameters(parsed_args), name)
    return [f"{before},{choice}" for choice in choices if choice not in there.split(",")]


def _values_of(name: str, parsed_args: argparse.Namespace, **_: Any) -> Words:
    return _choices(_parameters(parsed_args), name)


def _choices(known: dict[str, Parameter], name: str) -> list[str]:
    return [str(choice) for choice in getattr(known[name].kind, "choices", ())] if name in known else []


def _measures(parsed_args: argparse.Namespace, **_: Any) -> Words:
    """Propose what the reports recorded; before there are any, what the collection's table names."""
    collection = _collection()
    folder = parsed_args.out or collection.root / "reports"
    tables = (folder / "measures.csv", collection.data / "measures.csv")
    return next((_column(table, "measure", "label") for table in tables if table.is_file()), {})


def _documents(**_: Any) -> Words:
    return _column(_collection().data / "documents.csv", "document", "title")


def _column(table: Path, key: str, meaning: str) -> dict[str, str]:
    with table.open(encoding="utf-8", newline="") as file:
        return {row[key]: row[meaning] for row in csv.DictReader(file)}
