"""The standard batch: reads reports.yml, in which every problem is told with its line.

    collection: {title: Firms of two towns, licence: CC BY 4.0}    # see `identity`
    timeout: 120                          # seconds a cell may take
    warm_up: package.module:function      # called once, beside the first kernel; later ones have what it made
    runs:
      - notebook: sme_training
        parameters: {town: [Karatau, Zhanatas], confidence: 0.9}    # lists: a run for each combination
        allow_errors: true                # a cell that ends in an error leaves the others to be run

Values stay text until the kind of their parameter reads them, so 007 is not a number by accident.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from kzindustry.errors import InputError, nearest
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.hook import check_hook
from kzindustry.reporting.runs.identity import identity_of
from kzindustry.reporting.runs.plan import GivenText, Run, distinct, expand, parameters_of
from kzindustry.reporting.runs.problems import Problems

DEFAULT_TIMEOUT_S = 600.0


@dataclass(frozen=True)
class Standard:
    """What reports.yml says.

    Attributes
    ----------
    runs
        Of the notebooks whose parameters can be read.
    timeout_s, warm_up
        What a cell may take, and what is called beside the first kernel.
    faults
        What is wrong with the other notebooks, by name: the runs of all others can be built meanwhile.
    """

    runs: tuple[Run, ...]
    timeout_s: float = DEFAULT_TIMEOUT_S
    warm_up: str = ""
    faults: Mapping[str, InputError] = field(default_factory=dict)

    def require_all(self) -> None:
        """Have all runs, where all are meant.

        Raises
        ------
        InputError
            Naming everything that is wrong with notebooks.
        """
        if self.faults:
            raise InputError(*(problem for fault in self.faults.values() for problem in fault.problems))


def read_standard(collection: Collection) -> Standard:
    """Read the standard batch of a collection.

    Raises
    ------
    InputError
        Naming everything wrong in the file, with lines; what is wrong in a notebook is not raised.
    """
    path = collection.plan_file
    return _read_root(collection, _compose(path), path)


def read_values(path: Path) -> dict[str, list[GivenText]]:
    """Read a file of parameters, `name: value` or `name: [value, ...]` a line.

    Raises
    ------
    InputError
        Naming everything wrong in it, with lines.
    """
    problems = Problems()
    values: dict[str, list[GivenText]] = {}
    with problems:
        values = _values(_compose(path, f"-f {path}"), path, problems)
    problems.tell()
    return values


def _compose(path: Path, named: str = "") -> yaml.Node | None:
    try:
        root: yaml.Node | None = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{named or path.name}: cannot be read ({said}).") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(f"{path.name}:{line}: {error.problem}.") from None
    except (yaml.YAMLError, RecursionError) as error:
        said = str(error).splitlines()[0] if isinstance(error, yaml.YAMLError) else "it is nested too deeply"
        raise InputError(f"{named or path.name}: cannot be read ({said}).") from None
    return root


def _read_root(collection: Collection, root: yaml.Node | None, path: Path) -> Standard:
    problems = Problems()
    fields: dict[str, yaml.Node] = {}
    runs: list[Run] = []
    faults: dict[str, InputError] = {}
    timeout_s, warm_up = DEFAULT_TIMEOUT_S, ""
    with problems:
        fields = _fields(root, path, problems, ("collection", "runs", "timeout", "warm_up"))
        for node in _items(fields.get("runs"), path):
            with problems:
                runs += _read_run(collection, node, path, problems, faults)
        runs = list(distinct(runs))
    with problems:
        named = fields.get("collection")
        identity_of(yaml.SafeLoader("").construct_document(named) if named else None, _where(named, path))
    with problems:
        timeout_s = _read_timeout(fields.get("timeout"), path)
    with problems:
        warm_up = _read_warm_up(collection, fields.get("warm_up"), path)
    problems.tell()
    return Standard(tuple(runs), timeout_s, warm_up, faults)


def _read_run(
    collection: Collection, node: yaml.Node, path: Path, problems: Problems, faults: dict[str, InputError]
) -> tuple[Run, ...]:
    wrong_form = InputError(f"{_where(node, path)}: a run is written `- notebook: NAME`.")
    if not isinstance(node, yaml.MappingNode):
        raise wrong_form
    fields = _fields(node, path, problems, ("notebook", "parameters", "allow_errors"))
    if "notebook" not in fields:
        raise wrong_form
    grid: dict[str, list[GivenText]] = {}
    if "parameters" in fields:
        grid = _values(fields["parameters"], path, problems)
    allow_errors = _read_truth(fields.get("allow_errors"), path)
    where = _where(fields["notebook"], path)
    notebook, file = collection.notebook(_text(fields["notebook"], path), where)
    try:
        parameters_of(file)
    except InputError as fault:
        faults[notebook] = fault
        return ()
    runs = expand(collection, notebook, grid, where)
    return tuple(replace(run, allow_errors=allow_errors) for run in runs)


def _values(node: yaml.Node | None, path: Path, problems: Problems) -> dict[str, list[GivenText]]:
    """Read parameters: a value, or a list of values, by name."""
    grid: dict[str, list[GivenText]] = {}
    for name, value in _fields(node, path, problems).items():
        nodes = value.value if isinstance(value, yaml.SequenceNode) else [value]
        if not nodes:
            problems.add(f"{_where(value, path)}: {name}: a list without values gives no run.")
        grid[name] = [GivenText(_text(item, path), f"{_where(item, path)}: {name}") for item in nodes]
    return grid


def _read_truth(node: yaml.Node | None, path: Path) -> bool:
    truth = yaml.SafeLoader("").construct_object(node) if node else False
    if not isinstance(truth, bool):
        raise InputError(f"{_where(node, path)}: allow_errors: true or false is needed here.")
    return truth


def _read_timeout(node: yaml.Node | None, path: Path) -> float:
    if node is None:
        return DEFAULT_TIMEOUT_S
    return positive_seconds(_text(node, path), f"{_where(node, path)}: timeout")


def _read_warm_up(collection: Collection, node: yaml.Node | None, path: Path) -> str:
    if node is None:
        return ""
    return check_hook(_text(node, path), collection.folder, f"{_where(node, path)}: warm_up")


def positive_seconds(text: str, where: str) -> float:
    """Read a positive number of seconds.

    Raises
    ------
    InputError
        If it is none.
    """
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise InputError(f"{where}: {text!r} is not a positive number of seconds.")
    return seconds


def _fields(
    node: yaml.Node | None, path: Path, problems: Problems, known: tuple[str, ...] = ()
) -> dict[str, yaml.Node]:
    """Give a mapping's nodes by key; repeated keys, and others than the known ones if given, are problems."""
    if not isinstance(node, yaml.MappingNode):
        raise InputError(f"{_where(node, path)}: `name: value` lines are needed here.")
    fields: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name = _text(key, path)
        if name in fields:
            problems.add(f"{_where(key, path)}: {name} is given twice.")
        elif known and name not in known:
            problems.add(f"{_where(key, path)}: nothing is called {name!r} here. {nearest(name, known)}")
        fields[name] = value
    return fields


def _items(node: yaml.Node | None, path: Path) -> list[yaml.Node]:
    if not isinstance(node, yaml.SequenceNode):
        raise InputError(f"{_where(node, path)}: `runs:` needs a list of runs, each `- notebook: NAME`.")
    return list(node.value)


def _text(node: yaml.Node, path: Path) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise InputError(f"{_where(node, path)}: a single value is needed here.")
    return str(node.value)


def _where(node: yaml.Node | None, path: Path) -> str:
    return f"{path.name}:{node.start_mark.line + 1 if node else 1}"
