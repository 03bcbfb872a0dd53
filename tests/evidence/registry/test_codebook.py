"""The codebook says what datapackage.json declares."""

import csv
import json

from kzindustry.evidence.registry.codebook import codebook
from kzindustry.root import data_folder

PACKAGE = json.loads((data_folder() / "datapackage.json").read_text(encoding="utf-8"))


def test_the_page_is_what_the_package_declares():
    written = (data_folder() / "README.md").read_text(encoding="utf-8")
    assert written == codebook(PACKAGE), "run make codebook"


def test_every_column_of_every_table_is_described():
    page = codebook(PACKAGE)
    for path in data_folder().glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        section = page.split(f"## {path.name}\n")[1].split("\n## ")[0]
        assert [name for name in header if f"| `{name}` |" not in section] == []


def test_every_column_has_a_meaning():
    for resource in PACKAGE["resources"]:
        for field in resource["schema"]["fields"]:
            assert field["description"].strip(), (resource["name"], field["name"])
