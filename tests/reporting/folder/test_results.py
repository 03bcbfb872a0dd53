import csv
import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzindustry.errors import InputError
from kzindustry.reporting.folder.across_runs import measure_csv, measure_table, measures_csv, measures_table
from kzindustry.reporting.folder.executed import Executed
from kzindustry.reporting.folder.results import COLUMNS, plain_number, results_csv


def executed(run: str, *results: dict[str, object], error: str = "", **parameters: object) -> Executed:
    return Executed(run, run.partition("-")[0], parameters, error, "Why?", "So.", results)


def result(measure: str, value: float | None, **fields: object) -> dict[str, object]:
    return {
        "kind": "result",
        "measure": measure,
        "subject": "all",
        "value": value,
        "low": value,
        "high": None,
        **fields,
    }


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (None, ""),
        (0, "0"),
        (-0.0, "0"),
        (3, "3"),
        (34.0, "34"),
        (-2.50, "-2.5"),
        (0.1, "0.1"),
        (1 / 3, "0.3333333333333333"),
        (8.1e12, "8100000000000"),
        (1e-7, "0.0000001"),
        (1.5e300, "15" + "0" * 299),
    ],
)
def test_numbers_are_plain_decimals_with_all_digits(number: float | None, written: str) -> None:
    assert plain_number(number) == written


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_written_number_reads_as_the_same(number: float) -> None:
    written = plain_number(number)
    assert float(written) == number
    assert "e" not in written.lower()


def test_rows_are_sorted_by_run_then_in_order_of_recording() -> None:
    late = executed(
        "waiting-town=a", result("b", 1), result("a", 2, text='a, "b"\nc', figures=["x:1:y", "z"])
    )
    text = results_csv(
        [late, executed("fresh", result("c", 3)), executed("stopping", result("d", 4), error="no")]
    )
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["run"], row["notebook"], row["measure"]) for row in rows] == [
        ("fresh", "fresh", "c"),
        ("waiting-town=a", "waiting", "b"),
        ("waiting-town=a", "waiting", "a"),
    ]
    assert rows[2]["text"] == 'a, "b"\nc'
    assert rows[2]["figures"] == "x:1:y z"
    assert (rows[1]["low"], rows[1]["high"], rows[1]["period"]) == ("1", "", "")


def runs() -> list[Executed]:
    return [
        executed("waiting", result("wait", 1 / 3, unit="s"), town="both", rate=0.5),
        executed(
            "waiting-rate=0.1", result("wait", 1e6 / 3, unit="s"), result("x", 1), town="both", rate=0.1
        ),
        executed("fresh", result("touched", 0), period=3),
    ]


def test_a_measure_is_a_table_with_the_parameters_that_vary() -> None:
    assert measure_table(runs(), "wait").splitlines() == [
        "rate  subject  value     low",
        "----  -------  -----     ---",
        "0.5   all      0.333333  0.333333",
        "0.1   all      333333    333333",
        "",
        "In all: notebook: waiting, town: both, unit: s",
    ]


def test_a_measure_as_csv_has_all_parameters_and_digits() -> None:
    rows = list(csv.DictReader(io.StringIO(measure_csv(runs(), "wait"))))
    assert list(rows[0])[:6] == ["run", "notebook", "town", "rate", "measure", "subject"]
    assert math.isclose(float(rows[1]["value"]), 1e6 / 3, rel_tol=0)
    (row,) = csv.DictReader(io.StringIO(measure_csv(runs(), "touched")))
    assert (row["parameter_period"], row["period"]) == ("3", "")


def test_an_unknown_measure_names_the_nearest() -> None:
    with pytest.raises(InputError, match=r"No run recorded a measure 'wiat'\. Did you mean 'wait'"):
        measure_table(runs(), "wiat")
    with pytest.raises(InputError, match=r"measure 'jobs'\. `kzindustry results` lists them\."):
        measure_table(runs(), "jobs")


def test_measures_are_listed_with_their_notebooks_and_rows() -> None:
    failed = executed("stopping", result("stops", 1), error="no")
    assert measures_table([*runs(), failed]).splitlines() == [
        "measure  notebooks  rows",
        "-------  ---------  ----",
        "wait     waiting    2",
        "x        waiting    1",
        "touched  fresh      1",
    ]
    shared = executed("other", result("wait", 1))
    assert measures_csv([*runs(), shared]).splitlines()[1] == "wait,waiting other,3"
