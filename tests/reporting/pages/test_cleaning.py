import json
import re
import sys
import sysconfig
import warnings
from io import StringIO
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from papermill.iorw import load_notebook_node

import kzindustry
from kzindustry.reporting.pages.cleaning import clean, number_cells, to_bytes, whole_streams
from kzindustry.reporting.pages.machine_traces import SteadyNames, without_paths
from kzindustry.reporting.running.execute import read_notebook
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
        (f"{sysconfig.get_path('purelib')}/pandas/a.py:5", "pandas/a.py:5"),
        (f"{Path(kzindustry.__file__).parent}/errors.py:5", "kzindustry/errors.py:5"),
        (f"file={Path.home()}/data/x.csv", "file=~/data/x.csv"),
        (f"/data{Path.home()}/x.csv", f"/data{Path.home()}/x.csv"),
        (f"in {Path.home()}.", "in ~."),
        (f"PosixPath('{ROOT}')", "PosixPath('.')"),
        (f"{ROOT}s and {ROOT}.old", f"{ROOT}s and {ROOT}.old"),
        ("x" * 9000 + "/site-packages/a", "x" * 9000 + "a"),
        ("<pre>/a b/c/site-packages/numpy/x.py</pre>", "<pre>/a numpy/x.py</pre>"),
    ],
)
def test_paths_and_addresses_of_a_machine_are_shortened(text: str, cleaned: str) -> None:
    assert without_paths(text, ROOT) == cleaned


@pytest.mark.parametrize("root", [ROOT, Path("/")])
def test_addresses_stay_where_home_or_project_is_the_folder_of_all_folders(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user whom a container does not know often has it for a home."""
    monkeypatch.setenv("HOME", "/")
    assert without_paths("<a href='https://example.org/x'>", root) == "<a href='https://example.org/x'>"


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


def test_long_lines_without_blanks_take_no_time() -> None:
    """Patterns that began with any number of characters took minutes for each of these."""
    for piece in ("x", "/lib/python3.", "ipykernel_1/", "ipykernel_1/2.p", "at 0x", "<ipython-input-1-"):
        long = piece * (600_000 // len(piece))
        assert without_paths(long, ROOT) == long
    assert without_paths("/lib/python3.1/site-packages/" * 50_000, ROOT) == ""
    assert without_paths("x" * 5_000_000 + " /t/ipykernel_1/2.py:1", ROOT).endswith("x <cell>:1")


def test_every_form_of_text_is_cleaned(notebook: dict[str, Any], collection: Path) -> None:
    trace = "&lt;A at 0x7f0c1627ee40&gt; /var/t/ipykernel_1/2.py:1"
    texts = ("text/html", "text/markdown", "text/latex", "text/plain")
    data = {mime: [trace[:9], trace[9:]] for mime in texts}
    notebook["cells"][1]["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": data}]
    clean(notebook, make_run("waiting", Collection(collection).notebooks["waiting"], {}), "", ROOT)
    assert set(data.values()) == {"&lt;A at 0x…&gt; <cell>:1"}


def pieces(*of: tuple[str, str]) -> list[dict[str, str]]:
    return [{"output_type": "stream", "name": name, "text": text} for name, text in of]


def test_streams_do_not_depend_on_when_they_were_flushed() -> None:
    shown = {"output_type": "display_data", "data": {}}
    once = [*pieces(("stdout", "abc"), ("stderr", "xy")), shown, *pieces(("stdout", "d"))]
    cut = [
        *pieces(("stderr", "x"), ("stdout", "a"), ("stdout", "b"), ("stderr", "y"), ("stdout", "c")),
        shown,
        *pieces(("stdout", "d")),
    ]
    assert whole_streams(cut) == whole_streams(once) == once


def test_names_that_libraries_draw_are_numbered() -> None:
    frame = pd.DataFrame({"a": [1]})
    once, again = (
        [names.in_html(frame.style.set_caption(name).to_html()) for name in "xy"]
        for names in (SteadyNames(), SteadyNames())
    )
    assert once == again
    assert 'id="T_00001"' in once[0]
    assert "#T_00002" in once[1] or 'id="T_00002"' in once[1]
    viz = '<div id="altair-viz-{0}"></div><script>f("altair-viz-{0}")</script> md5 {1}'
    data = "d41d8cd98f00b204e9800998ecf8427e"
    one, two = (SteadyNames().in_html(viz.format(name * 32, data)) for name in "ab")
    assert one == two
    assert data in one


def test_drawings_of_matplotlib_are_the_same_each_time() -> None:
    def drawn() -> str:
        figure, axes = plt.subplots()
        axes.plot([1, 2], [1, 2], clip_on=True)
        axes.scatter([1, 2], [2, 1])
        axes.bar([1], [1], hatch="//")
        for _ in range(16):  # of random names, some begin with a letter that is a digit, too
            axes.imshow([[1, 2]])
        buffer = StringIO()
        figure.savefig(buffer, format="svg")
        plt.close(figure)
        return buffer.getvalue()

    first, second = drawn(), drawn()
    assert first != second
    steady = SteadyNames().in_drawing(first)
    assert steady == SteadyNames().in_drawing(second)
    led_to = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', steady)
    assert {one or other for one, other in led_to} <= set(re.findall(r' id="([^"]+)"', steady))


def test_cells_without_an_id_of_their_own_are_numbered_by_place(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "code", "source": "", "metadata": {}, "outputs": [], "execution_count": None, **more}
        for more in ({"id": "a"}, {}, {"id": "a"}, {"id": "cell-2"})
    ]
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = load_notebook_node(str(path))
    number_cells(found, path)
    assert [cell["id"] for cell in found["cells"]] == ["a", "cell-2-", "cell-3", "cell-2"]


def test_ids_that_are_missing_or_taken_are_no_matter_for_a_terminal(collection: Path) -> None:
    path = Collection(collection).notebooks["waiting"]
    content = json.loads(path.read_text())
    content["cells"] = [{**cell, "id": "one"} for cell in content["cells"]]
    del content["cells"][0]["id"]
    path.write_text(json.dumps(content))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found, _ = read_notebook(make_run("waiting", path, {}))
    assert [cell.id for cell in found.cells][:3] == ["cell-1", "one", "cell-3"]
