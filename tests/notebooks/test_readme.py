"""What the README shows a researcher runs as it stands there, cell by cell, in a real kernel."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from kzindustry.contract import documents
from kzindustry.root import project_root

ROOT = project_root(Path(__file__))
pytestmark = pytest.mark.kernel


def test_the_cells_of_the_readme_run_in_their_order():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:python)?\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 3
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(block) for block in blocks])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    told = list(documents(notebook))
    assert any(one.get("text", "").startswith("17 businesses for 50 people in Karatau, 34%") for one in told)
    assert any(one["kind"] == "chart" and one["source"] for one in told)
