"""The SVG that reaches the page: matplotlib's, made short, and with the colours of a dark page.

Which colours there are is said in ``style`` and ``palette``; here only the file is made.
"""

import io
import re
from collections.abc import Iterator
from itertools import count, product
from string import ascii_lowercase
from typing import Any

from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from kzindustry.presentation.charts.palette import dark
from kzindustry.presentation.style import DARK, FONTS, INK

METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}

MOST_COLORS = 40
"""A picture of more colours, or with pixels in it, keeps its own paper on a dark page."""

TAG = re.compile(r"<[^>]*>")
LOOK = re.compile(r' style="([^"]*)"')
COLOR = re.compile(r"(fill|stroke): (#[0-9a-f]{6})")
PLACE = re.compile(r' (?:d|x|y)="[^"]*"')
PATH = re.compile(r' d="([^"]*)"')
GAPS = re.compile(r"(?<=[A-Za-z]) | (?=[A-Za-z]|$)")


def svg_of(figure: Figure) -> str:
    """Give a figure as the image that is published; the same figure gives the same bytes."""
    file = io.StringIO()
    canvas: Any = FigureCanvasSVG(figure)
    canvas.print_svg(file, metadata=METADATA)  # savefig would draw twice
    return finished(file.getvalue())


def finished(svg: str) -> str:
    """Turn matplotlib's SVG into the one that is published.

    Looks are said once, as classes, with those of a dark page, for screens only; numbers are cut to tenths of
    a pixel; ids and groups that nothing refers to are left out. Text is never touched.
    """
    svg = re.sub(r'="([\d.]+)pt"', r'="\1"', svg[svg.index("<svg") :], count=2)  # points are pixels here
    svg = re.sub(r">\s*\n\s*<", "><", svg)
    svg = _without_groups(TAG.sub(lambda tag: _short_tag(tag[0]), svg))
    looks = dict.fromkeys(look for tag in TAG.findall(svg) for look in LOOK.findall(tag))
    names = dict(zip(looks, _names(), strict=False))
    rules = _rules(svg, names)
    svg = TAG.sub(lambda tag: LOOK.sub(lambda look: f' class="{names[look[1]]}"', tag[0]), svg)
    return svg.replace("butt}</style>", f"butt}}{rules}</style>", 1).strip()


def _names() -> Iterator[str]:
    return ("".join(letters) for size in count(1) for letters in product(ascii_lowercase, repeat=size))


def _short_tag(tag: str) -> str:
    tag = re.sub(r"\s*\n\s*", " ", tag)
    tag = re.sub(r"<g id=\"[^\"]*\"", "<g", tag)
    tag = re.sub(r" font-family: [^;\"]*;?| transform=\"rotate\(-?0 [^\"]*\"", "", tag)
    tag = tag.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "").replace("xlink:href", "href")
    tag = PLACE.sub(lambda place: re.sub(r"(\.\d)\d+", r"\1", place[0]), tag)
    tag = PATH.sub(lambda path: f' d="{GAPS.sub("", path[1])}"', tag)
    return re.sub(r"(\.\d\d)\d+", r"\1", tag)


def _without_groups(svg: str) -> str:
    """Leave groups out that say nothing."""
    kept: list[bool] = []

    def keep(tag: re.Match[str]) -> str:
        if tag[0].startswith("<g"):
            kept.append(tag[0] != "<g>")
            return tag[0] if kept[-1] else ""
        return tag[0] if kept.pop() else ""

    return re.sub(r"<g(?: [^>]*[^/])?>|</g>", keep, svg.replace("<g/>", ""))


def _rules(svg: str, names: dict[str, str]) -> str:
    """Write the rules of the image: fonts and looks, and what a dark page changes on a screen."""
    light = "".join(
        f".{name}{{{look.replace(': ', ':').replace('; ', ';')}}}" for look, name in names.items()
    )
    colors = {color for look in names for _, color in COLOR.findall(look)}
    if "<image" in svg or len(colors) > MOST_COLORS:
        return f"text{{font-family:{FONTS}}}{light}"
    night = "".join(
        f".{name}{{{';'.join(f'{what}:{dark(color)}' for what, color in COLOR.findall(look))}}}"
        for look, name in names.items()
        if COLOR.search(look)
    )
    plain = dict.fromkeys(re.findall(r' fill="(#[0-9a-f]{6})"', svg))  # of the paper under hatches
    night += "".join(f'[fill="{color}"]{{fill:{dark(color)}}}' for color in plain)
    if re.search(r"<text (?![^>]*fill: )", svg):  # black is not said
        night += f"svg{{fill:{DARK[INK]}}}"
    return f"text{{font-family:{FONTS}}}{light}@media screen and (prefers-color-scheme:dark){{{night}}}"
