"""Builds on Dask clusters of real processes: the same bytes, whatever happens to whom."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from clusters import Cluster

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="finds processes through /proc"),
]
Start = Callable[..., Any]
Bytes = dict[str, bytes]
Clusters = Callable[..., Cluster]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with two workers, which tests leave as they find them."""
    made = Cluster(tmp_path_factory.mktemp("cluster") / "c")
    made.start_worker()
    made.start_worker()
    yield made
    made.end()


@pytest.fixture
def clusters(tmp_path: Path) -> Iterator[Clusters]:
    """Make clusters that tests may destroy."""
    made: list[Cluster] = []

    def make(**options: Any) -> Cluster:
        made.append(Cluster(tmp_path / f"c{len(made)}", **options))
        return made[-1]

    yield make
    for one in made:
        one.end()


def ends(build: Any) -> dict[str, str]:
    return {event["run"]: event["status"] for event in build.events if event["event"] == "end"}


def test_a_cluster_gives_the_bytes_of_one_machine(cluster: Cluster, start: Start, undisturbed: Bytes) -> None:
    build = start("--scheduler", cluster.address)
    status, errors = build.finish()
    assert (status, errors) == (0, "")
    assert build.outputs() == undisturbed
    assert cluster.is_as_before()
    assert build.events[0]["jobs"] == 2
    for run in ("slow", "slow-persons=2", "slow-persons=3", "waiting"):
        cells = [one for one in build.events if one["event"] == "cell" and one["run"] == run]
        assert [one["cell"] for one in cells] == [*range(1, cells[0]["cells"] + 1)]
