"""Every kind of fault in a copy of the tables gives one message: place, what is wrong, what is meant."""

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from spoiling import put, rewrite
from standard import declared_faults

from kzindustry.errors import InputError
from kzindustry.evidence.checks import check_tables
from kzindustry.evidence.registry.rows import ROWS
from kzindustry.root import data_folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the tables that may be spoilt."""
    return Path(shutil.copytree(data_folder(), tmp_path / "data"))


def message(data: Path) -> str:
    """Give the one message of the check."""
    with pytest.raises(InputError) as caught:
        check_tables(data)
    (problem,) = caught.value.problems
    return problem


# A cell of row 3, what is said of it, and whether the standard's own checker objects to it, too.
CELLS = [
    (
        "documents",
        "paragraphs",
        "many",
        "'many' is not a whole number such as 12, of at most 15",
        True,
    ),
    ("documents", "published", "yesterday", "'yesterday' is no date such as 2000-04-08.", True),
    ("documents", "document", "Two words", "'Two words' is not of the form", True),
    ("figures", "value", "about 5", "'about 5' is not a number such as 12 or 0.5.", True),
    ("figures", "value", "", "the cell is empty; it is required, a number such as 12 or 0.5.", True),
    ("figures", "as_printed", "", "the cell is empty; it is required.", True),
    ("figures", "figure", "", "the cell is empty; it is required.", True),
    ("figures", "figure", "x", "such as 'regional:6:cities'.", True),
    ("figures", "time_period", "soon", "'soon' is not of the form", True),
    (
        "figures",
        "qualifier",
        "exactly",
        "'exactly' is unknown. Did you mean 'exact'? Allowed: exact, app",
        True,
    ),
    ("figures", "period_basis", "guess", "'guess' is unknown. Allowed: stated, inferred, none.", True),
    (
        "figures",
        "document",
        "regionall",
        "'regionall' is not in documents.csv. Did you mean 'regional'?",
        True,
    ),
    ("figures", "unit_measure", "employr", "'employr' is not in units.csv. Did you mean 'employer'?", True),
    ("figures", "restates", "hope:14:jobs-karatu", "Did you mean 'hope:14:jobs-karatau'?", True),
    ("exclusions", "reason", "calender date", "Did you mean 'calendar date'?", True),
    ("readings", "unit_measure", "m4", "'m4' is not in units.csv.", True),
    ("indicators", "unit_measure", "persn", "'persn' is not in units.csv. Did you mean 'person'?", True),
    ("relations", "test", "==", "'==' is unknown. Allowed: =, <=, >=", True),
    ("context", "unit", "heaps", "'heaps' names no unit of units.csv.", False),
    ("units", "unit", "two words", "'two words' is not of the form", True),
    ("units", "definition", "[percent", "'[percent' is no definition: write [percent], or units", False),
    ("relations", "left", "hope:14:jobs-karatu", "Did you mean 'hope:14:jobs-karatau'", False),
    ("relations", "right", "Hope:14:jobs-karatau", "Did you mean 'hope:14:jobs-karatau'", False),
    ("relations", "left", "hope:14:jobs-karatau +", "is not a formula: ids and numbers joined by", False),
    ("relations", "left", "(hope:14:jobs-karatau", "is not a formula", False),
    ("relations", "left", "jobs-karatau", "'jobs' is no id. An id is written with colons", False),
    ("relations", "left", "cont(hope:14:jobs-karatau)", "'cont' is no function. Did you mean 'count'", False),
    ("relations", "left", "listed(spid:8-14)", "no document 'spid'. Did you mean 'spiid'?", False),
    ("relations", "right", "hope:14:jobs-karatau", "Unlike units: 'report' and 'job'", False),
]


@pytest.mark.parametrize("case", CELLS, ids=lambda case: "-".join(map(str, case[:3])))
def test_a_cell_is_told_once_with_what_is_meant(data: Path, case: tuple[str, str, str, str, bool]) -> None:
    table, column, text, said, declared = case
    put(data / f"{table}.csv", column, text)
    problem = message(data)
    assert re.match(rf"data/{table}\.csv, row 3( \(\S+\))?, column {column}: ", problem)
    assert said in problem
    assert not declared or declared_faults(data)


# An id that is renamed where it is defined, and the table whose rows name it first.
RENAMED = [
    ("documents", "hope", "hopes", "figures"),
    ("indicators", "towns_named", "town_named", "figures"),
    ("areas", "kazakhstan", "kazakstan", "figures"),
    ("units", "person", "persons", "figures"),
    ("figures", "hope:12:businesses-both", "hope:12:business-both", "relations"),
]


@pytest.mark.parametrize("case", RENAMED, ids=lambda case: case[0])
def test_a_renamed_id_is_told_once_however_many_rows_name_it(
    data: Path, case: tuple[str, str, str, str]
) -> None:
    table, name, new, first = case
    rewrite(
        data / f"{table}.csv",
        lambda rows: next(row for row in rows if row[0] == name).__setitem__(0, new),
    )
    problem = message(data)
    assert re.match(rf"data/{first}\.csv, row \d+.*: .*'{name}'.*\. Did you mean '{new}'", problem)


def test_of_an_unknown_id_the_rows_that_name_it_are_counted(data: Path) -> None:
    named = 0
    for path in data.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            named += sum(
                "hope" in row[1:] or (path.stem == "exclusions" and row[0] == "hope")
                for row in csv.reader(file)
            )
    rewrite(data / "documents.csv", lambda rows: rows.remove(next(row for row in rows if row[0] == "hope")))
    assert f"'hope' is not in documents.csv ({named - 1} more name it)" in message(data)


@pytest.mark.parametrize("table", [*ROWS])
def test_a_repeated_row_is_told_once(data: Path, table: str) -> None:
    rewrite(data / f"{table}.csv", lambda rows: rows.append(rows[1]))
    assert re.search(r"in row 2 already\.|the same as in row 2\. Remove", message(data))
    assert declared_faults(data)


@pytest.mark.parametrize("table", ["documents", "figures", "indicators", "areas", "units"])
def test_a_table_without_rows_is_told_once(data: Path, table: str) -> None:
    rewrite(data / f"{table}.csv", lambda rows: rows.__delitem__(slice(1, None)))
    assert message(data).startswith(f"data/{table}.csv: no row under the header")


def test_a_misspelt_column_is_one_problem(data: Path) -> None:
    rewrite(data / "figures.csv", lambda rows: rows[0].__setitem__(rows[0].index("speaker"), "speakr"))
    assert message(data) == "data/figures.csv: column speakr is unknown. Did you mean 'speaker'?"


def test_another_separator_is_one_problem(data: Path) -> None:
    path = data / "units.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    assert message(data) == "data/units.csv: the header is one cell. Separate columns by commas."


def test_an_empty_line_is_told(data: Path) -> None:
    path = data / "areas.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert re.fullmatch(r"data/areas\.csv, row \d+: the row is empty\. Remove it\.", message(data))


def test_two_faults_of_one_row_are_two_messages(data: Path) -> None:
    put(data / "figures.csv", "value", "many")
    put(data / "figures.csv", "speaker", "akimm")
    with pytest.raises(InputError) as caught:
        check_tables(data)
    assert [problem.partition(":")[0] for problem in caught.value.problems] == [
        "data/figures.csv, row 3, column value",
        "data/figures.csv, row 3, column speaker",
    ]


def imported_by(code: str, **environment: str) -> set[str]:
    """Give the modules that a fresh interpreter has imported after running a piece of code."""
    report = f"{code}\nimport sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", report],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environment},
    )
    return {*done.stdout.splitlines()[-1].split()}


HEAVY = {"pandas", "frictionless", "scipy.stats", "statsmodels", "matplotlib"}


def test_the_check_before_a_build_imports_no_library_that_takes_seconds() -> None:
    code = "from kzindustry import command_line, root\ncommand_line._check_tables(root.data_folder())"
    imported = imported_by(code)
    assert "kzindustry.evidence.relations.verdicts" in imported
    assert not imported & HEAVY


@pytest.mark.documents
def test_verification_imports_no_library_that_takes_seconds(documents_folder: Path) -> None:
    code = "from kzindustry.cli import main\nassert main(['verify']) == 0"
    imported = imported_by(code, KZ_DOCUMENTS=str(documents_folder))
    assert "kzindustry.evidence.verification.completeness" in imported
    assert not imported & HEAVY


def test_a_folder_in_place_of_a_table_and_a_link_to_itself_are_told(data: Path) -> None:
    for table, make in (("areas", Path.mkdir), ("units", lambda path: path.symlink_to(path.name))):
        path = data / f"{table}.csv"
        path.unlink()
        make(path)
        with pytest.raises(InputError) as caught:
            check_tables(data)
        assert any(
            said.startswith(f"data/{table}.csv: it cannot be read (") for said in caught.value.problems
        )


@pytest.mark.parametrize("length", [100_000, 131_073])
def test_a_cell_longer_than_the_limit_is_told_with_row_and_limit(data: Path, length: int) -> None:
    put(data / "areas.csv", "note", "x" * length, row=5)
    assert message(data).startswith("data/areas.csv, row 5: more than 100,000 characters.")


# Cells of given rows, and the rows of which something is said.
CIRCLES = [
    ("units", "definition", {"month": "year / 12", "year": "month * 12"}, "in a circle", {"year", "month"}),
    ("units", "definition", {"hour": "hour / 24"}, "in a circle", {"hour"}),
    ("units", "definition", {"hour": "day ** 999999999"}, "is no definition", {"hour"}),
    ("units", "definition", {"km": "10 ** 10 ** 10"}, "is no definition", {"km"}),
    ("units", "definition", {"km": "9" * 5_000}, "is no definition", {"km"}),
    ("units", "definition", {"hour": "dai / 24"}, "names dai, no unit", {"hour"}),
    ("areas", "within", {"zhambyl": "karatau"}, "in a circle", {"zhambyl", "karatau"}),
    ("areas", "within", {"kazakhstan": "kazakhstan"}, "in a circle", {"kazakhstan"}),
]


@pytest.mark.parametrize("case", CIRCLES)
def test_circles_and_powers_are_told_and_not_followed(
    data: Path, case: tuple[str, str, dict[str, str], str, set[str]]
) -> None:
    table, column, cells, said, rows = case

    def change(lines: list[list[str]]) -> None:
        for line in lines[1:]:
            line[lines[0].index(column)] = cells.get(line[0], line[lines[0].index(column)])

    rewrite(data / f"{table}.csv", change)
    with (data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        numbers = {row[0]: number for number, row in enumerate(csv.reader(file), start=1)}
    with pytest.raises(InputError) as caught:
        check_tables(data)
    for row in rows:
        place = f"data/{table}.csv, row {numbers[row]}, column {column}: "
        (problem,) = [problem for problem in caught.value.problems if problem.startswith(place)]
        assert said in problem
        assert len(problem) < 300


def test_a_line_ends_at_a_line_feed_alone(data: Path) -> None:
    """Texts that come from slides have line separators of their own in them; nothing quotes these."""
    path = data / "units.csv"
    rows = path.read_text(encoding="utf-8").split("\n")
    path.write_text(
        "\n".join([*rows[:2], rows[2] + "one\u2028line\x85more\x0c", *rows[3:]]), encoding="utf-8"
    )
    assert check_tables(data).units[rows[2].partition(",")[0]].note.endswith("one\u2028line\x85more\x0c")
