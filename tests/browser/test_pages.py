"""Every page in a real browser: nothing loaded, nothing wrong, nothing cut off, readable in any setting."""

import json
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from matplotlib.image import imread
from numpy import median

pytestmark = pytest.mark.browser

NARROW = 360
UNSTACKED = 660  # where wide tables scroll; on narrower pages their cells stand below each other
A4_TEXT_WIDTH = 665  # CSS pixels between the margins
OUTSIDE = """
const inside = new Set([...document.querySelectorAll('[id]')].map(one => one.id));
return [...document.querySelectorAll('a[href^="#"]')].map(a => decodeURIComponent(a.hash.slice(1)))
    .filter(id => !inside.has(id));
"""
WIDEST = """
const edge = document.documentElement.clientWidth, wide = [];
for (const one of document.querySelectorAll('body *')) {
    const clipped = one.closest('.table-scroll, pre, .skip');
    const over = one.getBoundingClientRect().right > edge + 1;
    if (over && !clipped) wide.push(one.tagName + '.' + one.className);
}
return [document.documentElement.scrollWidth - edge, wide];
"""
WIDE_TABLE = """
const wide = [...document.querySelectorAll('.table-scroll')]
    .filter(one => one.scrollWidth > one.clientWidth + 40);
if (wide.length) wide[0].scrollIntoView();
"""
ACCESSIBLE = """
const done = arguments[arguments.length - 1];
const where = rule => rule.nodes.map(node => node.target.join(' ') + ' ' + node.failureSummary).join(' | ');
const options = OPTIONS;
options.rules = {'target-size': {enabled: true}, ...options.rules};
axe.run(options).then(found => done(found.violations.map(rule => rule.id + ': ' + where(rule))));
"""


def requests(browser: Any) -> Iterator[str]:
    """Give the addresses that pages asked for since the last look; the browser's own pages do not count."""
    for entry in browser.driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = message["params"]["request"]["url"]
            if not url.startswith(("data:", "chrome:")):
                yield url


def test_a_page_asks_for_nothing_but_itself(browser: Any, pages: list[Path]) -> None:
    asked = {}
    for page in pages:
        list(requests(browser))
        browser.open(page)
        browser.unfold()
        asked[page.as_uri()] = list(requests(browser))
    assert asked == {address: [address] for address in asked}


def test_no_page_complains(browser: Any, pages: list[Path]) -> None:
    said = {}
    for page in pages:
        browser.driver.get_log("browser")
        browser.open(page)
        said[page.name] = [entry["message"] for entry in browser.driver.get_log("browser")]
    assert not {name: messages for name, messages in said.items() if messages}


def test_links_within_a_page_lead_somewhere(browser: Any, pages: list[Path]) -> None:
    lost = {}
    for page in pages:
        browser.open(page)
        lost[page.name] = browser.run(OUTSIDE)
    assert not {name: anchors for name, anchors in lost.items() if anchors}


@pytest.mark.parametrize("width", [320, NARROW, 768, 1280])
def test_no_page_is_wider_than_the_screen(browser: Any, pages: list[Path], width: int) -> None:
    wide = {}
    for page in pages:
        browser.open(page, width)
        browser.unfold()
        overflow, elements = browser.run(WIDEST)
        if overflow > 0 or elements:
            wide[page.name] = elements[:5] or overflow
    assert not wide


def broken_rules(
    browser: Any, pages: list[Path], axe: str, options: str = "{}", **setting: Any
) -> dict[str, list[str]]:
    """Give the rules of accessibility that pages break in a setting, with everything unfolded."""
    broken = {}
    for page in pages:
        browser.open(page, **setting)
        browser.unfold()
        browser.run(axe)
        broken[page.name] = browser.driver.execute_async_script(ACCESSIBLE.replace("OPTIONS", options))
    return {name: rules for name, rules in broken.items() if rules}


def test_no_page_breaks_a_rule_of_accessibility(browser: Any, pages: list[Path], axe: str) -> None:
    assert not broken_rules(browser, pages, axe)


