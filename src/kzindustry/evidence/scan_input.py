"""The file that `scan` is given: a plain text, or one line that says what else it is and what to do."""

import re
from pathlib import Path

from kzindustry.errors import InputError
from kzindustry.evidence.documents import Text

KINDS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or office file",
    b"\xd0\xcf\x11\xe0": "an old office file",
}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
SAVE = "Save the document's text as plain text, UTF-8."


def text_to_scan(file: Path) -> Text:
    """Read the text of a document.

    Raises
    ------
    InputError
        If the file is missing, a folder, not readable, empty, no text, or not UTF-8.
    """
    if file.is_dir():
        raise InputError(f"{file} is a folder. Name one of its files: kzindustry scan {file / 'FILE'}")
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise InputError(f"There is no file {file}. Name the text of a document.") from None
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}. {SAVE}") from None
    if what := _other_than_text(content):
        raise InputError(f"{file}{what}. {SAVE}")
    text = Text.read(file)
    if text is None:
        raise InputError(f"{file}, line {_line_not_utf_8(content)}: not UTF-8. {SAVE}")
    return text


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


def _line_not_utf_8(content: bytes) -> int:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return content[: error.start].count(b"\n") + 1
    raise AssertionError("only what is not UTF-8 is asked about")
