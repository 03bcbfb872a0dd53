"""Panels over time, read as authors give them; what is hollow in them; colours by name."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

import pandas as pd

from kzindustry.errors import ReportError
from kzindustry.presentation import periods
from kzindustry.presentation.charts.given import (
    Hollow,
    Label,
    by_label,
    check_known,
    is_named,
    named_series,
)
from kzindustry.presentation.charts.guides import Guides
from kzindustry.presentation.charts.labelled import EMPTY
from kzindustry.presentation.charts.marks import (
    ORDER,
    Tone,
    Tones,
    as_mark,
    check_marks,
    check_one_unit,
    mark,
    tone_of,
)
from kzindustry.presentation.charts.strands import During, Strand, Style, TimeLines, TimePanel, TimeSeries
from kzindustry.presentation.finding import Finding, as_finding


def panel_of(  # noqa: PLR0913, PLR0917 - what a panel is made of
    title: Label, series: TimeSeries, hollow: Hollow, lines: TimeLines | None, spec: str, style: Style
) -> TimePanel:
    """Read a panel as an author gives it.

    Raises
    ------
    ReportError
        If a series has no values, a number has no source, or units are unlike.
    """
    named = named_series(series, _is_given)
    strands = [
        _strand(as_finding(name), values, tone if len(named) > 1 else 0, style)
        for tone, (name, values) in enumerate(named.items())
    ]
    strands = _with_hollow(strands, hollow)
    if not strands or not all(strand.marks for strand in strands):
        raise ReportError(f"The panel {f'{title}'!r} has a series without values.")
    marks = [(f"{title} {strand.name}".strip(), item) for strand in strands for item in strand.marks]
    given = {as_finding(name): content for name, content in by_label(lines or {}).items()}
    plans = [(name, plan) for name, plan in given.items() if isinstance(plan, During)]
    guides = Guides.of({name: line for name, line in given.items() if not isinstance(line, During)})
    across = [*guides.all, *((name, plan.quantity) for name, plan in plans)]
    marks += [(name.text, mark(quantity)) for name, quantity in across]
    check_marks(marks)
    check_one_unit(marks)
    return TimePanel(as_finding(title), strands, guides, plans, spec)


def colored_panels(panels: Sequence[TimePanel], tones: Tones) -> list[TimePanel]:
    """Give series the colours that their names have on a page.

    Raises
    ------
    ReportError
        If there is no such name or colour.
    """
    check_known(tones or {}, [strand.name.text for panel in panels for strand in panel.strands], "tones")
    return [
        replace(panel, strands=[_colored(strand, tones or {}) for strand in panel.strands])
        for panel in panels
    ]


def _colored(strand: Strand, tones: Mapping[str, Tone]) -> Strand:
    found = [tone_of(tone) for name, tone in tones.items() if is_named([name], strand.of)]
    marks = tuple(replace(item, tone=tone) for tone in found[:1] for item in strand.marks)
    return replace(strand, marks=marks or strand.marks)


def _strand(name: Finding, values: Mapping[str, Any], tone: int, style: Style) -> Strand:
    """Order a series in time; where several share a panel, each has a tone of its own."""
    place = periods.middle if style == "dots" else periods.tallied
    ordered = sorted(values, key=place)
    marks = [as_mark(values[period], ", ".join(filter(None, (name.text, period)))) for period in ordered]
    toned = tuple(replace(item, tone=item.tone or ORDER[tone % len(ORDER)]) for item in marks)
    return Strand(name, tuple(ordered), tuple(map(place, ordered)), toned, style)


def _with_hollow(strands: Sequence[Strand], hollow: Hollow) -> list[Strand]:
    """Make hollow what is named, and add hollow values as dots in the tone of their series."""
    if hollow is None:
        return list(strands)
    if isinstance(hollow, str | Set | list | tuple):
        hollow = [hollow] if isinstance(hollow, str) else [f"{name}" for name in hollow]
        check_known(hollow, [name for strand in strands for name in (strand.name.text, *strand.periods)])
        return [strand.hollowed(hollow) for strand in strands]
    tones = {strand.name.text: strand.marks[0].tone for strand in strands if strand.marks}
    beside = [
        replace(
            _strand(EMPTY, values, tones.get(f"{name}", 0), "dots").hollowed(tuple(values)), beside=f"{name}"
        )
        for name, values in named_series(hollow, _is_given).items()
    ]
    return [*strands, *beside]


def _is_given(value: Any) -> bool:
    return not isinstance(value, Mapping | pd.Series)
