"""Reports as PDF: tagged, with bookmarks, kept up to date, the same bytes each time."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from kzindustry.reporting.pages.printing import NAMES, printed, without_dates

PDF = b"<</CreationDate (D:20261126222915+00'00')\n/ModDate (D:20261126222915Z)>> (D: no date)"


def test_times_go_and_nothing_moves() -> None:
    made = without_dates(PDF)
    assert b"2026" not in made
    assert made.endswith(b"(D: no date)")
    assert len(without_dates(PDF.replace(b"Z)", b"+00'00')"))) == len(PDF) + 6


@pytest.fixture
def browser_there() -> None:
    if not any(map(shutil.which, NAMES)):
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is not installed")
        pytest.skip("Chromium is not installed: install Debian's chromium")


@pytest.mark.browser
@pytest.mark.usefixtures("browser_there")
def test_a_page_is_printed_tagged_with_bookmarks_and_the_same_each_time(tmp_path: Path) -> None:
    page = tmp_path / "a page.html"
    page.write_text("<!doctype html><html lang=en><title>T</title><h1>One</h1><p>x</p><h2>Two</h2>")
    first, second = printed(page), printed(page)
    assert first == second
    for mark in (b"%PDF", b"/StructTreeRoot", b"/Outlines", b"/Title (T)"):
        assert mark in first


@pytest.mark.kernel
@pytest.mark.browser
@pytest.mark.usefixtures("browser_there")
def test_pdfs_follow_their_pages(collection: Path, command: Any) -> None:
    (collection / "reports.yml").write_text("runs: [{notebook: fresh}]\n")
    reports = collection / "reports"
    assert command("build", "--pdf", cwd=collection).returncode == 0
    made = (reports / "fresh.pdf").read_bytes()
    assert command("build", "--pdf", cwd=collection).returncode == 0
    assert (reports / "fresh.pdf").read_bytes() == made
    (collection / "reports.yml").write_text("collection: {title: New}\nruns: [{notebook: fresh}]\n")
    assert command("build", cwd=collection).returncode == 0
    assert not (reports / "fresh.pdf").exists(), "it would show the older report"
    (reports / "fresh.pdf").write_text("somebody else's")
    done = command("build", "--pdf", cwd=collection)
    assert done.returncode == 1
    assert "fresh.pdf is in the way" in done.stderr
    assert (reports / "fresh.pdf").read_text() == "somebody else's"


def test_without_a_browser_it_says_so_before_work_starts(collection: Path, command: Any) -> None:
    done = command("build", "--pdf", cwd=collection, env={**os.environ, "PATH": ""})
    assert done.returncode == 2
    assert "no Chromium, Chrome or Edge is on the PATH" in done.stderr
    assert not (collection / "reports").exists()
