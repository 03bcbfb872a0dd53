"""Periods as the tables write them."""

from datetime import date

import pytest

from kzindustry.evidence.registry.time_periods import period


@pytest.mark.parametrize(
    ("text", "first", "last", "years"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31), 1),
        ("2024-S1", date(2024, 1, 1), date(2024, 6, 30), 1),
        ("2024-S2", date(2024, 7, 1), date(2024, 12, 31), 1),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), 1),
        ("2024-12-12", date(2024, 12, 12), date(2024, 12, 12), 1),
        ("2020/2023", date(2020, 1, 1), date(2023, 12, 31), 4),
        ("1999-09/2000-02", date(1999, 9, 1), date(2000, 2, 29), 2),
    ],
)
def test_reads_periods(text: str, first: date, last: date, years: int) -> None:
    read = period(text)
    assert (read.first, read.last, read.years) == (first, last, years)


@pytest.mark.parametrize(
    "text",
    ["", "20", "2020-13", "2020-02-30", "2024-S3", "2023/2020", "2020/2021/2022", "2020-1", "3020", "x"],
)
def test_refuses_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match=r"period|month|day"):
        period(text)
