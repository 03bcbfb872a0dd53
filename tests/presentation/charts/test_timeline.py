"""The form of timeline, on figures of the documents and on hard cases."""

import pytest
from chart_forms import WORDS, FormContract

from kzindustry.errors import ReportError
from kzindustry.evidence import Evidence
from kzindustry.presentation import finding
from kzindustry.presentation.charts import Chart, event, timeline


def two_towns_in_time(evidence: Evidence) -> Chart:
    jobs = finding("{n} jobs reported", n=evidence["hope:14:jobs-karatau"])
    events = [
        event(
            "1930/1949", "the town is built for one industry, with flats, heating and work for all who came"
        ),
        event("1999-07", "the training project is launched"),
        event("2000-02", jobs),
        event("2003", "empty blocks are lived in again, as some hope", hollow=True),
        event("2021", "the press visits the town"),
    ]
    return timeline({"Karatau": events, "Zhanatas": events[1:3]}, **WORDS)


def a_span_as_wide_as_the_time(evidence: Evidence) -> Chart:
    months = finding("project under way, {n:words} months old", n=evidence["hope:11:project-elapsed"])
    hoped = event("2000/2003", "empty blocks are lived in again, as some believe", hollow=True)
    return timeline({"Karatau": [event("1999-07/2000-02", months), hoped]}, **WORDS)


def one_event(evidence: Evidence) -> Chart:
    return timeline({"": [event("2000-04-08", "the article appears")]}, **WORDS)


def a_group_with_a_long_title(evidence: Evidence) -> Chart:
    title = "What an article with a title as long as a sentence says of the years before it was written"
    return timeline({title: [event("1999", "a year"), event("2000", "the next")]}, **WORDS)


class TestTheForm(FormContract):
    cases = (
        two_towns_in_time,
        a_span_as_wide_as_the_time,
        one_event,
        a_group_with_a_long_title,
    )


def test_a_colour_is_named_as_in_other_forms():
    assert event("2010", "It opens", tone="orange").tone == event("2010", "It opens", tone=1).tone == 1
    with pytest.raises(ReportError, match="Did you mean 'orange'"):
        event("2010", "It opens", tone="orang")
