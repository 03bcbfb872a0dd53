"""Columns of quantities: pandas adds, divides and sorts them, and loses neither bounds nor sources unsaid."""

import pandas as pd
import pytest

from kzindustry.analysis import proportion, rate_ratio_p, values
from kzindustry.analysis.array import BareNumbersWarning
from kzindustry.analysis.quantity import Quantity
from kzindustry.errors import AnalysisError
from kzindustry.evidence import Evidence


@pytest.fixture(scope="module")
def evidence():
    return Evidence.load()


@pytest.fixture
def towns(evidence):
    counts = {
        "trainees": ["hope:9:trainees-karatau", "hope:9:trainees-zhanatas"],
        "businesses": ["hope:14:businesses-karatau", "hope:16:businesses-zhanatas"],
    }
    frame = pd.DataFrame({name: [evidence[figure] for figure in ids] for name, ids in counts.items()})
    return frame.astype("quantity").set_axis(["Karatau", "Zhanatas"])


def test_a_row_of_sums_keeps_the_figures(towns):
    towns.loc["Both"] = towns.sum()
    both = towns.businesses["Both"]
    assert both.value == 30
    assert both.figures == ("hope:14:businesses-karatau", "hope:16:businesses-zhanatas")
    assert str(both) == "30 businesses"


@pytest.mark.parametrize(
    ("compute", "expected"),
    [
        (lambda t: t.businesses / t.trainees, [0.34, 0.26]),
        (lambda t: 2 * t.businesses, [34, 26]),
        (lambda t: 1 - t.businesses / t.businesses["Karatau"], [0, 4 / 17]),
        (lambda t: t.businesses["Karatau"] + t.businesses, [34, 30]),
        (lambda t: t.businesses["Karatau"] / t.trainees, [0.34, 0.34]),
        (lambda t: -t.businesses, [-17, -13]),
        (lambda t: t.businesses.cumsum(), [17, 30]),
        (lambda t: t.sort_values("businesses").businesses, [13, 17]),
        (lambda t: t.businesses[t.businesses > 15], [17]),
        (lambda t: t.businesses.map(lambda q: q * 2), [34, 26]),
        (lambda t: pd.concat([t, t]).businesses, [17, 13, 17, 13]),
        (lambda t: t.reset_index().melt(id_vars="index").value, [50, 50, 17, 13]),
        (lambda t: t.T["Karatau"], [50, 17]),
    ],
)
def test_what_pandas_does_gives_quantities_with_sources(towns, compute, expected):
    found = compute(towns)
    assert [item.value for item in found] == pytest.approx(expected)
    assert all(isinstance(item, Quantity) and item.figures for item in found)


def test_a_mean_keeps_bounds(evidence):
    hopes = pd.Series([evidence["hope:15:jobs-fertiliser-plant"], evidence["hope:15:jobs-raw-materials"]])
    mean = hopes.astype("quantity").mean()
    assert (mean.low, mean.value, mean.high) == (650, 675, 700)


@pytest.mark.parametrize("name", ["std", "median", "describe", "var", "prod"])
def test_what_would_give_a_bare_number_is_refused_in_our_words(towns, name):
    with pytest.raises(AnalysisError, match=r"bare number.*sum\(\) and mean\(\) keep them.*values"):
        getattr(towns.businesses, name)()


def test_plain_numbers_are_given_with_a_warning(towns):
    with pytest.warns(BareNumbersWarning, match="left behind"):
        assert list(towns.businesses.astype(float)) == [17.0, 13.0]
    with pytest.warns(BareNumbersWarning):
        towns.corr()


def test_values_are_plain_numbers_without_a_word(towns):
    assert values(towns.businesses).dtype == float
    assert list(values(towns).sum()) == [100, 30]
    assert values(towns.businesses["Karatau"]) == 17


def test_a_missing_quantity_stays_missing(towns):
    wider = towns.reindex(["Karatau", "Aktau"])
    assert list((wider.businesses / wider.trainees).isna()) == [False, True]
    assert list(proportion(wider.businesses, wider.trainees).isna()) == [False, True]
    assert wider.businesses.sum().value == 17
    assert wider.businesses.fillna(towns.businesses["Zhanatas"] * 1)["Aktau"].value == 13
    assert list((wider.businesses * towns.trainees["Karatau"]).isna()) == [False, True]


def test_statistics_take_columns_as_they_take_quantities(towns):
    rates = proportion(towns.businesses, towns.trainees, 0.9, method="Jeffreys")
    alone = proportion(towns.businesses["Zhanatas"], towns.trainees["Zhanatas"], 0.9, method="Jeffreys")
    assert list(rates.index) == ["Karatau", "Zhanatas"]
    assert (rates["Zhanatas"].low, rates["Zhanatas"].high) == (alone.low, alone.high)
    assert rate_ratio_p(towns.businesses, towns.businesses["Zhanatas"])["Zhanatas"].value == 1


def test_columns_of_unlike_units_do_not_add_up(towns):
    with pytest.raises(AnalysisError, match="Unlike units: 'person' and 'business'"):
        towns.trainees + towns.businesses


def test_nothing_but_quantities_is_taken(towns):
    with pytest.raises(AnalysisError, match=r"5\.0 is no Quantity"):
        towns.trainees.array[0] = 5.0
    with pytest.raises(AnalysisError, match=r"'a' is no Quantity"):
        pd.Series(["a"]).astype("quantity")


def test_sum_begins_with_nothing(towns):
    assert sum(towns.businesses.to_list()).value == 30


def test_a_format_would_show_a_bare_number(towns):
    with pytest.raises(AnalysisError, match=r"bare number.*\.value"):
        f"{towns.businesses['Karatau']:.1f}"
    assert f"{towns.businesses['Karatau']}" == "17 businesses"
