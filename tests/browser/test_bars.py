"""What a reader finds on the first screen, on a telephone, and where links lead: the bars of a page."""

from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Keys

pytestmark = pytest.mark.browser

SCREENS = [(1280, 900, 900), (390, 844, 1400)]
TOP = """
const first = document.querySelector('.head figure.chart img, .head .picture');
return first ? first.getBoundingClientRect().top + scrollY : null;
"""
SIDEWAYS = """
return [...document.querySelectorAll('figure.chart, figure.chart *, .table-scroll:has(> .data)')]
    .filter(one => !one.closest('details') && one.scrollWidth > one.clientWidth + 1 && one.clientWidth)
    .map(one => one.tagName + '.' + one.className);
"""
# Lettering as it appears: each drawing is put into the page as it is shown, in a tree of its own.
SMALLEST = """
let least = 99;
for (const image of document.querySelectorAll('figure.chart img')) {
    if (!image.getBoundingClientRect().width) continue;  // in something that is closed
    const data = image.currentSrc.split(',')[1];
    const text = new TextDecoder().decode(Uint8Array.from(atob(data), c => c.charCodeAt(0)));
    const host = document.body.appendChild(document.createElement('div'));
    host.style.width = image.getBoundingClientRect().width + 'px';
    const tree = host.attachShadow({mode: 'open'});
    tree.innerHTML = text.slice(text.indexOf('<svg'));
    const svg = tree.querySelector('svg');
    svg.style.cssText = 'display: block; width: 100%; height: auto';
    for (const one of tree.querySelectorAll('text')) {
        const m = one.getScreenCTM(), scale = Math.sqrt(Math.abs(m.a * m.d - m.b * m.c));
        const size = parseFloat(getComputedStyle(one).fontSize) * scale;
        if (one.textContent.trim()) least = Math.min(least, size);
    }
    host.remove();
}
return least;
"""


@pytest.fixture(scope="module")
def reports(built_reports: Path, samples: list[Path]) -> list[Path]:
    """Reports that were built, and the sample."""
    built = [path for path in sorted(built_reports.glob("*.html")) if path.name != "index.html"]
    return [samples[0], *built]


@pytest.mark.parametrize(("width", "height", "most"), SCREENS)
def test_the_lead_chart_begins_on_the_first_screen(
    browser: Any, reports: list[Path], width: int, height: int, most: int
) -> None:
    tops = {}
    for page in reports:
        browser.open(page, width, height=height)
        tops[page.name] = browser.run(TOP)
    assert tops["sites.html"]
    assert not {name: top for name, top in tops.items() if top and top > most}


def test_charts_and_tables_fit_a_telephone_and_can_be_read_there(browser: Any, reports: list[Path]) -> None:
    wrong: dict[str, object] = {}
    for page in reports:
        for width in (390, 1280):
            browser.open(page, width)
            sideways, smallest = browser.run(SIDEWAYS), browser.run(SMALLEST)
            if sideways or smallest < 11:
                wrong[f"{page.name} at {width}"] = sideways or smallest
    assert not wrong


def test_nothing_that_a_cell_gives_leaves_its_place(browser: Any, samples: list[Path]) -> None:
    page = next(path for path in samples if path.stem == "hostile")
    browser.open(page)
    browser.unfold()
    lost = browser.run("""
        const after = [...document.querySelectorAll('[id^="after-"]')];
        return [after.length, after.filter(one => one.parentElement !== document.querySelector('.text'))
            .map(one => one.id), after.filter(one => {
                one.scrollIntoView({block: 'center'});
                const box = one.getBoundingClientRect();
                return !one.contains(document.elementFromPoint(box.left + 5, box.top + box.height / 2));
            }).map(one => one.id)];
    """)
    assert lost[0] > 80
    assert lost[1:] == [[], []], "not where it was written, or covered by something"
    assert browser.driver.current_url == page.as_uri()


