"""No output is dropped, however fast a cell shows things."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import nbformat
import pytest
from nbformat import v4

pytestmark = pytest.mark.kernel
Command = Callable[..., CompletedProcess[str]]
SPEC = {"name": "python3", "display_name": "Python", "language": "python"}
PLAIN = "import os; os.environ['SO'] = 'a plain kernel'"
LISTENER_STOPS = """
import os, signal, time
os.kill(os.getppid(), signal.SIGSTOP)
for n in range(2500): display(n)
time.sleep(1)
os.kill(os.getppid(), signal.SIGCONT)
"""


@pytest.mark.parametrize("count", [1, 1000, 20_000])
def test_all_that_a_cell_shows_is_there_in_its_order(collection: Path, command: Command, count: int) -> None:
    assert numbers_shown(collection, command, f"for n in range({count}): display(n)") == [*range(count)]


def test_a_plain_kernel_waits_for_who_listens(collection: Path, command: Command) -> None:
    assert numbers_shown(collection, command, PLAIN, LISTENER_STOPS) == [*range(2500)]


def numbers_shown(collection: Path, command: Command, *sources: str) -> list[int]:
    cells = [v4.new_code_cell(source) for source in sources]
    notebook = v4.new_notebook(cells=cells, metadata={"kernelspec": SPEC})
    nbformat.write(notebook, collection / "notebooks" / "many.ipynb")
    done = command("build", "many", "--out", collection / "out", cwd=collection)
    assert done.returncode == 0, done.stdout
    executed = nbformat.read(collection / "out" / "notebooks" / "many.ipynb", as_version=4)
    return [int(output["data"]["text/plain"]) for output in executed.cells[-1].outputs]
