"""Style sheets and style attributes that cells bring: kept where they dress their own output, else dropped.

What belongs here: which properties stay, and how a rule is confined to one output.
"""

import html
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import tinycss2

# By beginning: `border` stands for border-top-color, too. What moves a box out of its place is not here.
KEPT = """accent-color align- aspect-ratio background border box-shadow box-sizing caption-side clear color
column cursor direction display empty-cells fill flex float font gap grid height hyphens inline-size
justify- letter-spacing line-height list-style margin max- min- mix-blend-mode object- opacity order
outline overflow padding page-break break- quotes row-gap stroke tab-size table-layout text unicode-
bidi user-select vertical-align visibility white-space width word- writing-mode stop- dominant-
baseline --"""
PROPERTIES = tuple(KEPT.split())
PLACING = ("margin", "text-indent", "outline-offset")
"""Properties that with a negative length would lay one thing over another."""


@lru_cache(maxsize=4096)
def declarations(text: str) -> str:
    """Keep of a style attribute (its value unescaped) what dresses its own element."""
    parsed = tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True)
    return ";".join(_declared(parsed))


def _declared(parsed: Iterable[Any]) -> Iterable[str]:
    for one in parsed:
        if one.type == "declaration" and one.lower_name.startswith(PROPERTIES) and not _leaves(one):
            value = tinycss2.serialize(one.value).strip()
            yield f"{one.name}:{value}{' !important' if one.important else ''}"


def _leaves(declaration: Any) -> bool:
    """Whether a value loads something, or moves its box over another."""
    placing = declaration.lower_name.startswith(PLACING)
    return any(_is_foreign(token, placing) for token in _tokens(declaration.value))


def _tokens(tokens: Sequence[Any]) -> Iterable[Any]:
    for token in tokens:
        yield token
        yield from _tokens(getattr(token, "arguments", None) or getattr(token, "content", None) or ())


def _is_foreign(token: Any, placing: bool) -> bool:
    match token.type:
        case "url":
            return not token.value.startswith("#")
        case "function":
            return placing or token.lower_name in {"url", "image-set", "src", "element", "expression"}
        case "dimension" | "number" | "percentage":
            return bool(placing and token.value < 0)
    return bool(token.type == "error")


def scoped(sheet: str, scope: str, ids: Mapping[str, str]) -> str:
    """Confine a style sheet to what stands within the element of an id.

    Parameters
    ----------
    sheet
        The text of a style element.
    scope
        The id.
    ids
        New names of ids that had to be renamed.
    """
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    return "".join(_rules(rules, scope, ids)).replace("<", "\\3c ")


def _rules(rules: Iterable[Any], scope: str, ids: Mapping[str, str]) -> Iterable[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            contents = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            kept = ";".join(_declared(contents))
            if kept:
                yield f"{_confined(rule.prelude, scope, ids)}{{{kept}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports"} and rule.content:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            within = "".join(_rules(inner, scope, ids))
            yield f"@{rule.lower_at_keyword}{tinycss2.serialize(rule.prelude)}{{{within}}}"


def _confined(prelude: Sequence[Any], scope: str, ids: Mapping[str, str]) -> str:
    """Put the scope before each of the selectors that a rule lists."""
    selectors: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            selectors.append([])
        else:
            if token.type == "hash" and token.value in ids:
                token.value = ids[token.value]
            selectors[-1].append(token)
    return ",".join(f"#{scope} {tinycss2.serialize(selector).strip()}" for selector in selectors)


def from_attribute(value: str) -> str:
    """Clean the value of a style attribute as it stands in HTML."""
    return html.escape(declarations(html.unescape(value)))
