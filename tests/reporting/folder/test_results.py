import csv
import io
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzindustry.errors import InputError
from kzindustry.reporting.folder.across_runs import measure_csv, measure_table, measures_csv, measures_table
from kzindustry.reporting.folder.executed import Executed
from kzindustry.reporting.folder.results import plain_number, plain_text
from kzindustry.reporting.folder.results_tables import tables


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
    stopped = executed("stopping", result("d", 4), error="no")
    found = tables([late, executed("fresh", result("c", 3), town="x"), stopped])
    rows = read(found["results.csv"])
    assert list(rows[0]) == [
        *("run", "notebook", "town", "measure", "label", "subject", "period"),
        *("value", "low", "high", "unit", "bounds", "text"),
    ]
    assert [(row["run"], row["notebook"], row["measure"]) for row in rows] == [
        ("fresh", "fresh", "c"),
        ("waiting-town=a", "waiting", "b"),
        ("waiting-town=a", "waiting", "a"),
    ]
    assert rows[2]["text"] == 'a, "b"\nc'
    assert [row["figure"] for row in read(found["results_figures.csv"])] == ["x:1:y", "z"]
    assert (rows[0]["town"], rows[1]["town"]) == ("x", "")
    assert (rows[1]["low"], rows[1]["high"], rows[1]["period"]) == ("1", "", "")


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_texts_have_a_column_only_where_there_are_some() -> None:
    assert "text" not in read(tables([executed("fresh", result("c", 3))])["results.csv"])[0]


def test_measures_are_described_once_with_the_notebooks_that_record_them() -> None:
    told = {"label": "Start-up rate", "definition": "Businesses over people", "unit": "share"}
    found = tables([executed("a", result("rate", 1, **told)), executed("b", result("rate", 2, **told))])
    assert read(found["measures.csv"]) == [{"measure": "rate", **told, "notebooks": "a b"}]


def test_no_text_becomes_a_formula_in_a_spreadsheet() -> None:
    row = result("rate", -2, subject="=SUM(A1)", text="@x", label="+1 or so")
    (found,) = read(tables([executed("fresh", row, town="-x", rate=-0.5)])["results.csv"])
    shown = ("subject", "text", "label", "town", "rate", "value")
    assert [found[name] for name in shown] == ["'=SUM(A1)", "'@x", "'+1 or so", "'-x", "-0.5", "-2"]
    assert plain_text("both") == "both"


def test_the_data_package_reads_types_in_frictionless(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    runs = [executed("fresh", result("c", 3.5, figures=["x:1:y"]), town="both", rate=0.5, period=3)]
    for name, content in tables(runs).items():
        (tmp_path / name).write_bytes(content)
    package = frictionless.Package(str(tmp_path / "datapackage.json"))
    assert package.validate().valid
    (row,) = package.get_resource("results").read_rows()
    assert (float(row["value"]), float(row["rate"]), row["town"], row["high"]) == (3.5, 0.5, "both", None)
    assert float(row["parameter_period"]) == 3


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
    assert list(rows[0])[:6] == ["run", "notebook", "town", "rate", "measure", "label"]
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
        "measure  label  notebooks  rows",
        "-------  -----  ---------  ----",
        "wait            waiting    2",
        "x               waiting    1",
        "touched         fresh      1",
    ]
    shared = executed("other", result("wait", 1))
    assert measures_csv([*runs(), shared]).splitlines()[1] == "wait,,,s,waiting other,3"
