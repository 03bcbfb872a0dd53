"""Notebooks of odd form: whatever a file holds, there is a page, and what can be read is on it."""

from typing import Any

import pytest
from nbformat import NotebookNode, from_dict

from kzindustry.contract import MIME
from kzindustry.reporting.pages.exporter import ReportExporter


def notebook(*cells: dict[str, Any], **metadata: Any) -> NotebookNode:
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": [*cells, TEXT]}
    made = from_dict(whole)
    assert isinstance(made, NotebookNode)
    return made


def code(*outputs: dict[str, Any], **more: Any) -> dict[str, Any]:
    about = {"cell_type": "code", "id": "a", "metadata": {}, "source": "1", "execution_count": None}
    return {**about, "outputs": list(outputs), **more}


def markdown(source: Any, **more: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": "m", "metadata": {}, "source": source, **more}


TEXT = markdown("STILL HERE")
DOCUMENTS: list[dict[str, Any]] = [
    {"kind": "result"},
    {"kind": "result", "figures": 3, "value": float("inf"), "period": 2020},
    {"kind": "result", "value": "x", "low": [], "figures": [None, {}]},
    {"kind": "sources", "sources": 3},
    {"kind": "sources", "sources": [3, {"number": "x", "figures": None}, {"number": 1}]},
    {"kind": "finding", "role": "answer"},
    {"kind": "finding", "role": "answer", "text": 3},
    {"kind": "chart"},
    {"kind": "parameters"},
    {"kind": "heading", "level": "x"},
    {"kind": None},
]
ODD = {
    "metadata that is null": notebook(code(), kernelspec=None, language_info=None, kzindustry=None),
    "metadata of other kinds": notebook(
        code(), language_info={"name": 3}, kzindustry={"notebook": 3, "parameters": [["a"]]}
    ),
    "tags that are null": notebook(code(metadata={"tags": None, "transient": None, "jupyter": None})),
    "tags that are no words": notebook(code(metadata={"tags": [1, {"a": 2}]})),
    "a raw cell of a number": notebook(
        {"cell_type": "raw", "id": "r", "metadata": {"raw_mimetype": 3}, "source": "x"}
    ),
    "attachments that are none": notebook(
        markdown("![a](attachment:a) ![b](attachment:b)", attachments={"a": None, "b": {"image/png": 3}})
    ),
    "outputs that are null": notebook(
        code(
            {"output_type": "display_data", "data": None, "metadata": None},
            {"output_type": "display_data", "data": {"image/png": None, "text/plain": None}},
            {"output_type": "stream", "text": None},
            {"output_type": "error", "ename": None, "evalue": None, "traceback": None},
            {"output_type": "what"},
            {"output_type": "execute_result", "data": {"application/json": {"a": 1}, "text/html": {"a": 2}}},
        )
    ),
    "documents of other forms": notebook(
        code(*({"output_type": "display_data", "data": {MIME: one, "text/plain": "x"}} for one in DOCUMENTS))
    ),
    "sources that are null": notebook(code(source=None), markdown(None)),
    "text that no file can hold": notebook(
        markdown("# a \ud800 b\x00c\x0c"), code({"output_type": "stream", "text": "\ud800\x00\x1b[31m\x08"})
    ),
    "what nests without end": notebook(
        markdown(">" * 500 + " x"), markdown("<div>" * 3000), markdown("- " * 300), markdown("[" * 2000)
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_there_is_a_page_and_the_rest_is_on_it(name: str) -> None:
    page, _ = ReportExporter().from_notebook_node(ODD[name], {"metadata": {"name": "x"}})
    assert "STILL HERE" in page
    assert b"\x00" not in page.encode()


def test_what_fails_to_render_is_shown_as_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("kzindustry.reporting.pages.mime.admitted", fail)
    data = {"text/html": "<b>x</b>", "text/plain": "plain words"}
    made = notebook(code({"output_type": "display_data", "data": data}))
    page, about = ReportExporter().from_notebook_node(made, {"metadata": {"name": "x"}})
    assert ">plain words</pre>" in page
    assert about["kzindustry_warnings"] == [
        "cell 1 (a): not shown in the report: text/html (RecursionError as it was read)"
    ]
