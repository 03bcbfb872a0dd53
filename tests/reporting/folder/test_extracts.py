"""What notebooks said is kept beside them: work is saved, and nothing stale or damaged is believed."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from kzindustry.reporting.folder import extracts, intact
from kzindustry.reporting.folder.extracts import add_extract, read_extracts
from kzindustry.reporting.folder.fingerprint import digest
from kzindustry.reporting.folder.output_folder import OutputFolder
from kzindustry.reporting.folder.record import Built, Record

RUNS = ("a", "b", "c")


def notebook(run: str, value: float) -> bytes:
    document = {
        "kind": "result",
        "measure": "rate",
        "subject": run,
        "value": value,
        "low": None,
        "high": None,
    }
    output = {"output_type": "display_data", "data": {"application/vnd.kzindustry+json": document}}
    cells = [{"cell_type": "code", "source": "", "metadata": {}, "outputs": [output]}]
    about = {"run": run, "notebook": "n", "parameters": [["town", "Қаратау"]], "error": ""}
    return json.dumps({"cells": cells, "metadata": {"kzindustry": about}}).encode()


@pytest.fixture
def folder(tmp_path: Path) -> OutputFolder:
    folder = OutputFolder(tmp_path)
    folder.notebooks.mkdir()
    for run in RUNS:
        folder.notebook(run).write_bytes(notebook(run, 0.5))
    return folder


@pytest.fixture
def record(folder: OutputFolder) -> Record:
    def built(run: str) -> Built:
        file, _ = folder.files(run)
        return Built("n", {}, "", {}, {file: digest(folder.notebook(run).read_bytes())})

    return Record({run: built(run) for run in RUNS})


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count which files are read."""
    found: Counter[str] = Counter()
    read = Path.read_bytes

    def counted(path: Path) -> bytes:
        found[path.name] += 1
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    return found


def values(folder: OutputFolder, record: Record) -> dict[str, float]:
    return {run.run: run.results[0]["value"] for run in read_extracts(folder, record)}


def test_notebooks_are_read_once_and_then_no_more(
    folder: OutputFolder, record: Record, reads: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intact, "SETTLED_NS", 0)
    first = read_extracts(folder, record)
    folder.extracts.write_bytes(first.content())
    reads.clear()
    assert [*read_extracts(folder, record)] == [*first]
    assert {name: count for name, count in reads.items() if name.endswith(".ipynb")} == {}


def test_a_file_that_has_just_changed_is_read_each_time(
    folder: OutputFolder, record: Record, reads: Counter[str]
) -> None:
    folder.extracts.write_bytes(read_extracts(folder, record).content())
    assert record.untouched == {}
    reads.clear()
    read_extracts(folder, record)
    assert [reads[f"{run}.ipynb"] for run in RUNS] == [1, 1, 1]


def test_an_edit_that_keeps_size_and_time_is_noticed(
    folder: OutputFolder, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intact, "SETTLED_NS", 0)
    folder.extracts.write_bytes(read_extracts(folder, record).content())
    assert len(record.untouched) == len(RUNS)
    path = folder.notebook("b")
    before = path.stat()
    path.write_bytes(notebook("b", 0.7))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    told = ("st_size", "st_mtime_ns", "st_ino")
    assert [getattr(before, name) for name in told] == [getattr(after, name) for name in told]
    assert values(folder, record) == {"a": 0.5, "c": 0.5}


@pytest.mark.parametrize("damage", [b"", b"\xff\n\n{}", b"0.5", b"["])
def test_a_damaged_line_speaks_for_nothing(folder: OutputFolder, record: Record, damage: bytes) -> None:
    whole = read_extracts(folder, record).content()
    folder.extracts.write_bytes(whole.replace(b"0.5", b"0.9"))
    assert values(folder, record) == dict.fromkeys(RUNS, 0.5)
    folder.extracts.write_bytes(damage + whole[: len(whole) // 2])
    assert read_extracts(folder, record).content() == whole


def test_a_line_that_other_code_wrote_speaks_for_nothing(
    folder: OutputFolder, record: Record, reads: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intact, "SETTLED_NS", 0)
    folder.extracts.write_bytes(read_extracts(folder, record).content())
    monkeypatch.setattr(extracts, "_code", lambda: b"another version")
    reads.clear()
    read_extracts(folder, record)
    assert [reads[f"{run}.ipynb"] for run in RUNS] == [1, 1, 1]


def test_lines_added_as_runs_end_are_those_that_are_written_in_the_end(
    folder: OutputFolder, record: Record
) -> None:
    for run in reversed(RUNS):
        add_extract(folder, run, folder.notebook(run).read_bytes())
    assert sorted(folder.extracts.read_bytes().splitlines()) == sorted(
        read_extracts(folder, record).lines.values()
    )
    add_extract(folder, "a", b"no notebook")
    assert len(folder.extracts.read_bytes().splitlines()) == len(RUNS)


def test_no_link_is_followed(folder: OutputFolder, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    folder.extracts.symlink_to(tmp_path / "precious")
    add_extract(folder, "a", notebook("a", 0.5))
    assert (tmp_path / "precious").read_text() == "precious"
