"""What executed notebooks say to machines: their `application/vnd.kzindustry+json` outputs and own metadata.

Works on notebooks as plain JSON, so that reading hundreds of them imports nothing.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kzindustry.reporting.folder.output_folder import OutputFolder
from kzindustry.reporting.runs.cells import source_of

MIME = "application/vnd.kzindustry+json"
METADATA_KEY = "kzindustry"


@dataclass(frozen=True)
class Executed:
    """An executed notebook, as published.

    Attributes
    ----------
    run, notebook
        Names.
    parameters
        All of them, with their values.
    error
        Why the run failed; empty if it did not.
    question
        The first H1.
    answer
        The findings of the role `answer`, as one text.
    results
        The recorded results in order of recording: documents of the kind `result`.
    """

    run: str
    notebook: str
    parameters: Mapping[str, Any]
    error: str
    question: str
    answer: str
    results: tuple[Mapping[str, Any], ...]


def read_executed(path: Path) -> Executed:
    """Read a published notebook.

    Raises
    ------
    OSError, ValueError
        If the file cannot be read, is no notebook, or was not published by a build.
    """
    notebook = json.loads(path.read_text(encoding="utf-8"))
    about = notebook.get("metadata", {}).get(METADATA_KEY)
    if not isinstance(about, dict):
        raise ValueError(f"{path.name} was not written by a build.")
    documents = list(machine_outputs(notebook))
    findings = [document for document in documents if document.get("kind") == "finding"]
    return Executed(
        run=about["run"],
        notebook=about["notebook"],
        parameters=dict(about["parameters"]),
        error=about["error"],
        question=question_of(notebook),
        answer=" ".join(finding["text"] for finding in findings if finding.get("role") == "answer"),
        results=tuple(document for document in documents if document.get("kind") == "result"),
    )


def executed_runs(folder: OutputFolder) -> list[Executed]:
    """Read all published notebooks of a folder, sorted by run; what no build wrote is passed over."""
    found: list[Executed] = []
    for name in folder.runs():
        with suppress(OSError, ValueError, KeyError, TypeError):
            found.append(read_executed(folder.notebook(name)))
    return found


def machine_outputs(notebook: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Give the documents that a notebook's outputs hold for machines, in order."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            document = output.get("data", {}).get(MIME)
            if isinstance(document, dict):
                yield document


def question_of(notebook: Mapping[str, Any]) -> str:
    """Give the first heading of the first level."""
    for cell in notebook["cells"]:
        if cell.get("cell_type") == "markdown":
            for line in source_of(cell).splitlines():
                if line.startswith("# "):
                    return line[2:].strip()
    return ""
