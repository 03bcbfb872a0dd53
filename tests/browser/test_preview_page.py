"""A preview in a real browser: the page changes in place, and its reader stays where she was."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from previews import edit, preview
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = [pytest.mark.browser, pytest.mark.kernel]

PATIENCE_S = 90
SHOWN = "return document.body.dataset.key || ''"
INSIDE = "const view = document.querySelector('iframe.shown').contentWindow; "
SECTIONS = 30


def lengthen(collection: Path) -> None:
    """Give a notebook many sections, one with a part that a reader can open."""
    (path,) = (collection / "notebooks").glob("??_waiting.ipynb")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for number in range(SECTIONS):
        source = f"## Section {chr(97 + number % 26)}{number}\n\n" + "Words. " * 200
        cell = {"cell_type": "markdown", "id": f"section-{number}", "metadata": {}, "source": source}
        notebook["cells"].append(cell)
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.fixture
def page(collection: Path, browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a preview; give a function that runs a script in its page, once a new report is shown if asked."""
    lengthen(collection)
    driver, keys = browser.driver, [""]

    def run(script: str = "", *, anew: bool = False) -> Any:
        if anew:
            WebDriverWait(driver, PATIENCE_S).until(lambda _: driver.execute_script(SHOWN) not in keys)
            keys.append(driver.execute_script(SHOWN))
        return driver.execute_script(script) if script else None

    with preview(collection, "waiting") as address:
        driver.get_log("browser")
        driver.get(address)
        run(anew=True)
        yield run
        said = [line["message"] for line in driver.get_log("browser")]
        assert said == []
        driver.get("about:blank")


def test_a_save_changes_the_page_in_place_and_the_reader_stays(collection: Path, page: Any) -> None:
    place = "return view.document.querySelectorAll('h2')[20].getBoundingClientRect().top;"
    page(INSIDE + "view.document.querySelector('details').open = true;")
    page(INSIDE + "view.document.querySelectorAll('h2')[20].scrollIntoView({behavior: 'instant'});")
    page(INSIDE + "view.scrollBy({top: 3, behavior: 'instant'});")
    before = page(INSIDE + place)
    longer = "# How long is a wait?\n\n" + "More words above. " * 400
    edit(collection, "waiting", "question", longer)
    page(anew=True)
    assert page(INSIDE + "return view.document.body.textContent.includes('More words above.');")
    assert page(INSIDE + place) == pytest.approx(before, abs=2)
    assert page(INSIDE + "return view.document.querySelector('details').open;")
    assert page("return document.querySelectorAll('iframe').length;") == 1


def test_the_form_sets_values_and_tells_wrong_ones(page: Any) -> None:
    labels = page("return [...document.querySelectorAll('form label')].map(one => one.textContent);")
    assert labels == ["town", "rate", "persons"]
    change = "one.dispatchEvent(new Event('change'));"
    page(f"const one = document.getElementById('field-2'); one.value = '8'; {change}")
    page(anew=True)
    assert page("return document.getElementById('run').textContent;") == "waiting-persons=8"
    assert "8 persons" in page(INSIDE + "return view.document.body.textContent;")
    page(f"const one = document.getElementById('field-0'); one.value = 'Karatau'; {change}")
    page(anew=True)
    assert page("return document.getElementById('run').textContent;") == "waiting-town=karatau-persons=8"
    page(f"const one = document.getElementById('field-1'); one.value = '7'; {change}")
    wrong = "return document.getElementById('field-1-wrong').textContent;"
    WebDriverWait(None, PATIENCE_S).until(lambda _: page(wrong))
    assert page(wrong) == "7.0 is not a number strictly between 0 and 1."
    assert page("return document.getElementById('field-1').getAttribute('aria-invalid');") == "true"


def test_an_error_is_told_above_the_page_and_kept_is_only_what_ran(collection: Path, page: Any) -> None:
    assert page("return document.getElementById('keep').disabled;") is False
    edit(collection, "waiting", "wait", "seconds = 1 / 0")
    page(anew=True)
    said = page("return document.getElementById('state').textContent;")
    assert said == "Stopped in cell 4 (wait): ZeroDivisionError: division by zero"
    assert page("return document.getElementById('keep').disabled;") is True
    edit(collection, "waiting", "wait", "seconds = 1")
    page(anew=True)
    page("document.getElementById('keep').click();")
    WebDriverWait(None, PATIENCE_S).until(lambda _: (collection / "reports" / "waiting.html").exists())


def test_the_page_around_the_report_is_accessible(page: Any, axe: str, browser: Any) -> None:
    rules = page(
        axe + "; const done = arguments[arguments.length - 1];"
        "window.found = axe.run({iframes: false}).then(found => found.violations.map("
        "rule => rule.id + ' ' + rule.nodes.map(node => node.html).join(' | ')));"
    )
    assert rules is None
    script = "const done = arguments[arguments.length - 1]; window.found.then(done);"
    assert browser.driver.execute_async_script(script) == []
