"""What builds have not written is never replaced or removed, whatever the command line or a record says."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Command = Callable[..., CompletedProcess[str]]
PRECIOUS = b"precious"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("out", [".", "notebooks", "data", "notebooks/deeper", "linked"])
@pytest.mark.parametrize("more", [(), ("--prune",)])
def test_no_report_is_written_among_what_it_is_made_from(
    collection: Path, command: Command, out: str, more: tuple[str, ...]
) -> None:
    (collection / "notebooks" / "waiting.ipynb").write_bytes(
        (collection / "notebooks" / "01_waiting.ipynb").read_bytes()
    )
    (collection / "notebooks" / "01_waiting.ipynb").unlink()
    (collection / "linked").mkdir()
    (collection / "linked" / "notebooks").symlink_to(collection / "notebooks")
    before = contents(collection)
    done = command("build", "waiting", "--out", out, *more, cwd=collection)
    assert done.returncode == 2
    assert "Choose another" in done.stderr
    assert contents(collection) == before


@pytest.mark.kernel
@pytest.mark.parametrize("name", ["waiting.html", "notebooks/waiting.ipynb"])
@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_what_is_in_the_way_is_named_and_left(
    collection: Path, command: Command, tmp_path: Path, name: str, kind: str
) -> None:
    out, target = tmp_path / "out", tmp_path / "target"
    (out / "notebooks").mkdir(parents=True)
    target.write_bytes(PRECIOUS)
    match kind:
        case "file":
            (out / name).write_bytes(PRECIOUS)
        case "folder":
            (out / name).mkdir()
            (out / name / "own").write_bytes(PRECIOUS)
        case "link":
            (out / name).symlink_to(target)
    before = contents(out)
    done = command("build", "waiting", "fresh", "--force", "--prune", "--out", out, cwd=collection)
    assert done.returncode == 1
    assert f"{name} is in the way: " in done.stdout
    assert contents(out).items() >= before.items()
    assert target.read_bytes() == PRECIOUS
    assert (out / "fresh.html").exists()
    assert not (out / {"waiting.html": "notebooks/waiting.ipynb"}.get(name, "waiting.html")).exists()


@pytest.mark.parametrize("name", ["index.html", "results.csv", "datapackage.json", "build.json"])
def test_a_folder_of_somebody_elses_is_refused(
    collection: Path, command: Command, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text('{"name": "my project"}')
    done = command("build", "waiting", "--prune", "--out", tmp_path, cwd=collection)
    assert done.returncode == 2
    assert f"{tmp_path / name} is in the way: no build wrote it." in done.stderr
    assert (tmp_path / name).read_text() == '{"name": "my project"}'
    assert not (tmp_path / "waiting.html").exists()


@pytest.mark.kernel
def test_a_damaged_notebook_is_known_by_its_page(collection: Path, command: Command, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ("build", "waiting", "--out", out)
    assert command(*words, cwd=collection).returncode == 0
    whole = contents(out / "notebooks")
    (out / "build.json").unlink()
    (out / "notebooks" / "waiting.ipynb").write_bytes(b'{"cells": [')
    assert command(*words, cwd=collection).returncode == 0
    assert contents(out / "notebooks") == whole
    (out / "build.json").unlink()
    (out / "thesis.html").write_bytes((out / "waiting.html").read_bytes())
    for name in ("thesis", "waiting"):
        (out / "notebooks" / f"{name}.ipynb").write_bytes(PRECIOUS)
    (collection / "notebooks" / "thesis.ipynb").write_bytes(
        (collection / "notebooks" / "03_fresh.ipynb").read_bytes()
    )
    done = command("build", "thesis", "--out", out, cwd=collection)
    assert "notebooks/thesis.ipynb is in the way: no build wrote it." in done.stdout
    assert (out / "notebooks" / "thesis.ipynb").read_bytes() == PRECIOUS


@pytest.mark.kernel
def test_prune_removes_what_was_built_as_it_was_built(
    collection: Path, command: Command, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (out / "notebooks").mkdir(parents=True)
    theirs = {out / "thesis.html", out / "notebooks" / "thesis.ipynb", out / "notes.html"}
    for path in theirs:
        path.write_bytes(PRECIOUS)
    assert command("build", "waiting", "fresh", "stopping", "--out", out, cwd=collection).returncode == 0
    (out / "fresh.html").write_bytes(PRECIOUS)
    (collection / "reports.yml").write_text("runs:\n- notebook: stopping\n")
    done = command("build", "stopping", "--prune", "--out", out, cwd=collection)
    assert done.returncode == 0
    assert "removed: fresh, waiting\n" in done.stdout
    assert "left, for it was changed since it was built: fresh.html\n" in done.stdout
    assert {path.name for path in out.glob("*.html")} == {
        "fresh.html", "index.html", "notes.html", "stopping.html", "thesis.html",
    }  # fmt: skip
    assert {path.name for path in out.glob("notebooks/*")} == {"stopping.ipynb", "thesis.ipynb"}
    assert {path.read_bytes() for path in theirs} == {PRECIOUS}


@pytest.mark.kernel
@pytest.mark.parametrize(
    "run", ["../precious/thesis", "{tmp}/precious/thesis", "..", "a/../../precious/thesis", "a\0"]
)
def test_names_in_a_damaged_record_lead_nowhere(
    collection: Path, command: Command, tmp_path: Path, run: str
) -> None:
    run = run.format(tmp=tmp_path)
    out = tmp_path / "out"
    (tmp_path / "precious").mkdir()
    theirs = [tmp_path / "precious" / name for name in ("thesis.html", "thesis.ipynb")]
    for path in theirs:
        path.write_bytes(PRECIOUS)
    assert command("build", "waiting", "--out", out, cwd=collection).returncode == 0
    record = json.loads((out / "build.json").read_text())
    digests = dict.fromkeys([f"{run}.html", f"notebooks/{run}.ipynb", "../precious/thesis.html"], "0" * 64)
    record["runs"][run] = {**record["runs"]["waiting"], "files": digests}
    (out / "build.json").write_text(json.dumps(record))
    done = command("build", "waiting", "fresh", "--prune", "--out", out, cwd=collection)
    assert done.returncode == 0, done.stderr
    assert {path.read_bytes() for path in theirs} == {PRECIOUS}
    assert [*json.loads((out / "build.json").read_text())["runs"]] == ["waiting", "fresh"]


@pytest.mark.kernel
def test_reports_whose_record_is_lost_are_known_by_their_mark(
    collection: Path, command: Command, tmp_path: Path
) -> None:
    assert command("build", "waiting", "--out", tmp_path, cwd=collection).returncode == 0
    whole = contents(tmp_path)
    (tmp_path / "build.json").unlink()
    (tmp_path / "waiting.html").write_bytes(whole["waiting.html"][:2000])
    (tmp_path / "notebooks" / "waiting.ipynb").write_bytes(b"")
    done = command("build", "waiting", "--out", tmp_path, cwd=collection)
    assert done.returncode == 0, done.stdout
    assert {**contents(tmp_path), "build.json": b""} == {**whole, "build.json": b""}
