"""Writes a sanitised fragment once more, with everything that concerns its place on the page.

What the sanitiser writes is regular: its tags can be read by one pattern. Here ids become the page's own,
links within the page are left open until all of it is known, pictures are held to be pictures, tables scroll
by themselves.
"""

import html
import re
from collections.abc import Iterator

from kzindustry.reporting.pages.allowed import RENAMED
from kzindustry.reporting.pages.attributes import admitted_attribute
from kzindustry.reporting.pages.css import from_attribute, scoped
from kzindustry.reporting.pages.fragment import Fragment
from kzindustry.reporting.pages.pictures import checked_address
from kzindustry.reporting.pages.surroundings import Surroundings

# As the sanitiser writes them: values in double quotes, no "<" in text. Most bare tags are passed over.
_VALUES = r' [^\s"=<>]+="[^"]*"'
_SOME = "|".join(["table", "th", "style", "svg", "math", "hr", "a", "picture", "audio", "video", *RENAMED])
TAG = re.compile(rf"<(/?)(?:({_SOME})((?:{_VALUES})*)|([a-zA-Z][a-zA-Z0-9]*)((?:{_VALUES})+))>")
ATTRIBUTE = re.compile(r' ([^\s"=<>]+)="([^"]*)"')
SEEN = re.compile(r"(?:^|>)\s*[^\s<>]")
VISIBLE = {"img", "svg", "math", "audio", "video", "hr"}
PLAYED = ("data:audio/", "data:video/")
NESTING = {"table", "svg", "a"}
SIDES = ("width", "height")
SCROLLS = "table-scroll"
SCROLLING = f'<div class="{SCROLLS}" tabindex="0" role="group" aria-label="Table">'


