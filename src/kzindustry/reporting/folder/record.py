"""build.json: what each report in the folder was built from, so that a build can tell what is still current.

Nothing is trusted that is not here, and what is damaged is as good as not there: it is built again.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from kzindustry.reporting.folder.output_folder import OutputFolder
from kzindustry.reporting.folder.writing import write_whole

FORMAT = 2
KEPT = "The report of an earlier build is kept."
"""Said of a run that failed without a report of its own."""


_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Built:
    """One run as it was built last.

    Attributes
    ----------
    notebook, parameters
        The notebook's name and all parameters.
    shared
        The digest of the inputs that all runs share.
    own
        Digests of the notebook and of the files beside it that it uses, by name.
    files
        Digests of the files written, by name in the folder.
    error, cell
        Why and where it failed; empty if it did not.
    allowed
        The cells that ended in an error and were allowed to, each with its error.
    seconds
        How long it took.
    """

    notebook: str
    parameters: Mapping[str, Any]
    shared: str
    own: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    cell: str = ""
    allowed: Sequence[str] = ()
    seconds: float = 0.0


@dataclass
class Record:
    """All runs of a folder as they were built last.

    Attributes
    ----------
    runs
        By name.
    inputs
        The inputs that runs shared, by their digest.
    overview
        Digests of index.html and the tables of results, and of what they cover.
    checked
        The digest of the inputs that were last found to be valid.
    printed
        Of runs that have a PDF, by name: the digests of the page it was made of, and its own.
    untouched
        What the system said of files that held what was written, by name: see `intact`.
    """

    runs: dict[str, Built] = field(default_factory=dict)
    inputs: dict[str, dict[str, str]] = field(default_factory=dict)
    overview: dict[str, str] = field(default_factory=dict)
    checked: str = ""
    printed: dict[str, tuple[str, str]] = field(default_factory=dict)
    untouched: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: OutputFolder) -> "Record":
        """Read the record of a folder, without what is damaged in it; an empty one if there is none."""
        try:
            content = json.loads(folder.record.read_text(encoding="utf-8"))
            if content["format"] != FORMAT:
                return cls()
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return cls()
        runs = {name: _built(folder, name, about) for name, about in _mapping(content.get("runs")).items()}
        inputs = {name: _texts(about) for name, about in _mapping(content.get("inputs")).items()}
        checked = content.get("checked")
        return cls(
            runs={name: built for name, built in runs.items() if built},
            inputs={name: about for name, about in inputs.items() if about},
            overview=_texts(content.get("overview")),
            checked=checked if isinstance(checked, str) else "",
            printed=dict(_printed(content.get("printed"))),
            untouched=_texts(content.get("untouched")),
        )

    def write(self, folder: OutputFolder) -> None:
        """Write the record, a run a line, without what no run refers to any more."""
        used = {built.shared for built in self.runs.values()}
        self.inputs = {name: inputs for name, inputs in self.inputs.items() if name in used}
        files = {name for built in self.runs.values() for name in built.files}
        self.untouched = {name: note for name, note in self.untouched.items() if name in files}
        parts = {"format": _json(FORMAT)}
        for name, value in vars(self).items():
            parts[name] = _lines(value) if isinstance(value, dict) else _json(value)
        content = ",\n".join(f"{_json(name)}: {part}" for name, part in parts.items())
        write_whole(folder.record, f"{{{content}}}\n".encode())


def _lines(held: Mapping[str, Any]) -> str:
    """Write what is held by name, one a line: a thousand runs are quickly written, and can be read."""
    lines = (
        f"{_json(name)}: {_json(vars(one) if isinstance(one, Built) else one)}" for name, one in held.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}"


def _built(folder: OutputFolder, name: str, about: Any) -> Built | None:
    """Read one run; nothing if it has another form, or files in other places than those of its name."""
    try:
        built = Built(**about)
    except TypeError:
        return None
    if PurePosixPath(name).name != name or "\0" in name:
        return None
    own = set(folder.files(name))
    texts = (built.notebook, built.shared, built.error, built.cell)
    sound = (
        all(isinstance(text, str) for text in texts)
        and isinstance(built.parameters, dict)
        and isinstance(built.seconds, int | float)
        and isinstance(built.allowed, list | tuple)
        and all(isinstance(one, str) for one in built.allowed)
        and all(isinstance(one, dict) and _texts(one) == one for one in (built.files, built.own))
        and built.files.keys() <= own
    )
    return built if sound else None


def _printed(value: Any) -> Iterator[tuple[str, tuple[str, str]]]:
    for name, pair in _mapping(value).items():
        match pair:
            case [str(page), str(pdf)] if PurePosixPath(name).name == name and "\0" not in name:
                yield name, (page, pdf)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: Any) -> dict[str, str]:
    return {name: text for name, text in _mapping(value).items() if isinstance(text, str)}
