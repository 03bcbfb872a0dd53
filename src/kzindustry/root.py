"""Where the collection is: the folder that holds data/, notebooks/ and reports.yml."""

from pathlib import Path

from kzindustry.errors import InputError

MARKERS = ("reports.yml", "data/datapackage.json", "notebooks")


def is_root(folder: Path) -> bool:
    """Tell whether a folder is the root of a collection."""
    return all((folder / marker).exists() for marker in MARKERS)


def project_root(start: Path | None = None) -> Path:
    """Find the root of the collection that a folder lies in: by default the working folder.

    Raises
    ------
    InputError
        If no folder from there upwards has reports.yml, data/ and notebooks/.
    """
    here = (start or Path.cwd()).resolve()
    root = _upwards(here)
    if root is None:
        raise InputError(
            f"No collection found from {here} upwards: one has {', '.join(MARKERS)}. "
            "Go to its folder, or begin one: kzindustry init FOLDER"
        )
    return root


def data_folder() -> Path:
    """Give the folder of the tables that a notebook reads: of the collection that it runs in.

    A notebook of a clone of this project may run in any folder: then the tables are those of the clone in
    which the package itself lies.

    Raises
    ------
    InputError
        If there is neither.
    """
    root = _upwards(Path.cwd().resolve()) or _upwards(Path(__file__).resolve())
    return (root or project_root()) / "data"


def _upwards(start: Path) -> Path | None:
    return next((folder for folder in (start, *start.parents) if is_root(folder)), None)
