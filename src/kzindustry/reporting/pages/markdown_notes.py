"""Footnotes in Markdown: mistune's, but no text of a note is lost.

mistune drops a note to which nothing refers, the second of two notes of one name, and a note to which only
another note refers. The first two stay where they are written, as plain text; the third joins the notes.
"""

import re
from typing import Any, cast

from mistune import BlockParser, BlockState, HTMLRenderer, Markdown
from mistune.plugins.footnotes import (
    INLINE_FOOTNOTE,
    REF_FOOTNOTE,
    parse_footnote_item,
    parse_inline_footnote,
    parse_ref_footnote,
    render_footnote_item,
    render_footnote_ref,
    render_footnotes,
)
from mistune.util import unikey


def footnotes(markdown: Markdown) -> None:
    """Teach a Markdown parser footnotes: a plugin of mistune.

    Only a second reading knows to which notes anything refers: give it as `env["referred"]` what the
    first has in `env["footnotes"]`.
    """
    markdown.inline.register("footnote", INLINE_FOOTNOTE, parse_inline_footnote, before="link")
    markdown.block.register("ref_footnote", REF_FOOTNOTE, _define, before="ref_link")
    markdown.after_render_hooks.append(cast(Any, _notes_at_the_end))
    renderer = cast(HTMLRenderer, markdown.renderer)
    renderer.register("footnote_ref", render_footnote_ref)
    renderer.register("footnote_item", render_footnote_item)
    renderer.register("footnotes", render_footnotes)


def _define(block: BlockParser, found: re.Match[str], state: BlockState) -> int | None:
    """Take a note out of the text; None where it is to stay in it."""
    key = unikey(found.group("footnote_key"))
    if key in state.env.get("ref_footnotes", ()) or key not in state.env.get("referred", (key,)):
        return None
    return parse_ref_footnote(block, found, state)


def _notes_at_the_end(markdown: Markdown, written: str, state: BlockState) -> str:
    items = ""
    notes = state.env.get("footnotes", ())
    for index, key in enumerate(notes, 1):  # which grow by those that notes refer to
        note = BlockState(parent=state)
        note.tokens = [parse_footnote_item(markdown.block, key, index, note)]
        items += cast(str, markdown.render_state(note))
    return written + render_footnotes(cast(Any, markdown.renderer), items) if items else written
