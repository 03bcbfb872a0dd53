"""Cleaning leaves what was written and nothing of a session; ids say what stands in a cell."""

import json
import uuid
from pathlib import Path

import nbformat
import pytest

from kzindustry.errors import InputError
from kzindustry.reporting.authoring.cell_ids import is_readable, readable_ids
from kzindustry.reporting.authoring.clean import clean_on_save, cleaned
from kzindustry.reporting.authoring.notebook_file import as_written, replace_file
from kzindustry.root import project_root

NOTEBOOKS = sorted((project_root(Path(__file__)) / "notebooks").glob("*.ipynb"))


def code(source, **more):
    return {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
        **more,
    }


def text(source, **more):
    return {"cell_type": "markdown", "metadata": {}, "source": source, **more}


def used(document):
    """What a session in JupyterLab makes of a notebook: outputs, counts, times, versions, ids by lot."""
    output = {"output_type": "stream", "name": "stdout", "text": ["1\n"]}
    for count, cell in enumerate(document["cells"], start=1):
        cell["id"] = str(uuid.uuid4())
        cell["metadata"]["scrolled"] = True
        if cell["cell_type"] == "code":
            cell |= {"outputs": [output], "execution_count": count}
            cell["metadata"]["execution"] = {"iopub.status.busy": "2026-01-01T00:00:00Z"}
    document["metadata"]["language_info"] |= {"version": "3.13.1", "pygments_lexer": "ipython3"}
    return document


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_clean_notebook_stays_byte_for_byte(path):
    written = path.read_text(encoding="utf-8")
    assert as_written(cleaned(json.loads(written))) == written


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_used_notebook_loses_the_session_and_nothing_else(path):
    original = json.loads(path.read_text(encoding="utf-8"))
    found = cleaned(used(json.loads(path.read_text(encoding="utf-8"))))
    nbformat.validate(nbformat.from_dict(found))
    ids = [cell.pop("id") for cell in found["cells"]]
    assert all(map(is_readable, ids))
    assert len(set(ids)) == len(ids)
    for cell in original["cells"]:
        del cell["id"]
    assert found == original


def test_what_nbformat_writes_is_what_is_written(tmp_path):
    path = tmp_path / "one.ipynb"
    nbformat.write(nbformat.from_dict(json.loads(NOTEBOOKS[0].read_text(encoding="utf-8"))), path)
    assert as_written(json.loads(path.read_text(encoding="utf-8"))) == path.read_text(encoding="utf-8")


def test_ids_say_what_stands_in_a_cell():
    cells = [
        text("# What came of it?"),
        code("import numpy as np"),
        code("town = 'both'", metadata={"tags": ["parameters"]}),
        text("## How sure is the rate?\n\nWords."),
        code("rates = proportion(a, b)"),
        code("report.show(dots(rates, name='start-up-rates'))"),
        code("%%say\nIt is {rate}."),
        code("%%limit if town == 'both'\nNothing."),
        code("%%say\n## Another section\n\nWords."),
        code("if town:\n    report.record('m', rates)"),
        code("!ls"),
        text("Карандаш"),
        text("## 2. Prices"),
        code("n = 3"),
        code("# rows without a price are left out\nfound = rows.dropna()"),
        code("rows.head()"),
        code("# строки с ценой\nkept = rows.dropna()"),
        code("towns['rate'] = 1"),
        code("fig, ax = plt.subplots()\nax.set_title('Prices over time')"),
        code("%%time\nprices = 3"),
        code("def mean_of(rows):\n    return 1"),
        code(""),
        text("![a map](map.png)"),
        text("| a | b |\n|---|---|"),
    ]
    assert readable_ids(cells) == [
        "came",
        "imports",
        "parameters",
        "sure-rate",
        "rates",
        "start-up-rates-chart",
        "sure-rate-reading",
        "sure-rate-limit",
        "another-section-reading",
        "record-m",
        "another-section-ls",
        "text",
        "prices",
        "prices-n",
        "rows-without-price-left",
        "rows-head",
        "kept",
        "towns-rate",
        "prices-over-time-chart",
        "prices-2",
        "mean",
        "prices-code",
        "picture",
        "table",
    ]


