"""build.json: what each report in the folder was built from, so that a build can tell what is still current.

Nothing is trusted that is not here, and a damaged file is as good as none: everything is built again.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from kzindustry.reporting.folder.output_folder import OutputFolder, write_whole

FORMAT = 1


@dataclass(frozen=True)
class Built:
    """One run as it was built last.

    Attributes
    ----------
    notebook, parameters
        The notebook's name and all parameters.
    shared, source
        Digests of the inputs that all runs share and of the notebook's file.
    files
        Digests of the files written, by name in the folder.
    error, cell
        Why and where it failed; empty if it did not.
    seconds
        How long it took.
    """

    notebook: str
    parameters: Mapping[str, Any]
    shared: str
    source: str
    files: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    cell: str = ""
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
        Digests of index.html and results.csv, and of what they cover.
    checked
        The digest of the inputs that were last found to be valid.
    """

    runs: dict[str, Built] = field(default_factory=dict)
    inputs: dict[str, dict[str, str]] = field(default_factory=dict)
    overview: dict[str, str] = field(default_factory=dict)
    checked: str = ""

    @classmethod
    def read(cls, folder: OutputFolder) -> "Record":
        """Read the record of a folder; an empty one if there is none or it is damaged."""
        try:
            content = json.loads(folder.record.read_text(encoding="utf-8"))
            if content.pop("format") != FORMAT:
                return cls()
            content["runs"] = {name: Built(**built) for name, built in content["runs"].items()}
            return cls(**content)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def write(self, folder: OutputFolder) -> None:
        """Write the record, without the inputs that no run refers to any more."""
        used = {built.shared for built in self.runs.values()}
        self.inputs = {name: inputs for name, inputs in self.inputs.items() if name in used}
        content = {"format": FORMAT, **asdict(self)}
        write_whole(folder.record, (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode())
