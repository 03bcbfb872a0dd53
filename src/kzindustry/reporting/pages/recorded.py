"""Recorded results as one table: what a reader looks up, wherever in the notebook it was recorded."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from kzindustry.contract import SOURCES, Document

HEAD = ("Measure", "Subject", "Period", "Value", "Low", "High", "Unit", "Bounds", "Sources")
NUMBERS = {"Value", "Low", "High"}


def results_table(results: Sequence[Document], sources: Mapping[str, int]) -> str:
    """Give the HTML of the table; columns in which nothing stands are left out.

    Parameters
    ----------
    results
        Documents of the kind `result`, in order of recording.
    sources
        The number of the source that a figure belongs to.
    """
    rows = [_row(result, sources) for result in results]
    used = [place for place in range(len(HEAD)) if any(row[place] for row in rows)]
    head = "".join(f'<th scope="col"{_side(HEAD[place])}>{HEAD[place]}</th>' for place in used)
    heads = ";".join(f"--h{at}:&quot;{HEAD[place]}&quot;" for at, place in enumerate(used, start=1))
    body = "".join(f"<tr>{_cells(row, used)}</tr>" for row in rows)
    return (
        '<div class="table-scroll" tabindex="0" role="group" aria-label="Recorded results">'
        f'<table class="recorded stacks" style="{heads}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(result: Document, sources: Mapping[str, int]) -> list[str]:
    measure, label = str(result.get("measure", "")), str(result.get("label") or "")
    named = f"{escape(label)} <small>{escape(measure)}</small>" if label else escape(measure)
    value, low, high = (result.get(name) for name in ("value", "low", "high"))
    ends = ["", ""] if low == value == high else [table_number(low), table_number(high)]
    shown = table_number(value) if value is not None else str(result.get("text") or "")
    texts = [result.get(name) or "" for name in ("subject", "period")]
    more = [*map(str, texts), shown, *ends, str(result.get("unit") or ""), str(result.get("bounds") or "")]
    return [named, *map(escape, more), _marks(result.get("figures") or (), sources)]


def _marks(figures: Any, sources: Mapping[str, int]) -> str:
    known = figures if isinstance(figures, list | tuple) else ()
    numbers = sorted({sources[str(figure)] for figure in known if str(figure) in sources})
    return " ".join(f'<a class="cite" href="#source-{number}">{number}</a>' for number in numbers)


def _cells(row: Sequence[str], used: Sequence[int]) -> str:
    first, *others = used
    rest = "".join(f"<td{_side(HEAD[place])}>{row[place]}</td>" for place in others)
    return f'<th scope="row">{row[first]}</th>{rest}'


def _side(column: str) -> str:
    return ' class="number"' if column in NUMBERS else ""


def table_number(value: Any) -> str:
    """Write a number for a table: six digits that count, no exponent.

    >>> table_number(8.1e12), table_number(0.123456789), table_number(17.0), table_number(None)
    ('8,100,000,000,000', '0.123457', '17', '')
    """
    if not isinstance(value, int | float) or isinstance(value, bool):
        return "" if value is None else str(value)
    if value != value or abs(value) in {float("inf")}:  # noqa: PLR0124 - NaN is what differs from itself
        return str(value)
    exact = float(f"{value:.6g}")
    written = f"{exact:,.0f}" if exact == int(exact) else f"{exact:,.12f}".rstrip("0").rstrip(".")
    return written if written not in {"0", "-0"} or not value else f"{value:.6g}"


def source_numbers(documents: Sequence[Document]) -> dict[str, int]:
    """Give the number of the source of each figure that the notebook lists."""
    numbers: dict[str, int] = {}
    for source in listed_sources(documents):
        figures, number = source.get("figures"), source.get("number")
        if isinstance(figures, list | tuple) and isinstance(number, int):
            numbers |= dict.fromkeys(map(str, figures), number)
    return numbers


def listed_sources(documents: Sequence[Document]) -> Iterator[Mapping[str, Any]]:
    """Give the sources that a notebook lists, passing over what is none."""
    for document in documents:
        listed = document.get("sources") if document.get("kind") == SOURCES else ()
        yield from (one for one in listed if isinstance(one, Mapping)) if isinstance(listed, list) else ()
