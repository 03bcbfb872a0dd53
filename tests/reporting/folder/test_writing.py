from pathlib import Path

import pytest

from kzindustry.reporting.folder import writing
from kzindustry.reporting.folder.output_folder import OutputFolder
from kzindustry.reporting.folder.writing import write_all, write_whole

OURS = ".kzindustry-0123456789abcdef.unfinished"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    (tmp_path / "folder" / "file").mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path / "folder", b"x")
    assert names(tmp_path) == ["folder", "report.html"]


def test_no_file_takes_its_place_before_all_could_be_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    with pytest.raises(FileNotFoundError):
        write_all({tmp_path / "a": b"new", tmp_path / "nowhere" / "b": b"new"})
    assert (tmp_path / "a").read_text() == "old"
    assert names(tmp_path) == ["a"]


def test_a_link_is_replaced_and_its_target_left(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("precious")
    (tmp_path / "report.html").symlink_to(tmp_path / "target")
    write_whole(tmp_path / "report.html", b"new")
    assert (tmp_path / "target").read_text() == "precious"
    assert (tmp_path / "report.html").read_bytes() == b"new"


def test_a_link_in_the_place_of_an_unfinished_file_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "target").write_text("precious")
    (tmp_path / OURS).symlink_to(tmp_path / "target")
    monkeypatch.setattr(writing.secrets, "token_hex", lambda _: OURS[12:28])
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "report.html", b"new")
    assert (tmp_path / "target").read_text() == "precious"


def test_what_a_killed_build_left_half_written_is_removed_and_nothing_else(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "out")
    folder.notebooks.mkdir(parents=True)
    (folder.path / OURS).write_text("ha")
    (folder.notebooks / OURS).write_text("ha")
    theirs = [folder.path / "thesis.unfinished", folder.notebooks / "a.ipynb.unfinished"]
    for path in theirs:
        path.write_text("precious")
    with folder.held(lambda: None):
        assert sorted(path for path in folder.path.rglob("*") if path.is_file()) == sorted(theirs)
