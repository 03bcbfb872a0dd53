"""Prose: Markdown whose numbers lead to their sources, and one mark at the end of a sentence."""

import re
from collections.abc import Sequence

import pytest

from kzindustry.analysis import Quantity
from kzindustry.presentation import finding
from kzindustry.presentation.prose import to_html, to_text


class Marks:
    def number(self, text: str, quantity: Quantity, assumptions: Sequence[str] = ()) -> str:
        return f"<b>{text}</b>"

    def mark(self, figures: Sequence[str]) -> str:
        return f"[{len(figures)}]" if figures else ""


@pytest.fixture
def jobs(evidence):
    return evidence.table("jobs_created", "businesses_set_up", document="hope")


@pytest.mark.parametrize(
    ("template", "html"),
    [
        ("{n[Karatau]} jobs.", "<b>68</b> jobs.[1]"),
        (
            "{n[Karatau]} jobs, {n[Zhanatas]} there. Others say nothing.",
            "<b>68</b> jobs, <b>25</b> there.[2] Others say nothing.",
        ),
        ("Of {n[Karatau]} jobs one. {n[Zhanatas]} there.", "Of <b>68</b> jobs one.[1] <b>25</b> there.[1]"),
        ("He said “{n[Karatau]}.” Then more.", "He said “<b>68</b>.”[1] Then more."),
        ("about {n[Karatau]} of them", "about <b>68</b> of them[1]"),
        ("St. Petersburg has none; {n[Karatau]} there.", "St. Petersburg has none; <b>68</b> there.[1]"),
        ("**Not** {n[Karatau]} *but* more.", "<strong>Not</strong> <b>68</b> <em>but</em> more.[1]"),
    ],
)
def test_a_sentence_ends_with_one_mark(jobs, template, html):
    n = jobs.jobs_created
    assert len(n) == 2
    assert to_html(finding(template), Marks()) == f"<p>{html}</p>"


def test_paragraphs_lists_and_links_are_those_of_markdown(jobs):
    n = jobs.jobs_created
    text = "First: {n[Karatau]}.\n\n- one, {n[Zhanatas]}\n- [two](https://example.org)\n"
    html = to_html(finding(text), Marks())
    assert re.sub(r"\s+", "", html) == re.sub(
        r"\s+",
        "",
        "<p>First: <b>68</b>.[1]</p><ul><li>one, <b>25</b>[1]</li>"
        '<li><a href="https://example.org">two</a></li></ul>',
    )
    assert len(n) == 2


def test_markup_in_a_value_stays_text(evidence):
    html = to_html(finding("{name} & co.", name="<i>x</i>"), Marks())
    assert html == "<p>&lt;i&gt;x&lt;/i&gt; &amp; co.</p>"


def test_as_text_the_signs_of_markdown_are_gone(jobs):
    n = jobs.jobs_created
    assert to_text(finding("**Not** {n[Karatau]}, [see](https://example.org) & go.")) == "Not 68, see & go."
    assert len(n) == 2
