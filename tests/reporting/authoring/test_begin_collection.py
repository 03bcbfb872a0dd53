"""A collection of one's own: begun in an empty folder, away from any clone, from a document to its report."""

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from contextlib import chdir
from pathlib import Path

import pytest
from flit_core.buildapi import build_wheel

from kzindustry.errors import InputError
from kzindustry.evidence import Evidence
from kzindustry.evidence.checks import check_tables
from kzindustry.reporting.authoring.begin_collection import begin_collection, starter_files
from kzindustry.reporting.authoring.needs import needs_of
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.standard import read_standard
from kzindustry.root import is_root, project_root

ROOT = project_root(Path(__file__))
OPEN_LISTS = [
    ("figures", "speaker"),
    ("relations", "other_speaker"),
    ("commitments", "topic"),
    ("areas", "kind"),
]
"""What a collection's own people, places and topics are, where its descriptor may differ from ours."""
TEXT = "Wages in the town\n\nThe works employed 120 people in 2023 and paid 4.5 million euros in wages.\n"


def descriptor(text):
    package = json.loads(text)
    fields = {}
    for table in package["resources"]:
        for field in table["schema"]["fields"]:
            if (table["name"], field["name"]) in OPEN_LISTS:
                field["constraints"].pop("enum")
            fields[table["name"], field["name"]] = field
    return fields, [{**table, "schema": table["schema"] | {"fields": 0}} for table in package["resources"]]


@pytest.fixture
def begun(tmp_path):
    folder = tmp_path / "wages of a town"
    begin_collection(folder)
    return folder


def test_its_tables_are_declared_as_ours_are():
    ours = (ROOT / "data" / "datapackage.json").read_text(encoding="utf-8")
    assert descriptor(starter_files("x")["data/datapackage.json"]) == descriptor(ours)


def test_it_is_a_collection_whose_tables_hold(begun):
    assert is_root(begun)
    check_tables(begun / "data")
    assert Collection(begun).identity.title == "Wages of a town"
    assert read_standard(Collection(begun)).runs == ()
    assert needs_of(begun / "notebooks" / "template.ipynb") == []
    assert all("TITLE" not in path.read_text(encoding="utf-8") for path in begun.rglob("*") if path.is_file())
    evidence = Evidence.load(folder=begun / "data")
    assert len(evidence.figures) == 0


