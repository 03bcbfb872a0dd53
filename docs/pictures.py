"""Takes the pictures of the README from the pages in reports/, and notes what they show.

Run by `make pictures`. A test holds the notes against the pages that the present state makes, so that no
picture grows old without being noticed.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from kzindustry.errors import KzindustryError
from kzindustry.reporting.pages.printing import as_root, chromium
from kzindustry.reporting.pages.words import words_of

HERE = Path(__file__).parent
PICTURES = {"report.png": "sme_training.html", "index.png": "index.html"}
SCREEN = "1280,900"
SHOWN = (
    r"<h1[^>]*>(.*?)</h1>",
    r'<section class="answer-box"[^>]*>(.*?)</section>',
    r'<p class="chart-title">(.*?)</p>',
    r'<div class="own">(.*?)</div>',
)


def shown_on(page: Path) -> list[str]:
    """Give the words that a picture of a page's first screen is about."""
    text = page.read_text(encoding="utf-8")
    found = (re.search(pattern, text, re.DOTALL) for pattern in SHOWN)
    return [words_of(one[1]) for one in found if one]


def take(page: Path, picture: Path) -> None:
    """Draw the first screen of a page as a PNG file."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        options = [
            "--headless",
            "--disable-gpu",
            "--hide-scrollbars",
            *as_root(),
            f"--user-data-dir={folder}",
        ]
        command = [chromium(), *options, f"--window-size={SCREEN}", f"--screenshot={picture}"]
        subprocess.run([*command, page.resolve().as_uri()], check=True, capture_output=True, timeout=120)


def main() -> int:
    """Take all pictures; give 1 if a page is not there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=Path, default=HERE.parent / "reports")
    reports = parser.parse_args().reports
    try:
        for name, page in PICTURES.items():
            take(reports / page, HERE / name)
    except (KzindustryError, OSError, subprocess.SubprocessError) as error:
        print(f"{error} Build the reports first: make reports.", file=sys.stderr)
        return 1
    notes = {name: shown_on(reports / page) for name, page in PICTURES.items()}
    written = json.dumps(notes, indent=1, ensure_ascii=False) + "\n"
    (HERE / "pictures.json").write_text(written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
