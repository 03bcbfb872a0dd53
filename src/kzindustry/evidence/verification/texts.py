"""The documents' texts: a folder of them, their paragraphs, and which registered document a file is.

The texts are not part of the project; nothing here keeps or writes any of them.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kzindustry.errors import InputError
from kzindustry.evidence.grammar.numerals import find
from kzindustry.evidence.registry.rows import Document

MOST_BYTES = 5_000_000
MOST_CHARACTERS = 500_000
"""In a line."""
SHARED = 0.25
"""A changed file is taken for a document if they have at least this share of their expressions in common."""


def paragraphs(text: str) -> tuple[str, ...]:
    """Give the paragraphs of a text: its lines, split at the line feed only, that are not blank."""
    return tuple(line for line in text.split("\n") if line.strip())


@dataclass(frozen=True)
class SourceText:
    """A file that was read: its name, sha256 and paragraphs (number 1 is the first)."""

    name: str
    sha256: str
    paragraphs: tuple[str, ...]

    def paragraph(self, number: int) -> str:
        """Give a paragraph, "" where the text has not so many."""
        return self.paragraphs[number - 1] if 0 < number <= len(self.paragraphs) else ""

    @classmethod
    def read(cls, path: Path) -> "SourceText":
        """Read a file.

        Raises
        ------
        InputError
            If it cannot be read, is not UTF-8 or too large; the message waits for its full stop.
        """
        try:
            if path.stat().st_size > MOST_BYTES:
                raise InputError(f"{path.name} is larger than {MOST_BYTES // 10**6} MB")
            content = path.read_bytes()
            text = content.decode("utf-8")
        except OSError as error:
            raise InputError(f"{path.name} cannot be read ({error.strerror})") from None
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise InputError(f"{path.name}, line {line}, is not UTF-8") from None
        lines = paragraphs(text)
        if (longest := max(map(len, lines), default=0)) > MOST_CHARACTERS:
            raise InputError(f"{path.name} has a line of {longest:,} characters, over {MOST_CHARACTERS:,}")
        return cls(path.name, hashlib.sha256(content).hexdigest(), lines)

    @cached_property
    def years(self) -> Mapping[str, int]:
        """The first paragraph in which four digits in a row are printed, for all such."""
        first: dict[str, int] = {}
        for number, line in enumerate(self.paragraphs, start=1):
            for match in re.finditer(r"(?=(\d{4}))", line):
                first.setdefault(match[1], number)
        return first

    @cached_property
    def expressions(self) -> Counter[str]:
        """How often each number expression is printed."""
        return Counter(line[found.start : found.end] for line in self.paragraphs for found in find(line))


@dataclass(frozen=True)
class Recognised:
    """The files of a folder by what they are.

    `unchanged` and `changed` map a document's key to its file; `unknown` are files that are no document of
    ours, `unreadable` says of the others what is the matter with them.
    """

    unchanged: Mapping[str, SourceText]
    changed: Mapping[str, tuple[SourceText, ...]]
    unknown: tuple[str, ...]
    unreadable: tuple[str, ...]

    @property
    def held(self) -> Mapping[str, tuple[SourceText, ...]]:
        """The texts of each document that is here, changed or not."""
        texts = {key: (text,) for key, text in self.unchanged.items()}
        return {key: texts.get(key, ()) + self.changed.get(key, ()) for key in {**texts, **self.changed}}


def files_of(folder: Path) -> list[Path]:
    """Give the files of a folder of documents, hidden ones left out, by name.

    Raises
    ------
    InputError
        If there is no such folder.
    """
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}. Name the folder that holds the documents' texts.")
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))


def recognise(folder: Path, documents: Iterable[Document], printed: Mapping[str, Counter[str]]) -> Recognised:
    """Tell which file is which document: by sha256, whatever its name, else by shared expressions.

    Parameters
    ----------
    folder
        Holds the texts.
    documents
        The registered documents.
    printed
        The registered expressions of each document, by its key.

    Raises
    ------
    InputError
        If there is no such folder.
    """
    by_sum = {row.sha256: row.document for row in documents}
    unchanged: dict[str, SourceText] = {}
    changed: dict[str, tuple[SourceText, ...]] = {}
    unknown, unreadable = [], []
    for path in files_of(folder):
        try:
            text = SourceText.read(path)
        except InputError as error:
            unreadable.append(str(error))
            continue
        if text.sha256 in by_sum:
            unchanged[by_sum[text.sha256]] = text
        elif key := nearest_document(text, printed):
            changed[key] = (*changed.get(key, ()), text)
        else:
            unknown.append(path.name)
    return Recognised(unchanged, changed, tuple(unknown), tuple(unreadable))


def nearest_document(text: SourceText, printed: Mapping[str, Counter[str]]) -> str:
    """Give the document whose registered expressions a text shares most, "" if it shares hardly any."""
    # of the longer of the two: a few small numbers are in any text, and a log of thousands has most of them
    shares = {
        key: (text.expressions & expressions).total() / max(text.expressions.total(), expressions.total(), 1)
        for key, expressions in printed.items()
    }
    best = max(shares, key=lambda key: shares[key], default="")
    return best if best and shares[best] >= SHARED else ""
