"""What a page gathers while it is written: its title and its headings, each with its anchor.

How Markdown is rendered is in `markdown`.
"""

from dataclasses import dataclass, field

from kzindustry.reporting.pages.anchors import Anchors
from kzindustry.reporting.pages.gate import admitted_phrases
from kzindustry.reporting.pages.words import words_of


@dataclass(frozen=True)
class Heading:
    """A heading of the page: its level (2 to 6), anchor, and HTML without links."""

    level: int
    anchor: str
    html: str


@dataclass
class Outline:
    """What a page has gathered so far: its anchors, its title, the heading of its appendix, all headings."""

    anchors: Anchors = field(default_factory=Anchors)
    title: str = ""
    title_anchor: str = ""
    appendix: Heading | None = None
    least: int = 2
    headings: list[Heading] = field(default_factory=list)

    def entitle(self, content: str) -> None:
        """Take the first heading as the title."""
        self.title = admitted_phrases(content)
        self.title_anchor = self.anchors.of_heading(words_of(self.title))

    def add(self, level: int, content: str) -> Heading:
        """Enter a heading under an anchor of its own, never more than one level below the one before."""
        above = self.headings[-1].level if self.headings else 1
        phrases = admitted_phrases(content)
        anchor = self.anchors.of_heading(words_of(phrases))
        self.headings.append(Heading(min(max(level, self.least), above + 1), anchor, phrases))
        return self.headings[-1]

    def begin_appendix(self, content: str = "") -> None:
        """Open the appendix, under a heading of its own if there is one; what follows stands below it."""
        phrases = admitted_phrases(content) or "Appendix"
        self.appendix = Heading(2, self.anchors.of_heading(words_of(phrases)), phrases)
        self.headings.append(self.appendix)
        self.least = 3
