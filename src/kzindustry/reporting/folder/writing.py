"""Files are written whole or not at all, under new names of our own until they are complete."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

UNFINISHED = re.compile(r"\.kzindustry-[0-9a-f]{16}\.unfinished")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader finds the old content or all of the new, whatever happens meanwhile."""
    write_all({path: content})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write files, each whole; none takes its place before all of them could be written.

    Raises
    ------
    OSError
        If one cannot be written; what was there before then stays.
    """
    written: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            written[path] = path.with_name(f".kzindustry-{secrets.token_hex(8)}.unfinished")
            _write_new(written[path], content)
        for path, new in written.items():
            new.replace(path)
    finally:  # an interrupt, too
        for new in written.values():
            with suppress(OSError):
                new.unlink(missing_ok=True)


def _write_new(path: Path, content: bytes) -> None:
    """Write a file that must not be there yet; no link is followed."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - a path cannot be opened exclusively without links
        file.write(content)


def remove_unfinished(folder: Path) -> None:
    """Remove what a killed build left half written; only for the build that holds the folder."""
    for path in folder.iterdir():
        if UNFINISHED.fullmatch(path.name) and path.is_file() and not path.is_symlink():
            path.unlink(missing_ok=True)
