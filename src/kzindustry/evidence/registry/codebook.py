"""The codebook of data/: a page for readers, made from datapackage.json so that the two cannot drift.

`make codebook` writes it; a test holds the file against what would be written.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kzindustry.root import data_folder

INTRODUCTION = """\
# The tables

<!-- Made from datapackage.json by `make codebook`; edit the descriptions there. -->

A [Frictionless Data Package](datapackage.json): `make lint` validates it, `kzindustry verify` holds it
against the documents.
Our tables are licensed CC BY 4.0. The documents' texts are not here; they belong to their publishers.
"""


def codebook(package: Mapping[str, Any]) -> str:
    """Give the page: for each table its description and its columns with type, meaning and limits."""
    return INTRODUCTION + "".join(_table(resource) for resource in package["resources"])


def _table(resource: Mapping[str, Any]) -> str:
    lines = [f"\n## {resource['path']}\n", f"{resource['description']}\n"]
    lines += ["| column | type | meaning | may be |", "|---|---|---|---|"]
    lines += [_field(field, _keys(resource["schema"])) for field in resource["schema"]["fields"]]
    return "\n".join(lines) + "\n"


def _field(field: Mapping[str, Any], keys: Mapping[str, str]) -> str:
    limits = "; ".join([*_limits(field.get("constraints", {})), *filter(None, [keys.get(field["name"], "")])])
    return f"| `{field['name']}` | {field['type']} | {_cell(field.get('description', ''))} | {limits} |"


def _keys(schema: Mapping[str, Any]) -> dict[str, str]:
    """Say which columns refer to which table."""
    found = {}
    for key in schema.get("foreignKeys", ()):
        columns = key["fields"] if isinstance(key["fields"], list) else [key["fields"]]
        target = key["reference"].get("resource") or "this table"
        found.update(dict.fromkeys(columns, f"from {target}"))
    return found


def _limits(constraints: Mapping[str, Any]) -> Iterator[str]:
    if not constraints.get("required"):
        yield "may be empty"
    if "enum" in constraints:
        yield ", ".join(_cell(str(name)) for name in constraints["enum"])
    if "pattern" in constraints:
        yield f"`{_cell(constraints['pattern'])}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def write(folder: Path) -> Path:
    """Write the page beside the tables."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    path = folder / "README.md"
    path.write_text(codebook(package), encoding="utf-8")
    return path


if __name__ == "__main__":
    write(data_folder())
