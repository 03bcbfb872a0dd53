"""A figure against the line that prints it: place, value, precision, unit and qualifier.

One figure at a time; whole documents are for `verification`, what a row must be in itself for `checks`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from kzindustry.evidence.grammar.currencies import CURRENCIES
from kzindustry.evidence.grammar.numerals import Expression, find, parse
from kzindustry.evidence.grammar.qualifiers import possible
from kzindustry.evidence.grammar.tokens import numbers
from kzindustry.evidence.registry.reading import Problem
from kzindustry.evidence.registry.rows import Figure
from kzindustry.evidence.verification.texts import SourceText

LOOK_AHEAD, LOOK_BACK = 200, 20
"""Characters around a stretch: its expression may go on, and a word before it may join two numbers."""
ALWAYS_PRINTED = frozenset({*CURRENCIES.values(), "percent", "percentage_point", "km", "m3"})
"""Units that a number cannot be in unless they stand beside it; what is counted may stand elsewhere."""


def out_of_place(as_printed: str, start: int, end: int, line: str) -> Problem | None:
    """Hold an expression against the stretch of the line where it should stand."""
    stands = line[start:end]
    if stands == as_printed:
        return None
    at = f"characters {start} to {end} hold {stands!r}, not {as_printed!r}"
    found = line.find(as_printed) if as_printed else -1
    hint = f"; the line has it at {found} to {found + len(as_printed)}" if found >= 0 else ""
    return Problem("as_printed", at + hint)


def contradictions(row: Figure, line: str) -> Iterator[Problem]:
    """Give all that the line does not bear out about a figure, each with the column to look at."""
    misplaced = out_of_place(row.as_printed, row.start, row.end, line)
    if misplaced:
        yield misplaced
        return
    expression = _of_row(row, line)
    if expression is None or expression.kind in {"ordinal", "code"}:
        yield Problem("as_printed", f"{row.as_printed!r} does not start with a number")
        return
    yield from _stretch(row, expression, line)
    yield from _amount(row, expression)
    yield from _unit(row, expression)
    yield from _qualifier(row, expression, line)


def printed_value(expression: Expression, qualifier: str) -> Fraction:
    """Give the value of an expression; of "11 to 30" it is 11 for a change, the middle for a range."""
    return expression.values[0] if expression.kind == "range" and qualifier != "range" else expression.value


def printed_precision(expression: Expression, qualifier: str) -> float | None:
    """Give the place of the last digit that is printed with meaning, None for a plain count.

    Scale words, decimals, percents and factors show it; of a round number beside an approximating or bounding
    word it is the place of the last digit that is not 0.
    """
    if qualifier == "range" or expression.kind == "span":
        return None
    if expression.marked:
        return float(expression.place)
    return None if qualifier == "exact" else float(_last_place(expression.values[0]))


def _last_place(value: Fraction) -> Fraction:
    place = Fraction(1)
    while value and value % (place * 10) == 0:
        place *= 10
    return place


def misdated(row: Figure, text: SourceText) -> Iterator[Problem]:
    """Hold a period against the years that the document prints up to the figure.

    A span of years is its own period. Of a stated period all years are printed, of an inferred one the year
    that it starts from, or one beside it ("a year earlier").

    Parameters
    ----------
    row
        The figure.
    text
        The document's text.
    """
    expression = parse(row.as_printed)
    if expression is not None and expression.kind == "span":
        span = "/".join(str(year) for year in expression.values)
        if row.time_period != span:
            yield Problem("time_period", f"{row.as_printed!r} is {span}, not {row.time_period or 'empty'}")
    years = re.findall(r"\d{4}", row.time_period)
    stated = row.period_basis == "stated"
    for year in years if stated else years[:1]:
        beside = () if stated else (int(year) - 1, int(year) + 1)
        if all(text.years.get(str(one), row.paragraph + 1) > row.paragraph for one in (year, *beside)):
            nearly = "" if stated else ", nor a year beside it"
            yield Problem("time_period", f"{year} is not printed up to paragraph {row.paragraph}{nearly}")


def _of_row(row: Figure, line: str) -> Expression | None:
    """Read a row's expression as its line has it; where it is the second of two or cut off, by itself."""
    inside = _around(row.start, line)
    if inside is not None and inside.start == row.start and inside.end <= row.end:
        return inside
    return parse(row.as_printed, line[max(row.start - LOOK_BACK, 0) : row.start])


def _stretch(row: Figure, expression: Expression, line: str) -> Iterator[Problem]:
    """Check that the stretch is one whole expression: no digit, scale or unit cut off, no second number."""
    inside = _around(row.start, line)
    if inside is not None and inside.start == row.start:
        end = inside.end
    else:
        before = line[max(row.start - LOOK_BACK, 0) : row.start]
        whole = parse(line[row.start : row.end + LOOK_AHEAD], before)
        end = row.start + whole.end if whole else row.end
    if end > row.end:
        yield Problem("end", f"the printed expression goes on: {line[row.start : end]!r}")
    if inside is not None and inside.start < row.start and inside.kind not in {"range", "span"}:
        yield Problem("start", f"the printed expression starts before: {line[inside.start : inside.end]!r}")
    if numbers(row.as_printed[expression.end - expression.start :]):
        yield Problem("as_printed", f"{row.as_printed!r} holds a second number")


def _around(place: int, line: str) -> Expression | None:
    """Give the expression of a line in which a place lies."""
    found = _found(line)
    at = bisect_right(found, place, key=lambda expression: expression.start) - 1
    return found[at] if at >= 0 and place < found[at].end else None


@lru_cache(maxsize=1024)
def _found(line: str) -> tuple[Expression, ...]:
    return tuple(find(line))


def _amount(row: Figure, expression: Expression) -> Iterator[Problem]:
    """Check value, ends of a range and precision."""
    value = float(printed_value(expression, row.qualifier))
    if row.value != value:
        yield Problem("value", f"{row.as_printed!r} is {value:.15g}, not {row.value:.15g}")
    precision = printed_precision(expression, row.qualifier)
    if row.precision != precision:
        yield Problem(
            "precision", f"of {row.as_printed!r} is {_or_none(precision)}, not {_or_none(row.precision)}"
        )
    if row.qualifier == "range" and expression.kind == "range":
        low, high = sorted(map(float, expression.values))
        if row.value_low != low:
            yield Problem("value_low", f"of {row.as_printed!r} is {low:.15g}, not {_or_none(row.value_low)}")
        if row.value_high != high:
            yield Problem(
                "value_high", f"of {row.as_printed!r} is {high:.15g}, not {_or_none(row.value_high)}"
            )


def _or_none(number: float | None) -> str:
    return "none" if number is None else f"{number:.15g}"


def _unit(row: Figure, expression: Expression) -> Iterator[Problem]:
    """Check the unit against the printed one; money, percents, lengths and volumes are always printed."""
    if expression.unit and expression.unit != row.unit_measure:
        yield Problem(
            "unit_measure", f"{row.as_printed!r} is in {expression.unit}, not in {row.unit_measure}"
        )
    elif not expression.unit and row.unit_measure in ALWAYS_PRINTED:
        yield Problem("unit_measure", f"{row.as_printed!r} does not print {row.unit_measure}")


def _qualifier(row: Figure, expression: Expression, line: str) -> Iterator[Problem]:
    """Check the qualifier against the words around the expression; without any, its form sets it."""
    allowed = possible(line, row.start, row.end, expression)
    if row.qualifier not in allowed:
        names = " or ".join(allowed)
        yield Problem("qualifier", f"the words at {row.as_printed!r} say {names}, not {row.qualifier}")
