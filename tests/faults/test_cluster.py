"""Builds on Dask clusters of real processes: the bytes of one machine, whatever happens to whom."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import distribution
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import nbformat
import pytest
from builds import Build, outputs, until
from clusters import Cluster, Line, free_port
from disks import disk, fill
from distributed import Client
from nbformat import v4

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="finds processes through /proc"),
]
Start = Callable[..., Any]
Bytes = dict[str, bytes]
Clusters = Callable[..., Cluster]
Command = Callable[..., CompletedProcess[str]]
SPEC = {"name": "python3", "display_name": "Python", "language": "python"}
KILLER = """
import os, signal
from pathlib import Path
pid = os.getpid()
while "spawn_main" not in Path(f"/proc/{pid}/cmdline").read_text():
    pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
os.kill(pid, signal.SIGKILL)
"""


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


def as_installed(folder: Path, library: str, version: str) -> dict[str, str]:
    """Give the environment of a worker to which a library seems to be of another version."""
    real = Path(str(distribution(library).locate_file("")))
    (metadata,) = real.glob(f"{library}-*.dist-info")
    shutil.copytree(metadata, folder / f"{library}-{version}.dist-info")
    about = folder / f"{library}-{version}.dist-info" / "METADATA"
    about.write_text(f"Metadata-Version: 2.1\nName: {library}\nVersion: {version}\n")
    return {"PYTHONPATH": str(folder)}


def test_a_cluster_gives_the_bytes_of_one_machine(cluster: Cluster, start: Start, undisturbed: Bytes) -> None:
    build = start("--scheduler", cluster.address)
    assert build.finish() == (0, "")
    assert build.outputs() == undisturbed
    assert cluster.is_as_before()
    assert build.events[0]["jobs"] == 2
    for run in ("slow", "slow-persons=2", "slow-persons=3", "waiting"):
        cells = [one for one in build.events if one["event"] == "cell" and one["run"] == run]
        assert [one["cell"] for one in cells] == [*range(1, cells[0]["cells"] + 1)]
    again = start("--scheduler", f"tcp://127.0.0.1:{free_port()}")  # nothing to do, nobody to ask
    assert again.finish() == (0, "")
    assert again.outputs() == undisturbed


@pytest.mark.parametrize("where", ["this machine", "cluster"])
def test_what_is_saved_during_a_build_is_not_taken_for_built(
    cluster: Cluster, collection: Path, command: Command, tmp_path: Path, where: str
) -> None:
    way = ("--scheduler", cluster.address) if where == "cluster" else ()
    build = Build(collection, tmp_path / "out", "slow", *way)
    build.wait_for("cell", cell=4)
    for name in ("04_slow.ipynb", "speaking.py"):
        path = collection / "notebooks" / name
        path.write_text(path.read_text().replace("# Is there", "# Was there").replace("def ", "\ndef ", 1))
    assert build.finish() == (0, "")
    asked = command("build", "slow", "--explain", "--out", str(build.out), cwd=collection)
    assert asked.stdout == "slow: its notebook changed; notebooks/speaking.py changed\n"
    again = command("build", "slow", *way, "--out", str(build.out), cwd=collection)
    assert "1 built" in again.stdout, again.stderr
    assert "Was there time" in (build.out / "slow.html").read_text()


@pytest.mark.parametrize("moment", ["before the first run", "in a run", "with a worker stopped"])
def test_an_interrupt_ends_what_runs_and_what_waits(cluster: Cluster, start: Start, moment: str) -> None:
    begun = cluster.said("Starting Worker plugin kzindustry-")
    build = start("--scheduler", cluster.address)
    if moment == "before the first run":
        until(lambda: cluster.said("Starting Worker plugin kzindustry-") > begun)
    else:
        build.wait_for("cell", cell=4)
    if moment == "with a worker stopped":
        cluster.started[1].send_signal(signal.SIGSTOP)
    began = time.monotonic()
    os.killpg(build.process.pid, signal.SIGINT)
    status, errors = build.finish()
    took = time.monotonic() - began
    cluster.started[1].send_signal(signal.SIGCONT)
    assert took < 5
    assert status == 130
    assert errors.startswith("Interrupted. ")
    assert cluster.is_as_before()


def test_a_killed_build_leaves_nothing_on_the_cluster(
    cluster: Cluster, start: Start, undisturbed: Bytes
) -> None:
    build = start("--scheduler", cluster.address)
    build.wait_for("cell", cell=4)
    assert cluster.of_builds()
    build.process.kill()
    build.finish()
    assert cluster.is_as_before()
    again = start("--scheduler", cluster.address)
    assert again.finish() == (0, "")
    assert again.outputs() == undisturbed


def test_a_line_that_is_cut_is_told(cluster: Cluster, start: Start, undisturbed: Bytes) -> None:
    line = Line(cluster.port)
    build = start("--scheduler", line.address)
    build.wait_for("end")
    line.cut()
    status, errors = build.finish()
    assert status == 1
    assert "The connection to the scheduler was lost. " in errors
    assert "the same command goes on from there." in errors
    assert "Traceback" not in errors
    assert cluster.is_as_before()
    again = start("--scheduler", cluster.address)
    assert again.finish() == (0, "")
    assert len(again.events[0]["todo"]) < 4
    assert again.outputs() == undisturbed


def test_a_scheduler_that_is_started_again_goes_on(
    clusters: Clusters, start: Start, undisturbed: Bytes
) -> None:
    cluster = clusters()
    cluster.start_worker()
    build = start("--scheduler", cluster.address)
    build.wait_for("end")
    cluster.scheduler.kill()
    status, errors = build.finish()
    assert status == 1
    assert "The connection to the scheduler was lost. " in errors
    assert cluster.is_as_before()
    cluster.start_scheduler()
    cluster.start_worker()
    again = start("--scheduler", cluster.address)
    assert again.finish() == (0, "")
    assert again.outputs() == undisturbed


@pytest.mark.parametrize("who", ["worker", "station"])
def test_what_is_killed_on_a_worker_is_done_again(
    clusters: Clusters, start: Start, undisturbed: Bytes, who: str
) -> None:
    cluster = clusters()
    workers = [cluster.start_worker(), cluster.start_worker()]
    build = start("--scheduler", cluster.address)
    build.wait_for("cell", cell=4)
    if who == "worker":
        workers[0].kill()
    else:
        stations = [pid for pid in cluster.of_builds() if "link.recv_bytes" in _command(pid)]
        os.kill(stations[0], signal.SIGKILL)
    assert build.finish() == (0, "")
    assert build.outputs() == undisturbed
    assert cluster.is_as_before()


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def test_a_worker_that_is_stopped_and_resumed_goes_on(
    cluster: Cluster, start: Start, undisturbed: Bytes
) -> None:
    build = start("--scheduler", cluster.address)
    build.wait_for("cell", cell=4)
    worker = cluster.started[1]
    worker.send_signal(signal.SIGSTOP)
    time.sleep(2)
    worker.send_signal(signal.SIGCONT)
    assert build.finish() == (0, "")
    assert build.outputs() == undisturbed
    assert cluster.is_as_before()


# A build whose limits are short: else the tests would take minutes.
PROGRAM = """
import sys
from kzindustry import cli
from kzindustry.reporting.cluster import crew, outpost
from kzindustry.reporting.running import batch
batch.AFTER_S = crew.NO_WORKER_S = crew.START_S = 3.0
outpost.ROOM_S = 0.5
sys.exit(cli.main(sys.argv[1:]))
"""


def test_a_worker_that_hangs_is_not_waited_for(cluster: Cluster, collection: Path) -> None:
    made = v4.new_notebook(
        cells=[v4.new_code_cell("import time\ntime.sleep(2)")], metadata={"kernelspec": SPEC}
    )
    nbformat.write(made, collection / "notebooks" / "sleepy.ipynb")
    words = ["build", "sleepy", "--timeout", "3", "--json", "--scheduler", cluster.address]
    build = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words], cwd=collection, stdout=subprocess.PIPE, text=True
    )
    assert build.stdout
    for line in build.stdout:
        if '"cell"' in line and "sleepy" in line:
            break
    hung = cluster.started[next(place for place, one in enumerate(cluster.started) if _has_kernel(one.pid))]
    hung.send_signal(signal.SIGSTOP)
    try:
        said = build.communicate(timeout=60)[0]
    finally:
        hung.send_signal(signal.SIGCONT)
    assert build.returncode == 0, said
    assert cluster.is_as_before()


def test_workers_that_others_keep_busy_are_waited_for(
    cluster: Cluster, plan: Path, tmp_path: Path, undisturbed: Bytes
) -> None:
    def keep_busy(sign: Path) -> None:
        while sign.exists():
            time.sleep(0.05)

    signs = [tmp_path / "first", tmp_path / "second"]
    with Client(cluster.address, set_as_default=False) as others:
        tasks = []
        for sign, worker in zip(signs, others.nthreads(), strict=True):
            sign.touch()
            tasks.append(others.submit(keep_busy, sign, workers=[worker]))
        until(lambda: [task.status for task in tasks] == ["pending"] * 2 and len(others.processing()) == 2)
        words = ["build", "--out", str(tmp_path / "out"), "--scheduler", cluster.address]
        build = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *words], cwd=plan, stderr=subprocess.PIPE, text=True
        )
        try:
            assert build.stderr
            said = build.stderr.readline()
            assert said == "Waiting for a free worker: all 2 are busy with tasks of others.\n"
            time.sleep(8)  # longer than such a build waits for workers that say nothing
            signs[0].unlink()
            assert (build.communicate(timeout=60)[1], build.returncode) == ("", 0)
            assert not tasks[1].done()  # what stood in line there was done by the first
        finally:
            build.kill()
            for sign in signs:
                sign.unlink(missing_ok=True)
    assert outputs(tmp_path / "out") == undisturbed
    assert cluster.is_as_before()


def _has_kernel(pid: int) -> bool:
    """Tell whether a worker does a run: then its station's warm process has a child."""
    stations = _children(pid)
    warm = [one for station in stations for one in _children(station) if "serve_kernels" in _command(one)]
    return any(_children(one) for one in warm)


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def test_a_run_that_kills_its_workers_is_told_and_the_others_go_on(
    clusters: Clusters, collection: Path, command: Command
) -> None:
    cluster = clusters()
    for _ in range(2):
        cluster.start_worker(nanny=True)
    made = v4.new_notebook(cells=[v4.new_code_cell(KILLER)], metadata={"kernelspec": SPEC})
    nbformat.write(made, collection / "notebooks" / "killer.ipynb")
    done = command("build", "killer", "waiting", "fresh", "--scheduler", cluster.address, cwd=collection)
    assert done.returncode == 1, done.stderr
    assert "2 built, 1 failed" in done.stdout
    assert "killer: failed: a worker process was killed" in done.stdout
    assert cluster.said("was killed by signal 9") == 3
    assert cluster.is_as_before()


