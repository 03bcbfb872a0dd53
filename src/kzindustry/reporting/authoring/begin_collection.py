"""Begins a collection: a folder with empty tables, a template for notebooks, reports.yml and a README."""

import json
import re
from pathlib import Path

from kzindustry.errors import InputError
from kzindustry.reporting.authoring.notebook_file import replace_file
from kzindustry.root import MARKERS

STARTER = Path(__file__).with_name("starter")
TITLE = "TITLE"


def init_command(folder: Path) -> int:
    """Begin a collection, and say what comes next."""
    begin_collection(folder)
    print(f"{folder}: a collection. Its README.md says how a document becomes a report.")
    return 0


def begin_collection(folder: Path) -> None:
    """Write the files of a new collection; what else is in the folder stays as it is.

    Raises
    ------
    InputError
        If a file of a collection is there already, which stays, or the folder cannot be written to.
    """
    files = starter_files(_title(folder))
    taken = [name for name in (*MARKERS, *files) if (folder / name).exists()]
    if taken:
        raise InputError(f"init {folder}: {taken[0]} is there already. Name another folder.")
    try:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            replace_file(folder / name, text)
    except OSError as error:
        raise InputError(
            f"init {folder}: cannot be written to ({error.strerror}). Name another folder."
        ) from None


def starter_files(title: str) -> dict[str, str]:
    """Give the files of a new collection by name: those of the starter, and tables with headers alone."""
    paths = sorted(path for path in STARTER.rglob("*") if path.is_file())
    files = {path.relative_to(STARTER).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    for name in ("reports.yml", "README.md"):
        files[name] = files[name].replace(
            TITLE, json.dumps(title, ensure_ascii=False) if name[0] == "r" else title
        )
    for table in json.loads(files["data/datapackage.json"])["resources"]:
        header = ",".join(field["name"] for field in table["schema"]["fields"])
        files.setdefault(f"data/{table['path']}", f"{header}\n")
    return files


def _title(folder: Path) -> str:
    """Make a title of the folder's name."""
    words = re.sub(r"[\W_]+", " ", folder.resolve().name).strip()
    return words[:1].upper() + words[1:] or "A collection"
