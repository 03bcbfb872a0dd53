"""Markdown cells to HTML: one outline a page, with anchors that never clash.

What belongs here: how mistune is set up and what its renderer does differently. Outputs are in `bundles`.
"""

import html
from functools import cache
from typing import Any, cast

import mistune
from mistune import BlockState, HTMLRenderer, Markdown
from mistune.plugins.math import math

from kzindustry.reporting.pages.anchors import Anchors
from kzindustry.reporting.pages.fragment import Fragment
from kzindustry.reporting.pages.gate import admitted
from kzindustry.reporting.pages.outline import Outline
from kzindustry.reporting.pages.words import words_of

PLUGINS = ("strikethrough", "table", "url")


class ReportRenderer(HTMLRenderer):
    """Mistune's renderer with anchors on headings and pictures that the notebook carries."""

    def render_token(self, token: dict[str, Any], state: BlockState) -> str:
        """Render headings and images, which need the page; leave the rest to mistune."""
        if token["type"] == "heading":
            return self._heading(token, state)
        if token["type"] == "image":
            return self._image(token, state)
        return super().render_token(token, state)

    def _heading(self, token: dict[str, Any], state: BlockState) -> str:
        outline: Outline | None = state.env["outline"]
        level, content = token["attrs"]["level"], self.render_tokens(token["children"], state)
        if outline is None:
            return f"<h{level}>{content}</h{level}>\n"
        if level == 1 and not outline.title:
            outline.entitle(content)
            return ""
        heading = outline.add(level, content)
        return f'<h{heading.level} id="{html.escape(heading.anchor)}">{content}</h{heading.level}>\n'

    def _image(self, token: dict[str, Any], state: BlockState) -> str:
        """Put in a picture that the notebook carries; the gate sees to all others."""
        url: str = token["attrs"]["url"]
        if url.startswith("attachment:"):
            url = attachment(state.env["attachments"].get(url.removeprefix("attachment:"), {})) or url
        alt = words_of(self.render_tokens(token["children"], state))
        return f'<img src="{html.escape(url)}" alt="{html.escape(alt)}">'


def attachment(bundle: dict[str, str]) -> str:
    """Turn an attachment of a cell into a data address; empty where there is none."""
    for mime, data in bundle.items():
        if mime.startswith("image/"):
            return f"data:{mime};base64,{''.join(data).strip()}"
    return ""


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
    html_renderer.register("block_math", block_math)
    html_renderer.register("inline_math", inline_math)
    return markdown


def rendered(text: str, outline: Outline, attachments: dict[str, Any] | None = None) -> Fragment:
    """Render a Markdown cell into a page, whose outline grows by the headings in it."""
    before = len(outline.headings)
    written = _parsed(text, outline, attachments or {})
    return admitted(written, outline.anchors, frozenset(one.anchor for one in outline.headings[before:]))


def rendered_output(text: str, anchors: Anchors) -> Fragment:
    """Render Markdown that a cell displays: its headings are not the page's."""
    return admitted(_parsed(text, None, {}), anchors)


def _parsed(text: str, outline: Outline | None, attachments: dict[str, Any]) -> str:
    markdown = renderer()
    state = markdown.block.state_cls()
    state.env.update(outline=outline, attachments=attachments)
    return cast(str, markdown.parse(text, state)[0])
