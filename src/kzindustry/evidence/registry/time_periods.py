"""Periods of time as the tables write them: ISO 8601 years, months, days, SDMX half-years, spans of them."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

PERIOD = re.compile(r"(?P<year>(?:19|20)\d{2})(?:-S(?P<half>[12])|-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


@dataclass(frozen=True)
class Period:
    """A stretch of days, both ends included."""

    first: date
    last: date

    @property
    def years(self) -> int:
        """How many calendar years it touches."""
        return self.last.year - self.first.year + 1


@lru_cache(maxsize=4096)
def period(text: str) -> Period:
    """Read "2020", "2024-S1", "2019-05", "2024-12-12" or two of them with a slash: "2020/2023".

    Raises
    ------
    ValueError
        If the text is no such period, names no day of the calendar, or ends before it starts.
    """
    parts = [_simple(part) for part in text.split("/")]
    if len(parts) > 2 or parts[-1].last < parts[0].first:
        raise ValueError(f"{text!r} is not a span from one period to a later one")
    return Period(parts[0].first, parts[-1].last)


def _simple(text: str) -> Period:
    match = PERIOD.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a period such as 2020, 2024-S1, 2019-05, 2024-12-12 or 2020/2023")
    year, half = int(match["year"]), int(match["half"] or 0)
    first_month = int(match["month"] or (1 if half < 2 else 7))
    last_month = int(match["month"] or (6 if half == 1 else 12))
    days = calendar.monthrange(year, last_month)[1] if 1 <= last_month <= 12 else 0
    return Period(
        date(year, first_month, int(match["day"] or 1)), date(year, last_month, int(match["day"] or days))
    )
