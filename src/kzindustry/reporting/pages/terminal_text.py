"""Text that was meant for a terminal, as a page shows it; of very long text, its beginning."""

import html
import re

from kzindustry.reporting.pages.fragment import Fragment

ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
MOST_LINES = 40
"""Lines of one text that stand open."""
MOST_SHOWN = 100_000
"""Characters of one text that a page shows; all of it is in the executed notebook."""


def without_colours(text: str) -> str:
    """Clean what was meant for a terminal: no colours, and of an overwritten line only its last state."""
    text = ANSI.sub("", text) if "\x1b" in text else text
    if "\b" in text:
        text = "\n".join(_rubbed_out(line) if "\b" in line else line for line in text.split("\n"))
    if "\r" not in text:
        return text
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)


def _rubbed_out(line: str) -> str:
    """Take back the letters of a line that backspaces, of which progress bars are full, take back."""
    kept: list[str] = []
    for letter in line:
        if letter != "\b":
            kept.append(letter)
        elif kept and kept[-1] != "\r":
            kept.pop()
    return "".join(kept)


def preformatted(text: str, kind: str = "text") -> Fragment:
    """Show plain text as it stands, in a box that scrolls by itself."""
    text = without_colours(text).strip("\n")
    if not text or text.isspace():
        return Fragment()
    cut = beginning(text)
    shown = Fragment.of(f'<pre class="{kind}" tabindex="0">{html.escape(cut)}</pre>')
    if len(cut) == len(text):
        return shown
    lost = f"{len(text) - len(cut):,} of {len(text):,} characters"
    told = f'<p class="unshown">Cut here: {lost} stand in the executed notebook alone.</p>'
    shown.lost.append(lost)
    return shown.wrapped("", told)


def folded(shown: Fragment, text: str) -> Fragment:
    """Close what is long, and say how long it is."""
    lines = text.count("\n") + 1
    if lines <= MOST_LINES:
        return shown
    return shown.wrapped(f'<details class="long"><summary>Output of {lines:,} lines</summary>', "</details>")


def beginning(text: str) -> str:
    """Give as much of a text as a page shows: whole lines, where there are any."""
    if len(text) <= MOST_SHOWN:
        return text
    end = text.rfind("\n", MOST_SHOWN // 2, MOST_SHOWN)
    return text[: end if end > 0 else MOST_SHOWN]
