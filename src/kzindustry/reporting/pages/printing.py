"""Pages as PDF, through the Chromium that is there: tagged, with bookmarks, the same bytes each time."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kzindustry.errors import InputError, KzindustryError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    "--export-tagged-pdf",
)
DATE = re.compile(rb"\(D:\d{14}([+-]\d\d'\d\d'|Z)?\)")
TIMEOUT_S = 120


def chromium() -> str:
    """Find the program that prints.

    Raises
    ------
    InputError
        If there is none, with what to do.
    """
    found = next(filter(None, map(shutil.which, NAMES)), None)
    found = found or next((place for place in PLACES if Path(place).exists()), None)
    if not found:
        raise InputError(
            "--pdf: no Chromium, Chrome or Edge is on the PATH. Install one, such as Chromium, "
            "or open a report in any browser and print it."
        )
    return found


def printed(page: Path) -> bytes:
    """Print a page.

    Raises
    ------
    KzindustryError
        With what the browser said, if it did not.
    """
    with _folder() as folder:
        target = folder / "page.pdf"
        command = [chromium(), *FLAGS, *as_root(), f"--user-data-dir={folder}", f"--print-to-pdf={target}"]
        command.append(page.resolve().as_uri())
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TIMEOUT_S)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise KzindustryError(f"{page.name} cannot be printed: {error}") from None
        if not target.exists():
            said = done.stderr.strip().splitlines()
            raise KzindustryError(f"{page.name} cannot be printed: {said[-1] if said else 'no reason given'}")
        return without_dates(target.read_bytes())


def without_dates(pdf: bytes) -> bytes:
    """Set the times of a PDF to one that does not change; their length stays, so that its table holds."""
    return DATE.sub(lambda found: b"(D:20000101000000" + (b"+00'00'" if found[1] else b"") + b")", pdf)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kz-print-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def as_root() -> list[str]:
    """Chromium has no sandbox for the superuser, as in containers; the page runs no script in any case."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
