"""Labelled rows of marks, from what authors write: a mapping, a Series or a frame; and what is planned."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import pandas as pd

from kzindustry.errors import ReportError
from kzindustry.presentation.charts.given import (
    Hollow,
    Label,
    Pandas,
    by_label,
    check_known,
    column_name,
    is_named,
    missing,
)
from kzindustry.presentation.charts.marks import (
    ORDER,
    Given,
    Mark,
    Tone,
    Tones,
    as_mark,
    check_marks,
    tone_of,
)
from kzindustry.presentation.finding import Finding, as_finding, with_dashes

EMPTY = Finding(())

Content = Given | Sequence[Given] | Mapping[Any, Given] | Finding | str
Rows: TypeAlias = "Mapping[Any, Content] | Pandas"


@dataclass(frozen=True, eq=False)
class ChartRow:
    """A labelled line of a chart; without marks, words stand in their place, or it heads the next ones."""

    label: Finding
    marks: tuple[Mark, ...]
    words: Finding = EMPTY

    @property
    def is_head(self) -> bool:
        """Whether the row is only a heading."""
        return not self.marks and not self.words.parts


def chart_rows(given: Rows, hollow: Hollow = None, tones: Sequence[int] = ORDER) -> list[ChartRow]:
    """Take rows as an author writes them.

    Parameters
    ----------
    given
        Label to quantity, mark, several of these, or words; a Series (its index labels the rows); a frame (a
        mark in every row for each column, named by it).
    hollow
        What is planned: quantities by label, to be drawn beside the others; or which of the marks are, as
        names of rows or columns or as a Series of booleans.
    tones
        Those of named marks, in order of the names.

    Raises
    ------
    ReportError
        If there is no row, or something to be drawn is no quantity or has no source.
    """
    contents = {f"{label}": (label, content) for label, content in by_label(given).items()}
    which, beside = read_hollow(hollow)
    toned = _toned([content for _, content in contents.values()], tones)
    rows = []
    for text in dict.fromkeys((*contents, *beside)):
        label, content = contents.get(text, (text, None))
        row = _row(as_finding(label), content, toned)
        extra = _row(row.label, beside.get(text), toned).marks
        if row.marks or extra or isinstance(content, Finding | str):
            rows.append(replace(row, marks=(*row.marks, *(replace(item, hollow=True) for item in extra))))
    if not any(row.marks for row in rows):
        raise ReportError("A chart needs at least one row with a quantity.")
    check_marks(marked(rows))
    check_known(which, [*contents, *toned])
    return [_hollowed(row, which) for row in rows]


def colored_rows(rows: Sequence[ChartRow], tones: Tones) -> list[ChartRow]:
    """Give marks the colours that their names, or their rows', have on a page.

    Raises
    ------
    ReportError
        If there is no such name or colour.
    """
    names = [name for row in rows for name in (row.label.text, *(item.label.text for item in row.marks))]
    check_known(tones or {}, names, "tones")
    return [
        replace(row, marks=tuple(_colored(item, row.label.text, tones or {}) for item in row.marks))
        for row in rows
    ]


def _colored(item: Mark, row: str, tones: Mapping[str, Tone]) -> Mark:
    found = (tone for name, tone in tones.items() if is_named([name], item.label.text, row))
    tone = next(found, None)
    return item if tone is None else replace(item, tone=tone_of(tone))


def marked(rows: Sequence[ChartRow]) -> list[tuple[str, Mark]]:
    """List all marks with the labels of their rows, for messages."""
    return [(row.label.text, item) for row in rows for item in row.marks]


def read_hollow(hollow: Hollow) -> tuple[frozenset[str], dict[str, Any]]:
    """Tell names of marks that are hollow from hollow quantities by label."""
    if hollow is None:
        return frozenset(), {}
    if isinstance(hollow, str | Set | list | tuple):
        return frozenset(map(with_dashes, [hollow] if isinstance(hollow, str) else map(str, hollow))), {}
    contents = {f"{label}": content for label, content in by_label(hollow).items() if not missing(content)}
    if all(isinstance(content, bool) for content in contents.values()):
        return frozenset(label for label, content in contents.items() if content), {}
    return frozenset(), contents


def _hollowed(row: ChartRow, which: frozenset[str]) -> ChartRow:
    marks = [
        replace(item, hollow=item.hollow or is_named(which, row.label.text, item.label.text))
        for item in row.marks
    ]
    return replace(row, marks=tuple(marks))


def _toned(contents: Sequence[Any], tones: Sequence[int]) -> dict[str, int]:
    """Give each name of marks one tone for all rows, in order of first mention."""
    named = (content for content in contents if isinstance(content, Mapping | pd.Series))
    names = dict.fromkeys(column_name(name) for content in named for name in by_label(content))
    return {name: tones[place % len(tones)] for place, name in enumerate(names)}


def _row(label: Finding, content: Any, toned: Mapping[str, int]) -> ChartRow:
    if isinstance(content, Finding | str):
        return ChartRow(label, (), as_finding(content))
    if isinstance(content, Mapping | pd.Series):
        named = [(name, value) for name, value in by_label(content).items() if not missing(value)]
        return ChartRow(label, tuple(_named(name, as_mark(value, label), toned) for name, value in named))
    items = content if isinstance(content, list | tuple) else [content]
    return ChartRow(label, tuple(as_mark(item, label) for item in items if not missing(item)))


def _named(name: Label, item: Mark, toned: Mapping[str, int]) -> Mark:
    own = f", {item.label}" if item.label.parts else ""
    words = as_finding(f"{column_name(name)}{own}")
    return replace(item, label=words, tone=item.tone or toned.get(column_name(name), 0))
