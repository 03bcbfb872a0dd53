"""Prose for readers: Markdown whose numbers lead to their sources, and whose sentences end with one mark.

A Finding is made into Markdown with a token for each number and mark, rendered, and the tokens replaced: so
nothing in a number or title can be taken for markup, nor the other way round.
"""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape

import mistune

from kzindustry.presentation.finding import SENTENCE_END, Citing, Finding

OPEN, CLOSE = "\ue000", "\ue001"
TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")


def to_html(words: Finding, cite: Citing) -> str:
    """Render sentences: paragraphs, emphasis, lists and links as in a Markdown cell."""
    pieces: list[str] = []

    def token(html: str) -> str:
        pieces.append(html)
        return f"{OPEN}{len(pieces) - 1}{CLOSE}"

    text = "".join(part if is_text else token(part) for part, is_text in _with_marks(words, cite))
    html = str(_markdown()(text)).strip()
    return TOKEN.sub(lambda match: pieces[int(match[1])], html)


def to_text(words: Finding) -> str:
    """Give sentences as plain text, without the signs of Markdown."""
    html = str(_markdown()(words.text))
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def _with_marks(words: Finding, cite: Citing) -> Iterator[tuple[str, bool]]:
    """Give the parts of a text, and what is HTML already: numbers, and a mark at the end of each sentence."""
    pending: dict[str, None] = {}
    parts = list(words.marked())
    for place, (part, new) in enumerate(parts):
        if not isinstance(part, str):
            yield cite.number(part.text, part.quantity, new), False
            pending.update(dict.fromkeys(part.quantity.figures))
            continue
        start = 0
        for end in SENTENCE_END.finditer(part):
            if end.end() == len(part.rstrip()) and not _ends(part, place, len(parts)):
                continue
            yield part[start : end.end()], True
            yield cite.mark(tuple(pending)), False
            pending.clear()
            start = end.end()
        yield part[start:], True
    if pending:
        yield cite.mark(tuple(pending)), False


def _ends(part: str, place: int, count: int) -> bool:
    """Tell whether a full stop at the end of a text ends a sentence: at the very end, or before a blank."""
    return place == count - 1 or part != part.rstrip()


@cache
def _markdown() -> mistune.Markdown:
    return mistune.create_markdown(escape=True, plugins=["strikethrough", "table", "url"])
