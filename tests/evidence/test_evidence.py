"""Evidence on the real tables: what a notebook gets for an id."""

import shutil
from pathlib import Path

import pytest

from kzindustry.analysis.units import called
from kzindustry.errors import InputError
from kzindustry.evidence import ContextValue, Evidence, Figure, context, figures
from kzindustry.evidence.registry.load import load_registry
from kzindustry.root import data_folder


@pytest.fixture(scope="module")
def printed() -> Evidence:
    return Evidence.load()


@pytest.fixture(scope="module")
def widened() -> Evidence:
    return Evidence.load(rounding="half unit")


def ends(evidence: Evidence, name: str) -> tuple[float | None, float, float | None, str]:
    quantity = evidence[name]
    return quantity.low, quantity.value, quantity.high, quantity.bounds


AS_PRINTED = [
    ("hope:14:businesses-karatau", (17, 17, 17, "exact")),
    ("hope:15:jobs-fertiliser-plant", (500, 550, 600, "as printed")),
    ("spiid:16:value", (8.1e12, 8.1e12, 8.1e12, "as printed")),
    ("spiid:18:permanent-jobs", (120_000, 120_000, None, "as printed")),
    ("zhetisu:8:battery-capacity", (None, 210_000, 210_000, "as printed")),
    ("spiid:18:manufacturing-share-industry-2010", (31.8, 31.8, 31.8, "as printed")),
    ("gdp_deflator_index:2010:imf", (212.533613, 212.533613, 212.533613, "exact")),
    ("spiid_jobs:2015/2017:azernews", (30_000, 30_000, None, "as printed")),
]
HALF_UNIT = [
    ("hope:14:businesses-karatau", (17, 17, 17, "exact")),
    ("hope:15:jobs-fertiliser-plant", (500, 550, 600, "half unit")),
    ("spiid:16:value", (8.05e12, 8.1e12, 8.15e12, "half unit")),
    ("spiid:18:permanent-jobs", (120_000, 120_000, None, "half unit")),
    ("zhetisu:8:battery-capacity", (None, 210_000, 210_000, "half unit")),
    ("spiid:18:manufacturing-share-industry-2010", (31.75, 31.8, 31.85, "half unit")),
    ("spiid:18:projects", (1_250, 1_300, 1_350, "half unit")),
]


@pytest.mark.parametrize(("name", "expected"), AS_PRINTED)
def test_as_printed_takes_the_registered_ends(
    printed: Evidence, name: str, expected: tuple[object, ...]
) -> None:
    assert ends(printed, name) == expected


@pytest.mark.parametrize(("name", "expected"), HALF_UNIT)
def test_half_unit_widens_closed_ends_only(
    widened: Evidence, name: str, expected: tuple[object, ...]
) -> None:
    assert ends(widened, name) == expected


def test_a_quantity_knows_its_figure_unit_and_how_it_was_printed(printed: Evidence) -> None:
    jobs = printed["spiid:18:permanent-jobs"]
    assert jobs.figures == ("spiid:18:permanent-jobs",)
    assert jobs.unit == printed.unit("job")
    assert (jobs.precision, jobs.qualifier) == (10_000, "at least")


def test_every_id_gives_a_quantity_under_both_roundings(printed: Evidence, widened: Evidence) -> None:
    for name in [*printed.registry.figures, *printed.registry.context]:
        narrow, wide = printed[name], widened[name]
        assert narrow.value == wide.value
        assert (narrow.low is None, narrow.high is None) == (wide.low is None, wide.high is None)
        assert wide.low is None or wide.low <= narrow.low
        assert wide.high is None or wide.high >= narrow.high


