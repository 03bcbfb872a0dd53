"""Citations of a report that lead nowhere: numbers that a reader cannot check."""

import re

# The exporter takes the address from a link whose target is not on the page.
NOWHERE = re.compile(rb'<a class="cite"(?![^>]*\bhref=)')


def warning_of(page: bytes) -> str:
    """Say that a page's citations lead nowhere, and what to do; nothing if they do not."""
    return "citations lead nowhere. End it with report.sources()." if NOWHERE.search(page) else ""
