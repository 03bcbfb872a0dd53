"""Bars that step from one total to another: the split of a gap into its parts."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Unpack

from kzindustry.errors import ReportError
from kzindustry.presentation.charts.axis import Need, fitted
from kzindustry.presentation.charts.canvas import GAP, WIDTH, Box, Canvas, Place
from kzindustry.presentation.charts.chart import Chart, Words, chart
from kzindustry.presentation.charts.entries import Point
from kzindustry.presentation.charts.frame import column
from kzindustry.presentation.charts.marks import Given, Mark, Row, as_mark, check_marks
from kzindustry.presentation.numbers import number as number_text
from kzindustry.presentation.prose import Finding, as_finding
from kzindustry.presentation.style import INK, MUTED, text_width

THICK = 20.0
STEP = 30.0


def waterfall(rows: Mapping[Finding | str, Given], *, number: str = "", **words: Unpack[Words]) -> Chart:
    """Draw how steps lead from a first total to the last one: the split of a gap.

    Parameters
    ----------
    rows
        Label to quantity: the first total, the steps that add to it, the last total.
    number
        The format of the numbers, as in ``finding``.
    words
        Name, title, subtitle and note.

    Raises
    ------
    ReportError
        If the steps do not lead from the first to the last, or a quantity has no source.
    """
    table = [(as_finding(label), as_mark(given)) for label, given in rows.items()]
    check_marks((f"{label}", item) for label, item in table)
    spans = _steps([item.quantity.value for _, item in table], words["name"])
    texts = [
        _step_text(item, number, is_step=0 < place < len(table) - 1) for place, (_, item) in enumerate(table)
    ]
    labels = column([Row(label, (item,)) for label, item in table])
    room = [text_width(text) + GAP + 2 for text in texts]
    needs = [Need(0), *(Need(max(span), right=width) for span, width in zip(spans, room, strict=True))]
    axis = fitted([*needs, *(Need(min(span)) for span in spans)], labels.end, WIDTH - 2)
    edges = list(accumulate(labels.heights([STEP] * len(table)), initial=2.0))
    canvas = Canvas(edges[-1] + 4)
    centers = [(top + bottom) / 2 for top, bottom in pairwise(edges)]
    labels.draw(canvas, centers)
    for (_, item), span, text, y in zip(table, spans, texts, centers, strict=True):
        low, high = sorted(axis.at(end) for end in span)
        canvas.bar(Box(low, y - THICK / 2, high, y + THICK / 2), item.tone, hollow=item.hollow)
        canvas.text(Place(high + GAP, y), text)
    for span, y, following in zip(spans, centers, centers[1:], strict=False):
        canvas.path(
            [(axis.at(span[1]), y + THICK / 2), (axis.at(span[1]), following - THICK / 2)], color=MUTED
        )
    canvas.path([(axis.at(0), 2), (axis.at(0), edges[-1])], color=INK, width=1.0)
    points = [Point(label.text, item.label.text, item, number) for label, item in table]
    return chart(
        "Bars stepping from one total to another", canvas.svg(), points, words, *(label for label, _ in table)
    )


def _steps(values: Sequence[float], name: str) -> list[tuple[float, float]]:
    """Give where each bar begins and ends."""
    first, *steps, last = values
    ends = list(accumulate(steps, initial=first))
    if abs(ends[-1] - last) > 1e-9 * max(abs(last), abs(first)):
        raise ReportError(f"The waterfall {name!r} ends at {ends[-1]:g}, not at its last total {last:g}.")
    return [(0.0, first), *pairwise(ends), (0.0, last)]


def _step_text(item: Mark, spec: str, *, is_step: bool) -> str:
    text = " ".join(filter(None, (number_text(item.quantity, spec), item.label.text)))
    return f"+{text}" if is_step and item.quantity.value > 0 else text