def test_a_number_leads_to_its_source_in_the_folded_appendix(browser: Any, samples: list[Path]) -> None:
    browser.open(samples[0])
    closed = "return document.querySelector('details.appendix').open"
    assert browser.run(closed) is False
    browser.run("document.querySelector('.answer-box a[href^=\\'#source-\\']').click()")
    assert browser.run(closed) is True
    place = "return document.querySelector('#source-1').getBoundingClientRect().top"
    assert 0 <= browser.run(place) < 800


VISIBLE = """
const seen = one => one.offsetHeight > 0;
return [[...document.querySelectorAll('.card')].filter(seen).length,
        [...document.querySelectorAll('.others .run')].filter(seen).length];
"""
GROUPS = "return [...document.querySelectorAll('.group')].filter(one => one.offsetHeight > 0).length"
TOLD = "return document.getElementById('found').textContent"
CHOOSE = """
const [name, value] = [arguments[0], arguments[1]];
for (const label of document.querySelectorAll('.filters label'))
    if (label.textContent.trim().startsWith(name)) {
        const list = label.querySelector('select');
        list.value = [...list.options].find(one => one.textContent === value).value;
    }
"""


def choose(browser: Any, name: str, value: str) -> None:
    browser.driver.execute_script(CHOOSE, name, value)


def test_the_index_is_filtered_without_a_script(browser: Any, samples: list[Path]) -> None:
    page = next(path for path in samples if path.stem == "index")
    browser.open(page)
    browser.unfold()
    assert browser.run(VISIBLE) == [2, 20]
    choose(browser, "Town", "7")
    assert browser.run(VISIBLE) == [1, 1]
    choose(browser, "Town", "all")
    choose(browser, "Notebook", "other")
    assert browser.run(VISIBLE) == [1, 0]


def test_the_index_is_searched_where_a_script_runs(browser: Any, samples: list[Path]) -> None:
    page = next(path for path in samples if path.stem == "index")
    browser.open(page)
    field = browser.driver.find_element("id", "search")
    assert field.is_displayed()
    field.send_keys("other")
    assert browser.run(VISIBLE)[0] == 1
    assert browser.run(TOLD) == "1 of 22 runs shown"
    browser.command("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.driver.refresh()
        assert not browser.driver.find_element("id", "search").is_displayed()
        browser.open(next(path for path in samples if path.stem == "many"))
        assert not browser.driver.find_element("css selector", ".bounds").is_displayed()
    finally:
        browser.command("Emulation.setScriptExecutionDisabled", value=False)


def test_a_thousand_runs_can_be_filtered(browser: Any, samples: list[Path]) -> None:
    page = next(path for path in samples if path.stem == "many")
    browser.open(page)
    browser.unfold()
    assert browser.run(VISIBLE) == [1, 999]
    choose(browser, "Town", "North")
    assert browser.run(VISIBLE) == [1, 499]
    assert browser.run(GROUPS) == 1


def test_a_thousand_runs_are_narrowed_by_bounds_and_words(browser: Any, samples: list[Path]) -> None:
    page = next(path for path in samples if path.stem == "many")
    browser.open(page)
    top = "return Math.round(document.querySelector('.card').getBoundingClientRect().top)"
    before = browser.run(top)
    least, greatest = browser.driver.find_elements("css selector", ".bounds input")
    least.send_keys("97.5")
    greatest.send_keys("102")
    assert browser.run(TOLD) == "10 of 1,000 runs shown"
    assert browser.run(VISIBLE) == [1, 10]  # sizes 98 to 102 in two towns, the list unfolded
    browser.driver.find_element("id", "search").send_keys("south")
    assert browser.run(TOLD) == "5 of 1,000 runs shown"
    assert browser.run(GROUPS) == 1
    assert browser.run(top) == before
    for field in (least, greatest, browser.driver.find_element("id", "search")):
        field.send_keys(Keys.CONTROL, "a", Keys.BACKSPACE)
    assert browser.run(TOLD) == ""
    assert browser.run(VISIBLE) == [1, 999]
