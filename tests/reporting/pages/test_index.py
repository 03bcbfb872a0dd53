"""The index: each question with its answer, every run to be found, failed ones named."""

import re
import time

import pytest

from kzindustry.reporting.pages.index import Listing, index_page


def run(name: str, notebook: str = "sites", **more: object) -> Listing:
    town = name.partition("=")[2] or "both"
    values = {
        "question": "Where are more sites?",
        "answer": f"In {town} <most>.",
        "parameters": {"town": town, "rounding": "as printed"},
        "href": f"{name}.html",
        "notebook_href": f"notebooks/{name}.ipynb",
    }
    return Listing(name, notebook, **{**values, **more})  # type: ignore[arg-type]


def section(page: str, notebook: str) -> str:
    found = re.search(rf'<section class="run" id="{notebook}">(.*?)</section>', page, re.DOTALL)
    assert found
    return found[1]


def test_the_default_run_gives_question_answer_and_parameters() -> None:
    shown = section(index_page([run("sites")]), "sites")
    assert '<h2><a href="sites.html">Where are more sites?</a></h2>' in shown
    assert "<p>In both &lt;most&gt;.</p>" in shown
    assert "<dt>rounding</dt><dd>as printed</dd>" in shown
    assert '<a href="notebooks/sites.ipynb" aria-label="Notebook: sites">Notebook</a>' in shown
    assert "<table" not in shown


def test_other_runs_are_rows_with_what_tells_them_apart() -> None:
    shown = section(index_page([run("sites-town=North"), run("sites"), run("sites-town=South")]), "sites")
    assert re.findall(r'<th scope="col">(.*?)</th>', shown) == ["Run", "town", "Answer"]
    rows = re.findall(
        r'<th scope="row"><a href="(.*?)">.*?</th><td>(.*?)</td><td>.*?<p>(.*?)</p>', shown, re.DOTALL
    )
    assert rows == [
        ("sites-town=North.html", "North", "In North &lt;most&gt;."),
        ("sites-town=South.html", "South", "In South &lt;most&gt;."),
    ]


def test_notebooks_stand_in_the_order_they_come_in() -> None:
    page = index_page([run("b", "b"), run("a", "a"), run("b-town=North", "b")])
    assert re.findall(r'<section class="run" id="(.*?)">', page) == ["b", "a"]


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
    row = section(page, "sites")
    assert '<span class="status-failed">failed</span>' in row
    assert "<summary>Error</summary>" in row


def test_a_failed_default_run_keeps_its_question_but_no_answer() -> None:
    shown = section(index_page([run("sites", status="failed", error="KeyError: x", answer="old")]), "sites")
    assert "Where are more sites?" in shown
    assert "KeyError: x" in shown
    assert "old" not in shown


def test_a_report_of_an_older_state_is_not_passed_off_as_current() -> None:
    page = index_page([run("sites", status="stale"), run("sites-town=North", status="stale")])
    assert page.count("out of date") == 2


def test_hundreds_of_runs_are_folded_and_quick() -> None:
    runs = [run("sites"), *(run(f"sites-town={place}") for place in range(400))]
    index_page(runs[:2])
    start = time.perf_counter()
    page = index_page(runs)
    assert time.perf_counter() - start < 1
    assert '<details class="fold"><summary>400 other runs</summary>' in page
    assert page.count('<th scope="row">') == 400


def test_an_empty_folder_says_so() -> None:
    page = index_page([], results=None)
    assert "There is no report here yet." in page
    assert "results.csv" not in page


def test_runs_without_a_default_are_listed_under_the_question() -> None:
    shown = section(index_page([run("sites-town=North")]), "sites")
    assert "<h2>Where are more sites?</h2>" in shown
    assert "<caption>Runs</caption>" in shown


@pytest.mark.parametrize("loaded", [r'src="(.*?)"', r'<link rel="icon" href="(.*?)"'])
def test_the_index_loads_nothing(loaded: str) -> None:
    page = index_page([run("sites")])
    assert "<script" not in page
    assert all(address.startswith("data:") for address in re.findall(loaded, page))
