"""What executed notebooks say to machines: their `application/vnd.kzindustry+json` outputs and own metadata.

Works on notebooks as plain JSON, so that reading hundreds of them imports nothing.
"""

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kzindustry.contract import ANSWER, FINDING, RESULT, documents
from kzindustry.reporting.runs.cells import source_of

METADATA_KEY = "kzindustry"
TEXTS = {
    RESULT: ("measure", "label", "definition", "subject", "period", "unit", "bounds", "text"),
    FINDING: ("role", "text"),
}
HEADING = re.compile(r"^# +(.+)$", re.MULTILINE)
BLOCK = re.compile(r"^(```+|~~~+).*?(?:^\1|\Z)", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
MARKUP = re.compile(r"(?<![\w\\])[*_]{1,3}(?=\S)|(?<=[^\s\\])[*_]{1,3}(?!\w)|`+|<[^<>]+>|\\(?=[^\w\s])")
"""Signs of Markdown within a line: emphasis, code, HTML, what keeps a sign from being one."""


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


def executed_in(content: bytes) -> Executed:
    """Read a published notebook.

    Raises
    ------
    ValueError, KeyError, TypeError, AttributeError, RecursionError
        If it is no notebook, or was not published by a build.
    """
    notebook = json.loads(content)
    about = notebook.get("metadata", {}).get(METADATA_KEY)
    if not isinstance(about, dict):
        raise ValueError("It was not written by a build.")
    told = [document for document in documents(notebook) if not flaw(document)]
    answers = [
        one.get("text", "") for one in told if one.get("kind") == FINDING and one.get("role") == ANSWER
    ]
    return Executed(
        run=about["run"],
        notebook=about["notebook"],
        parameters=dict(about["parameters"]),
        error=about["error"],
        question=question_of(notebook),
        answer=" ".join(answers),
        results=tuple(document for document in told if document.get("kind") == RESULT),
    )


def flaw(document: Mapping[str, Any]) -> str:
    """Say what is wrong with a document that a notebook shows; nothing if it can be read as it should."""
    fields = TEXTS.get(str(document.get("kind")), ())
    for name in fields:
        if not isinstance(document.get(name, ""), str):
            return f"{name} is {document[name]!r:.40}, not a text"
    if fields:
        figures = document.get("figures", [])
        if not isinstance(figures, list) or not all(isinstance(one, str) for one in figures):
            return f"figures is {figures!r:.40}, not a list of ids"
    for name in ("value", "low", "high") if document.get("kind") == RESULT else ():
        if not _is_number(document.get(name)):
            return f"{name} is {document[name]!r:.40}, not a finite number"
    return "it names no measure" if document.get("kind") == RESULT and not document.get("measure") else ""


def _is_number(value: Any) -> bool:
    """Tell whether a value is a number that a table can hold, or none at all."""
    if value is None:
        return True
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= sys.float_info.max


def question_of(notebook: Mapping[str, Any]) -> str:
    """Give the first heading of the first level as plain text; what stands in a block of code is none."""
    for cell in notebook["cells"]:
        if cell.get("cell_type") == "markdown":
            heading = HEADING.search(BLOCK.sub("", source_of(cell)))
            if heading:
                return MARKUP.sub("", LINK.sub(r"\1", heading[1])).strip()
    return ""
