"""What passed is not checked again; anything else is, whoever is at work and whatever became of the marks."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from spoiling import put

import kzindustry
from kzindustry.errors import InputError
from kzindustry.evidence import Evidence
from kzindustry.evidence.checks import check_tables
from kzindustry.evidence.registry import load, on_demand, passed
from kzindustry.evidence.registry.load import load_registry, load_snapshot
from kzindustry.evidence.registry.rows import Figure
from kzindustry.root import data_folder

LOAD = "import sys; from pathlib import Path; from kzindustry.evidence.registry.load import load_registry; "
LOAD += "print(len(load_registry(Path(sys.argv[1])).figures))"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data_folder(), tmp_path / "data"))


@pytest.fixture(autouse=True)
def marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own for each test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    load_snapshot.cache_clear()
    return tmp_path / "cache" / "kzindustry" / "passed"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """How often tables were held to the rules."""
    times: list[object] = []
    rules = load.rule_problems
    monkeypatch.setattr(load, "rule_problems", lambda *given: times.append(1) or rules(*given))
    return times


def again(folder: Path) -> None:
    """Load as another process would."""
    load_snapshot.cache_clear()
    load_registry(folder)


def test_equal_tables_are_held_to_the_rules_once(data: Path, held: list[object]) -> None:
    again(data)
    again(data)
    again(Path(shutil.copytree(data, data.parent / "copy")))
    assert len(held) == 1


def test_an_edit_that_leaves_time_and_size_of_the_file_is_seen(data: Path) -> None:
    again(data)
    path = data / "figures.csv"
    before, text = path.stat(), path.read_text(encoding="utf-8")
    path.write_text(text.replace("approximately", "approximatelx", 1), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    with pytest.raises(InputError, match="approximatelx"):
        check_tables(data)


def test_what_failed_fails_again(data: Path, marks: Path) -> None:
    put(data / "figures.csv", "value", "about 5")
    for _ in range(2):
        with pytest.raises(InputError, match="about 5"):
            again(data)
        with pytest.raises(InputError, match="about 5"):
            check_tables(data)
    assert not marks.exists()


def test_a_load_does_not_stand_for_the_whole_check(data: Path) -> None:
    put(data / "relations.csv", "left", "hope:14:jobs-karatu")
    again(data)
    with pytest.raises(InputError, match="Did you mean 'hope:14:jobs-karatau'"):
        check_tables(data)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda marks: (marks.parent.mkdir(parents=True), marks.write_text("a file")),
        lambda marks: (marks.parent.parent.mkdir(), marks.parent.symlink_to(marks.parent)),
    ],
)
def test_without_a_place_for_marks_tables_are_checked_each_time(
    data: Path, marks: Path, held: list[object], spoil: Callable[[Path], object]
) -> None:
    spoil(marks)
    again(data)
    again(data)
    assert len(held) == 2


def test_a_user_without_a_home_gets_tables(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "")
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("no home")))
    again(data)


def test_what_other_checks_passed_is_checked_by_these(data: Path, tmp_path: Path) -> None:
    again(data)
    source = Path(shutil.copytree(Path(kzindustry.__file__).parent, tmp_path / "src" / "kzindustry"))
    rules = source / "evidence" / "registry" / "rules.py"
    text = rules.read_text(encoding="utf-8")
    assert "if row.end - row.start !=" in text
    rules.write_text(
        text.replace("if row.end - row.start !=", "if 1 + row.end - row.start !="), encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-c", LOAD, data],
        env={**os.environ, "PYTHONPATH": str(source.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "is not the length of" in done.stderr


def test_checks_whose_source_was_edited_since_are_not_trusted(
    data: Path, held: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passed, "IMPORTED", 0)
    passed._judge.cache_clear()
    again(data)
    again(data)
    passed._judge.cache_clear()
    assert len(held) == 2


def test_processes_load_the_same_tables_at_once(data: Path, marks: Path) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", LOAD, data], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert len({process.communicate()[0] for process in started}) == 1
    assert {process.returncode for process in started} == {0}
    assert len([*marks.iterdir()]) == 1


def test_old_marks_go(data: Path, marks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passed, "MOST_KEPT", 3)
    for number in range(6):
        passed.remember("rules", str(number))
        os.utime(max(marks.iterdir(), key=lambda mark: mark.stat().st_mtime_ns), ns=(number, number))
    assert [passed.passed("rules", str(number)) for number in range(6)] == [False] * 3 + [True] * 3


def test_a_notebook_makes_the_rows_that_it_uses(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    again(data)
    load_snapshot.cache_clear()
    made: list[object] = []
    read: list[str] = []
    make, reading = Figure.__init__, on_demand.read_table
    monkeypatch.setattr(
        Figure, "__init__", lambda row, **cells: made.append(cells["figure"]) or make(row, **cells)
    )
    monkeypatch.setattr(on_demand, "read_table", lambda *asked: read.append(asked[1]) or reading(*asked))
    evidence = Evidence.load(folder=data)
    table = evidence.table("trainees", document="hope")
    named = {figure for number in table["trainees"] for figure in number.figures}
    evidence["hope:14:jobs-karatau"]
    assert named | {"hope:14:jobs-karatau"} <= {*made}
    assert len(made) < 20 < len(evidence.registry.figures)
    assert not {"context", "relations", "exclusions"} & {*read}


def test_rows_made_one_by_one_are_those_made_together(data: Path) -> None:
    again(data)
    load_snapshot.cache_clear()
    one_by_one, together = load_registry(data), None
    singly = {table: [one_by_one.numbered[table][number] for number in one_by_one.numbered[table]]
              for table in one_by_one.numbered}  # fmt: skip
    load_snapshot.cache_clear()
    together = load_registry(data)
    assert singly == {table: [*together.numbered[table].values()] for table in together.numbered}
