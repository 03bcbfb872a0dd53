"""Whether `module:function` names a function that is there: found by reading, for importing takes seconds."""

import ast
import pkgutil
import sys
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from kzindustry.errors import InputError, similar


def check_hook(hook: str, folder: Path, where: str) -> str:
    """Return `module:function` if there is such a function, in a library or in the notebooks' folder.

    Raises
    ------
    InputError
        If it has another form, or naming the nearest module or function.
    """
    module, _, function = hook.partition(":")
    if not all(part.isidentifier() for part in [*module.split("."), function]):
        raise InputError(f"{where}: {hook!r} is not of the form package.module:function.")
    source = _source_of(module, folder, where)
    try:
        names = _names(source) if source.suffix == ".py" else [function]
    except SyntaxError as error:
        raise InputError(f"{where}: {source.name}, line {error.lineno}: {error.msg}.") from None
    if function not in names and "*" not in names:
        raise InputError(
            f"{where}: {module} has no function {function!r}. {similar(function, names)}".rstrip()
        )
    return hook


def _source_of(module: str, folder: Path, where: str) -> Path:
    """Find the file of a module, package by package, as an import would but without executing any."""
    search = [str(folder), *sys.path]
    origin = ""
    for name in accumulate(module.split("."), "{}.{}".format):
        found = (finder.find_spec(name, search) for finder in sys.meta_path)
        spec = next(filter(None, found), None)
        if spec is None:
            hint = similar(name, _modules(name.rpartition(".")[0], search))
            raise InputError(f"{where}: no module {name!r}. {hint}".rstrip())
        search, origin = [*(spec.submodule_search_locations or ())], spec.origin or ""
    return Path(origin)


def _modules(package: str, search: Sequence[str]) -> list[str]:
    prefix = f"{package}." if package else ""
    return [prefix + module.name for module in pkgutil.iter_modules(search)]


def _names(source: Path) -> list[str]:
    """Give the names that a module binds anywhere, functions first."""
    nodes = [*ast.walk(ast.parse(source.read_bytes()))]
    functions = [node.name for node in nodes if isinstance(node, ast.FunctionDef)]
    imported = [node.asname or node.name for node in nodes if isinstance(node, ast.alias)]
    assigned = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return list(dict.fromkeys(functions + imported + assigned))
