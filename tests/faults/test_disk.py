"""Full disks and folders that refuse: a clear report for the run that meets them, the others finish."""

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

pytestmark = pytest.mark.kernel
Command = Callable[..., CompletedProcess[str]]


def test_a_report_that_cannot_be_written_fails_alone(plan: Path, command: Command, tmp_path: Path) -> None:
    (tmp_path / "waiting.html").mkdir()
    done = command("build", "waiting", "fresh", "--out", tmp_path, cwd=plan)
    assert done.returncode == 1
    assert "waiting.html cannot be written: Is a directory. Make room in the folder" in done.stdout
    assert (tmp_path / "fresh.html").exists()
    assert "waiting.html cannot be written" in (tmp_path / "index.html").read_text()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KB, where the system lets us have one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], check=False)
    if mounted.returncode:
        pytest.skip("a disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


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


def test_a_limit_on_the_size_of_files_is_told_too(plan: Path, command: Command, tmp_path: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))

    done = command("build", "waiting", "--out", tmp_path / "out", cwd=plan, preexec_fn=limit)
    assert done.returncode == 1
    assert "waiting.html cannot be written: File too large" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_is_closed_is_told_before_anything_runs(
    plan: Path, command: Command, tmp_path: Path
) -> None:
    tmp_path.chmod(0o500)
    done = command("build", "waiting", "--out", tmp_path / "out", cwd=plan)
    assert done.returncode == 2
    assert "cannot be written to (Permission denied)" in done.stderr