def test_no_page_breaks_one_in_the_dark(browser: Any, typical_pages: list[Path], axe: str) -> None:
    """Only the colours differ there."""
    colours = "{runOnly: ['color-contrast', 'link-in-text-block', 'target-size']}"
    assert not broken_rules(browser, typical_pages, axe, colours, scheme="dark")


def test_no_page_breaks_one_on_a_telephone(browser: Any, typical_pages: list[Path], axe: str) -> None:
    """Everything but the colours may differ there."""
    layout = "{rules: {'color-contrast': {enabled: false}}}"
    assert not broken_rules(browser, typical_pages, axe, layout, width=NARROW)


def test_every_page_is_valid_html(pages: list[Path], nu: list[str]) -> None:
    made = [str(page) for page in pages if page.stem != "hostile"]  # formulas in it hold what none may
    command = [*nu, "--errors-only", "--format", "gnu", "--exit-zero-always", *made]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == ""


def test_the_dark_scheme_is_dark(browser: Any, samples: list[Path]) -> None:
    paper = "return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    for page in samples:
        browser.open(page, scheme="light")
        assert min(browser.run(paper)) > 240
        browser.open(page, scheme="dark")
        assert max(browser.run(paper)) < 40


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_wide_table_has_a_shadow_where_it_goes_on(browser: Any, built_reports: Path, scheme: str) -> None:
    page = built_reports / "spiid_growth.html"
    browser.open(page, UNSTACKED, scheme)
    browser.unfold()
    assert browser.run(WIDE_TABLE + "return wide.length") > 0
    at_the_start, at_the_end = (shades(browser, left) for left in (0, 9999))
    assert at_the_start == (False, True)
    assert at_the_end == (True, False)
    browser.open(page, UNSTACKED, scheme, media="print")
    image = "return getComputedStyle(document.querySelector('.table-scroll')).backgroundImage"
    assert browser.run(image) == "none"


def shades(browser: Any, left: int) -> tuple[bool, bool]:
    """Scroll the first wide table and tell which of its sides, left and right, look unlike the paper."""
    browser.run(WIDE_TABLE + f"wide[0].scrollLeft = {left}")
    box = browser.run(WIDE_TABLE + "return wide[0].getBoundingClientRect().toJSON()")
    screen = imread(BytesIO(browser.driver.get_screenshot_as_png()))
    rows = screen[round(box["top"]) :, round(box["left"]) : round(box["right"]), 0]
    paper = median(rows)
    first, last = (abs(median(rows[:, at]) - paper) > 0.03 for at in (2, -3))
    return bool(first), bool(last)


def test_a_page_prints_on_paper(browser: Any, pages: list[Path]) -> None:
    for page in pages:
        browser.open(page, A4_TEXT_WIDTH, "dark", media="print")
        overflow, elements = browser.run(WIDEST)
        assert (overflow <= 0, elements) == (True, []), page.name
        hidden = (
            "return [...document.querySelectorAll('details.code, .skip')].filter(e => e.offsetHeight).length"
        )
        assert browser.run(hidden) == 0, page.name
        assert browser.run("return document.querySelectorAll('details[open]').length") == 0, page.name
        browser.open(page)
        pdf = b64decode(browser.command("Page.printToPDF", preferCSSPageSize=True)["data"])
        assert pdf.startswith(b"%PDF")
        assert b"/MediaBox [0 0 594" in pdf or b"/MediaBox [0 0 595" in pdf, page.name


def test_the_first_key_leads_past_the_header(browser: Any, samples: list[Path]) -> None:
    browser.open(samples[0])
    for key in ("keyDown", "keyUp"):
        browser.command("Input.dispatchKeyEvent", type=key, key="Tab", code="Tab", windowsVirtualKeyCode=9)
    focus = "const a = document.activeElement; return [a.className, a.getBoundingClientRect().left >= 0]"
    assert browser.run(focus) == ["skip", True]


def test_nothing_moves_for_those_who_asked_for_it(browser: Any, samples: list[Path]) -> None:
    browser.open(samples[0])
    assert browser.run("return getComputedStyle(document.documentElement).scrollBehavior") == "auto"
