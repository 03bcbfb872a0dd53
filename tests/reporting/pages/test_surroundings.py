"""Pictures: what the notebook can reach is embedded; what it cannot is named in the page and warned of."""

import re
from base64 import b64decode
from pathlib import Path

import pytest
from nbformat import NotebookNode, v4

from kzindustry.reporting.pages.exporter import ReportExporter

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'
REACHED = ["a%20dot.png", "attachment:a%20dot.png", "attachment:точка.png", "./in/dot.svg"]
FORMS = ["![a dot]({})", '<img src="{}" alt="a dot">', '<p><img alt="a dot" src={}>']


@pytest.mark.parametrize("address", REACHED)
@pytest.mark.parametrize("form", FORMS)
def test_pictures_that_the_notebook_can_reach_are_embedded(address: str, form: str, tmp_path: Path) -> None:
    (tmp_path / "a dot.png").write_bytes(b64decode(PIXEL))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "dot.svg").write_text(DRAWING)
    attachments = {name: {"image/png": PIXEL} for name in ("a dot.png", "точка.png")}
    made = v4.new_notebook(cells=[v4.new_markdown_cell(form.format(address), attachments=attachments)])
    resources = {"metadata": {"name": "x", "path": str(tmp_path)}}
    page, about = ReportExporter().from_notebook_node(made, resources)
    kind = "svg" if "svg" in address else "png"
    source = re.findall(r'<img [^>]*src="(.*?)"', page)
    assert [one.startswith(f"data:image/{kind}") for one in source] == [True]
    assert about["kzindustry_warnings"] == []


def test_an_attachment_with_blanks_in_its_name_is_embedded() -> None:
    name = "my (1) dot.png"
    cell = v4.new_markdown_cell(f"![x](attachment:{name})", attachments={name: {"image/png": PIXEL}})
    assert "data:image/png" in ReportExporter().from_notebook_node(v4.new_notebook(cells=[cell]))[0]


OUT_OF_REACH = [
    "../secret.png",
    "/etc/x.png",
    "https://example.org/far.png",
    "gone.png",
    "fake.png",
    "%00.png",
]


@pytest.mark.parametrize("address", OUT_OF_REACH)
def test_pictures_out_of_reach_are_named_in_the_page_and_warned_of(address: str, tmp_path: Path) -> None:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(b64decode(PIXEL))
    (folder / "fake.png").write_text("no picture")
    made = v4.new_notebook(cells=[v4.new_markdown_cell(f"![a dot]({address})", id="pictures")])
    resources = {"metadata": {"name": "x", "path": str(folder)}}
    page, about = ReportExporter().from_notebook_node(made, resources)
    assert "<img" not in page
    assert ">a dot</a>" in page
    told = about["kzindustry_warnings"]
    assert told == [f"cell 1 (pictures): not shown in the report: picture {address}"]


def test_what_cannot_be_shown_is_warned_of_with_its_cell(
    foreign: NotebookNode, caplog: pytest.LogCaptureFixture
) -> None:
    exporter = ReportExporter()
    exporter.log.propagate = True
    foreign.cells.append(
        v4.new_code_cell(
            "",
            id="map",
            outputs=[
                v4.new_output(
                    "display_data", {"text/html": "<iframe src='https://example.org/map'></iframe>"}
                )
            ],
        )
    )
    _, about = exporter.from_notebook_node(foreign)
    told = about["kzindustry_warnings"]
    assert "cell 6 (map): not shown in the report: iframe https://example.org/map" in told
    assert "cell 3 (3a2b3c4d): not shown in the report: application/javascript" in told
    assert "cell 1 (1a2b3c4d): not shown in the report: picture https://example.org/far.png" in told
    assert all(any(line in record.getMessage() for record in caplog.records) for line in told)
