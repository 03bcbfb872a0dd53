"""What an author is told who writes what cannot be meant: in our words, with what to write instead."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kzindustry.analysis import proportion, values
from kzindustry.errors import KzindustryError
from kzindustry.evidence import Evidence
from kzindustry.presentation import Report, finding
from kzindustry.presentation.charts import bars
from kzindustry.root import project_root

WORDS = {"name": "jobs", "title": "Jobs", "subtitle": "Jobs"}


@pytest.fixture(scope="module")
def towns(evidence):
    return evidence.table("trainees", "jobs_created", document="hope")


@pytest.mark.parametrize(
    ("write", "told"),
    [
        (lambda r, t: bars({"a": 1.0}, **WORDS), "a: 1.0 has no source, so it cannot be drawn. Give a"),
        (lambda r, t: bars(t.trainees, name="a", subtitle="b"), "Chart 'a': give title=, what is found"),
        (lambda r, t: bars(t.trainees, titel="a", **WORDS), "titel= is no word of a chart. Did you mean"),
        (lambda r, t: bars(t.T.Karatau, **WORDS), "'trainees' is in 'person', 'jobs_created' in 'job': one"),
        (lambda r, t: r.record("rate", t.trainees["Karatau"]), 'report.record("rate", karatau=...), or a'),
        (
            lambda r, t: r.record("rate", t),
            'Record one column of it: report.record("rate", frame["trainees"])',
        ),
        (lambda r, t: r.show(t), 'report.table(frame, "What it shows") shows a table'),
        (lambda r, t: r.table(t, "Towns", number={"job_created": "%"}), "there is no column 'job_created'."),
        (
            lambda r, t: r.say(finding("{table}", table=t)),
            "table is a whole table: name one cell of it, such as {table.",
        ),
        (lambda r, t: f"{t.trainees['Karatau']:.1f}", "as a bare number"),
        (lambda r, t: t.sum(axis=1), "Unlike units: 'person' and 'job'"),
        (lambda r, t: t.trainees["Karatau"] + 1, "'person' and a pure number do not measure the same thing."),
        (lambda r, t: 1 - t.trainees, "Quantity.assumed(1, x.unit, 'its name') for a number"),
        (lambda r, t: np.log(t.trainees), "np.log of 50 people would be a bare number. Where that is meant"),
        (lambda r, t: np.exp(t.trainees["Karatau"]), "np.exp(values(x))"),
        (lambda r, t: proportion(17, t.trainees["Karatau"]), "17 is a bare number: give a figure of the"),
        (
            lambda r, t: Evidence.load("data"),
            "Evidence.load('data'): a folder is given by name, folder='data'",
        ),
        (lambda r, t: Evidence.load(folder="nowhere"), "there is no such folder of tables"),
        (lambda r, t: Evidence.load("half"), "rounding='half' is unknown. Did you mean 'half unit'?"),
        (lambda r, t: Evidence.load().table(), "table(): name what is measured, such as "),
    ],
)
def test_an_author_is_told_what_to_write(shelf, towns, write, told):
    with pytest.raises(KzindustryError) as caught:
        write(shelf.report, towns)
    assert told in str(caught.value)


def test_what_is_meant_is_done(towns):
    both = towns.trainees["Karatau"] + towns.trainees["Zhanatas"]
    assert sum(towns.trainees.to_list()).figures == both.figures
    roots = np.sqrt(towns.trainees)
    assert [root.value for root in roots] == [50**0.5, 50**0.5]
    assert roots["Karatau"].figures == ("hope:9:trainees-karatau",)
    assert list(np.log(values(towns.trainees))) == [np.log(50), np.log(50)]
    pairs = towns.trainees.map(lambda people: (people.value, str(people)))
    assert pairs["Karatau"] == (50, "50 people")
    groups = pd.DataFrame({"of": ["a", "a"], "trainees": towns.trainees.array}).groupby("of").trainees
    assert groups.sum()["a"].figures == both.figures
    assert groups.mean()["a"].value == 50


def test_in_an_empty_registry_there_is_nothing_to_take(tmp_path):
    from kzindustry.reporting.authoring.begin_collection import begin_collection  # noqa: PLC0415

    begin_collection(tmp_path / "own")
    with pytest.raises(KzindustryError, match=r"figures\.csv has no row yet\. `kzindustry scan FILE`"):
        Evidence.load(folder=tmp_path / "own" / "data").table("jobs")


def test_help_lists_the_formats_of_numbers(shelf, towns):
    people = towns.trainees["Karatau"]
    with pytest.raises(KzindustryError) as caught:
        shelf.report.say(finding("{n:what}", n=people))
    formats = re.search(r"use '', (.+?), each alone", str(caught.value))[1].split(", ")
    assert len(formats) > 5
    guide = (project_root(Path(__file__)) / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for form in formats:
        assert f"``{form}``" in Report.say.__doc__
        assert f"`{form}`" in guide
