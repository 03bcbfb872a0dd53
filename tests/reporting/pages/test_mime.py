"""Outputs: which form is shown, and what becomes of those that are too long to be read."""

import pytest
from nbformat import v4

from kzindustry.contract import MIME
from kzindustry.reporting.pages.mime import to_fragments
from kzindustry.reporting.pages.surroundings import Surroundings
from kzindustry.reporting.pages.terminal_text import MOST_SHOWN


def shown(*outputs: object, with_sources: bool = False) -> str:
    around = Surroundings(with_sources=with_sources)
    fragments = [one for one, _ in to_fragments(outputs, around)]  # type: ignore[arg-type]
    return "".join(one.html(around.anchors) for one in fragments)


@pytest.mark.parametrize("line", ["x" * 99 + "\n", "x"])
def test_long_text_is_cut_with_a_line_that_says_so(line: str) -> None:
    text = line * (3 * MOST_SHOWN // len(line))
    page = shown(v4.new_output("stream", text=text))
    assert len(page) < 1.1 * MOST_SHOWN
    cut = page.partition("</pre>")[0].partition(">")[2]
    assert text.startswith(cut)
    count = len(text.strip("\n"))
    assert f"Cut here: {count - len(cut):,} of {count:,} characters stand in the executed notebook" in page


def test_of_a_long_progress_bar_the_last_state_is_shown() -> None:
    page = shown(v4.new_output("stream", text="".join(f"\r{done:>6}%" for done in range(100_001))))
    assert page == '<pre class="stream stdout" tabindex="0">100000%</pre>'


def test_html_that_nobody_could_read_gives_way_to_its_text() -> None:
    data = {"text/html": "<p>x</p>" * 700_000, "text/plain": "a frame"}
    assert shown(v4.new_output("display_data", data=data)) == '<pre class="text" tabindex="0">a frame</pre>'
    del data["text/plain"]
    told = shown(v4.new_output("display_data", data=data))
    assert "Not shown here: text/html of 5,600,000 characters, which stand in the executed notebook." in told


def test_a_message_of_any_length_is_told_in_part() -> None:
    error = v4.new_output("error", ename="ValueError", evalue="x" * 900_000, traceback=["y" * 900_000])
    assert len(shown(error)) < 3 * MOST_SHOWN


def test_a_picture_without_sources_says_so_where_others_have_some() -> None:
    picture = {"image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1"/></svg>'}
    chart = {**picture, MIME: {"kind": "chart"}}
    plain, ours = (v4.new_output("display_data", data=data) for data in (picture, chart))
    assert "No source given." in shown(plain, with_sources=True)
    assert "No source given." not in shown(ours, with_sources=True)
    assert "No source given." not in shown(plain)
