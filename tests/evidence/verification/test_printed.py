"""A figure against invented lines: each thing that a line may contradict is named with its column."""

from dataclasses import replace

import pytest

from kzindustry.evidence.registry.rows import Figure
from kzindustry.evidence.verification.printed import contradictions

LINE = "The mill plans over 1,200 looms, 3.1 trillion tenge (62%), 40 to 50 kiosks and hundreds of carts."
SPAN = "It grew from 11 to 30 mln m3 within two years, in 2031 – 2036."


def figure(line: str, as_printed: str, value: float, **changes: object) -> Figure:
    start = line.index(as_printed)
    row = Figure(
        figure="mill:1:x",
        document="mill",
        paragraph=1,
        start=start,
        end=start + len(as_printed),
        as_printed=as_printed,
        indicator="x",
        ref_area="x",
        time_period="",
        period_basis="none",
        unit_measure="loom",
        value=value,
        value_low=value,
        value_high=value,
        precision=None,
        qualifier="exact",
        figure_kind="actual",
        speaker="company",
        restates="",
        note="",
    )
    return replace(row, **changes)  # type: ignore[arg-type]


LOOMS = figure(LINE, "1,200 looms", 1200, precision=100, qualifier="at least", value_high=None)
MONEY = figure(LINE, "3.1 trillion tenge", 3.1e12, unit_measure="KZT", precision=1e11)
SHARE = figure(LINE, "62%", 62, unit_measure="percent", precision=1)
KIOSKS = figure(LINE, "40 to 50 kiosks", 45, value_low=40, value_high=50, qualifier="range")
CARTS = figure(LINE, "hundreds of carts", 100, precision=100, qualifier="approximately")
WATER = figure(SPAN, "11 to 30 mln m3", 11e6, unit_measure="m3", precision=1e6)
TARGET = figure(SPAN, "30 mln m3", 30e6, unit_measure="m3", precision=1e6)
TIME = figure(SPAN, "two years", 2, unit_measure="year", precision=1, qualifier="at most", value_low=None)
LENGTH = figure("It took over two years.", "two years", 2, unit_measure="year")
YEARS = figure(SPAN, "2031 – 2036", 6, unit_measure="year")
GOOD = [LOOMS, MONEY, SHARE, KIOSKS, CARTS, WATER, TARGET, TIME, YEARS]


def line_of(row: Figure) -> str:
    return LINE if row in {LOOMS, MONEY, SHARE, KIOSKS, CARTS} else SPAN


@pytest.mark.parametrize("row", GOOD, ids=[row.as_printed for row in GOOD])
def test_what_the_line_bears_out_is_left_alone(row: Figure) -> None:
    assert [*contradictions(row, line_of(row))] == []


@pytest.mark.parametrize(
    ("row", "changes", "column"),
    [
        (LOOMS, {"value": 1300}, "value"),
        (LOOMS, {"as_printed": "1,300 looms"}, "as_printed"),
        (LOOMS, {"start": 0, "end": 11}, "as_printed"),
        (LOOMS, {"as_printed": "1,200 loom", "end": LOOMS.end - 1}, None),
        (LOOMS, {"as_printed": "1,20", "end": LOOMS.start + 4}, "end"),
        (LOOMS, {"as_printed": "200 looms", "start": LOOMS.start + 2}, "start"),
        (LOOMS, {"precision": None}, "precision"),
        (LOOMS, {"precision": 10}, "precision"),
        (LOOMS, {"qualifier": "exact"}, "qualifier"),
        (LOOMS, {"unit_measure": "KZT"}, "unit_measure"),
        (MONEY, {"value": 3.1e9}, "value"),
        (MONEY, {"unit_measure": "USD"}, "unit_measure"),
        (MONEY, {"as_printed": "3.1 trillion", "end": MONEY.start + 12}, "end"),
        (MONEY, {"qualifier": "at least"}, "qualifier"),
        (SHARE, {"unit_measure": "person"}, "unit_measure"),
        (SHARE, {"precision": 0.1}, "precision"),
        (KIOSKS, {"value": 40}, "value"),
        (KIOSKS, {"value_low": 41}, "value_low"),
        (KIOSKS, {"value_high": None}, "value_high"),
        (CARTS, {"qualifier": "exact"}, "qualifier"),
        (WATER, {"value": 30e6}, "value"),
        (WATER, {"value": 11}, "value"),
        (WATER, {"unit_measure": "km"}, "unit_measure"),
        (TIME, {"qualifier": "exact"}, "qualifier"),
        (YEARS, {"value": 5}, "value"),
    ],
)
def test_what_it_contradicts_is_named_with_its_column(
    row: Figure, changes: dict[str, object], column: str
) -> None:
    found = [problem.column for problem in contradictions(replace(row, **changes), line_of(row))]  # type: ignore[arg-type]
    assert (column in found) if column else not found


@pytest.mark.parametrize(
    "changes", [{}, {"qualifier": "at least", "value_high": None, "precision": 1.0}], ids=["during", "longer"]
)
def test_over_a_duration_may_mean_its_whole_length(changes: dict[str, object]) -> None:
    line = "It took over two years."
    assert [*contradictions(replace(LENGTH, **changes), line)] == []  # type: ignore[arg-type]


def test_a_stretch_without_a_number_or_with_two_is_refused() -> None:
    words = figure(LINE, "The mill", 1)
    two = figure(
        LINE, "40 to 50 kiosks and hundreds of carts", 45, value_low=40, value_high=50, qualifier="range"
    )
    assert [problem.column for problem in contradictions(words, LINE)] == ["as_printed"]
    assert [problem.column for problem in contradictions(two, LINE)] == ["as_printed"]


def test_a_moved_expression_is_found_again() -> None:
    (problem,) = contradictions(LOOMS, "Now " + LINE)
    assert f"{LOOMS.start + 4} to {LOOMS.end + 4}" in problem.what
