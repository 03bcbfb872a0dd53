"""What the outputs of a notebook say to machines: the contract between who shows and who reads.

Whatever a notebook records or shows also carries a JSON document under `MIME`. Presentation writes these
documents, reporting reads them and nothing else; both take the names from here. Light to import.
"""

from collections.abc import Iterator, Mapping
from typing import Any

MIME = "application/vnd.kzindustry+json"

RESULT = "result"
"""A recorded quantity or text.

Fields: measure, label, definition, subject, period; value, low, high (numbers or null), unit, bounds;
unit_words (the unit for readers, nothing for a pure number); text (of a result that is no number); figures
(ids).
"""
FINDING = "finding"
"""Sentences. Fields: role (one of `ROLES`), text, figures."""
CHART = "chart"
"""A picture with its words. Fields: name, title, subtitle, note, source, alt, csv, figures."""
PARAMETERS = "parameters"
"""The parameters of a run. Field: parameters, a list of name, value, accepts and help."""
HEADING = "heading"
"""A heading that only some runs have. Fields: level (2 or 3), text, figures."""
TABLE = "table"
"""A table. Fields: caption, figures; and role, where it is one of the appendix: "printed" or "versions"."""
SOURCES = "sources"
"""What was cited, in the order of its numbers.

Field: sources, a list of number, title, origin, address, places and figures.
"""

READING, LIMIT, ANSWER = "reading", "limit", "answer"
ROLES = (READING, LIMIT, ANSWER)
"""What a sentence does: it reads a result, says what the result does not mean, or answers the question."""

Document = Mapping[str, Any]


def document_of(output: Mapping[str, Any]) -> Document | None:
    """Give the document that one output of a cell carries, if it carries one."""
    data = output.get("data")
    document = data.get(MIME) if isinstance(data, Mapping) else None
    return document if isinstance(document, Mapping) else None


def documents(notebook: Mapping[str, Any]) -> Iterator[Document]:
    """Give the documents that the outputs of a notebook carry, in their order."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            document = document_of(output)
            if document is not None:
                yield document
