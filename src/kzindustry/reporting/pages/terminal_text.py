"""Text that was meant for a terminal, as a page shows it."""

import html
import re

from kzindustry.reporting.pages.fragment import Fragment

ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")


def without_colours(text: str) -> str:
    """Clean what was meant for a terminal: no colours, and of an overwritten line only its last state."""
    lines = ANSI.sub("", text).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)


def preformatted(text: str, kind: str = "text") -> Fragment:
    """Show plain text as it stands, in a box that scrolls by itself."""
    text = without_colours(text).strip("\n")
    if not text.strip():
        return Fragment()
    return Fragment.of(f'<pre class="{kind}" tabindex="0">{html.escape(text)}</pre>')
