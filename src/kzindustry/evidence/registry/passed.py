"""Which contents of the tables passed a check: each is checked once, not at the start of every notebook.

That it passed is an empty file in the user's cache, named by a digest of all that the verdict depends on: the
tables, the source of the checks, pint and Python. So a mark cannot be out of date, and there is nothing in it
to be damaged; where none can be written, the check runs each time.
"""

import os
import sys
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import time_ns

import pint

import kzindustry

MOST_KEPT = 200
"""Of the marks; the oldest go."""


IMPORTED = time_ns()
"""About when the checks were: their source must not be younger, or it is not what judges in this process."""


def passed(check: str, content: str) -> bool:
    """Tell whether a content, by its digest, passed a check before."""
    with suppress(OSError, RuntimeError):  # the latter: a user without a home
        return bool(content and _judge()) and _mark(check, content).is_file()
    return False


def remember(check: str, content: str) -> None:
    """Note that a content passed a check, if there is a place for notes."""
    with suppress(OSError, RuntimeError):
        if content and _judge():
            mark = _mark(check, content)
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.touch()
            by_age = sorted(mark.parent.iterdir(), key=lambda other: other.stat().st_mtime_ns)
            for old in by_age[:-MOST_KEPT]:
                old.unlink(missing_ok=True)


def _mark(check: str, content: str) -> Path:
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    folder = (named if named.is_absolute() else Path.home() / ".cache") / "kzindustry" / "passed"
    return folder / f"{check}-{sha256(f'{_judge()} {content}'.encode()).hexdigest()}"


@cache
def _judge() -> str:
    """Give a digest of what judges, the source and what it stands on; "" where it was edited since."""
    found = sha256(f"{sys.version} {pint.__version__}".encode())
    package = Path(kzindustry.__file__).parent
    sources = [package / "errors.py", *package.glob("evidence/**/*.py"), *package.glob("analysis/*.py")]
    for path in sorted(sources):
        found.update(path.read_bytes())
    return found.hexdigest() if max(path.stat().st_mtime_ns for path in sources) < IMPORTED else ""
