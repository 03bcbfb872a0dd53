"""The files of a data folder as they are when first read: what is checked is what is then used."""

from functools import cached_property
from hashlib import sha256
from pathlib import Path

from kzindustry.errors import InputError
from kzindustry.evidence.registry.rows import ROWS

DESCRIPTOR = "datapackage.json"
FILES = (DESCRIPTOR, *(f"{name}.csv" for name in ROWS))


class Snapshot:
    """A data folder, of which each file is read once; two with equal contents are equal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._contents: dict[str, bytes | InputError] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Snapshot) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def content(self, file: str) -> bytes:
        """Give the bytes of a file.

        Raises
        ------
        InputError
            If it is missing, or cannot be read.
        """
        if file not in self._contents:
            self._contents[file] = self._read(file)
        found = self._contents[file]
        if isinstance(found, InputError):
            raise found
        return found

    def _read(self, file: str) -> bytes | InputError:
        try:
            return (self.folder / file).read_bytes()
        except FileNotFoundError:
            what = f"the file is missing from {self.folder}"
        except OSError as error:
            what = f"it cannot be read ({error.strerror})"
        return InputError(f"data/{file}: {what}. Restore it from git.")

    def text(self, file: str) -> str:
        """Give the text of a file, every end of a line as a line feed.

        Raises
        ------
        InputError
            If it cannot be read, is empty or not UTF-8.
        """
        content = self.content(file)
        try:
            text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            row = content[: error.start].count(b"\n") + 1
            raise InputError(f"data/{file}, row {row}: not UTF-8. Save the file as UTF-8.") from None
        if not text or text.isspace():
            raise InputError(f"data/{file}: the file is empty. Restore it from git.")
        return text

    @cached_property
    def digest(self) -> str:
        """What tells these contents from any others; "" where a file cannot be read."""
        found = sha256()
        try:
            for file in FILES:
                found.update(f"{file} {len(self.content(file))}\n".encode())
                found.update(self.content(file))
        except InputError:
            return ""
        return found.hexdigest()
