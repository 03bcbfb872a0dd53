"""The private folder of a build: there while its process lives, and gone soon after, however that ended."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kzindustry.reporting.running.isolation import (
    LONGEST_TEMPORARY,
    PREFIX,
    build_environment,
    isolated,
    remove_abandoned,
)

PROGRAM = """
import pytest

from kzindustry.reporting.running.isolation import build_environment
with build_environment() as (folder, environment):
    print(folder, flush=True)
    input()
"""


@contextmanager
def another_build() -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Start a process that has a private folder until it is ended."""
    pipe = subprocess.PIPE
    process = subprocess.Popen([sys.executable, "-c", PROGRAM], stdin=pipe, stdout=pipe, text=True)
    try:
        assert process.stdout
        yield process, Path(process.stdout.readline().strip())
    finally:
        process.kill()
        process.communicate()


def test_the_folder_of_a_build_goes_with_it() -> None:
    with build_environment() as (folder, environment):
        assert Path(environment["MPLCONFIGDIR"]).parent == folder
        assert len(str(folder.parent)) <= LONGEST_TEMPORARY
    assert not folder.exists()


def test_who_has_no_home_gets_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    with build_environment() as (folder, environment):
        assert environment.get("HOME") == os.environ.get("HOME")
        monkeypatch.setattr(Path, "home", nobody)
        assert isolated(folder)["HOME"] == str(folder)


def test_the_folder_of_a_killed_build_is_removed_by_the_next() -> None:
    with another_build() as (process, left):
        process.kill()
        process.wait()
        assert left.is_dir()
        with build_environment():
            assert not left.exists()


def test_the_folder_of_a_living_build_stays() -> None:
    with another_build() as (_, used), build_environment():
        assert used.is_dir()


def test_a_folder_that_is_not_ours_stays() -> None:
    with build_environment() as (folder, _):
        parent = folder.parent
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=parent) as other, build_environment():
        assert Path(other).is_dir()


def test_the_list_of_fonts_is_made_once_for_all_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path / "cache"))
    with build_environment() as (_, environment):
        program = [sys.executable, "-c", "import matplotlib.font_manager"]
        subprocess.run(program, env={**environment}, check=True)
        (made,) = Path(environment["MPLCONFIGDIR"]).glob("fontlist-*.json")
        found = made.read_text(encoding="utf-8")
    with build_environment() as (_, environment):
        assert (Path(environment["MPLCONFIGDIR"]) / made.name).read_text(encoding="utf-8") == found


NOBODY = 54321
"""A user whom the system does not know."""
AS_NOBODY = (
    *("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"),
    # So that the interpreter is found, wherever the one who tests keeps it; nothing more can be written.
    *("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"),
)


@pytest.mark.kernel
@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="only root can be somebody else")
def test_a_user_without_home_or_name_builds(collection: Path) -> None:
    place = Path(tempfile.mkdtemp(dir="/tmp"))  # all folders above it are open
    try:
        shutil.copytree(collection, place / "collection")
        for path in [place, *place.rglob("*")]:
            os.chown(path, NOBODY, NOBODY)
        environment = {name: value for name, value in os.environ.items() if name != "HOME"}
        words = [*AS_NOBODY, sys.executable, "-m", "kzindustry.cli", "build", "waiting"]
        with build_environment():  # of another user, which nobody may look into
            done = subprocess.run(
                words, cwd=place / "collection", env=environment, capture_output=True, text=True, check=False
            )
        assert (done.returncode, done.stderr) == (0, "")
        assert (place / "collection" / "reports" / "waiting.html").stat().st_uid == NOBODY
    finally:
        shutil.rmtree(place)


def test_the_folder_of_another_user_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / f"{PREFIX}01234567").mkdir()

    usual = Path.is_dir

    def closed(path: Path) -> bool:
        if path.parent.name.startswith(PREFIX):
            raise PermissionError(13, "Permission denied", str(path))  # as for who is not root
        return usual(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "is_dir", closed)
        remove_abandoned(tmp_path)
    assert [*tmp_path.iterdir()]
