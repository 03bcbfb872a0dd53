"""The gate through which all HTML of cells comes to a page: nothing that it lets in leaves its place.

The sanitiser reads a fragment as a browser would and writes it anew through the lists of `allowed`; `Writer`
then gives it its place on the page.
"""

import re

import nh3

from kzindustry.reporting.pages.allowed import cleaner, heading_cleaner
from kzindustry.reporting.pages.fragment import Fragment
from kzindustry.reporting.pages.surroundings import Surroundings
from kzindustry.reporting.pages.writer import Writer

INTERACTIVE = re.compile(
    r"<(iframe|frame|embed|object|form|input|button|select|textarea|canvas)\b", re.IGNORECASE
)
REGROUPING = re.compile(
    r"<(?:select|button|object|marquee|applet|template|math|svg|form|fieldset|noscript)\b", re.IGNORECASE
)
"""What, taken out, leaves elements in each other that no browser would read so: a second look settles it."""
SCRIPT = re.compile(r'<script(?: type="([^"]*)")?>.*?</script>', re.DOTALL)
FRAMES = {"iframe": {"src"}, "embed": {"src"}, "object": {"data"}}


def admitted(text: str, around: Surroundings, own_ids: frozenset[str] = frozenset()) -> Fragment:
    """Let HTML in.

    Parameters
    ----------
    text
        HTML of a cell: any text.
    around
        Where it comes to stand; its ids join the anchors of the page.
    own_ids
        Ids in it that the page has given itself, and that are kept.
    """
    clean = cleaner().clean(text)
    if REGROUPING.search(text):
        clean = cleaner().clean(clean)
    fragment = Writer(around, own_ids).write(clean)
    fragment.left_out += interactive(text)
    return fragment


def admitted_phrases(text: str) -> str:
    """Let the HTML of a heading in: no links, no ids, nothing that does not fit into a line."""
    return heading_cleaner().clean(text) if "<" in text else text


def interactive(text: str) -> list[str]:
    """Name what acts and the sanitiser takes out, each once: frames by their addresses, controls, scripts."""
    kinds = {kind.lower() for kind in INTERACTIVE.findall(text)}
    found: dict[str, None] = {}

    def note(element: str, attribute: str, value: str) -> str:
        if attribute in FRAMES.get(element, ()):  # it is asked of all others, too
            found[f"{element} {value}"] = None
        return value

    if kinds & FRAMES.keys():
        nh3.clean(text, tags=set(FRAMES), attributes=FRAMES, attribute_filter=note, link_rel=None)
    named = {name.partition(" ")[0] for name in found}
    unnamed = sorted(kinds & {*FRAMES, "frame", "canvas"} - named)
    controls = ["controls"] if kinds - {*FRAMES, "frame", "canvas"} else []
    return [*found, *unnamed, *controls, *(["a script"] if has_script(text) else [])]


def has_script(text: str) -> bool:
    """Tell whether a browser would find a program in HTML; JSON under the same tag is data, and is none."""
    if "<script" not in text.lower():
        return False
    scripts = {"script": {"type"}}
    read = nh3.clean(
        text, tags={"script", "svg"}, clean_content_tags=set(), attributes=scripts, link_rel=None
    )
    return any("json" not in kind.lower() for kind in SCRIPT.findall(read))
