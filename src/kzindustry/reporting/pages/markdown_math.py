r"""Formulas in Markdown, in the forms that Jupyter knows: `$x$`, `$$x$$`, `\\(x\\)`, `\\[x\\]`, environments.

They are taken out before anything else in a line is read, so that no star or backslash in them is.
"""

import html
import re
from typing import Any

from mistune import BlockParser, BlockState, HTMLRenderer, InlineParser, InlineState, Markdown

from kzindustry.reporting.pages.mathml import mathml

TEX = r"(?:\\[\s\S]|[^$\\])"
NO_BLANK_LINE = r"(?!\n[ \t]*\n)"
DOLLARS = rf"\$\$(?:{NO_BLANK_LINE}{TEX}){{1,8000}}?\$\$"
NAMED = (
    rf"\\begin\{{(?P<math_env>[a-zA-Z]+\*?)\}}(?:{NO_BLANK_LINE}[\s\S]){{1,8000}}?\\end\{{(?P=math_env)\}}"
)
BLOCK = rf"^ {{0,3}}(?P<math_written>{DOLLARS}|{NAMED})[ \t]*(?:\n|$)"
INLINE = (
    r"\$\$" + TEX + r"{1,8000}?\$\$"
    r"|\$" + TEX + r"{1,2000}?\$(?!\d)"
    r"|\\\\\([\s\S]{1,2000}?\\\\\)|\\\\\[[\s\S]{1,8000}?\\\\\]"
    r"|\\\([\s\S]{1,2000}?\\\)"
    r"|\\begin\{(?P<math_inner>[a-zA-Z]+\*?)\}[\s\S]{1,8000}?\\end\{(?P=math_inner)\}"
)
DELIMITERS = (
    ("$$", "$$", True),
    ("\\\\[", "\\\\]", True),
    ("\\\\(", "\\\\)", False),
    ("\\(", "\\)", False),
    ("$", "$", False),
)
LOOKS_LIKE_TEX = re.compile(r"[\\^_=<>+*/|]|^\s*\S{1,3}\s*$")
WORDS = re.compile(r"(?<![\\a-zA-Z])[a-zA-Z]{2,}")


OVER_LINES = re.compile(
    rf"(?P<code>^(?P<fence>```+|~~~+)[\s\S]*?^(?P=fence)|`[^`\n]+`)|\$\$?(?:{NO_BLANK_LINE}{TEX}){{1,2000}}?\$\$?",
    re.MULTILINE,
)


def on_one_line(text: str) -> str:
    """Join the lines of formulas: one that goes on with a sign would begin a list, or underline a heading."""
    if "$" not in text:
        return text
    return OVER_LINES.sub(lambda found: found[0] if found["code"] else _joined(found[0]), text)


def _joined(written: str) -> str:
    return " ".join(written.splitlines()) if is_formula(written) else written


def split(written: str) -> tuple[str, bool]:
    """Give the TeX of a formula as written, and whether it stands in a line of its own."""
    for begin, end, display in DELIMITERS:
        if written.startswith(begin) and written.endswith(end) and len(written) > len(begin + end):
            return written[len(begin) : -len(end)], display
    return written, True


def is_formula(written: str) -> bool:
    """Whether what stands between two signs is a formula, and not the text between two sums of money."""
    tex, _ = split(written)
    if written.startswith(("$$", "\\\\", "\\begin")):
        return True
    if not LOOKS_LIKE_TEX.search(tex) or "\n\n" in tex:
        return False
    tight = not tex[:1].isspace() and not tex[-1:].isspace()
    loose = tex[:1].isspace() and tex[-1:].isspace()
    return tight or (loose and not WORDS.search(tex)) or (loose and "\\" in tex)


def shown(written: str) -> str:
    """Write a formula as MathML; one that cannot be converted, as it stands."""
    tex, display = split(written)
    made = mathml(tex, display=display)
    return made or f'<code class="math">{html.escape(written)}</code>'


def formula(written: str) -> str:
    """Write as MathML what an output gives as TeX; nothing where that cannot be done."""
    tex, display = split(written)
    return mathml(tex, display=display)


def _parse_inline(inline: InlineParser, found: re.Match[str], state: InlineState) -> int | None:
    written = found.group(0)
    if not is_formula(written):
        return None
    state.append_token({"type": "formula", "raw": written})
    return found.end()


def _parse_block(block: BlockParser, found: re.Match[str], state: BlockState) -> int:
    state.append_token({"type": "block_formula", "raw": found.group("math_written")})
    return found.end()


def _block(_: HTMLRenderer, written: str) -> str:
    tex, display = split(written)
    made = mathml(tex, display=display)
    return f"<p>{made}</p>\n" if made else f'<pre class="math">{html.escape(written.strip())}</pre>\n'


def formulas(markdown: Markdown) -> None:
    """Teach a Markdown parser formulas: a plugin of mistune."""
    markdown.block.register("block_formula", BLOCK, _parse_block, before="list")
    for rules in (markdown.block.list_rules, markdown.block.block_quote_rules):
        markdown.block.insert_rule(rules, "block_formula", before="list")
    markdown.inline.register("formula", INLINE, _parse_inline, before="escape")
    renderer: Any = markdown.renderer
    renderer.register("formula", lambda _, written: shown(written))
    renderer.register("block_formula", _block)
