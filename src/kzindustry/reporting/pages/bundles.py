"""Outputs of cells to HTML: the richest form that needs neither a script nor the web, else plain text.

What belongs here: one short function a MIME type. Outputs are trusted, but may come from any notebook.
"""

import html
import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from kzindustry.reporting.pages.markdown import rendered, without_scripts
from kzindustry.reporting.pages.outline import Outline, words_of

OWN = "application/vnd.kzindustry+json"
RESULT = '<p class="result">'
ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
PANDAS = re.compile(
    r'(?:<style scoped>.*?</style>\s*)?<table border="1" class="dataframe">.*?</table>', re.DOTALL
)
VISIBLE = re.compile(r"<(?:img|svg|audio|video|canvas|input|hr)\b", re.IGNORECASE)


def joined(text: Any) -> str:
    """Join text that a notebook file may keep as a list of lines."""
    return "".join(map(str, text)) if isinstance(text, list) else str(text)


def terminal_text(text: str) -> str:
    """Clean what was meant for a terminal: no colours, and of an overwritten line only its last state."""
    lines = ANSI.sub("", text).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)


def preformatted(text: str, kind: str = "text") -> str:
    """Show plain text as it stands, in a box that scrolls by itself."""
    text = terminal_text(text).strip("\n")
    return f'<pre class="{kind}" tabindex="0">{html.escape(text)}</pre>' if text.strip() else ""


def markup(text: str, _: Mapping[str, Any]) -> str:
    """Keep HTML as it is, but for scripts, which a report never runs, and pandas' old attributes."""
    static = without_scripts(text)
    if static != text and not VISIBLE.search(static) and not words_of(static):
        return ""
    if 'class="dataframe"' in static:
        return PANDAS.sub(lambda match: pandas_table(match[0]), static)
    return static


def pandas_table(table: str) -> str:
    """Make valid HTML of a table that pandas wrote, in a region that scrolls by itself."""
    table = table[table.index("<table") :].replace(' border="1"', "").replace("<th></th>", "<td></td>")
    return f'<div class="table-scroll" tabindex="0" role="group" aria-label="Table">{table}</div>'


def picture(mime: str) -> Callable[[str, Mapping[str, Any]], str]:
    """Make the function that shows pictures of one type."""

    def show(data: str, about: Mapping[str, Any]) -> str:
        size = "".join(
            f' {side}="{int(about[side])}"' for side in ("width", "height") if _number(about.get(side))
        )
        encoded = re.sub(r"\s+", "", data)
        alt = html.escape(about["alt"])
        return f'<img class="picture" alt="{alt}"{size} src="data:{mime};base64,{encoded}">'

    return show


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and value >= 1


def drawing(text: str, about: Mapping[str, Any]) -> str:
    """Show an SVG as a picture, so that its ids and styles stay its own."""
    return picture("image/svg+xml")(b64encode(text.encode()).decode(), about)


def markdown_text(text: str, _: Mapping[str, Any]) -> str:
    """Render Markdown that a cell displays; its headings are not the page's, so they get no anchors."""
    return re.sub(r'(<h[2-6]) id="[^"]*"', r"\1", rendered(text, Outline(title="none")))


RENDERERS: dict[str, Callable[[str, Mapping[str, Any]], str]] = {
    "text/html": markup,
    "image/svg+xml": drawing,
    **{f"image/{kind}": picture(f"image/{kind}") for kind in ("png", "jpeg", "gif", "webp")},
    "text/markdown": markdown_text,
    "text/latex": lambda text, _: preformatted(text, "math"),
    "text/plain": lambda text, _: preformatted(text),
}


def bundle(data: Mapping[str, Any], metadata: Mapping[str, Any]) -> str:
    """Show a MIME bundle in the first form that has something to show, else name what cannot be shown."""
    for mime, render in RENDERERS.items():
        if mime in data:
            own = metadata.get(mime)
            about = {**(own if isinstance(own, Mapping) else {})}
            about["alt"] = str(
                about.get("alt") or joined(data.get("text/plain", "")).strip("<> \n") or "Picture"
            )
            if shown := render(joined(data[mime]), about):
                return shown
    unknown = ", ".join(sorted(mime for mime in data if mime != OWN and mime not in RENDERERS))
    return f'<p class="unshown">Not shown here: {html.escape(unknown)}.</p>' if unknown else ""


def error(output: Mapping[str, Any], anchor: str) -> str:
    """Show the error that ended a run: its name and message first, then where it happened."""
    name, message = html.escape(joined(output.get("ename", "Error"))), joined(output.get("evalue", ""))
    traceback = preformatted("\n".join(map(str, output.get("traceback", ()))), "traceback")
    told = f": {html.escape(terminal_text(message), quote=False)}" if message else ""
    return f'<div class="error" id="{anchor}"><p><strong>{name}</strong>{told}</p>{traceback}</div>'


def stream(output: Mapping[str, Any]) -> str:
    """Show what a cell printed."""
    return preformatted(
        joined(output.get("text", "")), f"stream {html.escape(str(output.get('name', 'stdout')))}"
    )


def coalesced(outputs: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Join neighbouring pieces of one stream, which a kernel cuts wherever it flushed."""
    whole: list[Mapping[str, Any]] = []
    for output in outputs:
        last = whole[-1] if whole else {}
        if output.get("output_type") == "stream" == last.get("output_type") and output.get(
            "name"
        ) == last.get("name"):
            whole[-1] = {**last, "text": joined(last.get("text", "")) + joined(output.get("text", ""))}
        else:
            whole.append(output)
    return whole


def to_fragments(outputs: Sequence[Mapping[str, Any]], anchor: str) -> list[str]:
    """Render the outputs of a cell in order; an error gets the anchor. No output is refused."""
    shown = []
    for output in coalesced(outputs):
        match output.get("output_type"):
            case "stream":
                shown.append(stream(output))
            case "error":
                shown.append(error(output, anchor))
            case _:
                shown.append(bundle(output.get("data", {}), output.get("metadata", {})))
    return folded([fragment for fragment in shown if fragment])


def folded(fragments: list[str]) -> list[str]:
    """Fold recorded results, which a reader looks up rather than reads; say which measures they give."""
    pieces: list[str] = []
    for results, run in groupby(fragments, lambda fragment: fragment.startswith(RESULT)):
        lines = list(run)
        if results:
            measures = dict.fromkeys(line.removeprefix(RESULT).partition(" · ")[0] for line in lines)
            summary = f"<summary>Recorded: {', '.join(measures)}</summary>"
            lines = ['<details class="results">' + "\n".join([summary, *lines]) + "</details>"]
        pieces += lines
    return pieces
