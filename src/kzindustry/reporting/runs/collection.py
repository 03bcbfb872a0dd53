"""The folder of a collection: its notebooks by name, and the files that every report depends on.

Nothing here knows what the notebooks are about, and nothing here runs them.
"""

import re
import shlex
from dataclasses import dataclass
from functools import cached_property
from os.path import isfile
from pathlib import Path
from unicodedata import normalize

from kzindustry.errors import InputError, nearest
from kzindustry.reporting.runs.identity import Identity, read_identity

TEMPLATE = "template"
"""The notebook that new ones are copied from: nothing is built of it."""
INDEX = "index"
"""The name of the page that lists all reports: no notebook can have it."""


def name_of(path: Path) -> str:
    """Give a notebook's name: its stem without the number that orders the files, letters composed."""
    return re.sub(r"^\d+[_-]", "", normalize("NFC", path.stem))


@dataclass(frozen=True)
class Collection:
    """A folder with notebooks/, data/ and reports.yml."""

    root: Path

    @property
    def folder(self) -> Path:
        """The folder of the notebooks, whose modules they can import."""
        return self.root / "notebooks"

    @property
    def files(self) -> list[Path]:
        """The files of the notebooks, the template among them; what a system or an editor hides is none."""
        return sorted(path for path in self.folder.glob("*.ipynb") if path.name[0] != ".")

    @cached_property
    def notebooks(self) -> dict[str, Path]:
        """The notebooks by name, in the order of their files.

        Raises
        ------
        InputError
            If two files have the same name but for their number, or a page would be the first page.
        """
        found: dict[str, Path] = {}
        for path in self.files:
            name = name_of(path)
            if name == TEMPLATE:
                continue
            if name.casefold() == INDEX:
                raise InputError(
                    f"notebooks/{path.name}: its page would be index.html, the list of reports. Rename it."
                )
            if name in found:
                raise InputError(f"notebooks/{path.name}: {found[name].name} has the same name. Rename one.")
            found[name] = path
        return found

    def find(self, word: str) -> str:
        """Give the name of the notebook that a word means: its name, its file or a path; nothing if none."""
        word = normalize("NFC", word)
        paths = [Path(word).resolve(), (self.root / word).resolve()]
        for name, path in self.notebooks.items():
            if word in {name, f"{name}.ipynb", path.stem, path.name} or path.resolve() in paths:
                return name
        return ""

    def notebook(self, word: str, where: str) -> tuple[str, Path]:
        """Find a notebook by its name or its file; give both.

        Raises
        ------
        InputError
            Naming the nearest notebooks.
        """
        name = self.find(word)
        if not name:
            hint = self.elsewhere(word) or nearest(word, list(self.notebooks))
            raise InputError(f"{where}: no notebook {word!r}. {hint}")
        return name, self.notebooks[name]

    def elsewhere(self, word: str) -> str:
        """Say what becomes of a notebook's file outside the folder; nothing if a word names none."""
        if (
            not word.endswith(".ipynb")
            or not isfile(word)  # noqa: PTH113 - of a Path too long it is an error
            or Path(word).resolve().parent == self.folder.resolve()
        ):
            return ""
        return (
            f"The file must lie in {self.folder.name}/. "
            f"`jupyter nbconvert --to kzindustry {shlex.quote(word)}` exports any other."
        )

    @property
    def plan_file(self) -> Path:
        """The file that names the runs of the standard batch."""
        return self.root / "reports.yml"

    @cached_property
    def identity(self) -> Identity:
        """What the collection says of itself."""
        return read_identity(self.plan_file)

    @property
    def data(self) -> Path:
        """The folder of the tables that notebooks read."""
        return self.root / "data"
