"""The modules beside the notebooks in this process: finds them, and forgets them as they may have changed."""

import importlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import cache_from_source
from pathlib import Path
from types import ModuleType
from typing import Any


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
    start = f"{folder.absolute()}{os.sep}"
    beside = [
        name
        for name, module in [*sys.modules.items()]
        if isinstance(module, ModuleType)
        and any(_lies_at(start + name.partition(".")[0], place) for place in _places(vars(module)))
    ]
    for name in beside:  # only now: packages without a file look for their parents to say where they lie
        del sys.modules[name]
    importlib.invalidate_caches()


def _lies_at(top: str, place: str) -> bool:
    return place in {top, f"{top}.py"} or place.startswith(f"{top}{os.sep}")


def _places(about: dict[str, Any]) -> list[str]:
    """Name the file of a module, or the folders of a package without one."""
    file = about.get("__file__")
    return [file] if isinstance(file, str) else [*map(str, about.get("__path__") or ())]


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
