"""Periods as decimal years and in words."""

import re

import pytest

from kzindustry.errors import ReportError
from kzindustry.presentation.periods import begin_and_end, middle, tallied, words


@pytest.mark.parametrize(
    ("period", "start", "end", "text"),
    [
        ("1999", 1999, 2000, "1999"),
        ("1999-07", 1999.5, 1999 + 7 / 12, "July 1999"),
        ("2000-01-16", 2000 + 15 / 372, 2000 + 16 / 372, "16 January 2000"),
        ("2024-S2", 2024.5, 2025, "second half of 2024"),
        ("2024-Q1", 2024, 2024.25, "quarter 1 of 2024"),
        ("2010/2014", 2010, 2015, "2010 to 2014"),
        ("1999-09/2000-03", 1999 + 8 / 12, 2000.25, "September 1999 to March 2000"),
        ("2017-01/2017-09", 2017, 2017.75, "January to September 2017"),
        ("2024-S1/2024-S2", 2024, 2025, "first half of 2024 to second half of 2024"),
    ],
)
def test_spans_and_words(period, start, end, text):
    assert begin_and_end(period) == pytest.approx((start, end))
    assert words(period) == text


def test_no_period_has_no_words():
    assert words("") == ""


def test_a_value_lies_in_the_middle_and_a_tally_at_the_end_of_its_span():
    assert middle("2010/2014") == 2012.5
    assert tallied("2010/2014") == tallied("2014") == 2014.5


def test_every_period_of_the_tables_has_words(evidence):
    rows = [*evidence.registry.figures.values(), *evidence.registry.context.values()]
    told = {row.time_period: words(row.time_period) for row in rows if row.time_period}
    assert len(told) == len(set(told.values()))
    assert [text for text in told.values() if "/" in text or re.search(r"\d-", text)] == []


@pytest.mark.parametrize("period", ["", "99", "2000-13", "2024-S3", "2010-2014", "spring 2000"])
def test_other_texts_are_refused(period):
    with pytest.raises(ReportError, match="no period"):
        begin_and_end(period)