def test_context_values_come_in_base_units(printed: Evidence) -> None:
    assert printed["gdp_nominal:2010:imf"].value == 21_815_517_000_000
    assert printed["gdp_nominal:2010:imf"].unit == printed.unit("KZT")
    assert printed["employed_persons:2019:bns"].unit == printed.unit("person")
    assert printed["employed_persons:2019:bns"].value > 8e6
    assert printed["fx_usd_kzt_avg:2010:wdi"].unit == printed.unit("KZT / USD")
    assert (
        printed["zhetisu_investment:2025-S1:official"].high is not None
    )  # "more than" in its note is no bound


def test_a_reading_stands_beside_the_printed_value(printed: Evidence, widened: Evidence) -> None:
    name = "regional:22:water-uitas-aidos-target"
    assert printed[name].value == 26.4
    assert printed.reading(name).value == 26_400_000
    assert (widened.reading(name).low, widened.reading(name).high) == (26_350_000, 26_450_000)
    assert printed.reading(name).figures == (name,)


def test_the_rows_themselves_can_be_had(printed: Evidence) -> None:
    figure, value = printed.figure("spiid:16:value"), printed.figure("gdp_nominal:2010:imf")
    assert isinstance(figure, Figure)
    assert isinstance(value, ContextValue)
    assert (figure.as_printed, figure.paragraph, figure.id) == ("8.1 trillion tenge", 16, "spiid:16:value")
    assert printed.document(figure.document).publisher == "Wikipedia"


def test_a_series_comes_in_order_of_time(printed: Evidence) -> None:
    deflator = printed.series("gdp_deflator_index", source="imf")
    assert [*deflator] == sorted(deflator)
    assert deflator["2010"].value == printed["gdp_deflator_index:2010:imf"].value


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda evidence: evidence["hope:14:businesses-karatu"], "hope:14:businesses-karatau"),
        (lambda evidence: evidence.figure("gdp_nominal:2010:imv"), "gdp_nominal:2010:imf"),
        (lambda evidence: evidence.reading("hope:14:businesses-karatau"), "no reading"),
        (lambda evidence: evidence.document("spid"), "'spiid'"),
        (lambda evidence: evidence.unit("jobb"), "'job'"),
        (lambda evidence: evidence.series("gdp_deflator_indx"), "gdp_deflator_index"),
        (lambda evidence: evidence.series("gdp_nominal"), "bns, imf"),
        (lambda evidence: evidence.series("gdp_nominal", source="bsn"), "bns"),
    ],
)
def test_unknown_names_are_refused_with_the_nearest(printed: Evidence, ask: object, said: str) -> None:
    with pytest.raises(InputError, match=said):
        ask(printed)  # type: ignore[operator]


def test_an_unknown_rounding_is_refused() -> None:
    with pytest.raises(InputError, match="half unit"):
        Evidence.load(rounding="half a unit")


def test_frames_are_tidy_and_labelled() -> None:
    frame, series = figures(), context()
    assert frame["figure"].is_unique
    assert {"document_title", "indicator_label", "ref_area_label", "unit_measure_label"} <= {*frame.columns}
    assert frame[["document_title", "indicator_label", "ref_area_label"]].notna().all(axis=None)
    assert series["id"].is_unique


def test_units_bear_the_words_of_units_csv(printed: Evidence) -> None:
    rate, jobs = printed["zhetisu:2:grp"] / printed["zhetisu:2:grp-usd"], printed["hope:14:jobs-karatau"]
    assert called(rate.unit, rate.value) == "tenge for a dollar"
    assert (called(jobs.unit, 2), called(jobs.unit, 1)) == ("jobs", "job")
    assert called((rate / rate).unit, 1) == ""
    assert called((rate / jobs).unit, 1) == "KZT/USD/job"


def test_tables_are_read_once_and_again_when_a_file_changes(tmp_path: Path) -> None:
    data = Path(shutil.copytree(data_folder(), tmp_path / "data"))
    first = load_registry(data)
    assert load_registry(data) is first
    path = data / "areas.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Kazakhstan", "Qazaqstan"), encoding="utf-8")
    assert load_registry(data).areas["kazakhstan"].label == "Qazaqstan"
