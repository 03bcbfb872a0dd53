"""The index: each question with its answer and picture, every run to be found, failed ones named."""

import json
import re
from base64 import b64decode, b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from kzindustry.reporting.pages.across import Compared, Measured, measured, pictures_across
from kzindustry.reporting.pages.index import index_page
from kzindustry.reporting.pages.lead_picture import lead_picture
from kzindustry.reporting.pages.listing import Listing, Picture
from kzindustry.reporting.pages.words import first_sentence
from kzindustry.reporting.runs.identity import Identity


def run(name: str, notebook: str = "sites", **more: object) -> Listing:
    town = name.partition("=")[2] or "both"
    values = {
        "question": "Where are more sites?",
        "answer": f"In {town} <most>. More follows.",
        "parameters": {"town": town, "rounding": "as printed"},
        "href": f"{name}.html",
        "notebook_href": f"notebooks/{name}.ipynb",
    }
    return Listing(name, notebook, **{**values, **more})  # type: ignore[arg-type]


def card(page: str, notebook: str) -> str:
    found = re.search(rf'<article class="card" id="{notebook}">(.*?)</article>', page, re.DOTALL)
    assert found
    return found[1]


def test_a_card_gives_question_first_sentence_and_picture() -> None:
    picture = Picture("data:image/png;base64,AAAA", "Bars: <26>")
    shown = card(index_page([run("sites", picture=picture)]), "sites")
    assert '<h2><a href="sites.html">Where are more sites?</a></h2>' in shown
    assert "<p>In both &lt;most&gt;.</p>" in shown
    assert 'src="data:image/png;base64,AAAA" alt="Bars: &lt;26&gt;"' in shown
    assert '<a href="notebooks/sites.ipynb" aria-label="Notebook: sites">Notebook</a>' in shown
    assert "Also for" not in shown


def test_other_runs_are_links_by_what_sets_them_apart() -> None:
    odd = run("sites-odd", parameters={"town": "both", "rounding": "half unit"})
    shown = card(index_page([run("sites-town=North"), run("sites"), run("sites-town=South"), odd]), "sites")
    links = re.findall(r'<li class="run"[^>]*><a href="(.*?)">(.*?)</a></li>', shown.replace("\n", ""))
    assert links == [
        ("sites-town=North.html", "North"),
        ("sites-town=South.html", "South"),
        ("sites-odd.html", "rounding: half unit"),
    ]


def test_notebooks_stand_in_the_order_they_come_in() -> None:
    page = index_page([run("b", "b"), run("a", "a"), run("b-town=North", "b")])
    assert re.findall(r'<article class="card" id="(.*?)">', page) == ["b", "a"]


def test_a_failed_run_is_named_with_its_error_and_its_notebook() -> None:
    failed = run(
        "sites-town=North", status="failed", error="cell count: ValueError: <no>", answer="", href=None
    )
    page = index_page([run("sites"), failed])
    notice = page[page.index('<div class="notice failed"') : page.index("</ul>")]
    assert "1 run stopped with an error." in notice
    assert '<a href="notebooks/sites-town=North.ipynb">sites-town=North</a>' in notice
    assert "cell count: ValueError: &lt;no&gt;" in notice
    assert "2 runs, <span" in page
    shown = card(page, "sites")
    assert '<a href="notebooks/sites-town=North.ipynb">North (notebook)</a>' in shown
    assert '<span class="status-failed">failed</span>' in shown


def test_a_failed_default_run_keeps_its_question_but_no_answer() -> None:
    shown = card(index_page([run("sites", status="failed", error="KeyError: x", answer="old")]), "sites")
    assert "Where are more sites?" in shown
    assert "KeyError: x" in shown
    assert "old" not in shown


def test_a_report_of_an_older_state_is_not_passed_off_as_current() -> None:
    page = index_page([run("sites", status="stale"), run("sites-town=North", status="stale")])
    assert page.count("out of date") == 2


def test_hundreds_of_runs_are_folded_and_hundreds_of_errors_told_in_part() -> None:
    runs = [run(f"sites-town={place}", status="failed", error="no") for place in range(1200)]
    page = index_page([run("sites"), *runs])
    assert "1 notebook, 1,201 runs, <span" in page
    assert "<summary>Also for 1,200 other settings</summary>" in page
    assert page.count('<dd class="run"') == 1200
    assert "and 1,188 more, marked below" in page
    shown, folded = page.split("<summary>1,197 more</summary>")
    assert shown.count('<span class="message">no</span>') == 3, "the cards are not far below"
    assert folded.count('<span class="message">no</span>') == 9


def test_an_empty_folder_says_so() -> None:
    page = index_page([], results=None)
    assert "There is no report here yet." in page
    assert "results.csv" not in page


