"""Small pictures of a notebook's main measures across its runs: a row a run, its value between its ends."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from sys import intern
from typing import Any

from kzindustry.contract import Document
from kzindustry.reporting.pages.recorded import table_number

MOST_PICTURES = 2
MOST_ROWS, OF_AN_END = 24, 6
WIDTH, ROW, HIGH_ROW, RIGHT = 420, 22, 40, 90
LETTER, LONGEST_BESIDE, LONGEST_ABOVE = 6.6, 24, 62
"""The width of a letter; how many a label may have beside its mark, and how many above it."""
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#333}line{stroke:#0b5a6b;stroke-width:2}circle{fill:#0b5a6b}"
    "@media (prefers-color-scheme:dark){text{fill:#ddd}line{stroke:#84cbd8}circle{fill:#84cbd8}}"
)

Value = tuple[float, float, float]
Row = tuple[str, Value]
Compared = tuple[str, ...]
"""Measure, subject and period."""
Measured = tuple[Value, str, str]
"""A value between its ends, the name of the measure, and the unit."""


def measured(results: Iterable[Document]) -> dict[Compared, Measured]:
    """Give what a run measured, of which subject and when: as little as pictures need, for runs are many."""
    found: dict[Compared, Measured] = {}
    for result in results:
        value = _number(result.get("value"))
        compared = tuple(intern(str(result.get(part) or "")) for part in ("measure", "subject", "period"))
        if value is not None and compared not in found:
            ends = (_number(result.get(end)) for end in ("low", "high"))
            low, high = (value if end is None else end for end in ends)
            label, unit = result.get("label"), result.get("unit_words", result.get("unit"))
            found[compared] = ((value, low, high), intern(str(label or "")), intern(str(unit or "")))
    return found


def pictures_across(runs: Sequence[tuple[str, Mapping[Compared, Measured]]]) -> list[tuple[str, str, str]]:
    """Draw the measures that differ most often between runs, of each measure one subject.

    A run for one town and a run for both may record a measure of different subjects. A picture therefore
    compares one subject, in one period, in the runs that have it; fewer than three make no picture.

    Parameters
    ----------
    runs
        What sets each apart, and what it measured.

    Returns
    -------
    list
        For each picture what it shows, its address and its words; nothing for fewer than three runs.
    """
    drawn: list[tuple[str, str, str]] = []
    for title, rows in _most_varied(_compared(runs))[:MOST_PICTURES]:
        shown, which = _shown(rows)
        told = "; ".join(f"{name}: {number_in_short(value[0])}" for name, value in shown)
        address = f"data:image/svg+xml;base64,{b64encode(_drawn(shown).encode()).decode()}"
        drawn.append((f"{title}{which}", address, f"{title}{which}. {told}."))
    return drawn


def _compared(
    runs: Sequence[tuple[str, Mapping[Compared, Measured]]],
) -> dict[Compared, tuple[str, list[Row]]]:
    """Give what is measured, of which subject and when, with its title and a row for each run that has it."""
    found: dict[Compared, tuple[str, list[Row]]] = {}
    for name, own in runs:
        for compared, (value, label, unit) in own.items():
            if compared not in found:
                found[compared] = (_title(compared, label, unit), [])
            found[compared][1].append((name, value))
    return found


def _title(compared: Compared, label: str, unit: str) -> str:
    measure, *about = compared
    whose = ", ".join(filter(None, about))
    of_what = label or measure.replace("_", " ")
    return f"{of_what}{': ' if whose else ''}{whose}{f' ({unit})' if unit else ''}"


def _most_varied(found: dict[Compared, tuple[str, list[Row]]]) -> list[tuple[str, list[Row]]]:
    """Give of each measure the subject that differs most often, the most varied measure first."""
    kept: dict[str, tuple[int, str, list[Row]]] = {}
    for (measure, *_), (title, rows) in found.items():
        different = len({value for _, value in rows})
        if len(rows) > 2 and different > kept.get(measure, (1,))[0]:
            kept[measure] = (different, title, rows)
    ordered = sorted(kept.values(), key=lambda one: -one[0])
    return [(title, rows) for _, title, rows in ordered]


def _number(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300
    return float(value) if is_number else None


def _shown(rows: Sequence[Row]) -> tuple[Sequence[Row], str]:
    """Keep of many runs one for each value, of many values the least and the greatest; say what is kept."""
    if len(rows) <= MOST_ROWS:
        return rows, ""
    first = {value: name for name, value in reversed(rows)}
    ordered = [(first[value], value) for value in sorted(first)]
    if len(ordered) <= MOST_ROWS:
        return ordered, f"; each value once, of {len(rows):,} runs"
    kept = f"; the {OF_AN_END} least and {OF_AN_END} greatest values of {len(rows):,} runs"
    return [*ordered[:OF_AN_END], *ordered[-OF_AN_END:]], kept


def _drawn(rows: Sequence[Row]) -> str:
    """Draw a mark a row, with its label beside it, or above it where labels are long."""
    least = min(0.0, *(low for _, (_, low, _) in rows))
    most = max(0.0, *(high for _, (_, _, high) in rows))
    longest = max(len(name) for name, _ in rows)
    above = longest > LONGEST_BESIDE
    left, row_height = (8.0, HIGH_ROW) if above else (LETTER * longest + 16, ROW)
    scale = (WIDTH - left - RIGHT) / ((most - least) or 1)
    marks = []
    for place, (name, ends) in enumerate(rows):
        top = row_height * place + 8
        marks.append(_label(name, top + 11))
        marks.append(_mark(ends, left - least * scale, scale, top + row_height - ROW + 7))
    height = row_height * len(rows) + 8
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{STYLE}</style>{"".join(marks)}</svg>'


def _label(name: str, y: float) -> str:
    shown = name if len(name) <= LONGEST_ABOVE else name[: LONGEST_ABOVE - 1] + "…"
    return f'<text x="0" y="{y:g}">{escape(shown)}</text>'


def _mark(ends: Value, origin: float, scale: float, y: float) -> str:
    at, low, high = (origin + one * scale for one in ends)
    return (
        f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y:g}" y2="{y:g}"/>'
        f'<circle cx="{at:.1f}" cy="{y:g}" r="4"/>'
        f'<text x="{max(at, high) + 9:.1f}" y="{y + 4:g}">{number_in_short(ends[0])}</text>'
    )


def number_in_short(value: float) -> str:
    """Write a number for a small picture: three digits that count, large ones in words.

    >>> number_in_short(32_345_678.0), number_in_short(0.2576), number_in_short(-0.511)
    ('32.3 million', '0.258', '−0.511')
    """
    for size, name in SCALES:
        if abs(value) >= size:
            return f"{table_number(float(f'{value / size:.3g}'))} {name}".replace("-", "−")
    return table_number(float(f"{value:.3g}")).replace("-", "−")