def test_a_notebook_begun_before_the_tables_have_rows_says_what_to_do(begun):
    for words in (["new", "pay"], ["build", "pay"]):
        command = [sys.executable, "-m", "kzindustry.cli", *words]
        done = subprocess.run(command, cwd=begun, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "data/figures.csv has no rows yet" in done.stdout + done.stderr


def test_currencies_are_those_of_the_standard(begun):
    """ISO 4217: some from each continent, and none that is no more (the German mark, the Dutch guilder)."""
    with (begun / "data" / "units.csv").open(encoding="utf-8", newline="") as file:
        units = {row["unit"]: row for row in csv.DictReader(file)}
    assert {"KZT", "USD", "EUR", "RUB", "CNY", "UZS", "KGS", "NGN", "BRL", "AUD", "INR"} <= units.keys()
    assert {"DEM", "NLG", "SUR"}.isdisjoint(units)
    assert (units["EUR"]["label_one"], units["USD"]["label_many"]) == ("euro", "US dollars")
    assert {"person", "percent", "percentage_point", "year", "fraction"} <= units.keys()


def test_what_is_there_stays(begun, tmp_path):
    before = {path: path.read_bytes() for path in begun.rglob("*") if path.is_file()}
    with pytest.raises(InputError, match=r"reports\.yml is there already"):
        begin_collection(begun)
    assert {path: path.read_bytes() for path in begun.rglob("*") if path.is_file()} == before
    (tmp_path / "other" / "data").mkdir(parents=True)
    (tmp_path / "other" / "data" / "units.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"data/units\.csv is there already"):
        begin_collection(tmp_path / "other")
    assert [path.name for path in (tmp_path / "other").rglob("*") if path.is_file()] == ["units.csv"]
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written to"):
        begin_collection(tmp_path / "file" / "below")


@pytest.mark.parametrize(
    "words", [["list"], ["build"], ["new", "wages"], ["results"], ["verify", "--documents", "."], ["clean"]]
)
def test_outside_of_a_collection_a_command_says_so_and_does_nothing(command, tmp_path, words):
    done = command(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert "No collection found from" in done.stderr
    assert "kzindustry init FOLDER" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The program of a fresh environment, into which pip installed the wheel: no clone is near.

    Where everything must be tested (CI=true) its libraries are installed, too; else they are those of here.
    """
    folder = tmp_path_factory.mktemp("installed")
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__"))
    with chdir(source):
        wheel = folder / build_wheel(str(folder))
    shutil.rmtree(source)
    fresh = folder / "venv"
    venv.create(fresh, with_pip=False, symlinks=True)
    pip = [sys.executable, "-m", "pip", "--python", fresh / "bin" / "python", "install", "--quiet"]
    pip += ["--disable-pip-version-check", "--no-compile"]
    if os.environ.get("CI") == "true":
        subprocess.run([*pip, "-r", ROOT / "requirements" / "reports.txt"], check=True)
    else:
        (own,) = fresh.glob("lib/python*/site-packages")
        (own / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    subprocess.run([*pip, "--no-deps", "--no-index", wheel], check=True)
    return fresh / "bin" / "kzindustry"


@pytest.mark.kernel
def test_from_an_empty_folder_to_a_report(installed, tmp_path):
    """The steps of the collection's own README, in an environment of its own."""
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "mine.txt").write_text(TEXT, encoding="utf-8")
    own = tmp_path / "own"

    def run(*words, cwd=own):
        done = subprocess.run(
            [installed, *map(str, words)],
            cwd=cwd,
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def add(table, *rows):
        with (own / "data" / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)

    assert run("init", "own", cwd=tmp_path).returncode == 0
    assert run("build").returncode == 0
    drafts = [*csv.DictReader(run("scan", texts / "mine.txt").stdout.splitlines())]
    assert [(row["as_printed"], row["unit_measure"]) for row in drafts] == [
        ("120 people", "person"),
        ("4.5 million euros", "EUR"),
    ]
    said = {"ref_area": "works", "time_period": "2023", "period_basis": "stated"}
    said |= {"figure_kind": "actual", "speaker": "company"}
    for row, indicator in zip(drafts, ("employees", "wages"), strict=True):
        add("figures", [*(row | said | {"indicator": indicator}).values()])
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    about = ["mine", "Wages", "A paper", "", "2024-05-01", "en", "https://example.org/", digest, 2, ""]
    add("documents", about)
    add("areas", ["works", "The works", "company", "", ""])
    add("indicators", ["employees", "Employees", "People", "person"], ["wages", "Wages", "Wages paid", "EUR"])
    year = TEXT.split("\n\n")[1].index("2023")
    incomplete = run("verify", "--documents", texts)
    assert incomplete.returncode == 1
    assert f"characters {year} to {year + 4}" in incomplete.stdout
    add("exclusions", ["mine", 2, year, year + 4, "2023", "calendar date"])
    one = run("verify", "--documents", texts, "--document", "mine")
    assert one.stdout == "1 document, 2 figures and 1 exclusion held against it. Clean.\n"
    assert run("new", "pay").returncode == 0
    assert run("check", "pay").stdout.splitlines()[0] == "01_pay.ipynb: nothing is missing."
    built = run("build")
    assert built.returncode == 0, built.stdout + built.stderr
    page = (own / "reports" / "pay.html").read_text(encoding="utf-8")
    assert "120 people" in page
    assert "https://example.org/" in page
    assert "own" in (own / "reports" / "index.html").read_text(encoding="utf-8").lower()
    assert str(installed.parent) not in page
    where = [installed.with_name("python"), "-P", "-c", "import kzindustry; print(kzindustry.__file__)"]
    package = subprocess.run(where, env={}, cwd=own, capture_output=True, text=True, check=True).stdout
    assert package.startswith(str(installed.parents[1])), package
