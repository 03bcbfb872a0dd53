"""The browser, the checkers and the pages for the tests of this folder.

Optional on a user's machine: what is missing is skipped with the reason. Required where CI=true.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hostile import hostile_notebook
from nbformat import NotebookNode
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from kzindustry.reporting.pages.index import index_page
from kzindustry.reporting.pages.listing import Listing
from kzindustry.reporting.pages.page import Links, report_page

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
CHECKERS = Path(os.environ.get("KZ_BROWSER_CHECKERS", Path(__file__).parent / "node_modules"))
LINKS = Links("index.html", "notebooks/sites.ipynb", "results.csv")


def missing(what: str, remedy: str) -> NoReturn:
    """Skip a test for want of a program; fail it where the programs have been promised."""
    reason = f"{what} is not installed: {remedy}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def program(name: str, package: str) -> str:
    return shutil.which(name) or missing(name, f"install {package}")


def checker(path: str) -> Path:
    found = CHECKERS / path
    return found if found.exists() else missing(path, "run npm ci --prefix tests/browser")


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, to be run in a page."""
    return checker("axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def nu() -> list[str]:
    """The command that checks files against the HTML standard."""
    return [program("java", "a Java runtime"), "-jar", str(checker("vnu-jar/build/dist/vnu.jar"))]


class Browser:
    """Chromium without a window: opens a page as a reader would see it, and tells what it did."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def open(
        self, page: Path, width: int = 1280, scheme: str = "light", media: str = "", height: int = 800
    ) -> None:
        """Load a page at a width and with a reader's preferences."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        wishes = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
        features = [{"name": name, "value": value} for name, value in wishes.items()]
        self.command("Emulation.setDeviceMetricsOverride", **size)
        self.command("Emulation.setEmulatedMedia", media=media, features=features)
        self.driver.get(page.as_uri())

    def command(self, name: str, **values: Any) -> dict[str, Any]:
        result: dict[str, Any] = self.driver.execute_cdp_cmd(name, values)
        return result

    def run(self, script: str) -> Any:
        return self.driver.execute_script(script)  # type: ignore[no-untyped-call]

    def unfold(self) -> None:
        """Open everything that a reader can open."""
        self.run("document.querySelectorAll('details').forEach(one => one.open = true)")


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    options = ChromeOptions()
    options.binary_location = program("chromium", "Debian's chromium")
    service = Service(program("chromedriver", "Debian's chromium-driver"))
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = Chrome(options=options, service=service)
    yield Browser(driver)
    driver.quit()


@pytest.fixture(scope="session")
def samples(
    tmp_path_factory: pytest.TempPathFactory, shared_notebooks: dict[str, NotebookNode]
) -> list[Path]:
    """Pages of notebooks made for tests: one as the project writes them, one as anybody might, the index."""
    folder = tmp_path_factory.mktemp("pages")
    runs = [Listing("sites", "sites", "Where?", "North.", {"town": "both"}, href="sites.html")]
    for number in range(20):
        status = ("ok", "failed", "stale")[number % 3]
        error = "cell count: KeyError: x" if status == "failed" else None
        name = f"sites-town={number}"
        runs.append(
            Listing(name, "sites", "Where?", "North.", {"town": str(number)}, status, error, f"{name}.html")
        )
    runs.append(Listing("other", "other", "How many others?", "Three.", {}, href="other.html"))
    settings = [{"town": town, "size": str(size)} for town in ("North", "South") for size in range(500)]
    many = [
        Listing(f"sites-{n}" if n else "sites", "sites", "Where?", "North.", setting, href=f"{n}.html")
        for n, setting in enumerate(settings)
    ]
    pages = {
        "sites": report_page(shared_notebooks["sites"], "sites", LINKS),
        "foreign": report_page(shared_notebooks["foreign"], "foreign"),
        "hostile": report_page(hostile_notebook(), "hostile"),
        "index": index_page(runs),
        "empty": index_page([], None),
        "many": index_page(many),
    }
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return [folder / f"{name}.html" for name in pages]


@pytest.fixture(scope="session")
def pages(samples: list[Path], built_reports: Path) -> list[Path]:
    """All pages that a reader may get: those of the tests' notebooks and those of the standard batch."""
    return samples + sorted(built_reports.glob("*.html"))


@pytest.fixture(scope="session")
def typical_pages(pages: list[Path]) -> list[Path]:
    """One report of each notebook, the index, and the tests' own: runs of one notebook share their form."""
    return [page for page in pages if "=" not in page.name]
