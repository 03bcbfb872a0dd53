"""What datapackage.json declares is held as frictionless holds it, on tables damaged at random."""

import csv
import json
import random
import re
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from spoiling import put, rewrite
from standard import declared_faults

from kzindustry.evidence.registry.constraints import constraint_problems
from kzindustry.evidence.registry.registry import gather
from kzindustry.evidence.registry.rows import ROWS
from kzindustry.evidence.registry.snapshot import Snapshot
from kzindustry.root import data_folder

PACKAGE = json.loads((data_folder() / "datapackage.json").read_text(encoding="utf-8"))
KEYS = {
    (resource["name"], key["fields"])
    for resource in PACKAGE["resources"]
    for key in resource["schema"].get("foreignKeys", [])
}
TEXTS = ["", "x y", "X", "-1", "1e", "0", "2024-13", "2024-02-30", "1.5", "akimm", "[", "é" * 300]
WHERE = re.compile(r"data/(?P<table>\w+)\.csv, row (?P<row>\d+), column (?P<column>[\w, ]+):")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data_folder(), tmp_path / "data"))


def faults(folder: Path) -> set[tuple[str, int, str]]:
    """Give table, row and column of each fault that our own checks of types and constraints find."""
    problems = [
        *gather(Snapshot(folder)).problems,
        *constraint_problems(Snapshot(folder), gather(Snapshot(folder)).cells),
    ]
    matches = [match for match in map(WHERE.match, problems) if match]
    assert len(matches) == len(problems)
    return {
        (match["table"], int(match["row"]), name) for match in matches for name in match["column"].split(", ")
    }


@pytest.mark.parametrize("seed", range(6))
def test_cells_damaged_at_random_are_found_as_by_the_standard_s_own_checker(data: Path, seed: int) -> None:
    """Up to seven cells a table. Ids are left, and no unknown one is named twice: we tell of each once."""
    chance, strangers = random.Random(seed), count()
    for table in ROWS:

        def damage(rows: list[list[str]], table: str = table) -> None:
            for row in chance.sample(rows[1:], min(7, len(rows) - 1)):
                column = chance.randrange(1, len(row))
                key = (table, rows[0][column]) in KEYS
                row[column] = f"stranger {next(strangers)}" if key else chance.choice(TEXTS)

        rewrite(data / f"{table}.csv", damage)
    expected = {fault for fault in declared_faults(data) if fault[2]}
    assert len(expected) > 25
    assert faults(data) == expected


@pytest.mark.parametrize(
    ("table", "column", "text"),
    [
        ("figures", "value", "nan"),
        ("figures", "value", "12 "),
        ("figures", "value", "0_2"),
        ("figures", "value", "१२"),
        ("figures", "start", "१२"),
        ("figures", "start", "1_2"),
        ("figures", "start", "9" * 5_000),
        ("figures", "value", "9" * 5_000),
        ("context", "value", "1e999"),
    ],
)
def test_numbers_are_read_more_strictly_than_the_standard_asks(
    data: Path, table: str, column: str, text: str
) -> None:
    put(data / f"{table}.csv", column, text)
    assert (table, 3, column) in faults(data)
    assert all(len(problem) < 300 for problem in gather(Snapshot(data)).problems)


@pytest.mark.parametrize(
    "declare",
    [
        lambda rules: rules.update(maxLength=3),
        lambda rules: rules.update(minItems=3),
    ],
)
def test_a_constraint_that_is_not_held_is_refused(data: Path, declare: Callable[[Any], None]) -> None:
    path = data / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    declare(package["resources"][0]["schema"]["fields"][1]["constraints"])
    path.write_text(json.dumps(package), encoding="utf-8")
    (problem,) = constraint_problems(Snapshot(data), gather(Snapshot(data)).cells)
    assert problem.startswith("data/datapackage.json: documents, column title: ")


def test_least_and_greatest_are_held(data: Path) -> None:
    path = data / "datapackage.json"
    text = path.read_text(encoding="utf-8").replace('"minimum": 1', '"minimum": 20, "maximum": 60', 1)
    path.write_text(text, encoding="utf-8")
    with (data / "documents.csv").open(encoding="utf-8", newline="") as file:
        counts = [int(row["paragraphs"]) for row in csv.DictReader(file)]
    beyond = [count for count in counts if not 20 <= count <= 60]
    assert len({*beyond}) > 1
    assert [
        re.search(r"'\d+' is (?:below|above)", said) is not None
        for said in constraint_problems(Snapshot(data), gather(Snapshot(data)).cells)
    ] == [True] * len(beyond)
    assert faults(data) == declared_faults(data)


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"resources": 3}', '{"resources": [{}]}', "[" * 100_000, "\x00", '{"resources": []}']
)
def test_a_spoilt_declaration_is_one_problem(data: Path, text: str) -> None:
    (data / "datapackage.json").write_text(text)
    (problem,) = constraint_problems(Snapshot(data), gather(Snapshot(data)).cells)
    assert problem.startswith("data/datapackage.json: it does not describe the tables")