def test_names_that_somebody_gave_stay_and_doubles_are_numbered():
    cells = [text("## One", id="towns"), code("towns = 1", id="3f9a01bc"), code("towns = 2", id="towns")]
    assert readable_ids(cells) == ["towns", "towns-2", "towns-3"]
    assert readable_ids([code("", id=name) for name in ("rates-chart", "aB9_kQ2x-7Zu", "")]) == [
        "rates-chart",
        "code",
        "code-2",
    ]


def test_cleaning_twice_changes_nothing_more():
    once = cleaned(used(json.loads(NOTEBOOKS[-1].read_text(encoding="utf-8"))))
    assert cleaned(once) == once


def test_the_command_cleans_what_is_named_and_says_so(collection, command):
    path = collection / "notebooks" / "01_waiting.ipynb"
    other = collection / "notebooks" / "02_stopping.ipynb"
    for one in (path, other):
        one.write_text(json.dumps(used(json.loads(one.read_text(encoding="utf-8")))), encoding="utf-8")
    untouched = other.read_bytes()
    done = command("clean", "waiting", cwd=collection)
    assert (done.returncode, done.stdout) == (0, "01_waiting.ipynb: cleaned\n")
    assert not any(cell.get("outputs") for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])
    assert other.read_bytes() == untouched
    assert "02_stopping.ipynb: cleaned" in command("clean", cwd=collection).stdout
    assert command("clean", "waiting", cwd=collection).stdout == "Clean already: 01_waiting.ipynb\n"


def test_a_file_that_is_no_notebook_is_refused_and_all_others_are_left(collection, command, tmp_path):
    path = collection / "notebooks" / "01_waiting.ipynb"
    path.write_text(json.dumps(used(json.loads(path.read_text(encoding="utf-8")))), encoding="utf-8")
    before = path.read_bytes()
    broken, old = tmp_path / "broken.ipynb", tmp_path / "old.ipynb"
    broken.write_text("{", encoding="utf-8")
    old.write_text('{"nbformat": 3, "cells": [], "metadata": {}}', encoding="utf-8")
    done = command("clean", path, broken, old, "waitin", cwd=collection)
    assert done.returncode == 2
    for words in ("broken.ipynb: not a readable notebook", "old.ipynb: a notebook of format 3", "'waiting'"):
        assert words in done.stderr
    assert path.read_bytes() == before


def test_jupyterlab_saves_clean_notebooks(tmp_path):
    """The contents manager of a real Jupyter server, with the hook as the README gives it."""
    server = pytest.importorskip("jupyter_server.services.contents.largefilemanager")
    hook = "kzindustry.reporting.authoring.clean.clean_on_save"
    manager = server.LargeFileManager(root_dir=str(tmp_path), pre_save_hook=hook)
    document = used(json.loads(NOTEBOOKS[-1].read_text(encoding="utf-8")))
    manager.save({"type": "notebook", "format": "json", "content": nbformat.from_dict(document)}, "one.ipynb")
    saved = json.loads((tmp_path / "one.ipynb").read_text(encoding="utf-8"))
    assert as_written(saved) == as_written(cleaned(saved))
    assert all(is_readable(cell["id"]) for cell in saved["cells"])


def test_the_hook_leaves_other_files_alone():
    model = {"type": "file", "content": "a,b"}
    clean_on_save(model=model, path="a.csv", contents_manager=None)
    assert model == {"type": "file", "content": "a,b"}


def test_a_link_stays_one_and_what_it_leads_to_is_cleaned(collection, command, tmp_path):
    path, kept = collection / "notebooks" / "01_waiting.ipynb", tmp_path / "kept.ipynb"
    kept.write_text(json.dumps(used(json.loads(path.read_text(encoding="utf-8")))), encoding="utf-8")
    path.unlink()
    path.symlink_to(kept)
    assert command("clean", "waiting", cwd=collection).stdout == "01_waiting.ipynb: cleaned\n"
    assert path.is_symlink()
    assert not any(cell.get("outputs") for cell in json.loads(kept.read_text(encoding="utf-8"))["cells"])


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(InputError, match=r"one\.ipynb: cannot be written \(No such file or directory\)"):
        replace_file(tmp_path / "gone" / "one.ipynb", "{}")
