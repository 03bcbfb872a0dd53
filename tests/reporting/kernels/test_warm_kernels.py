"""Warm kernels through jupyter_client and nbclient alone, as papermill uses them."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import v4

from kzindustry.reporting.kernels.client import PromptClient, PromptManager
from kzindustry.reporting.kernels.linux import can_fork_safely, threads
from kzindustry.reporting.kernels.start import warm_kernels
from kzindustry.reporting.running.isolation import build_environment

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(not can_fork_safely(), reason="kernels are forked on Linux only"),
]
IMPORTS = ["import numpy", "import absent_module"]
HOOK = "numpy:show_config"


@pytest.fixture
def warm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    with (
        build_environment() as (folder, private),
        warm_kernels(folder, private, [IMPORTS], HOOK, tmp_path) as environment,
    ):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        # jupyter_client asks the environment once a process; other tests have had it start kernels here
        KernelProvisionerFactory.clear_instance()
        yield
    KernelProvisionerFactory.clear_instance()


def values(*sources: str, **options: Any) -> list[str]:
    """Run cells in a kernel of their own and give the texts of their last results."""
    notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources])
    NotebookClient(notebook, kernel_name="python3", shutdown_kernel="immediate", **options).execute()
    return [cell.outputs[-1]["data"]["text/plain"] for cell in notebook.cells if cell.outputs]


ABOUT = """
import os, sys, json, signal
about = {
    "pid": os.getpid(), "group": os.getpgid(0),
    "parent": os.getppid(), "told": os.environ.get("JPY_PARENT_PID"),
    "warm": "warmed" if "numpy" in sys.modules else "cold", "stderr": os.readlink("/proc/self/fd/2"),
    "stdin": os.readlink("/proc/self/fd/0"), "argv": sys.argv[0], "main": sys.modules["__main__"].__name__,
    "cwd": os.getcwd(), "threads": os.environ["OPENBLAS_NUM_THREADS"],
}
"""


def about(**options: Any) -> dict[str, Any]:
    (text,) = values(ABOUT, "about", **options)
    return dict(eval(text))


@pytest.mark.usefixtures("warm")
def test_a_kernel_is_a_fresh_process_with_everything_imported(tmp_path: Path) -> None:
    options = {"resources": {"metadata": {"path": str(tmp_path)}}}
    one, other = about(**options), about(**options)
    assert one["pid"] != other["pid"]
    assert one["parent"] == other["parent"] == int(one["told"])
    assert one["group"] == one["pid"]
    assert one["warm"] == "warmed"
    assert one["stdin"] == "/dev/null"
    assert one["stderr"] == "/dev/null" or one["stderr"].startswith("pipe:")  # which its output reads
    assert one["argv"].endswith("/ipykernel_launcher.py")
    assert one["main"] == "__main__"
    assert one["cwd"] == str(tmp_path)
    assert one["threads"] == "1"


@pytest.mark.usefixtures("warm")
def test_the_client_is_the_one_that_does_not_wait_for_more() -> None:
    used = []
    notebook = v4.new_notebook(cells=[v4.new_code_cell("1")])
    client = NotebookClient(notebook, kernel_manager_class=PromptManager)
    client.on_cell_start = lambda **_: used.append(type(client.kc))
    client.execute()
    assert used == [PromptClient]
    assert notebook.cells[0].outputs[0]["data"]["text/plain"] == "1"


@pytest.mark.usefixtures("warm")
def test_nothing_of_one_run_reaches_another() -> None:
    source = "import numpy, random; numpy.marked = getattr(numpy, 'marked', 0) + 1; numpy.marked"
    assert values(source) == values(source) == ["1"]
    source = "import numpy, random; (numpy.random.random(), random.random())"
    assert values(source) != values(source)


@pytest.mark.usefixtures("warm")
def test_an_interrupt_reaches_the_cell_and_the_kernel_lives_on() -> None:
    sources = ("import time", "time.sleep(60)", "'still here'")
    notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources])
    began = time.monotonic()
    NotebookClient(notebook, timeout=1, interrupt_on_timeout=True, allow_errors=True).execute()
    assert time.monotonic() - began < 20
    assert notebook.cells[1].outputs[0]["ename"] == "KeyboardInterrupt"
    assert notebook.cells[2].outputs[0]["data"]["text/plain"] == "'still here'"


@pytest.mark.usefixtures("warm")
def test_a_kernel_that_ends_itself_is_reported_with_its_status() -> None:
    with pytest.raises(DeadKernelError):
        values("import os; os._exit(3)")


@pytest.mark.usefixtures("warm")
def test_an_error_in_a_cell_is_an_error_in_a_cell() -> None:
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        values("1 / 0")


def is_warm(client: Any) -> bool:
    """Ask a kernel whether it was forked."""
    reply = client.execute_interactive(
        "", user_expressions={"n": "'numpy' in __import__('sys').modules"}, timeout=30
    )
    return bool(reply["content"]["user_expressions"]["n"]["data"]["text/plain"] == "True")


@pytest.mark.usefixtures("warm")
def test_a_kernel_that_is_started_again_keeps_its_connection() -> None:
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=30)
        assert is_warm(client)
        before = manager.get_connection_info()
        client.execute_interactive("x = 1", timeout=30)
        for now in (False, True):
            manager.restart_kernel(now=now)
            client.wait_for_ready(timeout=30)
            reply = client.execute_interactive("x", timeout=30, output_hook=lambda _: None)
            assert reply["content"]["ename"] == "NameError"
        assert manager.get_connection_info() == before
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


SLOW_TO_ANSWER = """
import atexit, pathlib, time
kernel = get_ipython().kernel
usual = kernel._publish_status_and_flush
def late(status, channel, *others):
    if (status, channel) == ("idle", "control"):
        time.sleep(0.5)
    usual(status, channel, *others)
