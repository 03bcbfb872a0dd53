"""Where the project is: the folder that holds data/, notebooks/ and reports.yml."""

from pathlib import Path

from kzindustry.errors import InputError

MARKERS = ("reports.yml", "data/datapackage.json", "notebooks")


def is_root(folder: Path) -> bool:
    """Tell whether a folder is the root of this project."""
    return all((folder / marker).exists() for marker in MARKERS)


def project_root(start: Path | None = None) -> Path:
    """Find the project's root from a working folder upwards, else from the package itself.

    Raises
    ------
    InputError
        If neither way leads to a folder with reports.yml, data/ and notebooks/.
    """
    here = (start or Path.cwd()).resolve()
    package = Path(__file__).resolve().parents[2]
    for folder in (here, *here.parents, package):
        if is_root(folder):
            return folder
    raise InputError(
        f"No kzindustry project found from {here} upwards: a project has {', '.join(MARKERS)}. "
        "Run the command inside a clone of the repository."
    )


def data_folder() -> Path:
    """Give the folder of the tables, found from the package, so that notebooks run from anywhere."""
    return Path(__file__).resolve().parents[2] / "data"
