"""Whether `module:function` names a function that is there: found by reading, for importing takes seconds."""

import ast
import pkgutil
from importlib.util import find_spec
from pathlib import Path

from kzindustry.errors import InputError, similar


def check_hook(hook: str, notebooks: Path, where: str) -> str:
    """Return `module:function` if an installed module has such a function.

    Raises
    ------
    InputError
        If it has another form, naming the nearest module or function, or if the module stands beside the
        notebooks: each run imports those anew.
    """
    module, _, function = hook.partition(":")
    if not all(part.isidentifier() for part in [*module.split("."), function]):
        raise InputError(f"{where}: {hook!r} is not of the form package.module:function.")
    names = _names(_source_of(module, notebooks, where), where)
    if names and function not in names and "*" not in names:
        raise InputError(
            f"{where}: {module} has no function {function!r}. {similar(function, names)}".rstrip()
        )
    return hook


def _source_of(module: str, notebooks: Path, where: str) -> Path:
    """Find the file of a module, which imports the packages that it stands in."""
    absent = module
    try:
        if spec := find_spec(module):
            return Path(spec.origin or "")
    except ModuleNotFoundError as error:
        absent = error.name or module
    except Exception as error:
        raise InputError(f"{where}: {module} cannot be imported ({type(error).__name__}: {error}).") from None
    top = module.partition(".")[0]
    if (notebooks / f"{top}.py").exists() or (notebooks / top).is_dir():
        raise InputError(
            f"{where}: {top} stands beside the notebooks, where each run imports it anew. "
            "Name a function of an installed package."
        )
    raise InputError(f"{where}: no module {absent!r}. {similar(absent, _siblings(absent))}".rstrip())


def _siblings(module: str) -> list[str]:
    package, _, _ = module.rpartition(".")
    found = find_spec(package) if package else None
    search = found.submodule_search_locations if found else None
    prefix = f"{package}." if package else ""
    return [prefix + one.name for one in pkgutil.iter_modules(search)] if search or not package else []


def _names(source: Path, where: str) -> list[str]:
    """Give the names that a module binds anywhere, functions first; none if it has no source to read."""
    if source.suffix != ".py":
        return []
    try:
        nodes = [*ast.walk(ast.parse(source.read_bytes()))]
    except (OSError, SyntaxError) as error:
        raise InputError(f"{where}: {source.name} cannot be read ({error}).") from None
    functions = [node.name for node in nodes if isinstance(node, ast.FunctionDef)]
    imported = [node.asname or node.name for node in nodes if isinstance(node, ast.alias)]
    assigned = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return list(dict.fromkeys(functions + imported + assigned))
