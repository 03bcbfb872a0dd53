"""Markdown cells to HTML: one outline a page, with anchors that never clash.

What belongs here: how mistune is set up and what its renderer does differently. Outputs are in `bundles`.
"""

import html
import re
from functools import cache
from typing import Any, cast

import mistune
from mistune import BlockState, HTMLRenderer, Markdown
from mistune.plugins.math import math
from mistune.plugins.table import render_table

from kzindustry.reporting.pages.outline import Outline, words_of

PLUGINS = ("strikethrough", "table", "url")
SCRIPT = re.compile(r"<script\b.*?(?:</script\s*>|\Z)", re.DOTALL | re.IGNORECASE)


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
        alt = html.escape(words_of(self.render_tokens(token["children"], state)))
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


def framed_table(_: HTMLRenderer, text: str) -> str:
    """Put a table into a region that scrolls by itself, so that a narrow page does not."""
    table = render_table(_, text)
    return f'<div class="table-scroll" tabindex="0" role="group" aria-label="Table">{table}</div>\n'


def block_math(_: HTMLRenderer, text: str) -> str:
    """Show TeX as it is written: the page runs no script that could set it."""
    return f'<pre class="math">{html.escape(text.strip())}</pre>\n'


def inline_math(_: HTMLRenderer, text: str) -> str:
    """Show TeX as it is written, within a line."""
    return f'<code class="math">{html.escape(text)}</code>'


@cache
def renderer() -> Markdown:
    """Set mistune up, once for all pages: it keeps nothing between them."""
    html_renderer = ReportRenderer(escape=False)
    markdown = mistune.create_markdown(renderer=html_renderer, plugins=[*PLUGINS, math])
    html_renderer.register("table", framed_table)
    html_renderer.register("block_math", block_math)
    html_renderer.register("inline_math", inline_math)
    return markdown


def rendered(text: str, outline: Outline, attachments: dict[str, Any] | None = None) -> str:
    """Render Markdown into a page, whose outline grows by the headings in it."""
    markdown = renderer()
    state = markdown.block.state_cls()
    state.env.update(outline=outline, attachments=attachments or {})
    return without_scripts(cast(str, markdown.parse(text, state)[0]))
