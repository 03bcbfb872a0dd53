"""The modules beside the notebooks in this process: finds them, and forgets them as they may have changed."""

import importlib
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import cache_from_source
from pathlib import Path
from types import ModuleType


@contextmanager
def found_beside(folder: Path) -> Iterator[None]:
    """Find modules beside the notebooks, too, after all others."""
    sys.path.append(str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))


def forget_modules(folder: Path) -> None:
    """Forget the modules that were imported from a folder, so that they are read anew when next imported.

    Libraries stay, even those of an environment that lies below the folder.
    """
    folder = folder.absolute()
    for name, module in [*sys.modules.items()]:
        if isinstance(module, ModuleType) and _lies_in(folder, name, vars(module)):
            del sys.modules[name]
    importlib.invalidate_caches()


def _lies_in(folder: Path, name: str, about: dict[str, object]) -> bool:
    top = folder / name.partition(".")[0]
    match about:
        case {"__file__": str(file)}:
            path = Path(file)
            return path == top.with_name(f"{top.name}.py") or path.is_relative_to(top)
        case {"__path__": places}:  # of a package without a file of its own
            return any(Path(place).is_relative_to(top) for place in places)  # type: ignore[attr-defined]
    return False


def drop_doubtful_bytecode(sources: Iterable[Path]) -> None:
    """Remove the bytecode of modules that may be of a state before the last, kernels' as well as our own.

    Bytecode names the second and the size of its source. If it was written within that second, a change
    of the same size since then does not show.
    """
    for source in sources:
        bytecode = Path(cache_from_source(source))
        with suppress(OSError):  # there is none, or nobody may write there
            if int(bytecode.stat().st_mtime) <= int(source.stat().st_mtime):
                bytecode.unlink()
