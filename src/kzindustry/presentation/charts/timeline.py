"""Events and spans in time, one line each, in groups; what is planned or inferred is hollow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import Any, Unpack

from kzindustry.errors import ReportError
from kzindustry.presentation import periods
from kzindustry.presentation.charts.axis import EDGE, Axis, Need
from kzindustry.presentation.charts.canvas import GAP, LINE, Box, Canvas, Place
from kzindustry.presentation.charts.chart import Chart, ChartWords, chart
from kzindustry.presentation.charts.given import by_label
from kzindustry.presentation.charts.marks import Tone, tone_of
from kzindustry.presentation.charts.ticks import draw_ticks, ticked, write_year
from kzindustry.presentation.finding import Finding, as_finding
from kzindustry.presentation.style import text_width, wrapped

PAD = 8.0
FOOT = 20.0
THICK = 9.0
NARROW = 130.0


@dataclass(frozen=True, eq=False)
class Event:
    """Something at a period, or through a span of years ("2020/2025"). Make one with ``event``."""

    when: str
    what: Finding
    hollow: bool = False
    tone: int = 0
    group: str = ""

    @property
    def words(self) -> str:
        """The event in words."""
        head = ", ".join(filter(None, (self.group, periods.words(self.when))))
        return f"{head}: {self.what.text}" + (" (hollow)" if self.hollow else "")

    @property
    def record(self) -> dict[str, object]:
        """The event as a row of data."""
        mark = "hollow" if self.hollow else "solid"
        figures = " ".join(self.figures)
        return {
            "row": self.group,
            "period": self.when,
            "event": self.what.text,
            "mark": mark,
            "figures": figures,
        }

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids of the figures behind its words."""
        return self.what.figures


def event(when: str, what: Finding | str, *, hollow: bool = False, tone: Tone = 0) -> Event:
    """Say what was when: ``event("1999-07", "the project begins")``; see ``Event``."""
    periods.begin_and_end(when)
    return Event(when, as_finding(what), hollow, tone_of(tone))


def timeline(groups: Mapping[str, Sequence[Event]] | Sequence[Event], **words: Unpack[ChartWords]) -> Chart:
    """Draw events and spans on lines of their own, in order of time within each group.

    Parameters
    ----------
    groups
        Events, or title to events. Points are dots at the middle of their period, spans bars.
    words
        Name, title, subtitle and note.

    Raises
    ------
    ReportError
        If there is no event.
    """
    given = {"": groups} if isinstance(groups, list | tuple) else by_label(groups)
    wrong = [item for items in given.values() for item in _listed(items) if not isinstance(item, Event)]
    if wrong or not any(given.values()):
        raise ReportError(
            f"A timeline needs at least one event, and nothing else{f', not {wrong[0]!r}' if wrong else ''}: "
            'write event("1999-07", "the project begins").'
        )
    events = [_in_group(f"{name}", item) for name, items in given.items() for item in _ordered(items)]
    return chart("Timeline", partial(_svg, events), events, words)


def _svg(events: Sequence[Event], width: float) -> str:
    needs = [Need(end, 6, 6) for item in events for end in _reach(item)]
    axis = ticked(needs, 2, width - EDGE, write_year, kind="time")
    texts = [_text(item, axis) for item in events]
    heads = [_head(events, place, width) for place in range(len(events))]
    heights = [_room(head) + text.height + PAD for head, text in zip(heads, texts, strict=True)]
    edges = list(accumulate(heights, initial=2.0))
    canvas = Canvas(width, edges[-1] + FOOT)
    draw_ticks(canvas, axis, 2, edges[-1])
    for item, text, top, head, bottom in zip(events, texts, edges, heads, edges[1:], strict=False):
        canvas.lines(Place(0, top + len(head) * LINE / 2 + 2), head, bold=True)
        _draw(canvas, axis, item, text, (top + _room(head) + bottom) / 2)
    return canvas.svg()


@dataclass(frozen=True)
class EventText:
    """The lines of an event, and where they stand: beside its mark, or above where no side has room."""

    x: float
    align: str
    lines: tuple[str, ...]
    is_above: bool = False

    @property
    def height(self) -> float:
        """The height of the event: its lines, and the mark below them if they stand above."""
        return len(self.lines) * LINE + (THICK + 4 if self.is_above else 0)


def _listed(items: Any) -> Sequence[Any]:
    return items if isinstance(items, list | tuple) else [items]


def _in_group(name: str, item: Event) -> Event:
    return Event(item.when, item.what, item.hollow, item.tone, name)


def _ordered(events: Sequence[Event]) -> list[Event]:
    return sorted(events, key=lambda item: periods.begin_and_end(item.when))


def _head(events: Sequence[Event], place: int, width: float) -> list[str]:
    """Give the lines that head a group at its first event; none at the others."""
    opens = place == 0 or events[place].group != events[place - 1].group
    return wrapped(events[place].group, width - 2, bold=True) if opens and events[place].group else []


def _room(head: Sequence[str]) -> float:
    return len(head) * LINE + 6 if head else 0.0


def _reach(item: Event) -> tuple[float, float]:
    """Give where the event's mark begins and ends in decimal years."""
    point = periods.middle(item.when)
    return periods.begin_and_end(item.when) if "/" in item.when else (point, point)


def _text(item: Event, axis: Axis) -> EventText:
    """Wrap an event's words on the side of its mark where there is more room."""
    low, high = (axis.at(end) for end in _reach(item))
    words = f"{periods.words(item.when)}: {item.what.text}"
    width = axis.end + EDGE
    left, right = low - 6 - GAP, width - high - 6 - GAP
    if max(left, right) < min(NARROW, text_width(words)):
        return EventText(low, "left", tuple(wrapped(words, width - low)), is_above=True)
    if right >= min(left, text_width(words)):
        return EventText(high + 6 + GAP, "left", tuple(wrapped(words, right)))
    return EventText(low - 6 - GAP, "right", tuple(wrapped(words, left)))


def _draw(canvas: Canvas, axis: Axis, item: Event, text: EventText, y: float) -> None:
    low, high = (axis.at(end) for end in _reach(item))
    middle = y
    if text.is_above:
        y, middle = y + (text.height - THICK) / 2, y - (THICK + 4) / 2
    if low == high:
        canvas.dot(low, y, item.tone, hollow=item.hollow)
    else:
        canvas.bar(Box(low, y - THICK / 2, max(high, low + 4), y + THICK / 2), item.tone, hollow=item.hollow)
    canvas.lines(Place(text.x, middle, text.align), text.lines)
