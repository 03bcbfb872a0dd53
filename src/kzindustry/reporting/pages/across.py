"""Small pictures of a notebook's main measures across its runs: a row a run, its value between its ends."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from typing import Any

from kzindustry.contract import Document
from kzindustry.reporting.pages.recorded import plain_number

MOST_PICTURES = 2
MOST_ROWS = 24
WIDTH, ROW, LABELS, RIGHT = 420, 22, 170, 64
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#333}line{stroke:#0b5a6b;stroke-width:2}circle{fill:#0b5a6b}"
    "@media (prefers-color-scheme:dark){text{fill:#ddd}line{stroke:#84cbd8}circle{fill:#84cbd8}}"
)

Value = tuple[float, float, float]


def pictures_across(runs: Sequence[tuple[str, Sequence[Document]]]) -> list[tuple[str, str, str]]:
    """Draw the first measures that have a number in every run and differ between runs.

    Parameters
    ----------
    runs
        What sets each apart, and what it recorded.

    Returns
    -------
    list
        For each picture what it shows, its address and its words; nothing for fewer than three runs.
    """
    if len(runs) < 3:
        return []
    measured = [(name, _first_numbers(results)) for name, results in runs if results]
    drawn: list[tuple[str, str, str]] = []
    for measure, (title, _) in measured[0][1].items() if len(measured) > 2 else ():
        rows = [(name, found[measure][1]) for name, found in measured if measure in found]
        if len(rows) > 2 and len({value for _, value in rows}) > 1 and len(drawn) < MOST_PICTURES:
            svg = _drawn(rows if len(rows) <= MOST_ROWS else _ends(rows))
            told = "; ".join(f"{name}: {plain_number(value[0])}" for name, value in rows[:MOST_ROWS])
            address = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
            drawn.append((title, address, f"{title}. {told}."))
    return drawn


def _first_numbers(results: Sequence[Document]) -> dict[str, tuple[str, Value]]:
    """Give the first number of each measure with what it is, its value and its ends."""
    found: dict[str, tuple[str, Value]] = {}
    for result in results:
        measure, value = str(result.get("measure", "")), _number(result.get("value"))
        if measure not in found and value is not None:
            low, high = (_number(result.get(end)) for end in ("low", "high"))
            unit = f", {result['unit']}" if result.get("unit") else ""
            title = f"{result.get('label') or measure.replace('_', ' ')}{unit}"
            ends = (value if low is None else low, value if high is None else high)
            found[measure] = (title, (value, *ends))
    return found


def _number(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300
    return float(value) if is_number else None


def _ends(rows: Sequence[tuple[str, Value]]) -> list[tuple[str, Value]]:
    """Keep of many runs the least and the greatest, in the order of their values."""
    ordered = sorted(rows, key=lambda row: row[1])
    half = MOST_ROWS // 2
    return [*ordered[:half], *ordered[-half:]]


def _drawn(rows: Sequence[tuple[str, Value]]) -> str:
    least = min(0.0, *(low for _, (_, low, _) in rows))
    most = max(0.0, *(high for _, (_, _, high) in rows))
    scale = (WIDTH - LABELS - RIGHT) / ((most - least) or 1)
    marks = "".join(_row(place, name, value, least, scale) for place, (name, value) in enumerate(rows))
    height = ROW * len(rows) + 8
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{STYLE}</style>{marks}</svg>'


def _row(place: int, name: str, value: Value, least: float, scale: float) -> str:
    y = ROW * place + ROW / 2 + 4
    at, low, high = (LABELS + (one - least) * scale for one in value)
    label = name if len(name) <= 26 else name[:25] + "…"
    return (
        f'<text x="0" y="{y + 4:g}">{escape(label)}</text>'
        f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y:g}" y2="{y:g}"/>'
        f'<circle cx="{at:.1f}" cy="{y:g}" r="4"/>'
        f'<text x="{max(at, high) + 9:.1f}" y="{y + 4:g}">{plain_number(float(f"{value[0]:.3g}"))}</text>'
    )
