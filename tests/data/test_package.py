"""The package as it is: what it declares is what the code reads, and it passes its own validation."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kzindustry.evidence.registry.reading import columns_of
from kzindustry.evidence.registry.rows import ROWS
from kzindustry.root import data_folder

PACKAGE = json.loads((data_folder() / "datapackage.json").read_text(encoding="utf-8"))
TABLES = {resource["name"]: resource for resource in PACKAGE["resources"]}


def test_frictionless_validates_the_package_from_the_command_line() -> None:
    program = Path(sys.executable).with_name("frictionless")
    done = subprocess.run(
        [program, "validate", "data/datapackage.json"],
        cwd=data_folder().parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("table", [*ROWS])
def test_declared_columns_are_those_that_the_code_reads(table: str) -> None:
    assert tuple(field["name"] for field in TABLES[table]["schema"]["fields"]) == columns_of(ROWS[table])


@pytest.mark.parametrize("table", [*TABLES])
def test_every_table_and_column_is_described(table: str) -> None:
    assert TABLES[table]["description"]
    assert all(field["description"] for field in TABLES[table]["schema"]["fields"])


def test_every_file_of_the_folder_is_declared() -> None:
    assert {path.name for path in data_folder().glob("*.csv")} == {table["path"] for table in TABLES.values()}
