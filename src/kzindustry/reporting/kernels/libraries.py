"""Which libraries may be imported once for all kernels, and how: as a cell of a notebook would import them.

A library may if it is installed, no module beside the notebooks bears its name, and its import says nothing
and changes nothing that another notebook could see.
"""

import ast
import decimal
import importlib
import importlib.util
import logging
import os
import site
import sys
import sysconfig
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import kzindustry

FIRST_PARTY = Path(kzindustry.__file__).parent


def modules_in(folder: str) -> set[str]:
    """Name the modules and packages of a folder."""
    names = set()
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".pyc", ".so")):
                names.add(entry.name.partition(".")[0])
            elif (Path(entry.path) / "__init__.py").exists():
                names.add(entry.name)
    return names


def loaded() -> set[str]:
    """Name the modules and packages that are imported."""
    return {name.partition(".")[0] for name in sys.modules}


def statements_for(statements: Iterable[str], beside: set[str]) -> list[str]:
    """Take import statements apart, and give those whose library is installed and not shadowed."""
    found: dict[str, None] = {}
    for statement in statements:
        for node in ast.parse(statement).body:
            found.update(dict.fromkeys(_single(node)))
    return [
        statement for statement in found if (top := library_of(statement)) not in beside and is_installed(top)
    ]


def _single(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            for name in names:
                yield ast.unparse(ast.Import([name]))
        case ast.ImportFrom(level=0):
            yield ast.unparse(node)


def library_of(statement: str) -> str:
    """Name the package that an import statement begins with."""
    return statement.split()[1].partition(".")[0].rstrip(",")


@cache
def is_installed(module: str) -> bool:
    """Tell whether a module belongs to Python, to installed libraries or to this package."""
    if module in sys.builtin_module_names or module in sys.stdlib_module_names:
        return True
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError):
        return False
    places = [*(spec.submodule_search_locations or ()), spec.origin or ""] if spec else []
    return any(Path(place).is_relative_to(folder) for place in places for folder in _library_folders())


@cache
def _library_folders() -> list[Path]:
    paths = sysconfig.get_paths()
    folders = [paths["purelib"], paths["platlib"], *site.getsitepackages(), site.getusersitepackages()]
    by_name = [one for one in map(Path, sys.path) if one.name in {"site-packages", "dist-packages"}]
    return [FIRST_PARTY, *map(Path, folders), *by_name]  # the last: of modules on clusters, and .pth files


def import_quietly(statement: str) -> tuple[bool, bool]:
    """Execute an import statement as a cell would; tell whether it said something, and changed something."""
    before = _visible()
    with heard() as said, suppress(BaseException):  # what fails here, a notebook will tell
        exec(statement, {"__name__": "__main__"})
    return bool(said[0]), changed_since(before)


def environment_set(before: dict[str, str]) -> dict[str, str]:
    """Give the environment variables that imports set."""
    return {name: value for name, value in os.environ.items() if before.get(name) != value}


def changed_since(before: dict[str, Any]) -> bool:
    """Tell whether something is no longer as it was; what was not there then, nobody had changed."""
    now = _visible()
    return any(now[name] != value for name, value in before.items())


def _visible() -> dict[str, Any]:
    """Give what a library might change for everybody, by name."""
    root, context = logging.getLogger(), decimal.getcontext()
    seen: dict[str, Any] = {
        # Those for its own warnings, or for one message, nobody else notices.
        "warnings": [one for one in warnings.filters if one[1] is None and one[2].__module__ == "builtins"],
        "environment": dict(os.environ),
        "path": [*sys.path],
        "log": (root.level, [*root.handlers]),
        "hooks": (sys.excepthook, sys.displayhook, sys.breakpointhook, sys.getrecursionlimit()),
        "decimals": (context.prec, context.rounding, context.traps),
    }
    for name, look in OPTIONS.items():
        if name in sys.modules:
            seen[name] = look(sys.modules[name])
    return seen


def _settings(matplotlib: Any) -> dict[str, Any]:
    """Give the settings of figures, but for what choosing where they are shown sets."""
    return {key: value for key, value in dict.items(matplotlib.rcParams) if key not in SHOWING}


OPTIONS: Mapping[str, Callable[[Any], Any]] = {
    "numpy": lambda numpy: (numpy.geterr(), numpy.get_printoptions()),
    "pandas": lambda pandas: repr(pandas.options.d),
    "matplotlib": _settings,
}
"""How the options of libraries are asked for that most notebooks use."""
SHOWING = {"backend", "interactive"}


@contextmanager
def heard() -> Iterator[list[str]]:
    """Catch what is said meanwhile, by Python or by a library below it; give it at the end."""
    said = [""]
    with tempfile.TemporaryFile() as file:
        kept = [os.dup(1), os.dup(2)]
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        try:
            yield said
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for place, descriptor in enumerate(kept, start=1):
                os.dup2(descriptor, place)
                os.close(descriptor)
            file.seek(0)
            said[0] = file.read().decode(errors="replace")


def call_hook(hook: str) -> None:
    """Call `module:function`, without traces in logs, warnings and decimals.

    If it fails, say so, for nobody else will.
    """
    module, _, name = hook.partition(":")
    handlers = [*logging.getLogger().handlers]
    try:
        with heard(), warnings.catch_warnings(), decimal.localcontext():
            getattr(importlib.import_module(module), name)()
    except Exception:
        traceback.print_exc()
    logging.getLogger().handlers[:] = handlers  # the first message of a log makes one
