"""Figures laid out as tables; which figures there are was read in the documents' paragraphs."""

import pytest

from kzindustry.errors import InputError
from kzindustry.evidence import Evidence


@pytest.fixture(scope="module")
def evidence():
    return Evidence.load()


def test_places_as_rows_and_indicators_as_columns(evidence):
    towns = evidence.table("trainees", "businesses_set_up", "jobs_created", document="hope", by="ref_area")
    assert list(towns.index) == ["Karatau", "Zhanatas"]
    assert [[item.value for item in row] for row in towns.itertuples(index=False)] == [
        [50, 17, 68],
        [50, 13, 25],
    ]
    assert towns.jobs_created["Karatau"].figures == ("hope:14:jobs-karatau",)


def test_a_place_that_holds_others_would_be_counted_twice(evidence):
    """Paragraph 12 prints the businesses of both cities together: as a row only where it is asked for."""
    towns = evidence.table("businesses_set_up", document="hope")
    assert towns.sum()["businesses_set_up"].value == 30
    both = evidence.table("businesses_set_up", document="hope", place="Karatau and Zhanatas")
    assert both.businesses_set_up["Karatau and Zhanatas"].value == 30


def test_indicators_as_rows_and_periods_as_columns(evidence):
    """Paragraphs 20 and 21 of the company's report: 51 (vs 58) registered, 49 (vs 55) analysed."""
    counts = evidence.table("reports_registered", "reports_analysed", document="compliance", by="indicator")
    assert list(counts.columns) == ["2019", "2020"]
    assert [[item.value for item in row] for row in counts.itertuples(index=False)] == [[58, 51], [55, 49]]


def test_rounding_is_that_of_the_evidence():
    wide = Evidence.load("half unit").table("programme_value", document="spiid", kind="planned")
    assert (wide.iloc[0, 0].low, wide.iloc[0, 0].high) == (8.05e12, 8.15e12)


@pytest.mark.parametrize(
    ("asked", "options", "said"),
    [
        (["trainees", "busineses"], {}, "no indicator 'busineses'. Did you mean 'businesses_set_up'"),
        (["trainees"], {"document": "hpe"}, "no document 'hpe'. Did you mean 'hope'?"),
        (["trainees"], {"place": "Karatua"}, "no place 'Karatua'. Did you mean 'Karatau'"),
        (["trainees"], {"by": "ref_are"}, "Did you mean 'ref_area'?"),
        (["trainees"], {"document": "spiid"}, "no figure"),
        (["trainees", "gdp_growth"], {"document": "hope"}, "no figure of 'gdp_growth'"),
        (["water_supply"], {}, r"regional:22:water-eskula-present.*choose by period= or kind="),
    ],
)
def test_what_does_not_fit_is_told(evidence, asked, options, said):
    with pytest.raises(InputError, match=said):
        evidence.table(*asked, **options)


def test_a_series_reads_by_year(evidence):
    deflator = evidence.series("gdp_deflator_index", source="imf")
    ratio = deflator["2018"] / deflator["2010"]
    assert ratio.unit.dimensionless
    assert len(ratio.figures) == 2
