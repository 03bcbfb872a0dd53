import json
import sys
from pathlib import Path
from typing import Any

import pytest

from kzindustry.reporting.pages.cleaning import clean, to_bytes, without_paths
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.plan import make_run

ROOT = Path("/somewhere/of/mine")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("/var/t/ipykernel_4711/123.py:1: UserWarning: x", "<cell>:1: UserWarning: x"),
        ("<ipython-input-6-db3ffe25b250>:1: UserWarning: x", "<cell>:1: UserWarning: x"),
        ('File "/var/t/ipykernel_1/99.py", line 3', 'File "<cell>", line 3'),
        (f"{ROOT}/src/own/module.py:5", "src/own/module.py:5"),
        ("/a/.venv/lib/python3.13/site-packages/numpy/core.py:5", "numpy/core.py:5"),
        ("~/x/lib/python3.12/json/decoder.py:5", "json/decoder.py:5"),
        ("<Thing at 0x7f0c1627ee40>", "<Thing at 0x…>"),
        ("0x10 and at 0xff are numbers", "0x10 and at 0xff are numbers"),
        ("a/b of c", "a/b of c"),
    ],
)
def test_paths_and_addresses_of_a_machine_are_shortened(text: str, cleaned: str) -> None:
    assert without_paths(text, ROOT) == cleaned


def test_a_project_below_home_is_shortened_as_ipython_writes_it() -> None:
    root = Path.home() / "papers" / "own"
    assert without_paths("File ~/papers/own/src/a.py:3", root) == "File src/a.py:3"


@pytest.fixture
def notebook() -> dict[str, Any]:
    outputs = [
        {"output_type": "stream", "name": "stderr", "text": "/var/t/ipykernel_1/2.py:1: x"},
        {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "<A at 0x7f0c1627ee40>"}},
        {"output_type": "error", "ename": "E", "evalue": f"{ROOT}/a", "traceback": [f"{ROOT}/a.py"]},
    ]
    times = {"start_time": "2020-01-01", "end_time": None}
    injected = {"tags": ["injected-parameters"], "papermill": times}
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python"},
            "language_info": {
                "name": "python",
                "version": sys.version.split()[0],
                "pygments_lexer": "ipython3",
            },
            "papermill": {"input_path": "/x", **times},
        },
        "cells": [
            {"cell_type": "code", "id": "8f3a", "metadata": injected, "source": "a = 1", "outputs": []},
            {
                "cell_type": "code",
                "id": "own",
                "metadata": {"execution": {}},
                "source": "a",
                "outputs": outputs,
            },
        ],
    }


def test_what_differs_between_equal_runs_is_taken_out(notebook: dict[str, Any], collection: Path) -> None:
    run = make_run("waiting", Collection(collection).notebooks["waiting"], {"town": "Karatau"})
    for cell in notebook["cells"]:
        cell["execution_count"] = 1
    clean(notebook, run, "it failed", ROOT)
    assert notebook["metadata"] == {
        "kzindustry": {
            "run": "waiting-town=karatau",
            "notebook": "waiting",
            "parameters": [["town", "Karatau"], ["rate", 0.5], ["persons", 3]],
            "error": "it failed",
        },
        "kernelspec": {"name": "python3", "display_name": "Python"},
        "language_info": {"name": "python", "pygments_lexer": "ipython3"},
    }
    injected, own = notebook["cells"]
    assert injected["id"] == "injected-parameters"
    assert injected["metadata"] == {"tags": ["injected-parameters"]}
    assert own["metadata"] == {}
    written = to_bytes(notebook).decode()
    for trace in ("2020-01-01", "ipykernel_", str(ROOT), "0x7f"):
        assert trace not in written
    assert json.loads(written)["cells"][1]["source"] == ["a"]
