"""Who a collection is: said in reports.yml, on every page, and nowhere else."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode

from kzindustry.errors import InputError
from kzindustry.reporting.pages.page import Links, page_of, written
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.identity import Identity, identity_of
from kzindustry.reporting.runs.standard import read_standard

OWN = """collection:
  title: Lakes of the north
  subtitle: Depths, measured twice
  language: de
  authors: [A. Person, Institute of Lakes]
  licence: CC0
  licence_address: https://example.org/cc0
  note: Maps belong to their makers.
"""
OTHERS = re.compile(
    r"kazakh|industry and training|MIT licence|CC BY|kzindustry contributors|karatau.s akim", re.I
)


def test_of_a_collection_that_says_nothing_nothing_is_said(collection: Path) -> None:
    assert Collection(collection).identity == Identity()


def test_what_a_collection_says_is_read(collection: Path) -> None:
    plan = collection / "reports.yml"
    plan.write_text(OWN + plan.read_text())
    identity = Collection(collection).identity
    assert (identity.title, identity.language, identity.licence) == ("Lakes of the north", "de", "CC0")
    assert identity.authors == ("A. Person", "Institute of Lakes")
    assert read_standard(Collection(collection)).runs


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("lakes", "needs lines"),
        ({"titel": "x"}, "nothing is called 'titel'. Did you mean 'title'"),
        ({"title": 3}, "title: a text is needed"),
        ({"authors": {"a": "b"}}, "authors: a list of names"),
        ({"authors": [1]}, "authors: a list of names"),
        ({"language": "German"}, "language: a code"),
        ({"licence_address": "cc0"}, "licence_address: an address"),
    ],
)
def test_what_is_wrong_is_told_by_its_name(given: Any, told: str) -> None:
    with pytest.raises(InputError, match=re.escape(told)):
        identity_of(given, "reports.yml:1")


def test_every_mistake_is_told_at_once_with_its_line(collection: Path) -> None:
    plan = collection / "reports.yml"
    plan.write_text("timeout: 1\ncollection: {title: 3, lanugage: en}\nruns: []\n")
    with pytest.raises(InputError) as raised:
        read_standard(Collection(collection))
    assert len(raised.value.problems) == 2
    assert all(problem.startswith("reports.yml:2: collection: ") for problem in raised.value.problems)


def linked_data(page: str) -> dict[str, Any]:
    [told] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found = json.loads(told)
    assert isinstance(found, dict)
    return found


def test_a_page_tells_machines_what_it_holds(sample: NotebookNode) -> None:
    identity = Identity(
        "Lakes", language="de", authors=("A. Person",), licence_address="https://example.org/cc0"
    )
    page = written(page_of(sample, "sites"), Links(results="results.csv"), identity)
    told = linked_data(page)
    assert told["@type"] == "Report"
    assert told["name"] == "Where are more sites? (North)"
    assert told["abstract"] == "North, with 26 sites."
    assert told["license"] == "https://example.org/cc0"
    assert told["isPartOf"] == {"@type": "Collection", "name": "Lakes"}
    assert told["temporalCoverage"] == "2020"
    assert told["citation"] == [{"@type": "CreativeWork", "name": "Survey"}]
    measured = told["hasPart"]["variableMeasured"]
    assert len(measured) == 5
    assert measured[0] == {
        "@type": "PropertyValue",
        "propertyID": "share",
        "name": "share",
        "description": "place 1, 2020",
        "value": 0.1,
        "minValue": 0.05,
        "unitText": "fraction",
    }
    assert told["hasPart"]["distribution"]["contentUrl"] == "results.csv"
    assert '<link rel="alternate" type="text/csv" title="Results" href="results.csv">' in page


def test_nothing_in_a_notebook_ends_the_data_early(sample: NotebookNode) -> None:
    sample.cells[0].source = "# </script><script>alert(1)</script> & more?"
    sample.cells[6].outputs[0].data["application/vnd.kzindustry+json"]["value"] = float("nan")
    page = written(page_of(sample, "sites"))
    assert "more?" in linked_data(page)["name"]
    assert page.count("<script") == 1


@pytest.mark.kernel
def test_a_foreign_collection_speaks_only_of_itself(collection: Path, command: Any) -> None:
    plan = collection / "reports.yml"
    plan.write_text(OWN + "runs: [{notebook: fresh}, {notebook: fresh, parameters: {persons: 2}}]\n")
    done = command("build", cwd=collection)
    assert done.returncode == 0, done.stdout + done.stderr
    for path in sorted((collection / "reports").glob("*.html")):
        page = path.read_text(encoding="utf-8")
        assert not OTHERS.search(page), path.name
        assert '<html lang="de">' in page
        assert "Lakes of the north" in page
        assert '<a href="https://example.org/cc0">CC0</a>' in page
        assert linked_data(page)["author"] == [{"name": "A. Person"}, {"name": "Institute of Lakes"}]


@pytest.mark.kernel
def test_a_new_title_makes_every_page_anew(collection: Path, command: Any) -> None:
    plan = collection / "reports.yml"
    plan.write_text(OWN + "runs: [{notebook: fresh}]\n")
    assert command("build", cwd=collection).returncode == 0
    plan.write_text(plan.read_text().replace("Lakes", "Rivers"))
    explained = command("build", "--explain", cwd=collection)
    assert "collection in reports.yml changed" in explained.stdout + explained.stderr
    assert command("build", cwd=collection).returncode == 0
    assert "Rivers of the north" in (collection / "reports" / "fresh.html").read_text(encoding="utf-8")