def test_a_worker_without_room_is_left_out_and_one_that_fills_up_is_relieved(
    clusters: Clusters, start: Start, undisturbed: Bytes
) -> None:
    short = Path(tempfile.mkdtemp(prefix="kzt", dir="/tmp"))
    with disk(short / "tiny", "64k") as tiny, disk(short / "small", "40m") as small:
        cluster = clusters()
        cluster.start_worker()
        cluster.start_worker(environment={"TMPDIR": str(tiny)})
        cluster.start_worker(environment={"TMPDIR": str(small)})
        build = start("--scheduler", cluster.address)
        build.wait_for("cell")
        fill(small)
        status, errors = build.finish()
        assert status == 0, build.events
        assert errors.startswith("Workers that are left out:\n  tcp://127.0.0.1:")
        assert "cannot be used: No space left on device" in errors
        assert build.outputs() == undisturbed
        assert cluster.is_as_before()
        assert {path.name for path in small.iterdir()} == {"filled"}
        assert not [*tiny.iterdir()]
        cluster.end()
    shutil.rmtree(short)


def test_a_worker_with_another_library_is_left_out_by_name(
    clusters: Clusters, start: Start, tmp_path: Path, undisturbed: Bytes
) -> None:
    cluster = clusters()
    cluster.start_worker(environment=as_installed(tmp_path / "other", "pandas", "9.9"))
    build = start("--scheduler", cluster.address)
    status, errors = build.finish()
    assert status == 2
    assert errors.startswith(f"No worker of {cluster.address} can do runs of this build:\n")
    assert f": pandas is 9.9 instead of {distribution('pandas').version}\n" in errors
    cluster.start_worker()
    again = start("--scheduler", cluster.address)
    status, errors = again.finish()
    assert status == 0, errors
    assert errors.startswith("Workers that are left out:\n")
    assert again.outputs() == undisturbed
    assert cluster.is_as_before()


