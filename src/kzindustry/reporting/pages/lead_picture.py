"""The picture that stands for a notebook: that of the cell tagged `lead`, as its page shows it."""

import html
import json
import re
from pathlib import Path

from kzindustry.reporting.pages.listing import Picture
from kzindustry.reporting.pages.mime import to_fragments
from kzindustry.reporting.pages.options import tagged
from kzindustry.reporting.pages.surroundings import Surroundings

# In what the gate writes: a card is narrow, so the drawing for a narrow page is taken where there is one.
NARROW = re.compile(r'<source [^>]*\bsrcset="([^"]+)"')
IMAGE = re.compile(r"<img [^>]*>")
PART = re.compile(r' (src|alt)="([^"]*)"')


def lead_picture(executed: Path) -> Picture | None:
    """Find it in an executed notebook; None where there is none, or no notebook."""
    try:
        cells = json.loads(executed.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    for cell in cells:
        if cell.get("cell_type") == "code" and tagged(cell, "lead"):
            for fragment, _ in to_fragments(cell.get("outputs", ()), Surroundings()):
                if found := _picture_in("".join(fragment.pieces[::2])):
                    return found
    return None


def _picture_in(written: str) -> Picture | None:
    image, narrow = IMAGE.search(written), NARROW.search(written)
    if not image:
        return None
    parts = dict(PART.findall(image[0]))
    return Picture(narrow[1] if narrow else parts["src"], html.unescape(parts["alt"]))
