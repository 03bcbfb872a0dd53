"""Numbers typed into a text, which have no source; years, dates and names with digits are none."""

import re

YEAR = r"(?:1[5-9]|20)\d\d"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NOT_MEASURED = re.compile(
    rf"\b{YEAR}(?:-(?:S[12]|Q[1-4]|\d\d(?:-\d\d)?))?s?\b"  # years and dates
    rf"|\b\d{{1,2}}\s(?:{MONTHS})\b"
    r"|[^\W\d]+-?\d+[^\W\d]*"  # names: GRES-1, COVID-19, m3
)


def typed_number(text: str) -> str:
    """Give the first number that is typed into a text; nothing if none is."""
    match = re.search(r"\d[\d.,]*", NOT_MEASURED.sub("", text))
    return match[0] if match else ""
