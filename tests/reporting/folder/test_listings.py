"""What the first page says of runs, from the files of a folder."""

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from kzindustry.reporting.folder.executed import question_of
from kzindustry.reporting.folder.extracts import read_extracts
from kzindustry.reporting.folder.freshness import Freshness
from kzindustry.reporting.folder.listings import Listings
from kzindustry.reporting.folder.output_folder import OutputFolder
from kzindustry.reporting.folder.record import Record
from kzindustry.reporting.runs.collection import Collection


def test_of_a_grid_without_its_default_run_the_first_run_gives_the_picture(
    tmp_path: Path, collection: Path, sample: NotebookNode
) -> None:
    folder = OutputFolder(tmp_path)
    folder.notebooks.mkdir()
    written = nbformat.writes(sample)
    for rate in (10, 9):
        text = written.replace("Bars: North 26", f"Bars at {rate}: North 26")
        made = nbformat.reads(text, as_version=4)
        name = f"sites-rate={rate}"
        made.metadata["kzindustry"] = {
            "run": name,
            "notebook": "sites",
            "parameters": [["rate", rate]],
            "error": "",
        }
        nbformat.write(made, folder.notebook(name))
    listings = Listings(folder, Record(), Freshness(Collection(collection)))
    for run in read_extracts(folder, Record()):
        listings.add(run)
    page = listings.page().decode()
    assert page.count('class="card-picture"') == 1
    assert 'alt="Bars at 9: North 26, South 15."' in page
    assert ">Where are more sites?</" in page


@pytest.mark.parametrize(
    ("source", "question"),
    [
        ("# What *became* of `it`, at $x_1 * 2$?", "What became of it, at $x_1 * 2$?"),
        ("# See [the **map**](a_b.png) <br>of 2*3 a_b?", "See the map of 2*3 a_b?"),
        ("```python\n# a comment\n```\n# The question", "The question"),
        ("~~~\n# a comment", ""),
        ("## Below\n#Tag", ""),
    ],
)
def test_the_first_page_asks_what_the_page_itself_asks(source: str, question: str) -> None:
    assert question_of({"cells": [{"cell_type": "markdown", "source": source}]}) == question
