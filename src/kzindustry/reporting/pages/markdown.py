"""Markdown cells to HTML: one outline a page, with anchors that never clash.

What belongs here: how mistune is set up and what its renderer does differently. Outputs are in `bundles`.
"""

import html
from functools import cache
from typing import Any, cast
from urllib.parse import quote

import mistune
from mistune import BlockState, HTMLRenderer, Markdown

from kzindustry.reporting.pages.fragment import Fragment
from kzindustry.reporting.pages.gate import admitted
from kzindustry.reporting.pages.markdown_math import formulas, on_one_line
from kzindustry.reporting.pages.markdown_notes import footnotes
from kzindustry.reporting.pages.outline import Outline
from kzindustry.reporting.pages.surroundings import Surroundings
from kzindustry.reporting.pages.words import words_of

NO_WORDS = {"heading", "blank_line", "newline"}
PLUGINS = ("strikethrough", "table", "url", "def_list", "task_lists")


class ReportRenderer(HTMLRenderer):
    """Mistune's renderer with anchors on headings and pictures that the notebook carries."""

    def render_token(self, token: dict[str, Any], state: BlockState) -> str:
        """Render headings and pictures, which need the page; leave the rest to mistune."""
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
        if state.env.pop("opens_appendix", False):
            outline.begin_appendix(content)
            return ""
        heading = outline.add(level, content)
        return f'<h{heading.level} id="{html.escape(heading.anchor)}">{content}</h{heading.level}>\n'

    def _image(self, token: dict[str, Any], state: BlockState) -> str:
        """Put a picture in; the gate sees to what it is."""
        alt = words_of(self.render_tokens(token["children"], state))
        return f'<img src="{html.escape(token["attrs"]["url"])}" alt="{html.escape(alt)}">'


def task(_: HTMLRenderer, text: str, checked: bool = False) -> str:
    """Show a task as done or open by a sign: pages have no boxes to be ticked."""
    return f"<li>{'☑' if checked else '☐'} {text}</li>\n"


@cache
def renderer() -> Markdown:
    """Set mistune up, once for all pages: it keeps nothing between them."""
    html_renderer = ReportRenderer(escape=False)
    plugins = [*PLUGINS, cast(Any, footnotes), cast(Any, formulas)]
    markdown = mistune.create_markdown(renderer=html_renderer, plugins=plugins)
    html_renderer.register("task_list_item", task)
    return markdown


def rendered(
    text: str, outline: Outline, around: Surroundings, *, opens_appendix: bool = False
) -> tuple[Fragment, bool]:
    """Render a Markdown cell into a page, whose outline grows by the headings in it.

    Gives the fragment, and whether there is more in it than headings. Where the cell opens the appendix, its
    first heading becomes that of the appendix, and is not in the fragment.
    """
    before = len(outline.headings)
    for name in around.attachments:
        if (quoted := quote(name)) != name:  # names with blanks end an address
            text = text.replace(f"(attachment:{name}", f"(attachment:{quoted}")
    written, has_words = _parsed(text, {"outline": outline, "opens_appendix": opens_appendix})
    if opens_appendix and outline.appendix is None:
        outline.begin_appendix()
    own = frozenset(heading.anchor for heading in outline.headings[before:])
    return admitted(written, around, own), has_words


def rendered_output(text: str, around: Surroundings) -> Fragment:
    """Render Markdown that a cell displays: its headings are not the page's."""
    return admitted(_parsed(text, {"outline": None})[0], around)


def _parsed(text: str, env: dict[str, Any]) -> tuple[str, bool]:
    text = on_one_line(text)
    if "[^" in text:
        _, first = _read(text, {"outline": None})
        env["referred"] = frozenset(first.env.get("footnotes", ()))
    written, state = _read(text, env)
    has_words = any(token["type"] not in NO_WORDS for token in state.tokens)
    return written, has_words or bool(state.env.get("footnotes"))


def _read(text: str, env: dict[str, Any]) -> tuple[str, BlockState]:
    markdown = renderer()
    state = markdown.block.state_cls()
    state.env.update(env)
    written, state = markdown.parse(text, state)
    return cast(str, written), state
