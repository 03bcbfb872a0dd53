"""What a page gathers while it is written: its title, headings and anchors, and where its links lead.

What belongs here: anchors and pieces of HTML as words. How Markdown is rendered is in `markdown`.
"""

import html
import re
from dataclasses import dataclass, field
from urllib.parse import unquote

ANCHOR = re.compile(r' id="([^"]+)"')
TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Heading:
    """A heading of the page: its level (2 to 6), anchor, and HTML without links."""

    level: int
    anchor: str
    html: str


@dataclass
class Outline:
    """What a page has gathered so far: its title, its headings, the anchors already taken."""

    taken: set[str] = field(default_factory=set)
    title: str = ""
    headings: list[Heading] = field(default_factory=list)

    def add(self, level: int, content: str) -> Heading:
        """Enter a heading under an anchor of its own, never more than one level below the one before."""
        above = self.headings[-1].level if self.headings else 1
        heading = Heading(
            min(max(level, 2), above + 1), self.anchor(words_of(content)), without_links(content)
        )
        self.headings.append(heading)
        return heading

    def anchor(self, text: str) -> str:
        """Take a free anchor that reads like the text."""
        stem = anchor_like(text) or "section"
        name, count = stem, 1
        while name in self.taken:
            count += 1
            name = f"{stem}-{count}"
        self.taken.add(name)
        return name


def anchor_like(text: str) -> str:
    """Write text as an anchor: lower case, words joined by hyphens."""
    return re.sub(r"\W+", "-", text.lower()).strip("-")


def mended(page: str) -> str:
    """Lead links within a page to anchors that are there; one that leads nowhere stays as mere text.

    JupyterLab writes anchors in its own way, and a run that failed never came to list its sources.
    """
    there = set(ANCHOR.findall(page))

    def mend(link: re.Match[str]) -> str:
        name = unquote(html.unescape(link[1]))
        if name in there:
            return link[0]
        return f' href="#{anchor_like(name)}"' if anchor_like(name) in there else ""

    return re.sub(r' href="#([^"]*)"', mend, page)


def words_of(fragment: str) -> str:
    """Strip tags and entities from a piece of HTML and collapse its white space."""
    return " ".join(html.unescape(TAGS.sub("", fragment)).split())


def without_links(fragment: str) -> str:
    """Drop the links of a piece of HTML and keep their text."""
    return re.sub(r"</?a\b[^>]*>", "", fragment)
