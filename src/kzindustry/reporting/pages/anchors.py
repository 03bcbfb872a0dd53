"""The anchors of a page: no two alike, and links find them however they are spelled."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

HAND_MADE = re.compile(r"\b(?:id|name)=[\"']?([^\"'\s<>]+)")


@dataclass
class Anchors:
    """The anchors of one page: no two alike, and each found by the names that links use for it.

    Attributes
    ----------
    there
        Those that are on the page.
    reserved
        Those that headings must leave to others.
    names
        What else leads to an anchor: its text as JupyterLab and others write it.
    """

    there: set[str] = field(default_factory=set)
    reserved: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def reserve(self, text: str) -> None:
        """Keep headings from taking names that the HTML in a text may give to something."""
        self.reserved.update(HAND_MADE.findall(text))

    def free(self, wanted: str, reserved: frozenset[str] | set[str] = frozenset()) -> str:
        """Take an anchor of this name, with a number if the name is taken."""
        stem = "-".join(wanted.split()) or "section"
        name, count = stem, self._counts.get(stem, 1)
        while name in self.there or name in reserved:
            count += 1
            name = f"{stem}-{count}"
        self._counts[stem] = count
        self.there.add(name)
        return name

    def of_heading(self, words: str) -> str:
        """Take an anchor that reads like a heading; links may spell it as they spell it elsewhere."""
        anchor = self.free(anchor_like(words), self.reserved)
        for name in (words.replace(" ", "-"), anchor_like(words)):
            self.names.setdefault(name, anchor)
        return anchor

    def lead_to(self, link: str) -> str | None:
        """Give the anchor that a link means; None if the page has none such."""
        for name in (link, unquote(link)):
            if name in self.there:
                return name
            if name in self.names:
                return self.names[name]
        return self.names.get(anchor_like(unquote(link)))


def anchor_like(text: str) -> str:
    """Write text as an anchor: lower case, words joined by hyphens."""
    return re.sub(r"\W+", "-", text.lower()).strip("-")
