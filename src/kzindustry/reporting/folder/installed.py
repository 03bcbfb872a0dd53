"""With what Python and which libraries reports are made, here and, if it is asked there, on another machine.

Light to import: where libraries are missing it still tells which.
"""

import platform
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

PINS = Path("requirements", "reports.txt")


def python() -> str:
    """Name the Python that runs this, and the kind of machine."""
    return f"{platform.python_implementation()} {sys.version} {platform.machine()}"


def installed() -> list[str]:
    """Give the installed libraries with their versions, as `name-1.2`."""
    # The folder's name holds the version: a hundred times faster than asking importlib.metadata.
    return [path.stem for entry in sys.path for path in Path(entry).glob("*.dist-info")]


def pinned_names(root: Path) -> set[str] | None:
    """Name the libraries that a collection's reports are pinned to; None where it pins none."""
    pins = root / PINS
    return {*_pinned(pins.read_text("utf-8"))} if pins.is_file() else None


def libraries(root: Path) -> list[str]:
    """Give the installed libraries that reports are pinned to; all, where the collection pins none.

    JupyterLab and the test tools share the environment: that they were installed changes no report.
    """
    pinned = pinned_names(root)
    return [one for one in installed() if pinned is None or key(one.rpartition("-")[0]) in pinned]


def differences(there: str, wanted: Sequence[str], *, all_needed: bool) -> list[str]:
    """Say in what this Python and its libraries differ from those of another machine.

    Parameters
    ----------
    there, wanted
        What `python` and `libraries` gave on the other machine.
    all_needed
        Whether one that is missing here makes a difference; otherwise only other versions do.
    """
    found = [] if python() == there else [f"Python is {python()} instead of {there}"]
    here: dict[str, str] = {}
    for name, _, version in (one.rpartition("-") for one in installed()):
        here.setdefault(key(name), version)  # the first on the path is what is imported
    for name, _, version in (one.rpartition("-") for one in wanted):
        mine = here.get(key(name))
        if mine is None and all_needed:
            found.append(f"{name} {version} is missing")
        elif mine not in {None, version}:
            found.append(f"{name} is {mine} instead of {version}")
    return found


def _pinned(text: str) -> Iterator[str]:
    """Give the libraries that are pinned for this Python and this system."""
    from packaging.markers import Marker  # noqa: PLC0415 - there may be nothing to ask it

    for line in text.splitlines():
        requirement, _, marker = line.partition("#")[0].partition(";")
        if requirement.strip() and (not marker.strip() or Marker(marker).evaluate()):
            yield key(requirement.partition("==")[0])


def key(name: str) -> str:
    """Give a library's name as names are compared: case and the kind of dash do not matter."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()
