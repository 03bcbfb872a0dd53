"""The audit report against counts of its own in the tables, and against arithmetic on the printed numbers."""

import ast
import csv
import json
import re
from collections import Counter

import pytest

from kzindustry.evidence.relations.verdicts import VERDICTS
from kzindustry.root import data_folder, project_root
from kzindustry.types import Document, Verdict

pytestmark = pytest.mark.kernel

NOTEBOOKS = project_root() / "notebooks"


def table(name):
    with (data_folder() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


KEYS = [row["document"] for row in table("documents")]
FIGURES = [row for row in table("figures") if not row["restates"]]
ANSWERABLE = {"company", "akim", "president", "press service", "project staff"}
TRAITS = {
    "planned_or_forecast_share": lambda row: row["figure_kind"] in {"planned", "forecast"},
    "own_account_share": lambda row: row["speaker"] in ANSWERABLE,
    "open_or_approximate_share": lambda row: row["qualifier"] != "exact",
    "period_inferred_share": lambda row: row["period_basis"] == "inferred",
    "period_missing_share": lambda row: not row["time_period"],
}

# Left less right of every check that fails, by hand: the documents' printed numbers, then context.csv's.
GAPS = {
    "reports-registered-2019": (55 + 2) - 58,
    "topic-share-other": 100 * 8 / 51 - 15,
    "monitoring-held": 0 - 6,
    "on-site-training-held": 0 - 1,
    "funding-length": (2023 - 2020 + 1) - (2025 - 2020 + 1),
    "cities-of-development": 2 - len(["Zhezkazgan", "Satpayev", "Balkhash"]),
    "water-units-present": 10.5 - 11e6 / 10,
    "water-units-target": 26.4 - 30e6 / 10,
    "visit-day-rate-gross-regional-product": 781e9 / 1.49e9 - 516.93,
    "visit-day-rate-investment": 327.1e9 / 626e6 - 516.93,
    "visit-day-rate-current-projects": 54.9e9 / 105e6 - 516.93,
    "first-half-rate-gross-regional-product": 781e9 / 1.49e9 - 448.89,
    "apartments-lived-in-again": 6 - 0,
    "industrial-towns-official": 40 - 27,
    "founded-zhanatas": (2000 - 1964) - (2000 - 1949),
    "phases-added-up-projects": (770 + 378 + 100) - 1300,
    "first-phase-against-plan-value": 3e12 - 8.1e12,
    "first-phase-against-plan-jobs": 75_000 - 161_000,
    "first-plan-projects": 83 - 294,
    "first-plan-value": 7e12 - 8.1e12,
    "agency-plan-value": 6.4e12 - 8.1e12,
    "plan-share-2010": 100 * 8.1e12 / 21815.517e9 - 40,
    "growth-today": 1.1 - 1.2,
    "industry-growth-today": 1.7 - 2.7,
    "manufacturing-share-before": 36 - 40.7,
    "manufacturing-share-today": 11.9 - 11.42862,
    "manufacturing-share-speaker": 11.9 - 11.4,
}


@pytest.fixture(scope="module")
def recorded(results):
    return results("evidence")


@pytest.fixture(scope="module")
def said(executed):
    """Give a function that runs the notebook and returns its sentences."""

    def run(**parameters):
        return [item["text"] for item in executed("evidence", **parameters) if item["kind"] == "finding"]

    return run


def of(measure, rows):
    return {subject: row for (name, subject, _), row in rows.items() if name == measure}


def test_the_kinds_are_those_of_the_tables():
    assert Document.choices == ("all", *KEYS)
    assert Verdict.choices == ("all", *VERDICTS)


def test_figures_are_counted_once_and_named(recorded):
    expected = Counter(row["document"] for row in FIGURES) | {"all": len(FIGURES)}
    found = of("figures", recorded)
    assert {subject: row["value"] for subject, row in found.items()} == expected
    assert set(found["all"]["figures"]) == {row["figure"] for row in FIGURES}


@pytest.mark.parametrize("trait", TRAITS)
def test_shares_are_those_of_the_table(recorded, trait):
    groups = {key: [row for row in FIGURES if row["document"] == key] for key in KEYS} | {"all": FIGURES}
    found = of(trait, recorded)
    assert set(found) == set(groups)
    for subject, rows in groups.items():
        share = sum(map(TRAITS[trait], rows)) / len(rows)
        assert found[subject]["value"] == pytest.approx(share)
        assert found[subject]["low"] == found[subject]["high"] == found[subject]["value"]


def test_exclusions_are_counted(recorded):
    found = {subject: row["value"] for subject, row in of("numbers_excluded", recorded).items()}
    assert found == Counter(row["document"] for row in table("exclusions"))


def test_every_check_has_one_verdict(recorded):
    made = {subject: row["value"] for subject, row in of("checks", recorded).items()}
    assert list(made) == list(VERDICTS)
    assert sum(made.values()) == len(table("relations"))
    assert made["does not hold"] == len(GAPS)


def test_checks_against_a_series_are_told_apart(recorded):
    against = of("checks_against_series", recorded)
    context = re.compile("|".join(re.escape(row["id"]) for row in table("context")))
    expected = sum(bool(context.search(row["left"] + " " + row["right"])) for row in table("relations"))
    assert sum(row["value"] for row in against.values()) == expected


def test_failing_checks_fail_by_what_the_printed_numbers_give(recorded):
    gaps = {subject: row["value"] for subject, row in of("gap_of_failing_check", recorded).items()}
    assert gaps == pytest.approx(GAPS)


@pytest.mark.parametrize("key", KEYS)
def test_a_run_of_one_document_records_its_part_of_the_whole(results, recorded, key):
    part = results("evidence", document=key)
    subjects = {"figures", "numbers_excluded", *TRAITS}
    assert {name: row for name, row in part.items() if name[0] in subjects} == {
        name: row for name, row in recorded.items() if name[0] in subjects and name[1] == key
    }
    own = {row["relation"] for row in table("relations") if row["document"] == key}
    assert sum(row["value"] for row in of("checks", part).values()) == len(own)
    assert set(of("gap_of_failing_check", part)) == own & set(GAPS)


def test_the_listed_checks_follow_the_verdict(executed, said):
    whole = len(table("relations"))
    assert f"{whole} of {whole} checks are listed." in said()
    failing = said(verdict="does not hold")
    assert f"{len(GAPS)} of {whole} checks are listed." in failing
    captions = [
        item["caption"] for item in executed("evidence", verdict="does not hold") if item["kind"] == "table"
    ]
    listed = {caption for caption in captions if caption.lower() in VERDICTS}
    assert listed == {"Does not hold"}


def failures(kind, document=""):
    """Give the ids of the relations that fail in a way, by the tables and the hand-made gaps."""
    rows = [row for row in table("relations") if row["relation"] in GAPS and row["failure"] == kind]
    return {row["relation"] for row in rows if document in {"", row["document"]}}


def test_slips_are_counted_and_not_checks(executed):
    answer = " ".join(item["text"] for item in executed("evidence") if item.get("role") == "answer")
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven"]
    assert f"contradict themselves, or drop a word, in {words[len(failures('slip'))]} places" in answer
    for kind, clause in {
        "vintage": "have since been revised",
        "definition": "follow another definition",
        "other source": "contradicted",
    }.items():
        assert re.search(rf"{words[len(failures(kind))]} (are )?{clause}", answer)
    assert "checks" not in answer


def test_the_documents_are_counted(executed):
    answer = next(item["text"] for item in executed("evidence") if item.get("role") == "answer")
    assert answer.startswith("The five documents'")
    assert len(KEYS) == 5


@pytest.mark.parametrize("key", KEYS)
def test_the_answer_for_one_document_is_its_own(executed, key):
    run = executed("evidence", document=key)
    answer = " ".join(item["text"] for item in run if item.get("role") == "answer")
    title = next(row["title"] for row in table("documents") if row["document"] == key)
    assert title.partition(":")[0] in answer
    assert ("in no place" in answer) == (not failures("slip", key))
    charts = [item["name"] for item in run if item["kind"] == "chart"]
    assert charts == ["figures-by-trait", "failures"]


def test_slips_are_told_with_both_sides(said):
    """Paragraph 21 and 22 of compliance: 55 analysed, 2 pending; paragraph 20: 58 registered."""
    sentences = " ".join(said())
    assert re.search(r"add up to 57, not to the\s+58 that it registered", sentences)
    assert "a share of 15% where its own count gives 15.7%" in sentences
    assert "six that stood empty" in sentences
    assert "57" not in " ".join(said(document="hope"))


def test_every_reading_is_shown(executed):
    shown = next(
        item for item in executed("evidence") if item["kind"] == "table" and item["caption"] == "Readings"
    )
    assert set(shown["figures"]) == {row["figure"] for row in table("readings")}


def test_the_heat_map_shows_the_counts_behind_the_shares(executed):
    chart = next(item for item in executed("evidence") if item["kind"] == "chart")
    for key in KEYS:
        title = next(row["title"] for row in table("documents") if row["document"] == key).partition(":")[0]
        planned = sum(row["document"] == key and TRAITS["planned_or_forecast_share"](row) for row in FIGURES)
        assert f"{title}, planned: {planned}" in chart["alt"]


def measures():
    """Give the measures that the audit traces, each with the ids from which it is said to start."""
    cells = json.loads((NOTEBOOKS / "00_evidence.ipynb").read_text(encoding="utf-8"))["cells"]
    code = next("".join(cell["source"]) for cell in cells if cell["id"] == "starts")
    starts = ast.literal_eval(ast.parse(code).body[0].value)
    ids = [row["figure"] for row in FIGURES]
    return {name: {one for one in ids if re.fullmatch(pattern, one)} for name, pattern in starts.items()}


def recording(measure):
    """Name the notebooks that record a measure."""
    names = (path for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb")) if path.stem != "00_evidence")
    return [path.stem[3:] for path in names if f'\\"{measure}\\"' in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("measure", measures())
def test_traced_measures_start_from_the_figures_that_their_reports_record(results, measure):
    printed = {row["figure"]: row["restates"] or row["figure"] for row in table("figures")}
    assert recording(measure), "the audit lists only what some report records"
    runs = [results(stem) for stem in recording(measure)]
    rows = [row for run in runs for (name, _, _), row in run.items() if name == measure]
    assert {printed[one] for row in rows for one in row["figures"] if one in printed} == measures()[measure]
