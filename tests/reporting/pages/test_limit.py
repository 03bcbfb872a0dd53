"""Making a page has a limit of its own, which names the cell at which it was."""

import signal
from pathlib import Path
from typing import Any

import pytest
from nbformat import v4

from kzindustry.reporting.pages.anchors import Anchors
from kzindustry.reporting.pages.limit import TooLong, within
from kzindustry.reporting.pages.page import page_of
from kzindustry.reporting.progress.news import RunOutcome
from kzindustry.reporting.running import endings, execute
from kzindustry.reporting.runs.plan import Run

HEAVY = "$x_1$ [a](b) *c* " * 200_000
"""Many seconds of work for those who read Markdown."""


def notebook() -> Any:
    cells = [v4.new_markdown_cell("# Light", id="light"), v4.new_markdown_cell(HEAVY, id="heavy")]
    return v4.new_notebook(cells=cells)


def test_a_page_that_takes_too_long_ends_at_its_cell() -> None:
    with pytest.raises(TooLong) as late, within(1):
        page_of(notebook(), "name")
    assert late.value.cell == "cell 2 (heavy)"
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_run_whose_page_takes_too_long_fails_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execute, "PAGE_S", 1.0)
    run = Run("slow", "slow", tmp_path / "slow.ipynb", {}, {})
    outcome = execute.finished(notebook(), run, tmp_path, RunOutcome(), endings.AllowedErrors())
    assert outcome.failure.cell == "cell 2 (heavy)"
    assert "written to a page within 1 s" in outcome.failure.error
    assert not outcome.failure.killed


def test_many_anchors_of_one_name_take_time_in_step_with_their_number() -> None:
    anchors = Anchors()
    with within(60):  # where each was compared with all before it, this took many minutes
        names = [anchors.free("again") for _ in range(100_000)]
    assert names[:2] == ["again", "again-2"]
    assert names[-1] == "again-100000"
