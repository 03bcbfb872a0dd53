"""`kzindustry scan FILE`: from a plain text to draft rows, as CSV.

A file that is no text is refused in one line that says what it is and what to do.
"""

import csv
import io
import re
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from kzindustry.errors import InputError
from kzindustry.evidence.registry.context_units import unit_names
from kzindustry.evidence.registry.on_demand import Rows
from kzindustry.evidence.registry.reading import columns_of, read_table
from kzindustry.evidence.registry.rows import Document, Exclusion, Figure, Unit
from kzindustry.evidence.registry.snapshot import Snapshot
from kzindustry.evidence.scanning.drafts import draft
from kzindustry.evidence.scanning.russian_nouns import in_latin
from kzindustry.evidence.verification.texts import MOST_BYTES, SourceText
from kzindustry.root import project_root

KINDS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or office file",
    b"\xd0\xcf\x11\xe0": "an old office file",
}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
SAVE = "Save the document's text as plain text, UTF-8."


def scan_command(file: Path) -> tuple[int, str]:
    """Do the work of `kzindustry scan`: exit status and draft rows for figures.csv.

    DraftRows rows for documents.csv and exclusions.csv go to standard error: standard output stays one table.

    Returns
    -------
    tuple of int and str
        0 and CSV text.

    Raises
    ------
    InputError
        If the file is no plain text, or the project's own tables cannot be read.
    """
    text = text_to_scan(file)
    # units alone: the rows of the document before may still wait to be completed
    cells = read_table(Snapshot(project_root() / "data"), "units")
    names = unit_names(Rows(cells, Unit).values())
    document = re.sub(r"[^a-z0-9]+", "_", in_latin(file.stem).lower()).strip("_") or "document"
    document = document if document[0].isalpha() else f"d{document}"
    drafted = draft(document, text.paragraphs, names)
    row = Document(document, file.stem, "", "", "", "", "", text.sha256, len(text.paragraphs), "")
    print("documents.csv:", as_csv(Document, [row]), sep="\n", file=sys.stderr)
    print("exclusions.csv:", as_csv(Exclusion, drafted.exclusions), sep="\n", file=sys.stderr)
    return 0, as_csv(Figure, drafted.figures)


def as_csv(row_type: type, rows: Iterable[Document | Figure | Exclusion]) -> str:
    """Write rows as they stand in their file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns_of(row_type))
    writer.writerows([_cell(value) for value in vars(row).values()] for row in rows)
    return text.getvalue().rstrip("\n")


def _cell(value: object) -> str:
    """Write a number with all its digits and no exponent, an open end as nothing."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return str(value)


def text_to_scan(file: Path) -> SourceText:
    """Read the text of a document.

    Raises
    ------
    InputError
        If the file is missing, a folder, not readable, empty, no text, or not UTF-8.
    """
    if file.is_dir():
        raise InputError(f"{file} is a folder. Name one of its files: kzindustry scan {file / 'FILE'}")
    try:
        with file.open("rb") as start:
            what = _other_than_text(start.read(MOST_BYTES))
    except FileNotFoundError:
        raise InputError(f"There is no file {file}. Name the text of a document.") from None
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}. {SAVE}") from None
    if what:
        raise InputError(f"{file}{what}. {SAVE}")
    try:
        return SourceText.read(file)
    except InputError as error:
        raise InputError(f"{file.parent / str(error)}. {SAVE}") from None


def _other_than_text(content: bytes) -> str:
    """Say what a file is if it is no text at all, "" if it may be one."""
    if not content.strip():
        return " is empty"
    if content.startswith(UTF_16):
        return " is UTF-16, not UTF-8"
    kind = next((kind for start, kind in KINDS.items() if content.startswith(start)), "")
    if kind or CONTROL.search(content):
        return f" is {kind or 'a binary file'}, no text"
    return ""
