"""Takes out of an executed notebook what differs between equal runs: times, paths, process and random ids."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat

from kzindustry.reporting.folder.executed import METADATA_KEY
from kzindustry.reporting.runs.plan import Run

INJECTED = "injected-parameters"
LANGUAGE = ("name", "file_extension", "mimetype", "pygments_lexer", "codemirror_mode")
# Warnings and tracebacks name a cell as IPython does: by a file with the kernel's process id, or by a digest.
CELL_FILE = re.compile(r"[^\s\"']*ipykernel_\d+[/\\]\d+\.py|<ipython-input-\d+-[0-9a-f]+>")
PACKAGES = re.compile(r"[^\s\"']*[/\\](?:site-packages|dist-packages)[/\\]")
STANDARD_LIBRARY = re.compile(r"[^\s\"']*[/\\]lib[/\\]python3\.\d+[/\\]")
ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,}\b")


def clean(notebook: dict[str, Any], run: Run, error: str, root: Path) -> None:
    """Make an executed notebook depend on nothing but its run; it then names that run in its own metadata."""
    metadata = notebook["metadata"]
    language = metadata.get("language_info", {})
    parameters = [[name, value] for name, value in run.values.items()]  # pairs, because keys will be sorted
    notebook["metadata"] = {
        METADATA_KEY: {"run": run.name, "notebook": run.notebook, "parameters": parameters, "error": error},
        "kernelspec": metadata.get("kernelspec", {}),
        "language_info": {key: language[key] for key in LANGUAGE if key in language},
    }
    for cell in notebook["cells"]:
        _clean_cell(cell, root)


def _clean_cell(cell: dict[str, Any], root: Path) -> None:
    metadata = cell["metadata"]
    metadata.pop("papermill", None)
    metadata.pop("execution", None)
    if INJECTED in metadata.get("tags", ()):
        cell["id"] = INJECTED
    for output in cell.get("outputs", ()):
        if output["output_type"] == "stream":
            output["text"] = without_paths(output["text"], root)
        elif "text/plain" in output.get("data", {}):
            output["data"]["text/plain"] = without_paths(output["data"]["text/plain"], root)
        elif output["output_type"] == "error":
            output["traceback"] = [without_paths(line, root) for line in output["traceback"]]
            output["evalue"] = without_paths(output["evalue"], root)


def without_paths(text: str, root: Path) -> str:
    """Shorten the paths of this machine to what is the same on each, such as `<cell>` for a cell's file."""
    text = CELL_FILE.sub("<cell>", text)
    text = PACKAGES.sub("", text).replace(f"{root}/", "").replace(f"~/{_below_home(root)}/", "")
    return ADDRESS.sub("at 0x…", STANDARD_LIBRARY.sub("", text))


def _below_home(root: Path) -> str:
    home = Path.home()
    return str(root.relative_to(home)) if root.is_relative_to(home) else str(root)


def to_bytes(notebook: Mapping[str, Any]) -> bytes:
    """Write a notebook as the file format asks: sorted keys, texts split into lines."""
    return str(nbformat.writes(nbformat.from_dict(notebook)) + "\n").encode()
