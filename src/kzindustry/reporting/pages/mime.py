"""Outputs of cells to HTML: the richest form that needs neither a script nor the web, else plain text.

What belongs here: which form of an output is shown. What HTML may bring is decided in `gate`.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from kzindustry.contract import MIME, RESULT, Document, document_of
from kzindustry.reporting.pages.fragment import Fragment
from kzindustry.reporting.pages.gate import admitted
from kzindustry.reporting.pages.markdown import rendered_output
from kzindustry.reporting.pages.markdown_math import formula
from kzindustry.reporting.pages.pictures import SVG, checked_address, decoded, picture_address
from kzindustry.reporting.pages.surroundings import Surroundings
from kzindustry.reporting.pages.terminal_text import beginning, folded, preformatted, without_colours

ERROR_ANCHOR = "page-error"
SIDES = ("width", "height")
FIRST_FRAME = re.compile(r'frames\[0\] = "(data:image/[^"]+)"')
NAMELESS = re.compile(r"<[\w.<>]+ (?:object|(?:object )?at 0x\S+)>")
"""What Python and IPython say of an object that says nothing of itself."""
MOST_READ = {"text/html": 5_000_000, "text/markdown": 500_000, SVG: 5_000_000}
"""Characters of one output that are read; what is longer is no reading matter."""
Show = Callable[[str, Mapping[str, Any], Surroundings], Fragment]


def joined(text: Any) -> str:
    """Join text that a notebook file may keep as a list of lines."""
    return "".join(map(str, text)) if isinstance(text, list) else str(text)


def shown_text(text: str, _: Mapping[str, Any], around: Surroundings) -> Fragment:
    """Show plain text as it stands."""
    return folded(preformatted(text), text)


def tex(text: str, _: Mapping[str, Any], around: Surroundings) -> Fragment:
    """Show a formula; TeX that cannot be converted, as it is written."""
    made = formula(text.strip())
    return admitted(f"<p>{made}</p>", around) if made else preformatted(text, "math")


def markup(text: str, _: Mapping[str, Any], around: Surroundings) -> Fragment:
    """Let HTML in."""
    if frame := FIRST_FRAME.search(text):
        return first_frame(frame[1])
    return admitted(text, around)


def first_frame(address: str) -> Fragment:
    """Show how an animation begins, of those that matplotlib writes for pages with scripts."""
    picture_alone = checked_address(re.sub(r"[\\\s]+", "", address))
    if not picture_alone:
        return Fragment(lost=["an animation without pictures in it"])
    told = '<p class="unshown">First frame of an animation, which the notebook plays.</p>'
    shown = Fragment.of(
        f'<img class="picture" alt="First frame of an animation" src="{picture_alone}">{told}'
    )
    shown.lost.append("an animation, but for its first frame")
    return shown


def markdown_text(text: str, _: Mapping[str, Any], around: Surroundings) -> Fragment:
    """Render Markdown that a cell displays."""
    return rendered_output(text, around)


def picture(mime: str) -> Show:
    """Make the function that shows pictures of one type."""

    def show(data: str, about: Mapping[str, Any], _: Surroundings) -> Fragment:
        address = picture_address(mime, data.encode() if mime == SVG else decoded(data))
        if not address:
            return Fragment(lost=[f"{mime} without a picture in it"])
        size = "".join(f' {side}="{about[side]:.0f}"' for side in SIDES if _is_length(about.get(side)))
        return Fragment.of(f'<img class="picture" alt="{html.escape(about["alt"])}"{size} src="{address}">')

    return show


def _is_length(value: Any) -> bool:
    return isinstance(value, int | float) and 1 <= value < 100_000


RENDERERS: dict[str, Show] = {
    "text/html": markup,
    SVG: picture(SVG),
    **{f"image/{kind}": picture(f"image/{kind}") for kind in ("png", "jpeg", "gif", "webp", "avif", "bmp")},
    "text/markdown": markdown_text,
    "text/latex": tex,
    "text/plain": shown_text,
}


def bundle(data: Mapping[str, Any], metadata: Any, around: Surroundings) -> Fragment:
    """Show a MIME bundle in the first form that has something to show, else name what cannot be shown."""
    lost: list[str] = []
    left_out: list[str] = []
    for mime in _in_order(data):
        render = RENDERERS[mime]
        content = joined(data[mime])
        if len(content) > MOST_READ.get(mime, len(content)):
            lost.append(f"{mime} of {len(content):,} characters, which stand in the executed notebook")
            continue
        shown = _shown(render, mime, content, _about(mime, data, metadata), around)
        lost += shown.lost
        left_out += shown.left_out
        if shown.visible:
            as_text = [f"{name}, but as its text" for name in _unknown(data)] if mime == "text/plain" else []
            return completed(replace(shown, lost=lost + as_text, left_out=left_out))
    unknown = sorted({*_unknown(data), *lost, *left_out})
    return unshown(unknown) if unknown else Fragment()


def _shown(render: Show, mime: str, content: str, about: Mapping[str, Any], around: Surroundings) -> Fragment:
    """Render one form; what no renderer can read takes nothing else down."""
    try:
        return render(content, about, around)
    except Exception as error:
        return Fragment(lost=[f"{mime} ({type(error).__name__} as it was read)"])


def _in_order(data: Mapping[str, Any]) -> list[str]:
    """Give the forms of an output that can be shown: a picture before HTML that needs a script.

    Text that names nothing but the kind of an object stands for no other form.
    """
    known = [mime for mime in RENDERERS if mime in data]
    if len(data) > 1 and "text/plain" in data and NAMELESS.fullmatch(joined(data["text/plain"]).strip()):
        known.remove("text/plain")
    if "text/html" in data and "<script" in joined(data["text/html"]).lower():
        known.sort(key=lambda mime: not mime.startswith("image/"))
    return known


def _unknown(data: Mapping[str, Any]) -> list[str]:
    return sorted(mime for mime in data if mime != MIME and mime not in RENDERERS)


def _about(mime: str, data: Mapping[str, Any], metadata: Any) -> dict[str, Any]:
    """Give what an output says about one of its forms, and words for those who do not see it."""
    own = metadata.get(mime) if isinstance(metadata, Mapping) else None
    about = dict(own) if isinstance(own, Mapping) else {}
    words = joined(about.get("alt") or data.get("text/plain", ""))
    about["alt"] = " ".join(words.strip("<> \n").split())[:500] or "Picture"
    return about


def unshown(names: Sequence[str]) -> Fragment:
    """Name what a page cannot show."""
    words = f"Not shown here: {', '.join(names)}."
    shown = Fragment.of(f'<p class="unshown">{html.escape(words, quote=False)}</p>')
    shown.lost = list(names)
    return shown


def completed(fragment: Fragment) -> Fragment:
    """Name below a fragment what the gate left out of it."""
    if not fragment.left_out:
        return fragment
    named = unshown(list(dict.fromkeys(fragment.left_out)))
    whole = fragment.wrapped("", named.pieces[0])
    return replace(whole, visible=True, lost=fragment.lost + named.lost, left_out=[])


def error(output: Mapping[str, Any], anchor: str) -> Fragment:
    """Show the error that ended a run: its name and message first, then where it happened."""
    name, message = html.escape(joined(output.get("ename", "Error"))), joined(output.get("evalue", ""))
    traceback = preformatted("\n".join(map(str, output.get("traceback") or ())), "traceback")
    told = f": {html.escape(beginning(without_colours(message)), quote=False)}" if message else ""
    head = f'<div class="error" id="{anchor}"><p><strong>{name}</strong>{told}</p>'
    return replace(traceback.wrapped(head, "</div>"), visible=True, anchor=anchor)


def stream(output: Mapping[str, Any]) -> Fragment:
    """Show what a cell printed."""
    kind, text = html.escape(str(output.get("name", "stdout"))), joined(output.get("text", ""))
    return folded(preformatted(text, f"stream {kind}"), without_colours(text))


def coalesced(outputs: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Join neighbouring pieces of one stream, which a kernel cuts wherever it flushed."""
    whole: list[Mapping[str, Any]] = []
    for (kind, name), group in groupby(outputs, lambda one: (one.get("output_type"), one.get("name"))):
        members = list(group)
        if kind == "stream" and len(members) > 1:
            text = "".join(joined(one.get("text", "")) for one in members)
            members = [{"output_type": "stream", "name": name, "text": text}]
        whole += members
    return whole


def to_fragments(
    outputs: Sequence[Mapping[str, Any]], around: Surroundings
) -> Iterator[tuple[Fragment, Document | None]]:
    """Render the outputs of a cell in order, each with its document for machines. No output is refused.

    What was recorded is not rendered: a page shows it from its document.
    """
    for output in coalesced(outputs):
        document = document_of(output)
        match output.get("output_type"):
            case "stream":
                yield stream(output), None
            case "error":
                yield error(output, around.anchors.free(ERROR_ANCHOR)), None
            case _ if document and document.get("kind") == RESULT:
                yield Fragment(), document
            case _:
                shown = bundle(output.get("data") or {}, output.get("metadata"), around)
                bare = around.with_sources and not document and shown.visible and _is_picture(output)
                yield unsourced(shown) if bare else shown, document


def _is_picture(output: Mapping[str, Any]) -> bool:
    return any(name.startswith("image/") for name in output.get("data") or {})


def unsourced(picture: Fragment) -> Fragment:
    """Say under a picture that it names no source, in a notebook whose charts do."""
    shown = picture.wrapped("", '<p class="unsourced">No source given.</p>')
    shown.without_source = True
    return shown
