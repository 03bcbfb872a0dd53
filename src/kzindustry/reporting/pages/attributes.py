"""Attributes of elements that cells bring: kept as they are, led to the page's ids, or left out.

What belongs here: one attribute at a time. Style is in `css`, pictures and ids are the writer's.
"""

import html
import re
from collections.abc import Mapping

from kzindustry.reporting.pages.pictures import checked_address

ROLES = {"group", "region", "note", "img", "presentation", "none", "list", "listitem", "table", "math"}
PLAYED = ("data:text/vtt",)
PAINT = re.compile(r"url\(#([^)]*)\)")
SAVED = re.compile(
    r"data:(?:text/(?:csv|plain|tab-separated-values)"
    r"|application/(?:json|octet-stream|zip|pdf|vnd\.[\w.-]+)|image/(?:png|jpeg|gif|webp))[;,]",
    re.IGNORECASE,
)
"""Files that a link may hold: none that a browser opens as a page."""


def admitted_attribute(element: str, key: str, value: str, ids: Mapping[str, str]) -> str:
    """Write an attribute, or nothing where it does not belong on a page.

    Parameters
    ----------
    element, key, value
        As the sanitiser wrote them.
    ids
        The page's names for the ids of the fragment.
    """
    kept: str | None = value
    match key:
        case "href" if element == "a":
            scheme = value.partition(":")[0].lower()
            kept = None if scheme == "attachment" or (scheme == "data" and not SAVED.match(value)) else value
        case "href" | "xlink:href":
            kept = _within_drawing(value, ids)
        case "src" if element == "track" and not value.startswith(PLAYED):
            kept = None
        case "poster":
            kept = checked_address(html.unescape(value)) or None
        case "tabindex":
            kept = value if value in {"0", "-1"} else None
        case "role":
            kept = value if value in ROLES else None
        case "aria-labelledby" | "aria-describedby" | "headers":
            kept = " ".join(ids.get(name, name) for name in value.split())
        case _ if "url(" in value:
            kept = PAINT.sub(lambda found: f"url(#{ids.get(found[1], found[1])})", value)
    return "" if kept is None else f' {key}="{kept}"'


def _within_drawing(value: str, ids: Mapping[str, str]) -> str | None:
    """Lead a reference within a drawing to its new id; a picture in it must be one."""
    if value.startswith("#"):
        return f"#{ids.get(value[1:], value[1:])}"
    return checked_address(html.unescape(value)) or None
