"""Builds that tests may disturb, and the processes that belong to them."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path

import pytest
from builds import Build

COLLECTION = Path(__file__).parents[1] / "reporting" / "collection"
PLAN = "runs:\n- notebook: slow\n- notebook: slow\n  parameters: {persons: [2, 3]}\n- notebook: waiting\n"


@pytest.fixture(scope="session")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small collection with a plan of four runs that take a second or two."""
    folder = tmp_path_factory.mktemp("faults") / "collection"
    shutil.copytree(COLLECTION, folder, ignore=shutil.ignore_patterns("__pycache__", "reports"))
    (folder / "reports.yml").write_text(PLAN)
    return folder


@pytest.fixture(scope="session")
def undisturbed(plan: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build writes that nobody disturbs."""
    out = tmp_path_factory.mktemp("undisturbed")
    build = Build(plan, out)
    status, errors = build.finish()
    assert (status, errors) == (0, "")
    assert build.is_gone()
    return build.outputs()


@pytest.fixture
def start(plan: Path, tmp_path: Path) -> Iterator[Callable[..., Build]]:
    """Start builds into one folder; whatever becomes of the test, they end with it."""
    started: list[Build] = []

    def start(*options: str) -> Build:
        started.append(Build(plan, tmp_path / "out", *options))
        return started[-1]

    yield start
    for build in started:
        for pid in chain.from_iterable(build.processes().values()):  # also what should have ended with it
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        build.process.communicate()
