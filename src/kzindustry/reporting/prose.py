"""Markdown cells to HTML: one outline a page, with anchors that never clash.

What belongs here: how mistune is set up and what its renderer does differently. Outputs are in `outputs`.
"""

import html
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast
from urllib.parse import unquote

import mistune
from mistune import BlockState, HTMLRenderer, Markdown
from mistune.plugins.math import math
from mistune.plugins.table import render_table

PLUGINS = ("strikethrough", "table", "url")
SCRIPT = re.compile(r"<script\b.*?(?:</script\s*>|\Z)", re.DOTALL | re.IGNORECASE)
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
        heading = Heading(min(max(level, 2), above + 1), self.anchor(plain(content)), without_links(content))
        self.headings.append(heading)
        return heading

    def anchor(self, text: str) -> str:
        """Take a free anchor that reads like the text."""
        stem = slug(text) or "section"
        name, count = stem, 1
        while name in self.taken:
            count += 1
            name = f"{stem}-{count}"
        self.taken.add(name)
        return name


def slug(text: str) -> str:
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
        return f' href="#{slug(name)}"' if slug(name) in there else ""

    return re.sub(r' href="#([^"]*)"', mend, page)


def plain(fragment: str) -> str:
    """Strip tags and entities from a piece of HTML and collapse its white space."""
    return " ".join(html.unescape(TAGS.sub("", fragment)).split())


def without_links(fragment: str) -> str:
    """Drop the links of a piece of HTML and keep their text."""
    return re.sub(r"</?a\b[^>]*>", "", fragment)


def without_scripts(fragment: str) -> str:
    """Drop scripts: the page would not run them, and browsers complain of each."""
    return SCRIPT.sub("", fragment) if "<script" in fragment.lower() else fragment


class ReportRenderer(HTMLRenderer):
    """Mistune's renderer with anchors on headings, tables that scroll, and no picture from elsewhere."""

    def render_token(self, token: dict[str, Any], state: BlockState) -> str:
        """Render headings and images, which need the page; leave the rest to mistune."""
        if token["type"] == "heading":
            return self._heading(token, state)
        if token["type"] == "image":
            return self._image(token, state)
        return super().render_token(token, state)

    def _heading(self, token: dict[str, Any], state: BlockState) -> str:
        outline: Outline = state.env["outline"]
        content = self.render_tokens(token["children"], state)
        if token["attrs"]["level"] == 1 and not outline.title:
            outline.title = content
            return ""
        heading = outline.add(token["attrs"]["level"], content)
        return f'<h{heading.level} id="{heading.anchor}">{content}</h{heading.level}>\n'

    def _image(self, token: dict[str, Any], state: BlockState) -> str:
        """Show a picture that the notebook carries; link to any other, so that no page asks the web."""
        url: str = token["attrs"]["url"]
        alt = html.escape(plain(self.render_tokens(token["children"], state)))
        if url.startswith("attachment:"):
            url = attachment(state.env["attachments"].get(url.removeprefix("attachment:"), {})) or url
        if url.startswith("data:image/"):
            return f'<img src="{html.escape(url)}" alt="{alt}">'
        return f'<a href="{html.escape(url)}">{alt or "Picture"}</a>'


def attachment(bundle: dict[str, str]) -> str:
    """Turn an attachment of a cell into a data address; empty where there is none."""
    for mime, data in bundle.items():
        if mime.startswith("image/"):
            return f"data:{mime};base64,{''.join(data).strip()}"
    return ""


def scrolling_table(renderer: HTMLRenderer, text: str) -> str:
    """Put a table into a region that scrolls by itself, so that a narrow page does not."""
    table = render_table(renderer, text)
    return f'<div class="table-scroll" tabindex="0" role="group" aria-label="Table">{table}</div>\n'


def block_math(_: HTMLRenderer, text: str) -> str:
    """Show TeX as it is written: the page runs no script that could set it."""
    return f'<pre class="math">{html.escape(text.strip())}</pre>\n'


def inline_math(_: HTMLRenderer, text: str) -> str:
    """Show TeX as it is written, within a line."""
    return f'<code class="math">{html.escape(text)}</code>'


@cache
def markdown() -> Markdown:
    """Set mistune up, once for all pages: it keeps nothing between them."""
    renderer = ReportRenderer(escape=False)
    parser = mistune.create_markdown(renderer=renderer, plugins=[*PLUGINS, math])
    renderer.register("table", scrolling_table)
    renderer.register("block_math", block_math)
    renderer.register("inline_math", inline_math)
    return parser


def to_html(text: str, outline: Outline, attachments: dict[str, Any] | None = None) -> str:
    """Render Markdown into a page, whose outline grows by the headings in it."""
    parser = markdown()
    state = parser.block.state_cls()
    state.env.update(outline=outline, attachments=attachments or {})
    return without_scripts(cast(str, parser.parse(text, state)[0]))
