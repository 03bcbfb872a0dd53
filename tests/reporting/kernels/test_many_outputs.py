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


@pytest.mark.parametrize(("first", "count"), [("", 1), ("", 1000), (PLAIN, 1000), ("", 20_000)])
def test_all_that_a_cell_shows_is_there_in_its_order(
    collection: Path, command: Command, first: str, count: int
) -> None:
    cells = [v4.new_code_cell(first), v4.new_code_cell(f"for n in range({count}): display(n)")]
    notebook = v4.new_notebook(cells=cells, metadata={"kernelspec": SPEC})
    nbformat.write(notebook, collection / "notebooks" / "many.ipynb")
    done = command("build", "many", "--out", collection / "out", cwd=collection)
    assert done.returncode == 0, done.stdout
    executed = nbformat.read(collection / "out" / "notebooks" / "many.ipynb", as_version=4)
    shown = [int(output["data"]["text/plain"]) for output in executed.cells[1].outputs]
    assert shown == [*range(count)]