class Writer:
    """Writes what the sanitiser wrote once more, with everything that concerns the page."""

    def __init__(self, around: Surroundings, own_ids: frozenset[str]) -> None:
        self.around = around
        self.anchors = around.anchors
        self.own_ids = own_ids
        self.ids: dict[str, str] = {}
        self.written: set[str] = set()
        self.fragment = Fragment()
        self.buffer: list[str] = []
        self.sheets: list[str] = []
        self.open: list[str] = []
        self.framed = False
        self.head = -1
        self.picture = -1

    def write(self, text: str) -> Fragment:
        """Give the fragment that a sanitised text makes."""
        if ' id="' in text or ' name="' in text:
            for tag in TAG.finditer(text):
                self._claim(tag[2], tag[3] or tag[5] or "")
        at = 0
        while found := TAG.search(text, at):
            self.buffer.append(text[at : found.start()])
            at = found.end()
            name = found[2] or found[4]
            if found[1]:
                self._end(name)
            elif name == "style":
                end = text.find("</style>", at)
                self._sheet(text[at:end], found[3])
                at = end + len("</style>")
            else:
                self._start(name, dict(ATTRIBUTE.findall(found[3] or found[5] or "")))
        self.buffer.append(text[at:])
        return self._whole()

    def _whole(self) -> Fragment:
        fragment = self.fragment
        fragment.pieces[-1] += "".join(self.buffer)
        fragment.visible = fragment.visible or any(map(SEEN.search, fragment.pieces[::2]))
        if self.sheets:
            scope = self.anchors.free("page-output")
            fragment.styles = [scoped(sheet, scope, self.ids) for sheet in self.sheets]
            fragment = fragment.wrapped(f'<div class="guest" id="{scope}">', "</div>")
        return fragment

    def _claim(self, name: str | None, attributes: str) -> None:
        """Take the ids of an element; one that the page has already gets a number."""
        if ' id="' not in attributes and not (name == "a" and ' name="' in attributes):
            return
        given = dict(ATTRIBUTE.findall(attributes))
        old = given.get("name", "") if name == "a" else ""
        own = given.get("id") or old
        if own and own not in self.ids:
            new = own if own in self.own_ids else self.anchors.free(html.unescape(own))
            self.ids[own] = html.escape(new)
            for other in filter(None, (old, own)):
                self.anchors.names.setdefault(html.unescape(other), new)

    def _sheet(self, text: str, attributes: str) -> None:
        if "svg" in self.open:  # within a drawing, text of a sheet is written as any other
            text = html.unescape(text)
        if " scoped=" not in attributes:  # pandas' own, which the tables of this page do not need
            self.sheets.append(text)

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name in {"img", "source"} and not self._picture(name, given):
            return
        if name in {"audio", "video"} and "src" in given and not self._is_played(name, given["src"]):
            self.buffer.append('<span hidden="">')  # what it says to browsers without players
            self.open.append("span")
            return
        self.fragment.visible = self.fragment.visible or name in VISIBLE
        if name == "table" and "table" not in self.open and not self.framed:
            self.buffer.append(SCROLLING)
            self.open.append(SCROLLS)
        self.framed = given.get("class") == SCROLLS
        self.head = len(self.buffer) if name == "th" else self.head
        self.picture = len(self.buffer) if name == "picture" else self.picture
        self.buffer.append(f"<{RENAMED.get(name, name)}")
        self.buffer += self._attributes(name, given)
        if name == "a" and given.get("href", "").startswith("#"):
            anchor = given["href"][1:]
            self.fragment.pieces[-1] += "".join(self.buffer)
            self.fragment.pieces += [self.ids.get(anchor, anchor), ""]
            self.buffer, self.head = [], -1
        self.buffer.append(">")
        if name in NESTING:
            self.open.append(name)

    def _end(self, name: str) -> None:
        if name == "th" and self.head >= 0:
            inner = "".join(self.buffer[self.head :]).partition(">")[2]
            if not inner.replace("&nbsp;", "").strip():
                self.buffer[self.head], name = "<td", "td"  # pandas heads its index with nothing
            self.head = -1
        if name == "picture" and self.picture < 0:
            return  # nothing of it was left
        if name in {"audio", "video"} and self.open[-1:] == ["span"]:
            self.open.pop()
            self.buffer.append("</span>")
            return
        self.buffer.append(f"</{RENAMED.get(name, name)}>")
        if name in NESTING:
            self.open.pop()
        if name == "table" and self.open[-1:] == [SCROLLS]:
            self.open.pop()
            self.buffer.append("</div>")

    def _picture(self, name: str, given: dict[str, str]) -> bool:
        """Whether a picture is one; in place of one from elsewhere, write where it is."""
        if name == "source" and "srcset" in given:
            given["srcset"] = checked_address(html.unescape(given["srcset"]))
            return bool(given["srcset"])
        if name == "source":
            return self._is_played("audio or video", given.get("src", ""))
        given.pop("srcset", None)
        source = html.unescape(given.get("src", ""))
        words = html.unescape(given.setdefault("alt", given.get("title", "Picture")))
        if shown := self.around.picture(source):
            given["src"] = shown
            return True
        if self.picture >= 0:
            del self.buffer[self.picture :]
            self.picture = -1
        what = words or "Picture"
        self.fragment.lost.append(f"picture {source[:200]}" if source else f"picture without data: {what}")
        is_address = source and not source.startswith("data:") and "a" not in self.open
        link = f' href="{html.escape(source)}"' if is_address else ""
        self.buffer.append(f"<a{link}>{html.escape(what)}</a>" if link else html.escape(what))
        return False

    def _is_played(self, name: str, source: str) -> bool:
        """Whether a page holds what is to be played; else name it."""
        if source.startswith(PLAYED):
            return True
        self.fragment.left_out.append(f"{name} {html.unescape(source)[:200]}")
        return False

    def _attributes(self, name: str, given: dict[str, str]) -> Iterator[str]:
        """Write the attributes of an element, those that HTML has given up as style."""
        style = [given.pop("style")] if "style" in given else []
        if name == "center":
            style.append("text-align:center")
        if name == "a" and "name" in given:
            old = given.pop("name")
            given.setdefault("id", old)
        if name == "a" and "href" in given:
            given["href"] = html.escape(self.around.link(html.unescape(given["href"])))
        if "align" in given:
            style.append(f"{'float' if name == 'img' else 'text-align'}:{given.pop('align')}")
        if name == "img":
            sides = [side for side in SIDES if not given.get(side, "1").isdigit()]
            style += [f"{side}:{given.pop(side)}" for side in sides]
        for key, value in given.items():
            if key == "id":
                yield self._id(value)
            elif not (key == "href" and value.startswith("#") and name == "a"):  # a piece of its own
                yield admitted_attribute(name, key, value, self.ids)
        if dress := from_attribute(";".join(style)) if style else "":
            yield f' style="{dress}"'

    def _id(self, value: str) -> str:
        """Write an id, if it is the first of its name."""
        new = self.ids.get(value, "")
        if not new or new in self.written:
            return ""
        self.written.add(new)
        return f' id="{new}"'