def test_filters_offer_what_differs_within_a_notebook() -> None:
    page = index_page([run("sites"), run("sites-town=North"), run("b", "b", parameters={"size": "9"})])
    choices = dict(re.findall(r"<label>(\w+) <select>(.*?)</select>", page))
    assert set(choices) == {"Notebook", "Town"}
    assert re.findall(r"<option value=\"(.*?)\">(.*?)</option>", choices["Town"]) == [
        ("", "all"),
        ("f1-0", "North"),
        ("f1-1", "both"),
    ]
    assert '<li class="run" data-f="f0-0 f1-0">' in page
    assert "<select" not in index_page([run("sites")])


def test_what_failed_can_be_picked_out() -> None:
    page = index_page([run("sites"), run("sites-town=North", status="failed"), run("b", "b", status="stale")])
    [states] = re.findall(r"<label>Status <select>(.*?)</select>", page)
    marks = {name: mark for mark, name in re.findall(r'<option value="(.*?)">(.*?)</option>', states)}
    assert [*marks] == ["all", "current", "failed", "out of date"]
    assert page.count(f'{marks["failed"]}"]:checked) .run:not') == 1
    assert re.findall(r'<li class="run" data-f="(.*?)">', page) == [f"f0-0 {marks['failed']} f1-0"]


def sized(places: range, **more: str) -> list[Listing]:
    """Give a run for each of many sizes, in no order."""
    names = sorted(str(place / 100) for place in places)
    return [run(f"sites-{name}{more}", parameters={"size": name, **more}) for name in names]


def test_a_parameter_of_many_numbers_is_filtered_by_its_bounds() -> None:
    page = index_page([run("sites", parameters={"size": "0.9"}), *sized(range(-5, 75))])
    assert "<select" not in page
    [bounds] = re.findall(r'<span class="bounds scripted" data-f="(.*?)">(.*?)</span>', page)
    assert bounds[0] == "f1="
    assert re.findall(r'placeholder="(.*?)"', bounds[1]) == ["-0.05", "0.9"]
    assert '<p class="files run" data-f="f1=0.9">' in page
    words = [run(f"sites-{place}", parameters={"size": f"size {place}"}) for place in range(80)]
    assert 'class="bounds' not in index_page(words)


def test_many_runs_are_told_by_what_they_have_in_common_and_numbers_by_size() -> None:
    runs = [
        *sized(range(80, 91, 5), town="South"),
        *sized(range(70, 121, 10), town="North"),
        *sized(range(4)),
    ]
    shown = card(index_page([run("sites"), *runs]), "sites").replace("\n", "")
    listed = [
        (name, re.findall(r"<a [^>]*>(.*?)</a>", group))
        for name, group in re.findall(r'<dl class="runs group"><dt>(.*?)</dt>(.*?)</dl>', shown)
    ]
    assert listed == [
        ("size:", ["0.0", "0.01", "0.02", "0.03"]),
        ("North · size:", ["0.7", "0.8", "0.9", "1.0", "1.1", "1.2"]),
        ("South · size:", ["0.8", "0.85", "0.9"]),
    ]


def test_runs_with_little_in_common_are_listed_each_in_full() -> None:
    runs = [run(f"sites-{n}", parameters={"size": str(n), "rounding": str(-n)}) for n in range(20, 0, -1)]
    shown = card(index_page([run("sites", parameters={}), *runs]), "sites").replace("\n", "")
    assert "<dl" not in shown
    links = re.findall(r'<li class="run"[^>]*><a [^>]*>(.*?)</a>', shown)
    assert links == [f"size: {n} · rounding: {-n}" for n in range(1, 21)]


def test_the_collection_names_a_report_of_each_notebook_to_machines() -> None:
    page = index_page([run("sites"), run("b", "b"), *sized(range(50))], identity=Identity("Two towns"))
    [told] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    parts = json.loads(told)["hasPart"]
    assert [part["url"] for part in parts] == ["sites.html", "b.html"]


def test_the_one_script_is_the_one_that_the_policy_allows() -> None:
    page = index_page([run("sites"), run("sites-town=North")])
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 1
    allowed = re.findall(r"script-src 'sha256-(.*?)'", unescape(page))
    assert allowed == [b64encode(sha256(scripts[0].encode()).digest()).decode()]
    assert "unsafe" not in page.partition("script-src")[2].partition(">")[0]


@pytest.mark.parametrize("loaded", [r'src="(.*?)"', r'<link rel="icon" href="(.*?)"'])
def test_the_index_loads_nothing(loaded: str) -> None:
    page = index_page([run("sites", picture=Picture("data:image/png;base64,AAAA", "x"))])
    assert "<script src" not in page
    assert all(address.startswith("data:") for address in re.findall(loaded, page))


def test_the_index_says_who_the_collection_is() -> None:
    identity = Identity(
        "Two towns", "What they print", "ru", ("A. Person",), "CC0", "https://example.org/0", "Note."
    )
    page = index_page([run("sites")], identity=identity)
    assert "<title>Two towns</title>" in page
    assert '<html lang="ru">' in page
    assert '<p class="subtitle">What they print</p>' in page
    assert '<p>A. Person. Licence: <a href="https://example.org/0">CC0</a>. Note.</p>' in page
    assert "icence" not in index_page([run("sites")])


