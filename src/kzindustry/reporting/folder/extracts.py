"""What executed notebooks said, in one file beside them: a command need not read a thousand notebooks anew.

A line stands for a notebook: the digest of its content, a digest of the rest of the line, then what it said
as JSON. So no line can speak for another content, and one that was damaged, or that other code wrote, speaks
for none: the notebook itself is read. Lines are added as runs end; those of all runs stand sorted in the end.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kzindustry import contract
from kzindustry.reporting.folder import executed
from kzindustry.reporting.folder.executed import Executed, executed_in
from kzindustry.reporting.folder.fingerprint import digest
from kzindustry.reporting.folder.intact import intact
from kzindustry.reporting.folder.output_folder import OutputFolder
from kzindustry.reporting.folder.record import Record

KEY, CHECK = slice(0, 64), slice(65, 81)
SAID = slice(82, None)
UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What reading a notebook that is damaged, or somebody else's, may raise."""


@dataclass(frozen=True)
class Extracts:
    """What the runs of a folder said, read as it is asked for: a thousand runs need little memory.

    Attributes
    ----------
    lines
        The line of each run, by its name.
    errors
        Why runs could not be written anew, though their older notebooks have no error.
    """

    lines: Mapping[str, bytes]
    errors: Mapping[str, str]

    def __len__(self) -> int:
        """Give the number of runs."""
        return len(self.lines)

    def __iter__(self) -> Iterator[Executed]:
        """Give each run, in the order of the lines."""
        for name, line in self.lines.items():
            said = json.loads(line[SAID])
            run = Executed(**{**said, "results": tuple(said["results"])})
            yield replace(run, error=run.error or self.errors.get(name, ""))

    def content(self) -> bytes:
        """Give the file of these lines."""
        return b"".join(line + b"\n" for line in self.lines.values())


def read_extracts(folder: OutputFolder, record: Record) -> Extracts:
    """Give what all published notebooks of a folder said, sorted by run; what no build wrote is passed over.

    So is what was damaged since, and a copy under another name.
    """
    kept = {line[KEY]: line for line in _kept(folder)}
    lines: dict[str, bytes] = {}
    for name in folder.runs():
        path, built = folder.notebook(name), record.runs.get(name)
        with suppress(*UNREADABLE):
            if built:
                file, _ = folder.files(name)
                written = built.files.get(file, "")
                if not intact(path, written, record.untouched, file):
                    continue
                line = kept.get(written.encode(), b"")
                lines[name] = line if _is_whole(line) else _line(path.read_bytes(), name)
            else:
                lines[name] = _line(path.read_bytes(), name)
    return Extracts(lines, {name: built.error for name, built in record.runs.items()})


def add_extract(folder: OutputFolder, name: str, notebook: bytes) -> None:
    """Add the line of a run's notebook to the file; should it not come about, the notebook will be read."""
    with suppress(*UNREADABLE):
        line = _line(notebook, name)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        with open(os.open(folder.extracts, flags, 0o666), "ab") as file:  # noqa: PTH123 - follows no link
            file.write(line + b"\n")


def _kept(folder: OutputFolder) -> Iterable[bytes]:
    try:
        return folder.extracts.read_bytes().split(b"\n")
    except OSError:
        return ()


def _line(notebook: bytes, name: str) -> bytes:
    run = executed_in(notebook)
    if run.run != name:
        raise ValueError(f"It is a copy of {run.run}.")
    said = json.dumps(vars(run)).encode()  # ASCII on one line, whatever is in it
    return b" ".join((digest(notebook).encode(), _check(said), said))


def _is_whole(line: bytes) -> bool:
    return line[CHECK] == _check(line[SAID])


def _check(said: bytes) -> bytes:
    return digest(_code() + said)[:16].encode()


@cache
def _code() -> bytes:
    """Give a digest of the code that reads notebooks: what another version of it read is read anew."""
    files = [Path(module.__file__ or "") for module in (contract, executed)]
    return digest(b"".join(file.read_bytes() for file in files)).encode()
