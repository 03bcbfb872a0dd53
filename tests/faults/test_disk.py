"""Full disks and folders that refuse: a clear report for the run that meets them, the others finish."""

import os
import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from disks import disk, fill

pytestmark = pytest.mark.kernel
Command = Callable[..., CompletedProcess[str]]


def test_a_report_that_cannot_be_written_fails_alone(plan: Path, command: Command, tmp_path: Path) -> None:
    (tmp_path / "waiting.html").mkdir()
    done = command("build", "waiting", "fresh", "--out", tmp_path, cwd=plan)
    assert done.returncode == 1
    assert (
        "waiting.html is in the way: it is a folder. Move it, or give another folder by --out." in done.stdout
    )
    assert (tmp_path / "fresh.html").exists()
    assert "waiting.html is in the way" in (tmp_path / "index.html").read_text()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    with disk(tmp_path / "disk", "64k") as folder:
        yield folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with disk(tmp_path / "disk", "512k") as folder:
        yield folder


def test_a_full_disk_is_told_for_the_runs_it_hits(plan: Path, command: Command, tiny_disk: Path) -> None:
    done = command(
        "build", "waiting", "--grid", "persons=1,2,3,4,5,6", "--jobs", 1, "--out", tiny_disk, cwd=plan
    )
    assert done.returncode == 1
    assert "[6/6]" in done.stdout
    assert "cannot be written: No space left on device" in done.stdout
    assert not list(tiny_disk.rglob("*.unfinished"))
    for path in tiny_disk.glob("waiting*.html"):
        assert path.read_text().rstrip().endswith("</html>")


def test_a_good_report_outlives_a_full_disk(collection: Path, command: Command, small_disk: Path) -> None:
    words = ("build", "waiting", "--jobs", 1, "--out", small_disk)
    assert command(*words, cwd=collection).returncode == 0
    good = {name: (small_disk / name).read_bytes() for name in ("waiting.html", "notebooks/waiting.ipynb")}
    filled = fill(small_disk)
    (collection / "data" / "table.csv").write_text("a\n1\n")
    done = command(*words, "--force", cwd=collection)
    assert done.returncode == 1
    assert "waiting cannot be written: No space left on device" in done.stdout
    assert "The report of an earlier build is kept." in done.stdout
    assert {name: (small_disk / name).read_bytes() for name in good} == good
    filled.unlink()
    assert command("build", "fresh", "--out", small_disk, cwd=collection).returncode == 0
    assert "This report is out of date." in (small_disk / "index.html").read_text()
    assert command(*words, cwd=collection).stdout.startswith("1 to run")
    assert {name: (small_disk / name).read_bytes() for name in good} == good


def test_a_limit_on_the_size_of_files_is_told_too(plan: Path, command: Command, tmp_path: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))

    done = command("build", "waiting", "--out", tmp_path / "out", cwd=plan, preexec_fn=limit)
    assert done.returncode == 1
    assert "waiting: failed: OSError: [Errno 27] File too large. Make room in the folder" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_is_closed_is_told_before_anything_runs(
    plan: Path, command: Command, tmp_path: Path
) -> None:
    tmp_path.chmod(0o500)
    done = command("build", "waiting", "--out", tmp_path / "out", cwd=plan)
    assert done.returncode == 2
    assert "cannot be written to (Permission denied)" in done.stderr
