"""Options of nbconvert: what is excluded, removed or hidden is so; what cannot be honoured is refused."""

from typing import Any

import pytest
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode, v4
from traitlets.config import Config

from kzindustry.errors import InputError
from kzindustry.reporting.pages.exporter import ReportExporter


def export(notebook: NotebookNode, **options: Any) -> str:
    page, _ = ReportExporter(**options).from_notebook_node(notebook)
    assert isinstance(page, str)
    return page


OPTIONS = {
    "exclude_code_cell": ["CODE", "OUTPUT", "PRINTED"],
    "exclude_input": ["CODE"],
    "exclude_output": ["OUTPUT", "PRINTED"],
    "exclude_markdown": ["MARKDOWN", "TITLE"],
    "exclude_raw": ["RAW"],
    "exclude_input_prompt": [],
    "exclude_output_prompt": [],
    "exclude_output_stdin": [],
}
"""Options of TemplateExporter, and what of the notebook below each takes away."""
ALL = ["TITLE", "MARKDOWN", "CODE", "OUTPUT", "RAW", "<div", "PRINTED"]


def speaking_notebook() -> NotebookNode:
    shown = v4.new_output("display_data", {"text/plain": "OUTPUT"}, metadata={"tags": ["single"]})
    printed = v4.new_output("stream", text="PRINTED")
    return v4.new_notebook(
        cells=[
            v4.new_markdown_cell("# TITLE\n\nMARKDOWN", metadata={"tags": ["mark"]}),
            v4.new_code_cell(
                "CODE", outputs=[shown, printed], metadata={"tags": ["mark"]}, execution_count=1
            ),
            v4.new_raw_cell("RAW"),
        ]
    )


def seen(**config: Any) -> set[str]:
    """Tell which words of the notebook are on its page."""
    page, _ = ReportExporter(config=Config(config)).from_notebook_node(speaking_notebook())
    page = page[page.index("<body") :]
    return {word for word in ALL if word in page}


@pytest.mark.parametrize("section", ["TemplateExporter", "ReportExporter"])
@pytest.mark.parametrize("option", OPTIONS)
def test_what_is_excluded_is_nowhere_on_the_page(option: str, section: str) -> None:
    assert seen() - seen(**{section: {option: True}}) == set(OPTIONS[option])


def test_every_option_of_nbconvert_that_excludes_is_tested() -> None:
    names = TemplateExporter.class_trait_names(config=True)
    assert {name for name in names if name.startswith("exclude_")} == {*OPTIONS, "exclude_unknown"}


def test_cells_of_unknown_kinds_are_named_or_left_out() -> None:
    made = speaking_notebook()
    made.cells.append(NotebookNode(cell_type="heading", source="", metadata={}, id="h"))
    assert "kind 'heading'" in export(made)
    assert "kind 'heading'" not in export(made, exclude_unknown=True)


@pytest.mark.parametrize(
    ("option", "tag", "gone"),
    [
        ("remove_cell_tags", "mark", {"TITLE", "MARKDOWN", "CODE", "OUTPUT", "PRINTED"}),
        ("remove_input_tags", "mark", {"TITLE", "MARKDOWN", "CODE"}),
        ("remove_all_outputs_tags", "mark", {"OUTPUT", "PRINTED"}),
        ("remove_single_output_tags", "single", {"OUTPUT"}),
    ],
)
def test_tags_remove_what_nbconvert_removes(option: str, tag: str, gone: set[str]) -> None:
    assert seen() - seen(TagRemovePreprocessor={"enabled": True, option: {tag}}) == gone


@pytest.mark.parametrize(
    ("tag", "gone"),
    [
        ("remove-cell", {"CODE", "OUTPUT", "PRINTED"}),
        ("remove_input", {"CODE"}),
        ("remove-output", {"OUTPUT", "PRINTED"}),
        ("remove-stdout", {"PRINTED"}),
        ("hide-input", set()),
        ("hide-output", set()),
    ],
)
def test_tags_that_notebook_users_know_are_honoured_by_themselves(tag: str, gone: set[str]) -> None:
    made = speaking_notebook()
    made.cells[1].metadata["tags"] = [tag]
    page = export(made)
    page = page[page.index("<body") :]
    assert {word for word in seen() if word not in page} == gone
    assert ("<summary>Output</summary>" in page) == (tag == "hide-output")


@pytest.mark.parametrize(
    ("preprocessor", "options", "gone"),
    [
        ("ClearOutputPreprocessor", {}, {"OUTPUT", "PRINTED"}),
        ("RegexRemovePreprocessor", {"patterns": ["RAW"]}, {"RAW"}),
        ("CoalesceStreamsPreprocessor", {}, set()),
        ("ExtractOutputPreprocessor", {}, set()),
        ("ExtractAttachmentsPreprocessor", {}, set()),
        ("HighlightMagicsPreprocessor", {}, set()),
        ("ClearMetadataPreprocessor", {}, set()),
    ],
)
def test_preprocessors_do_their_work(preprocessor: str, options: dict[str, Any], gone: set[str]) -> None:
    assert seen() - seen(**{preprocessor: {"enabled": True, **options}}) == gone


def test_raw_cells_are_shown_as_the_kind_that_they_are(sample: NotebookNode) -> None:
    for mime, found in (
        ("text/html", True),
        ("", True),
        ("text/latex", False),
        ("text/restructuredtext", False),
    ):
        sample.cells.append(v4.new_raw_cell("<b>raw</b>", metadata={"raw_mimetype": mime}))
        assert ("<b>raw</b>" in export(sample)) is found
        sample.cells.pop()
    sample.cells.append(v4.new_raw_cell("of mine", metadata={"raw_mimetype": "text/x"}))
    assert "of mine" in export(sample, raw_mimetypes=["text/x"])


def test_the_language_of_the_page_is_said(sample: NotebookNode) -> None:
    assert '<html lang="en">' in export(sample)
    for section in ("ReportExporter", "HTMLExporter"):
        assert '<html lang="kk">' in export(sample, config=Config({section: {"language_code": "kk"}}))


@pytest.mark.parametrize(
    ("section", "option", "value"),
    [
        ("TemplateExporter", "template_name", "lab"),
        ("TemplateExporter", "template_file", "mine.html.j2"),
        ("TemplateExporter", "filters", {"f": "g"}),
        ("HTMLExporter", "theme", "dark"),
        ("HTMLExporter", "mathjax_url", "https://example.org/m.js"),
        ("HTMLExporter", "embed_images", False),
    ],
)
def test_what_cannot_be_honoured_is_refused_by_name(section: str, option: str, value: Any) -> None:
    with pytest.raises(InputError, match=f"cannot honour {option}"):
        ReportExporter(config=Config({section: {option: value}}))


def test_options_that_are_fulfilled_anyway_are_accepted(sample: NotebookNode) -> None:
    config = Config(HTMLExporter={"embed_images": True, "sanitize_html": True, "exclude_anchor_links": True})
    assert export(sample, config=config) == export(sample)


def test_tags_remove_cells_as_everywhere_in_nbconvert(sample: NotebookNode) -> None:
    config = Config(TagRemovePreprocessor={"enabled": True, "remove_cell_tags": ["answer"]})
    assert "North, with 26 sites." not in export(sample, config=config)
