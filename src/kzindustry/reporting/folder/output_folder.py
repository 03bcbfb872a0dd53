"""The output folder: where a run's files are, and how they are written whole or not at all."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kzindustry.errors import InputError
from kzindustry.reporting.runs.collection import Collection

UNFINISHED = ".unfinished"


@dataclass(frozen=True)
class OutputFolder:
    """The folder of the reports."""

    path: Path

    def page(self, run: str) -> Path:
        """Give the file of a run's report."""
        return self.path / f"{run}.html"

    def notebook(self, run: str) -> Path:
        """Give the file of a run's executed notebook."""
        return self.path / "notebooks" / f"{run}.ipynb"

    @property
    def index(self) -> Path:
        """The first page."""
        return self.path / "index.html"

    @property
    def results(self) -> Path:
        """The table of all results."""
        return self.path / "results.csv"

    @property
    def record(self) -> Path:
        """What was built from what, and how long it took: the one file in which equal builds may differ."""
        return self.path / "build.json"

    def runs(self) -> list[str]:
        """Name the runs whose executed notebooks are here."""
        return sorted(path.stem for path in (self.path / "notebooks").glob("*.ipynb"))

    def prepare(self) -> None:
        """Make the folder.

        Raises
        ------
        InputError
            If it cannot be made or written to.
        """
        try:
            (self.path / "notebooks").mkdir(parents=True, exist_ok=True)
            for folder in (self.path, self.path / "notebooks"):
                write_whole(folder / "writable", b"")
                (folder / "writable").unlink()
        except OSError as error:
            raise InputError(
                f"--out {self.path}: cannot be written to ({error.strerror}). Choose another."
            ) from None

    @contextmanager
    def locked(self, on_wait: Callable[[], None]) -> Iterator[None]:
        """Keep other builds out of the folder, waiting for one that is in it.

        The folder itself is locked, so that no file is left; the lock ends with this process, in any case.
        """
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                on_wait()
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def tidy(self) -> None:
        """Remove what a killed build left half written; only for the build that holds the lock."""
        for folder in (self.path, self.path / "notebooks"):
            for path in folder.glob(f"*{UNFINISHED}"):
                path.unlink(missing_ok=True)

    def remove(self, run: str) -> None:
        """Remove a run's files."""
        self.page(run).unlink(missing_ok=True)
        self.notebook(run).unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader finds the old content or all of the new, whatever happens meanwhile."""
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except BaseException:  # an interrupt, too
        unfinished.unlink(missing_ok=True)
        raise


def output_folder(collection: Collection, out: Path | None) -> OutputFolder:
    """Give the folder of the reports: by default the collection's own."""
    return OutputFolder(collection.root / "reports" if out is None else out.resolve())
