"""Sentences: every number has a source, and says where it is."""

from collections.abc import Sequence

import pytest

from kzindustry.analysis import Quantity
from kzindustry.errors import ReportError
from kzindustry.presentation import finding, listed
from kzindustry.presentation.finding import as_finding


class Marks:
    """Says what is cited where."""

    def number(self, text: str, quantity: Quantity, assumptions: Sequence[str] = ()) -> str:
        return f"<{text}: {' '.join((*quantity.figures, *assumptions))}>"

    def mark(self, figures: Sequence[str]) -> str:
        return f"[{' '.join(figures)}]" if figures else ""


def test_a_sentence_is_rendered_from_quantities(evidence):
    jobs, businesses = evidence["hope:14:jobs-karatau"], evidence["hope:14:businesses-karatau"]
    sentence = finding(
        "Karatau reports {jobs} jobs in {businesses:words} businesses", jobs=jobs, businesses=businesses
    )
    assert sentence.text == "Karatau reports 68 jobs in seventeen businesses"
    assert sentence.figures == ("hope:14:jobs-karatau", "hope:14:businesses-karatau")


def test_each_number_leads_to_its_source(evidence):
    jobs, businesses = evidence["hope:14:jobs-karatau"], evidence["hope:14:businesses-karatau"]
    html = finding("{jobs} < {businesses}", jobs=jobs, businesses=businesses).html(Marks())
    assert html == "<68: hope:14:jobs-karatau> &lt; <17: hope:14:businesses-karatau>"


def test_assumptions_are_marked_at_first_mention(evidence):
    idle = Quantity.assumed(10_000, evidence.unit("person"), "idle_people")
    sentence = finding(
        "{idle} people, {rate} jobs each", idle=idle, rate=evidence["hope:14:jobs-karatau"] / idle
    )
    assert sentence.text == "10,000 (assumed) people, 0.0068 jobs each"
    assert sentence.html(Marks()) == (
        "<10,000: idle_people> people, <0.0068: hope:14:jobs-karatau> jobs each"
    )


def test_findings_compose(evidence):
    part = finding("{n} jobs", n=evidence["hope:14:jobs-karatau"])
    whole = finding("Karatau: {part}", part=part) + " in " + as_finding("2000")
    assert whole.text == "Karatau: 68 jobs in 2000"
    assert whole.figures == part.figures
    assert listed([part, "salt", "gas"]).text == "68 jobs, salt and gas"


@pytest.mark.parametrize(
    "text",
    [
        "In 1999 and 2010-2014, in the 1930s",
        "on 12 December and 2024-12-13",
        "first half of 2024-S1",
        "GRES-1, COVID-19 and m3",
    ],
)
def test_years_dates_and_names_may_hold_digits(text):
    assert finding(text).text == text.replace("2010-2014", "2010–2014")


@pytest.mark.parametrize(
    "text", ["about 40 towns", "a share of 57%", "0.5", "1 of them", "3-day course", "10,000"]
)
def test_a_typed_number_is_refused(text):
    with pytest.raises(ReportError, match="is typed"):
        finding(text)
    with pytest.raises(ReportError, match="is typed"):
        finding("{words}", words=text)


def test_a_bare_number_is_refused_but_a_year_is_not():
    assert finding("in {year}", year=1999).text == "in 1999"
    for bare in (17, 0.5, True, None):
        with pytest.raises(ReportError, match="give a Quantity"):
            finding("{x}", x=bare)


def test_a_number_without_source_is_refused_and_a_constant_is_not(evidence):
    orphan = Quantity.statistical(0.3, 0.2, 0.4, evidence.unit("fraction"), "Wilson 95%", ())
    with pytest.raises(ReportError, match="no figure and no assumption"):
        finding("{x}", x=orphan)
    assert finding("{x} years", x=Quantity.exact(8, evidence.unit("year"))).text == "8 years"


def test_all_problems_are_told_at_once(evidence):
    jobs = evidence["hope:14:jobs-karatau"]
    with pytest.raises(ReportError) as error:
        finding("{job} and 5 more", jobs=jobs, x=jobs)
    message = str(error.value)
    assert "no value for {job}. Did you mean 'jobs'?" in message
    assert "'jobs' has no field" in message
    assert "'5' is typed" in message
    assert "'x' has no field" in message


def test_fields_are_read_from_the_names_of_the_caller(evidence):
    towns = evidence.table("jobs_created", "businesses_set_up", document="hope")
    town, year, names = "Zhanatas", 1999, ["Karatau", "Zhanatas"]
    assert finding("{towns.jobs_created[Karatau]} in {year}").text == "68 in 1999"
    assert finding("{towns.jobs_created[town]:words} in {town}").text == "twenty-five in Zhanatas"
    assert finding("{towns.loc[Karatau].businesses_set_up:amount}").text == "17 businesses"
    assert finding("in {names}").text == "in Karatau and Zhanatas"
    assert finding("{towns.jobs_created}").text == "68 and 25"
    assert finding("{towns[jobs_created]['Karatau']}").figures == ("hope:14:jobs-karatau",)
    series = evidence.series("gdp_deflator_index", source="imf")  # noqa: F841 - read by name
    assert finding("{series[2010]}").figures == ("gdp_deflator_index:2010:imf",)
    levels = towns.jobs_created.set_axis([0.9, 0.95])  # noqa: F841 - read by name
    level, last = 0.95, towns.jobs_created.set_axis([1999, 2000]).index.max()
    assert finding("{levels[0.9]} and {levels[level]}").text == "68 and 25"
    years = towns.jobs_created.set_axis([1999, 2000])  # noqa: F841 - read by name
    assert finding("{years[last]}").text == "25"
    assert all([town, year, names, level, last])


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{town.jobs_created[Karatau]}", "no value for {town.jobs_created[Karatau]}. Did you mean 'towns'?"),
        ("{towns.jobs}", "towns has no 'jobs'. Did you mean 'jobs_created'?"),
        (
            "{towns.jobs_created[Karatua]}",
            "towns.jobs_created has no item 'Karatua'. Did you mean 'Karatau'",
        ),
        ("{towns.__class__}", "towns has no '__class__'"),
        ("{towns.sum()}", "is no field"),
        ("{len(towns)}", "is no field"),
        ("{towns.jobs_created[Karatau]:1f}", "Unknown number format"),
    ],
)
def test_a_field_that_is_not_there_is_told_with_the_nearest(evidence, template, said):
    towns = evidence.table("jobs_created", document="hope")
    assert len(towns) == 2
    with pytest.raises(ReportError) as error:
        finding(template)
    assert said in str(error.value)
