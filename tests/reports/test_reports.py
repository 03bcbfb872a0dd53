"""What a reader finds in the standard batch: every question answered, every number to be followed home."""

import csv
import importlib.util
import json
import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from kzindustry.contract import SOURCES, documents

ROOT = Path(__file__).parents[2]
MACHINE_PATHS = (str(Path(__file__).parents[2]), "/home/", "/root/", "/Users/", "/tmp/")
NOT_FOR_READERS = re.compile(r"\b(?:nan|NaN|None(?! of)|NaT|inf)\b|<Figure|object at 0x")


class Report(HTMLParser):
    """What a page shows: its text without code, its links, pictures, anchors and headings."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.text = ""
        self.links: list[str] = []
        self.alts: list[str] = []
        self.ids: list[str] = []
        self.cites: set[str] = set()
        self.charts: list[str] = []
        self.headings: list[str] = []
        self.inside: list[str] = []
        self.source = path.read_text(encoding="utf-8")
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        kind = values.get("class", "")
        if tag in ("style", "details", "h1"):
            self.inside.append(tag)
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if values.get("href", "").startswith("#source-"):
            self.cites.add(values["href"])
        if kind == "chart":
            self.charts.append(values["id"])
        if tag == "img":
            self.alts.append(values["alt"])
        if "id" in values:
            self.ids.append(values["id"])

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if "h1" in self.inside:
            self.headings.append(data)
        if not {"style", "details"} & set(self.inside):
            self.text += data

    def part(self, start: str, end: str) -> str:
        place = self.source.index(start)
        return self.source[place : self.source.index(end, place)]

    @property
    def title(self) -> str:
        return "".join(self.headings)


@pytest.fixture(scope="session")
def reports(built_reports: Path) -> list[Report]:
    paths = [path for path in sorted(built_reports.glob("*.html")) if path.name != "index.html"]
    assert paths, "the standard batch has no reports"
    return [Report(path) for path in paths]


@pytest.fixture(scope="session")
def index(built_reports: Path) -> Report:
    return Report(built_reports / "index.html")


def test_every_link_to_a_file_leads_to_one(reports: list[Report], index: Report, built_reports: Path) -> None:
    local = {
        (page.path.name, unquote(link))
        for page in (*reports, index)
        for link in page.links
        if not re.match(r"#|https?:|data:", link)
    }
    assert local
    assert [pair for pair in sorted(local) if not (built_reports / pair[1]).is_file()] == []


def test_the_index_leads_to_every_report(reports: list[Report], index: Report) -> None:
    assert {report.path.name for report in reports} <= {unquote(link) for link in index.links}


def test_the_index_shows_question_and_answer_of_each_notebook(reports: list[Report], index: Report) -> None:
    for report in reports:
        assert report.title in index.text


def test_every_report_asks_and_answers(reports: list[Report]) -> None:
    for report in reports:
        assert report.title.endswith("?"), report.path.name
        answer = report.part('id="page-answer"', "</section>")
        assert 'class="cite"' in answer, report.path.name
        assert 'name="description" content="This run stopped' not in report.source, report.path.name


def test_every_number_can_be_followed_to_a_published_page(reports: list[Report]) -> None:
    for report in reports:
        assert report.cites, report.path.name
        for anchor in report.cites:
            assert anchor.removeprefix("#") in report.ids, (report.path.name, anchor)
            entry = re.match(r"#source-\d+", anchor)
            assert entry, (report.path.name, anchor)
            source = report.part(f'<li id="{entry[0][1:]}">', "</a>")
            assert re.search(r'<a [^>]*href="https?://', source), (report.path.name, source)


def test_every_source_that_is_listed_stands_behind_something_shown(built_reports: Path) -> None:
    for path in sorted((built_reports / "notebooks").glob("*.ipynb")):
        told = list(documents(json.loads(path.read_text(encoding="utf-8"))))
        listed = [source for one in told if one["kind"] == SOURCES for source in one["sources"]]
        used = {figure for one in told for figure in one.get("figures", ())}
        assert listed, path.name
        assert [one["title"] for one in listed if not used & set(one["figures"])] == [], path.name


def test_anchors_are_unique(reports: list[Report]) -> None:
    for report in reports:
        assert len(report.ids) == len(set(report.ids)), report.path.name


def test_every_chart_says_what_it_shows(reports: list[Report]) -> None:
    for report in reports:
        assert report.charts, report.path.name
        assert len(report.alts) == len(report.charts)
        for alt in report.alts:
            assert len(alt) > 40, (report.path.name, alt)
            assert re.search(r"\d", alt), (report.path.name, alt)


def test_every_chart_gives_its_data(reports: list[Report]) -> None:
    for report in reports:
        csv_links = [link for link in report.links if link.startswith("data:text/csv")]
        assert len(csv_links) == len(report.charts), report.path.name


def test_nothing_of_the_machine_and_no_empty_number_shows(reports: list[Report], index: Report) -> None:
    for page in (*reports, index):
        assert not [path for path in MACHINE_PATHS if path in page.source], page.path.name
        assert not NOT_FOR_READERS.search(page.text), (page.path.name, NOT_FOR_READERS.search(page.text))


def test_every_recorded_result_stands_in_its_report(reports: list[Report], built_reports: Path) -> None:
    by_run = {unquote(report.path.stem): report.source for report in reports}
    with (built_reports / "results.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["run"] for row in rows} == set(by_run)
    for row in rows:
        named = re.escape(escape(row["measure"]))
        assert re.search(rf'<th scope="row">(?:[^<]* <small>)?{named}<', by_run[row["run"]]), row


def test_pages_stay_small(reports: list[Report]) -> None:
    for report in reports:
        most = 350_000 if report.path.stem == "evidence" else 300_000  # all tables of the registry are in it
        assert len(report.source.encode()) < most, report.path.name


def test_the_pictures_of_the_readme_show_what_the_pages_say(built_reports: Path) -> None:
    specification = importlib.util.spec_from_file_location("pictures", ROOT / "docs" / "pictures.py")
    assert specification
    assert specification.loader
    pictures = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(pictures)
    noted = json.loads((ROOT / "docs" / "pictures.json").read_text(encoding="utf-8"))
    shown = {name: pictures.shown_on(built_reports / page) for name, page in pictures.PICTURES.items()}
    assert shown == noted, "take them anew: make reports pictures"
    assert all(shown.values())
    assert all((ROOT / "docs" / name).is_file() for name in noted)
