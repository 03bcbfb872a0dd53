"""A piece of a page, whose links are settled when all of the page is known."""

import html
import re
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from kzindustry.reporting.pages.anchors import Anchors
from kzindustry.reporting.pages.words import words_of

UNSHOWN = re.compile(r'<p class="unshown">.*?</p>')


@dataclass
class Fragment:
    """HTML that stays in its place.

    Attributes
    ----------
    pieces
        Its text; every second piece is the name of an anchor that a link leads to.
    styles
        The style sheets it brought, confined to it.
    visible
        Whether there is anything to see.
    lost
        What could not be taken in, in words.
    left_out
        Frames, controls and scripts among it, which leave nothing in their place.
    without_source
        Whether it is a picture that names no source where one was to be expected.
    anchor
        Of an error: its anchor.
    """

    pieces: list[str] = field(default_factory=lambda: [""])
    styles: list[str] = field(default_factory=list)
    visible: bool = False
    lost: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    without_source: bool = False
    anchor: str = ""

    @classmethod
    def of(cls, text: str) -> "Fragment":
        """Make one of HTML that this package wrote by itself, without links within the page."""
        return cls([text], visible=bool(text))

    @property
    def words(self) -> str:
        """Its text without tags, and without what is said of that which is not shown."""
        return words_of(UNSHOWN.sub("", "".join(self.pieces[::2])))

    def wrapped(self, before: str, after: str) -> "Fragment":
        """Put HTML of this package around it."""
        pieces = [before + self.pieces[0], *self.pieces[1:]]
        pieces[-1] += after
        return replace(self, pieces=pieces)

    def html(self, anchors: Anchors) -> Markup:
        """Write it, now that all anchors are known; a link to none of them stays mere text."""
        shown = self.pieces[:]
        for place in range(1, len(shown), 2):
            name = anchors.lead_to(html.unescape(shown[place]))
            shown[place] = "" if name is None else f' href="#{html.escape(name)}"'
        return Markup("".join(shown))

    def dead_links(self, anchors: Anchors) -> list[str]:
        """Name the anchors that its links lead to and the page does not have."""
        names = map(html.unescape, self.pieces[1::2])
        return [name for name in names if anchors.lead_to(name) is None]
