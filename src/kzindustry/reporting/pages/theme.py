"""What all pages share: the Jinja environment, the style sheet, the colouring of code.

What belongs here: things set up once that serve every page. What a page says is in `page` and `index`.
"""

import html
import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache, lru_cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, Operator, String
from pygments.util import ClassNotFound

TEMPLATES = Path(__file__).parent / "templates"
COLOURED = (
    (Keyword, "k"),
    (Operator.Word, "k"),
    (Name.Builtin, "k"),
    (String, "s"),
    (Number, "m"),
    (Comment, "c"),
)
"""Kinds of words in code, and the classes that colour them."""


@cache
def environment() -> Environment:
    """Set Jinja up: everything is escaped unless it is Markup, and an unknown name is an error."""
    loader = FileSystemLoader(TEMPLATES)
    jinja = Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    jinja.globals["style"] = Markup(style())
    jinja.filters["address"] = address
    return jinja


def address(path: str) -> str:
    """Write a relative path as an address; a name with a colon or a space is no scheme and no end of it."""
    return quote(path, safe="/=,+~()")


def render(template: str, values: Mapping[str, object]) -> str:
    """Fill one of the package's templates; Jinja compiles each once."""
    return environment().get_template(template).render(values)


@cache
def style() -> str:
    """Read the style sheet, without its comments and needless white space."""
    text = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", text)).replace(";}", "}").strip()


@cache
def script() -> Markup:
    """Read the script of the index's search field: the only one there is."""
    return Markup((TEMPLATES / "search.js").read_text(encoding="utf-8").strip())


@cache
def script_hash() -> str:
    """Give the word by which the content policy of the index lets that script run, and no other."""
    return f"'sha256-{b64encode(sha256(script().encode()).digest()).decode()}'"


@lru_cache(maxsize=1024)
def highlighted(source: str, language: str = "python") -> Markup:
    """Colour code by the few classes that the style sheet knows, so that pages stay small.

    Runs of one notebook share their cells, so each is coloured once.
    """
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return Markup.escape(source)
    pieces = groupby(lexer.get_tokens(source), lambda token: _class_of(token[0]))
    return Markup(
        "".join(_piece(name, "".join(text for _, text in group)) for name, group in pieces).rstrip()
    )


def _class_of(token: Any) -> str:
    return next((name for kind, name in COLOURED if token in kind), "")


def _piece(name: str, text: str) -> str:
    escaped = html.escape(text, quote=False)
    return f'<span class="{name}">{escaped}</span>' if name and text.strip() else escaped
