"""The output folder: where a run's files are, and how they are written whole or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kzindustry.errors import InputError

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
        """Make the folder and clear what an interrupted build left half written.

        Raises
        ------
        InputError
            If it cannot be made or written to.
        """
        try:
            (self.path / "notebooks").mkdir(parents=True, exist_ok=True)
            for path in self._unfinished():
                path.unlink(missing_ok=True)
            write_whole(self.path / "writable", b"")
            (self.path / "writable").unlink()
        except OSError as error:
            raise InputError(
                f"--out {self.path}: cannot be written to ({error.strerror}). Choose another."
            ) from None

    def _unfinished(self) -> Iterator[Path]:
        yield from self.path.glob(f"*{UNFINISHED}")
        yield from (self.path / "notebooks").glob(f"*{UNFINISHED}")

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
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
