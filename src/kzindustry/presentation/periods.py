"""Periods for readers: in words, and as decimal years on a time axis.

They are written as in the tables: "1999", "1999-07", "2024-S1", "2010/2014".
"""

import re
from calendar import month_name, monthrange
from functools import lru_cache

from kzindustry.errors import ReportError

PERIOD = re.compile(r"(\d{4})(?:-(?:S([12])|Q([1-4])|(\d\d)(?:-(\d\d))?))?")
MONTHS_OF_A_YEAR = re.compile(r"([A-Z][a-z]+) (\d{4}) to (?=.* \2$)")
HALVES = {"1": "first half of", "2": "second half of"}


def begin_and_end(period: str) -> tuple[float, float]:
    """Give begin and end of a period in decimal years; a year begins at its number.

    Raises
    ------
    ReportError
        If the text is no period.
    """
    first, _, last = period.partition("/")
    start, end = _one(first)
    return (start, _one(last)[1]) if last else (start, end)


def middle(period: str) -> float:
    """Give the middle of a period or span."""
    start, end = begin_and_end(period)
    return (start + end) / 2


def tallied(period: str) -> float:
    """Give the point of a running total: the middle of its period, or of the last part of a span."""
    return middle(period.rpartition("/")[2])


@lru_cache(maxsize=1024)
def words(period: str) -> str:
    """Write a period in words: "July 1999", "1930 to 1949", "January to September 2017"; none as none."""
    text = " to ".join(_one_in_words(part) for part in period.split("/") if part)
    return MONTHS_OF_A_YEAR.sub(r"\1 to ", text)


def _match(period: str) -> re.Match[str]:
    match = PERIOD.fullmatch(period)
    if match is None or not 1 <= int(match[4] or 1) <= 12:
        known = "a year, year-month, date, half (2024-S1) or quarter (2024-Q1), or two of them with / between"
        raise ReportError(f"{period!r} is no period: give {known}.")
    return match


def _one(period: str) -> tuple[float, float]:
    year, half, quarter, month, day = _match(period).groups()
    start = float(year)
    if half:
        return start + (int(half) - 1) / 2, start + int(half) / 2
    if quarter:
        return start + (int(quarter) - 1) / 4, start + int(quarter) / 4
    if month is None:
        return start, start + 1
    start += (int(month) - 1) / 12
    if day is None:
        return start, start + 1 / 12
    length = 12 * monthrange(int(year), int(month))[1]
    return start + (int(day) - 1) / length, start + int(day) / length


def _one_in_words(period: str) -> str:
    year, half, quarter, month, day = _match(period).groups()
    if half:
        return f"{HALVES[half]} {year}"
    if quarter:
        return f"quarter {quarter} of {year}"
    name = f"{month_name[int(month)]} " if month else ""
    return f"{int(day)} {name}{year}" if day else f"{name}{year}"
