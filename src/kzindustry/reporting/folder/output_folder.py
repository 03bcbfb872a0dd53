"""The output folder: where a run's files are, and who may write there at a time."""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kzindustry.errors import InputError
from kzindustry.reporting.folder.writing import remove_unfinished, write_whole
from kzindustry.reporting.runs.collection import Collection

TABLES = ("results.csv", "results_figures.csv", "measures.csv", "datapackage.json")
"""What is recorded, from which figures, under which names, and the description of these tables."""


@dataclass(frozen=True)
class OutputFolder:
    """The folder of the reports."""

    path: Path

    def page(self, run: str) -> Path:
        """Give the file of a run's report."""
        return self.path / f"{run}.html"

    def pdf(self, run: str) -> Path:
        """Give the file of a run's report as PDF, if one was asked for."""
        return self.path / f"{run}.pdf"

    def notebook(self, run: str) -> Path:
        """Give the file of a run's executed notebook."""
        return self.notebooks / f"{run}.ipynb"

    @property
    def notebooks(self) -> Path:
        """The folder of the executed notebooks."""
        return self.path / "notebooks"

    @property
    def index(self) -> Path:
        """The first page."""
        return self.path / "index.html"

    @property
    def overview(self) -> tuple[Path, ...]:
        """The files that sum up all runs: the first page, the tables of results, what notebooks said."""
        return (self.index, *(self.path / name for name in TABLES), self.extracts)

    @property
    def extracts(self) -> Path:
        """What the executed notebooks said, for commands to read instead of all of them."""
        return self.path / ".kzindustry-extracts"

    @property
    def record(self) -> Path:
        """What was built from what, and how long it took: the one file in which equal builds may differ."""
        return self.path / "build.json"

    def runs(self) -> list[str]:
        """Name the runs whose executed notebooks are here."""
        return sorted(path.stem for path in self.notebooks.glob("*.ipynb"))

    def files(self, run: str) -> tuple[str, str]:
        """Give the names of a run's notebook and report in this folder, as the record has them."""
        return f"{self.notebooks.name}/{run}.ipynb", f"{run}.html"

    def name(self, path: Path) -> str:
        """Give a file's name in this folder, as the record has it."""
        return path.relative_to(self.path).as_posix()

    @contextmanager
    def held(self, on_wait: Callable[[], None]) -> Iterator[None]:
        """Make the folder, and keep other builds out of it, waiting for one that is in it.

        The folder itself is locked, so that no file is left; the lock ends with this process, in any case.

        Raises
        ------
        InputError
            If it cannot be made or written to.
        """
        with self._refusal():
            self.path.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                on_wait()
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            with self._refusal():
                self._prepare()
            yield
        finally:
            os.close(descriptor)

    def _prepare(self) -> None:
        """See that files can be made, and remove what a killed build left half written."""
        self.notebooks.mkdir(exist_ok=True)
        for folder in (self.path, self.notebooks):
            remove_unfinished(folder)
            probe = folder / f".kzindustry-{secrets.token_hex(8)}"
            write_whole(probe, b"")
            probe.unlink()

    @contextmanager
    def _refusal(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise InputError(
                f"--out {self.path}: cannot be written to ({error.strerror}). Choose another."
            ) from None


def output_folder(collection: Collection, out: Path | None) -> OutputFolder:
    """Give the folder of the reports: by default the collection's own.

    Raises
    ------
    InputError
        If reports there would stand among what they are made from.
    """
    folder = OutputFolder(collection.root / "reports" if out is None else out.resolve())
    if folder.notebooks.resolve() == collection.folder.resolve():
        raise InputError(
            f"--out {out}: its notebooks/ holds the collection's own notebooks. Choose another folder."
        )
    if folder.notebooks.is_symlink():
        raise InputError(f"--out {out}: its notebooks/ is a link to another folder. Choose another.")
    for name in ("notebooks", "data", "src"):
        if folder.path.is_relative_to((collection.root / name).resolve()):
            raise InputError(f"--out {out}: {name}/ is what reports are made from. Choose another folder.")
    return folder
