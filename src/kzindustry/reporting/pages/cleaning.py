"""Makes an executed notebook depend on nothing but its run: no times, paths, process or random ids.

What belongs here: which parts of a notebook are cleaned. How text is cleaned is in `machine_traces`.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import nbformat

from kzindustry.reporting.folder.executed import METADATA_KEY
from kzindustry.reporting.pages.machine_traces import SteadyNames, without_paths
from kzindustry.reporting.runs.plan import Run

INJECTED = "injected-parameters"
LANGUAGE = ("name", "file_extension", "mimetype", "pygments_lexer", "codemirror_mode")
WIDGET = "application/vnd.jupyter.widget-view+json"


def number_cells(notebook: Any, file: Path) -> None:
    """Give cells that have no id in the notebook's file, or one that is taken, an id by their place.

    Libraries would give them random ones on reading.
    """
    written = [cell.get("id") for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]]
    taken: set[str] = set()
    for place, (cell, name) in enumerate(zip(notebook["cells"], written, strict=True), start=1):
        cell["id"] = name if name and name not in taken else _free(f"cell-{place}", {*written, *taken})
        taken.add(cell["id"])


def _free(name: str, taken: set[str | None]) -> str:
    while name in taken:
        name += "-"
    return name


def clean(notebook: dict[str, Any], run: Run, error: str, root: Path, erring: Sequence[str] = ()) -> None:
    """Clean an executed notebook in place; it then names its run in its own metadata.

    There stand, too, the error it failed with and the ids of the cells that were allowed to end in one.
    """
    metadata = notebook["metadata"]
    language = metadata.get("language_info", {})
    parameters = [[name, value] for name, value in run.values.items()]  # pairs, because keys will be sorted
    about = {"run": run.name, "notebook": run.notebook, "parameters": parameters, "error": error}
    notebook["metadata"] = {
        METADATA_KEY: {**about, "allowed_errors": [*erring]} if erring else about,
        "kernelspec": metadata.get("kernelspec", {}),
        "language_info": {key: language[key] for key in LANGUAGE if key in language},
    }
    names = SteadyNames()
    for cell in notebook["cells"]:
        metadata = cell["metadata"]
        metadata.pop("papermill", None)
        metadata.pop("execution", None)
        if INJECTED in metadata.get("tags", ()):
            cell["id"] = INJECTED
        if cell.get("outputs"):
            cell["outputs"] = whole_streams(cell["outputs"])
            for output in cell["outputs"]:
                _clean_output(output, root, names)


def whole_streams(outputs: Sequence[Any]) -> list[Any]:
    """Join what a cell printed between two other outputs: a kernel cuts it by the clock.

    What went to stderr stands after what went to stdout, because their order is the clock's, too.
    """
    whole: list[Any] = []
    for kind, group in groupby(outputs, lambda output: output["output_type"]):
        members = list(group)
        if kind == "stream" and len(members) > 1:
            by_name = sorted(members, key=lambda output: (output["name"] != "stdout", output["name"]))
            members = []
            for _, pieces in groupby(by_name, lambda output: output["name"]):
                first, *rest = pieces
                first["text"] = "".join([_text(first["text"]), *(_text(piece["text"]) for piece in rest)])
                members.append(first)
        whole += members
    return whole


def _text(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _clean_output(output: Any, root: Path, names: SteadyNames) -> None:
    match output["output_type"]:
        case "stream":
            output["text"] = without_paths(_text(output["text"]), root)
        case "error":
            output["traceback"] = [without_paths(line, root) for line in output["traceback"]]
            output["evalue"] = without_paths(output["evalue"], root)
        case _:
            _clean_data(output.get("data", {}), root, names)


def _clean_data(data: Any, root: Path, names: SteadyNames) -> None:
    for mime, content in data.items():
        if mime.startswith("text/") and isinstance(content, str | list):
            text = without_paths(_text(content), root)
            data[mime] = names.in_html(text) if mime == "text/html" else text
        elif mime == "image/svg+xml":
            data[mime] = names.in_drawing(_text(content))
        elif mime == WIDGET and isinstance(content, dict):
            content["model_id"] = ""  # of a process that has ended


def to_bytes(notebook: Mapping[str, Any]) -> bytes:
    """Write a notebook as the file format asks: sorted keys, texts split into lines."""
    return str(nbformat.writes(nbformat.from_dict(notebook)) + "\n").encode("utf-8", "replace")