kernel._publish_status_and_flush = late
note = pathlib.Path("note").resolve()
atexit.register(lambda: note.write_text(f"answering: {kernel.control_thread.is_alive()}"))
"""


@pytest.mark.usefixtures("warm")
def test_a_kernel_has_answered_before_it_takes_itself_apart(tmp_path: Path) -> None:
    notebook = v4.new_notebook(cells=[v4.new_code_cell(SLOW_TO_ANSWER)])
    resources = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(
        notebook, kernel_manager_class=PromptManager, shutdown_kernel="graceful", resources=resources
    ).execute()
    assert (tmp_path / "note").read_text() == "answering: False"
    assert PromptManager.latest.exit_status == 0


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize(
    ("options", "change", "warm_one"),
    [
        ({}, {}, True),
        ({"extra_arguments": ["--HistoryManager.hist_file=:memory:"]}, {}, True),
        ({"extra_arguments": ["--IPKernelApp.exec_lines=['y = 2']"]}, {}, False),
        ({"env": {"PYTHONOPTIMIZE": "1"}}, {}, False),
        ({"stdout": subprocess.DEVNULL}, {}, False),
        ({}, {"argv": ["{other}", "-m", "ipykernel_launcher", "-f", "{connection_file}"]}, False),
        ({}, {"argv": ["python", "-O", "-m", "ipykernel_launcher", "-f", "{connection_file}"]}, False),
        ({}, {"env": {"PYTHONPATH": "/nowhere"}}, False),
    ],
)
def test_only_the_usual_command_of_this_interpreter_is_forked(
    options: dict[str, Any], change: dict[str, Any], warm_one: bool, tmp_path: Path
) -> None:
    other = tmp_path / "python"  # of another environment, though of the same program
    other.symlink_to(sys.executable)
    if "env" in options:
        options = {"env": {**os.environ, **options["env"]}}
    manager = KernelManager(kernel_name="python3", transport="tcp", ip="127.0.0.1")
    for name, value in change.items():
        words = [word.replace("{other}", str(other)) for word in value] if name == "argv" else value
        if name == "env" and "PYTHONPATH" in os.environ:
            words = {"PYTHONPATH": f"{os.environ['PYTHONPATH']}:/nowhere"}
        setattr(manager.kernel_spec, name, words)
    if change.get("argv", [""])[0] == "{other}":
        options = {"env": {**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path[1:]])}}
    manager.start_kernel(**options)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        assert is_warm(client) == warm_one
        assert (manager.transport, manager.ip) == ("tcp", "127.0.0.1")
        if "exec_lines" in str(options):
            reply = client.execute_interactive("", user_expressions={"y": "y"}, timeout=30)
            assert reply["content"]["user_expressions"]["y"]["data"]["text/plain"] == "2"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_without_a_warm_process_a_plain_kernel_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    with build_environment() as (folder, private):
        for name, value in private.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "kzindustry-warm")
        monkeypatch.setenv("KZINDUSTRY_WARM_KERNELS", str(folder / "nobody"))
        plain = about()
    assert plain["parent"] == os.getpid()
    assert plain["warm"] == "cold"


def test_a_warm_process_with_threads_is_not_forked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "thready.py").write_text(
        "import threading, time\n"
        "def start():\n    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    with (
        build_environment() as (folder, private),
        warm_kernels(folder, private, [["import numpy"]], "thready:start", tmp_path) as environment,
    ):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert about()["parent"] != os.getpid()  # the hook is called beside the first kernel
        assert about()["parent"] == os.getpid()


def test_a_kernel_that_is_killed_is_dead_for_its_client(warm: None) -> None:
    with pytest.raises(DeadKernelError):
        values(f"import os; os.kill(os.getpid(), {int(signal.SIGKILL)})")


def test_threads_are_counted() -> None:
    before = threads()
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert threads() == before + 1
    finally:
        stop.set()
        thread.join()
    assert sys.platform == "linux"
