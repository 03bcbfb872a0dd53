"""Whether a file is as a build wrote it, without reading anew what nobody touched since it was read last.

A file is read, and what the system says of it is noted if it had been left alone for a while by then. As long
as the system says the same, the file is the same: whatever changes it later, even to content of the same size
under the same modification time, gives it a new change time, which no program can set.
"""

import os
import time
from collections.abc import MutableMapping
from pathlib import Path

from kzindustry.reporting.folder.fingerprint import file_digest

SETTLED_NS = 2_000_000_000
"""Longer than the step of any file system's clock: two changes so far apart differ in their time."""


def intact(path: Path, written: str, notes: MutableMapping[str, str], name: str) -> bool:
    """Tell whether a file holds what was written.

    Parameters
    ----------
    written
        The digest of what was written.
    notes
        What was noted of files, by name; that of this file is brought up to date.
    name
        The file's name among them.
    """
    settled = time.time_ns() - SETTLED_NS
    told = _told(path)
    note = _note(told, written)
    if told and notes.get(name) == note:
        return True
    notes.pop(name, None)
    if file_digest(path) != written:
        return False
    if told and max(told.st_mtime_ns, told.st_ctime_ns) < settled and _note(_told(path), written) == note:
        notes[name] = note
    return True


def _told(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except (OSError, ValueError):
        return None


def _note(told: os.stat_result | None, written: str) -> str:
    """Put down which content was found in a file, and what the system said of it."""
    if told is None:
        return ""
    return f"{written:.16} {told.st_size} {told.st_mtime_ns} {told.st_ctime_ns} {told.st_ino}"