def recorded(
    value: object, low: object = None, measure: str = "rate", subject: str = "x"
) -> dict[Compared, Measured]:
    about = {"kind": "result", "measure": measure, "subject": subject, "unit": "fraction"}
    return measured([{**about, "value": value, "low": low, "high": value}])


def test_measures_across_runs_are_drawn_where_they_differ() -> None:
    runs = [("North", recorded(0.5, 0.25)), ("South", recorded(0.25)), ("East", recorded(0))]
    [(title, address, alt)] = pictures_across(runs)
    assert title == "rate: x (fraction)"
    assert address.startswith("data:image/svg+xml;base64,")
    assert alt == "rate: x (fraction). North: 0.5; South: 0.25; East: 0."
    assert pictures_across(runs[:2]) == []
    assert pictures_across([("a", recorded(1)), ("b", recorded(1)), ("c", recorded(1))]) == []
    said = [
        (name, {key: (value, label, "tenge per job") for key, (value, label, _) in own.items()})
        for name, own in runs
    ]
    assert pictures_across(said)[0][0] == "rate: x (tenge per job)"
    words = {"measure": "rate", "value": 1, "unit": "KZT/job", "unit_words": "tenge per job"}
    assert measured([words]) == {("rate", "", ""): ((1, 1, 1), "", "tenge per job")}
    odd = [recorded(float("nan")), recorded("text"), recorded(None), recorded(True), {}]
    assert pictures_across([("a", one) for one in odd]) == []


def test_long_labels_stand_above_their_marks_and_are_not_cut() -> None:
    values = [f"confidence 0.95 · method Clopper-Pearson · power {share}" for share in ("0.7", "0.8", "0.9")]
    [(_, address, _)] = pictures_across([(name, recorded(len(name) + at)) for at, name in enumerate(values)])
    drawn = b64decode(address.partition(",")[2]).decode()
    assert all(f">{name}</text>" in drawn for name in values)
    lines = [float(y) for y in re.findall(r'<line [^>]*y1="([^"]+)"', drawn)]
    labels = [float(y) for y in re.findall(r'<text x="0" y="([^"]+)"', drawn)]
    assert all(label + 8 < line for label, line in zip(labels, lines, strict=True))


def test_a_picture_across_runs_compares_one_subject() -> None:
    karatau, zhanatas = recorded(0.34, subject="karatau"), recorded(0.26, subject="zhanatas")
    towns = [("both", karatau | zhanatas), ("Karatau", karatau), ("Zhanatas", zhanatas)]
    assert pictures_across(towns) == []
    power = [(f"power {share}", karatau | recorded(share, subject="zhanatas")) for share in (0.7, 0.8, 0.9)]
    [(title, _, alt)] = pictures_across(power)
    assert title == "rate: zhanatas (fraction)"
    assert alt == f"{title}. power 0.7: 0.7; power 0.8: 0.8; power 0.9: 0.9."


def test_what_varies_most_is_drawn_first() -> None:
    steps = [recorded(min(place, 1), measure="step") | recorded(place, measure="path") for place in range(3)]
    drawn = pictures_across([(str(place), one) for place, one in enumerate(steps)])
    assert [title for title, *_ in drawn] == ["path: x (fraction)", "step: x (fraction)"]


def test_of_many_runs_each_value_is_drawn_once_and_what_is_left_out_is_told() -> None:
    [(title, _, alt)] = pictures_across([(f"run {place}", recorded(place // 5)) for place in range(1, 100)])
    assert title == "rate: x (fraction); each value once, of 99 runs"
    assert (
        alt == f"{title}. run 1: 0; " + "; ".join(f"run {5 * value}: {value}" for value in range(1, 20)) + "."
    )
    [(title, _, alt)] = pictures_across([(f"run {place}", recorded(place)) for place in range(1000)])
    assert title == "rate: x (fraction); the 6 least and 6 greatest values of 1,000 runs"
    shown = [*range(6), *range(994, 1000)]
    assert alt == f"{title}. " + "; ".join(f"run {place}: {place}" for place in shown) + "."


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One. Two.", "One."),
        ("Over 3.5 trillion. Then.", "Over 3.5 trillion."),
        ("By A. Person of Kazakhmys. He said.", "By A. Person of Kazakhmys."),
        ("Is it? Yes.", "Is it?"),
        ("Да. Нет.", "Да."),
        ("no end", "no end"),
        ("", ""),
    ],
)
def test_the_first_sentence_is_found(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_the_picture_of_a_notebook_is_that_of_its_lead(tmp_path: Path, sample: NotebookNode) -> None:
    path = tmp_path / "sites.ipynb"
    nbformat.write(sample, path)
    found = lead_picture(path)
    assert found
    assert found.alt == "Bars: North 26, South 15."
    assert found.address.startswith("data:image/svg+xml;base64,")
    assert lead_picture(tmp_path / "gone.ipynb") is None
