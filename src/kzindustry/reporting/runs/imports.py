"""What a notebook's code imports and reads, found by reading it: nothing is executed.

Magics are not Python; what stands in lines and cells of theirs is passed over, all else is read.
"""

import ast
import re
import tokenize
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from kzindustry.reporting.runs.cells import code_cells, read_notebook_file, source_of

Import = ast.Import | ast.ImportFrom
MAGIC_CELL = re.compile(r"\s*%%(\w+).*\n?")
PYTHON_CELLS = {"capture", "prun", "time", "timeit"}
MAGIC_LINE = re.compile(r"^(\s*)(?:[%!?].*|[\w.]+\?{1,2}\s*)$", re.MULTILINE)
MAGIC_VALUE = re.compile(r"^(\s*[\w., ]+=\s*)[%!].*$", re.MULTILINE)
RUN = re.compile(r"^\s*%run\s+(?:-\w+\s+)*['\"]?([^\s'\"]+)", re.MULTILINE)
PICTURE = re.compile(r"""\]\(\s*<?([^\s)>]+)|\bsrc\s*=\s*["']([^"']+)""")
ENVIRONMENT_MAGIC = re.compile(r"^\s*%(?:set_)?env\s+\w+[\s=]", re.MULTILINE)
CHANGES = {"__setitem__", "clear", "pop", "setdefault", "update", "insert"}
LOADERS = {"import_module", "__import__", "find_spec", "spec_from_file_location"}


@cache
def python_of(source: str) -> ast.Module:
    """Read code as Python, without its magics; an empty module where that is none."""
    cell = MAGIC_CELL.match(source)
    if cell and cell[1] not in PYTHON_CELLS:
        return ast.Module([], [])
    plain = source[cell.end() :] if cell else source
    for text in (plain, MAGIC_VALUE.sub(r"\1None", MAGIC_LINE.sub(r"\1pass", plain))):
        with suppress(SyntaxError, ValueError, RecursionError, MemoryError), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd escapes the notebook itself will warn
            return ast.parse(text)
    return ast.Module([], [])


def import_statements(sources: Iterable[str]) -> list[Import]:
    """Give the import statements of some code that are executed whatever happens, in order."""
    return [node for source in sources for node in python_of(source).body if isinstance(node, Import)]


def sources_of(notebook: Path) -> list[str]:
    """Give the code of a notebook's cells."""
    return [source_of(cell) for cell in code_cells(notebook)]


def imports_of(notebook: Path) -> list[str]:
    """Give the import statements of a notebook and of the modules beside it that it imports, each once."""
    sources = [*sources_of(notebook), *map(_text, _modules(notebook))]
    statements = [node for node in import_statements(sources) if not getattr(node, "level", 0)]
    return list(dict.fromkeys(ast.unparse(node) for node in statements))


def files_beside(notebook: Path) -> list[Path]:
    """Give the files beside a notebook that it depends on: modules that it imports, files that it names.

    Of a package all modules count; what modules import and name counts, too, and pictures in Markdown.
    """
    modules = _modules(notebook)
    sources = [*sources_of(notebook), *map(_text, modules)]
    named = {path for source in sources for path in _named(source, notebook.parent)}
    for cell in read_notebook_file(notebook)["cells"]:
        if cell["cell_type"] == "markdown":
            named.update(_below(notebook.parent, map("".join, PICTURE.findall(source_of(cell)))))
    return sorted({*modules, *named} - {notebook.resolve()})


def sets_the_stage(notebook: Path) -> bool:
    """Tell whether code changes the environment, or puts folders before those in which modules are sought.

    Libraries look at both as they are imported, so they must not have been imported before.
    """
    sources = [*sources_of(notebook), *map(_text, _modules(notebook))]
    return any(map(_sets_the_stage, sources))


def _modules(notebook: Path) -> list[Path]:
    """Find the modules beside a notebook that it imports, directly or through one another."""
    found: dict[Path, None] = {}
    waiting = sources_of(notebook)
    while waiting:
        source = waiting.pop()
        paths = [path for name in _imported(source) for path in _files_of_module(notebook.parent, name)]
        for path in [*paths, *(path for path in _named(source, notebook.parent) if path.suffix == ".py")]:
            if path not in found:
                found[path] = None
                waiting.append(_text(path))
    return sorted(found)


@cache
def _imported(source: str) -> tuple[str, ...]:
    """Name the packages that some code imports, wherever in it, by statements or by their names."""
    modules: list[str] = []
    for node in ast.walk(python_of(source)):
        match node:
            case ast.Import(names=names):
                modules += [name.name for name in names]
            case ast.ImportFrom(module=str(module), level=0):
                modules.append(module)
            case ast.Call(func=called, args=[ast.Constant(value=str(name)), *_]) if _name(called) in LOADERS:
                modules.append(name)
    return tuple(dict.fromkeys(module.partition(".")[0] for module in modules))


def _files_of_module(folder: Path, name: str) -> list[Path]:
    package, module = folder / name, folder / f"{name}.py"
    if package.is_dir():
        return sorted(path.resolve() for path in package.rglob("*.py"))
    return [module.resolve()] if module.is_file() else []


def _named(source: str, folder: Path) -> Iterator[Path]:
    """Find the files below a folder whose names stand in some code."""
    yield from _below(folder, [*_texts_in(source), *RUN.findall(source)])


@cache
def _texts_in(source: str) -> tuple[str, ...]:
    """Give the texts in some code that are short enough to name a file."""
    constants = (node.value for node in ast.walk(python_of(source)) if isinstance(node, ast.Constant))
    return tuple(text for text in constants if isinstance(text, str) and 0 < len(text) < 256)


def _below(folder: Path, names: Iterable[str]) -> Iterator[Path]:
    """Find the files of some names below a folder; other notebooks are not read."""
    for name in names:
        if not name.endswith(".ipynb"):
            with suppress(OSError, ValueError):  # too long for a name, or with signs that none can have
                path = folder / unquote(name)
                if path.is_file() and (found := path.resolve()).is_relative_to(folder.resolve()):
                    yield found


@cache
def _sets_the_stage(source: str) -> bool:
    if ENVIRONMENT_MAGIC.search(source):
        return True
    return any(_changes_it(node) for node in ast.walk(python_of(source)))


def _changes_it(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=target, attr=verb)):
            return (verb in CHANGES and _is_stage(target)) or verb in {"putenv", "unsetenv", "load_dotenv"}
        case ast.Call(func=ast.Name(id=name)):
            return name in {"putenv", "unsetenv", "load_dotenv"}
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            return any(_is_stage(target) for target in targets)
        case ast.AugAssign(target=target):
            return _is_stage(target) and _name(target) == "environ"
    return False


def _is_stage(target: ast.expr) -> bool:
    """Tell whether an expression is `os.environ`, `sys.path` or an item of theirs."""
    if isinstance(target, ast.Subscript):
        target = target.value
    match target:
        case ast.Attribute(value=ast.Name(id=module), attr=name):
            return (module, name) in {("os", "environ"), ("sys", "path")}
        case ast.Name(id=name):
            return name == "environ"
    return False


def _name(node: ast.expr) -> str:
    return getattr(node, "attr", "") or getattr(node, "id", "")


@cache
def _text(path: Path) -> str:
    try:
        with tokenize.open(path) as file:  # in the encoding that Python would take
            return file.read()
    except (OSError, UnicodeDecodeError, SyntaxError):
        return ""


def forget_files() -> None:
    """Forget what files held: they may have changed since they were read."""
    _text.cache_clear()