def test_another_dask_is_told_before_work_starts(clusters: Clusters, start: Start, tmp_path: Path) -> None:
    cluster = clusters()
    cluster.start_worker(environment=as_installed(tmp_path / "other", "distributed", "2025.1.0"))
    status, errors = start("--scheduler", cluster.address).finish()
    assert status == 2
    assert f"distributed is 2025.1.0 there, {distribution('distributed').version} here" in errors


def test_a_cluster_that_cannot_be_used_is_told_before_work_starts(
    clusters: Clusters, start: Start, plan: Path
) -> None:
    empty = clusters()
    nobody = f"tcp://127.0.0.1:{free_port()}"
    said = {
        "127.0.0.1:8786": "--scheduler '127.0.0.1:8786' is no address.",
        nobody: f"{nobody} cannot be reached within 10 s",
        f"tls://127.0.0.1:{empty.port}": "a tls:// address needs certificates",
        empty.address: f"The scheduler at {empty.address} has no workers.",
    }
    for address, what in said.items():
        status, errors = start("--scheduler", address).finish()
        assert (status, what in errors) == (2, True), errors
        assert "Traceback" not in errors
    without = (
        "import sys; sys.modules['distributed'] = None; from kzindustry.cli import main; sys.exit(main())"
    )
    words = [sys.executable, "-c", without, "build", "--scheduler", empty.address]
    done = subprocess.run(words, cwd=plan, capture_output=True, text=True, check=False)
    assert (done.returncode, 'pip install "kzindustry[dask]"' in done.stderr) == (2, True)


def test_certificates_come_from_dasks_own_configuration(
    clusters: Clusters,
    start: Start,
    tmp_path: Path,
    undisturbed: Bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not shutil.which("openssl"):
        pytest.skip("openssl, which makes the certificates, is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = f"openssl req -x509 -newkey rsa:2048 -nodes -keyout {key} -out {certificate} -days 2 -subj /CN=kz"
    subprocess.run(words.split(), check=True, capture_output=True)
    monkeypatch.setenv("DASK_DISTRIBUTED__COMM__TLS__CA_FILE", str(certificate))
    for who in ("SCHEDULER", "WORKER", "CLIENT"):
        monkeypatch.setenv(f"DASK_DISTRIBUTED__COMM__TLS__{who}__CERT", str(certificate))
        monkeypatch.setenv(f"DASK_DISTRIBUTED__COMM__TLS__{who}__KEY", str(key))
    cluster = clusters(scheme="tls")
    cluster.start_worker()
    build = start("--scheduler", cluster.address)
    assert build.finish() == (0, "")
    assert build.outputs() == undisturbed


def test_a_build_on_this_machine_does_without_dask() -> None:
    program = "import sys, kzindustry.reporting.commands; print({'dask', 'distributed'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
