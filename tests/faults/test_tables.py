"""Spoilt copies of the tables: each gives one clear error that names file, row and column."""

import re
import shutil
from pathlib import Path

import pytest
from spoiling import put, rewrite

from kzindustry.errors import InputError
from kzindustry.evidence import Evidence
from kzindustry.evidence.checks import check_tables
from kzindustry.evidence.registry.rows import ROWS
from kzindustry.root import data_folder

TABLES = [*ROWS]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data folder that may be spoilt."""
    return Path(shutil.copytree(data_folder(), tmp_path / "data"))


def problems_of(data: Path) -> tuple[str, ...]:
    with pytest.raises(InputError) as caught:
        check_tables(data)
    return caught.value.problems


def test_the_tables_as_they_are_pass(data: Path) -> None:
    assert len(check_tables(data).documents) == 5


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_file(data: Path, table: str) -> None:
    (data / f"{table}.csv").write_bytes(b"")
    assert problems_of(data) == (f"data/{table}.csv: the file is empty. Restore it from git.",)


@pytest.mark.parametrize("table", ["figures", "units"])
def test_a_missing_file(data: Path, table: str) -> None:
    (data / f"{table}.csv").unlink()
    (problem,) = problems_of(data)
    assert problem.startswith(f"data/{table}.csv: the file is missing")


@pytest.mark.parametrize("table", TABLES)
def test_another_encoding(data: Path, table: str) -> None:
    path = data / f"{table}.csv"
    rows = path.read_bytes().count(b"\n")
    path.write_bytes(path.read_bytes() + "é".encode("latin-1"))
    assert problems_of(data) == (f"data/{table}.csv, row {rows + 1}: not UTF-8. Save the file as UTF-8.",)


@pytest.mark.parametrize("table", TABLES)
def test_a_missing_column(data: Path, table: str) -> None:
    path = data / f"{table}.csv"
    name = path.read_text(encoding="utf-8").split(",")[1]
    rewrite(path, lambda rows: [row.pop(1) for row in rows])
    assert problems_of(data) == (f"data/{table}.csv: column {name} is missing.",)


@pytest.mark.parametrize("table", ["figures", "units"])
def test_an_unknown_column(data: Path, table: str) -> None:
    rewrite(data / f"{table}.csv", lambda rows: [row.append("remark") for row in rows])
    assert problems_of(data) == (f"data/{table}.csv: column remark is unknown.",)


@pytest.mark.parametrize("table", TABLES)
def test_a_row_twice(data: Path, table: str) -> None:
    path = data / f"{table}.csv"
    rows = len(path.read_text(encoding="utf-8").splitlines())
    rewrite(path, lambda rows: rows.append(rows[1]))
    (problem,) = problems_of(data)
    assert problem.startswith(f"data/{table}.csv, row {rows + 1}")


@pytest.mark.parametrize(
    ("table", "column", "text"),
    [
        ("documents", "paragraphs", "many"),
        ("documents", "published", "yesterday"),
        ("figures", "value", "about 5"),
        ("figures", "paragraph", "1.5"),
        ("figures", "precision", "nan"),
        ("figures", "qualifier", "perhaps"),
        ("figures", "figure_kind", "guessed"),
        ("exclusions", "start", "-1"),
        ("exclusions", "reason", "no reason"),
        ("readings", "read_as", "1e"),
        ("relations", "test", "roughly"),
        ("relations", "left", "hope:14:jobs-karatau +"),
        ("relations", "missing", "a reason where there is a right side"),
        ("context", "value", ""),
        ("indicators", "indicator", "Two words"),
        ("areas", "area", "Two words"),
        ("units", "unit", "two words"),
    ],
)
def test_a_cell_of_another_type(data: Path, table: str, column: str, text: str) -> None:
    put(data / f"{table}.csv", column, text)
    place = rf"data/{table}\.csv, row 3( \([a-z0-9-]+\))?, column {column}:"
    assert any(re.match(place, problem) for problem in problems_of(data))


@pytest.mark.parametrize(
    ("table", "column", "text"),
    [
        ("figures", "document", "nowhere"),
        ("figures", "indicator", "nothing"),
        ("figures", "ref_area", "nowhere"),
        ("figures", "unit_measure", "nothing"),
        ("figures", "restates", "hope:1:nothing"),
        ("exclusions", "document", "nowhere"),
        ("readings", "figure", "hope:1:nothing"),
        ("relations", "document", "nowhere"),
        ("indicators", "unit_measure", "nothing"),
        ("areas", "within", "nowhere"),
    ],
)
def test_an_unknown_id(data: Path, table: str, column: str, text: str) -> None:
    put(data / f"{table}.csv", column, text)
    found = [problem for problem in problems_of(data) if f"'{text}' is not in" in problem]
    assert [problem.partition(":")[0] for problem in found] == [f"data/{table}.csv, row 3, column {column}"]


def test_a_relation_of_an_unknown_figure(data: Path) -> None:
    put(data / "relations.csv", "left", "hope:14:jobs-karatu")
    (problem,) = problems_of(data)
    assert problem.startswith("data/relations.csv, row 3 (")
    assert "Did you mean 'hope:14:jobs-karatau'" in problem


def test_a_ragged_row(data: Path) -> None:
    rewrite(data / "areas.csv", lambda rows: rows[4].append("more"))
    assert problems_of(data) == ("data/areas.csv, row 5: 6 cells, the header has 5. Quote commas.",)


def test_columns_in_another_order(data: Path) -> None:
    rewrite(data / "areas.csv", lambda rows: [row.insert(0, row.pop()) for row in rows])
    assert problems_of(data) == (
        "data/areas.csv: the columns are area, label, kind, within, note, each once and in this order.",
    )


def test_all_problems_of_all_files_come_at_once(data: Path) -> None:
    put(data / "figures.csv", "value", "about 5")
    put(data / "figures.csv", "indicator", "nothing", row=9)
    put(data / "figures.csv", "time_period", "soon", row=12)
    put(data / "context.csv", "unit", "heaps")
    put(data / "exclusions.csv", "end", "x")
    said = "\n".join(problems_of(data))
    for place in (
        "data/figures.csv, row 3, column value",
        "data/figures.csv, row 9, column indicator",
        "data/figures.csv, row 12",
        "data/context.csv, row 3",
        "data/exclusions.csv, row 3, column end",
    ):
        assert place in said


def test_several_unreadable_files_come_at_once(data: Path) -> None:
    for table in ("units", "figures"):
        (data / f"{table}.csv").write_bytes(b"")
    put(data / "context.csv", "value", "x")
    assert len(problems_of(data)) == 3


def test_a_notebook_meets_the_same_error(data: Path) -> None:
    put(data / "figures.csv", "value", "about 5")
    with pytest.raises(InputError, match=r"data/figures.csv, row 3, column value: 'about 5' is not a number"):
        Evidence.load(folder=data)


def test_a_spoilt_description_of_the_package(data: Path) -> None:
    (data / "datapackage.json").write_text("{")
    assert all(problem.startswith("data/datapackage.json:") for problem in problems_of(data))
