"""The SVG that reaches the page: matplotlib's, made short, and with the colours of a dark page.

Which colours the charts themselves use is said in ``style``; any other gets a dark counterpart here.
"""

import io
import re
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure

from kzindustry.presentation.style import DARK, FONTS, INK, PAPER

METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}

MOST_COLORS = 40
"""A picture of more colours, or with pixels in it, keeps its own paper on a dark page."""

COLOR = re.compile(r"(fill|stroke)(: |=\")(#[0-9a-f]{6})")

# Björn Ottosson, A perceptual color space for image processing (2020): linear sRGB to OKLab, by way of cones
TO_CONES = np.array([[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.6300]])
TO_LAB = np.array([[0.2105, 0.7936, -0.0041], [1.9780, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]])


def svg_of(figure: Figure) -> str:
    """Give a figure as the image that is published; the same figure gives the same bytes."""
    file = io.StringIO()
    canvas: Any = FigureCanvasSVG(figure)
    canvas.print_svg(file, metadata=METADATA)  # savefig would draw twice
    return finished(file.getvalue())


def finished(svg: str) -> str:
    """Turn matplotlib's SVG into the one that is published.

    The colours of a dark page are added, for screens only; fonts are named once; numbers are cut to
    hundredths of a point; ids that nothing refers to are left out. Text is never touched.
    """
    svg = re.sub(r'="([\d.]+)pt"', r'="\1"', svg[svg.index("<svg") :], count=2)  # points are pixels here
    svg = re.sub(r"<[^>]*>", lambda tag: _short_tag(tag[0]), svg)
    svg = re.sub(r">\s*\n\s*<", "><", svg)
    svg = re.sub(r"<g>((?:<use [^>]*/>){2,})</g>", _alike, svg)
    return svg.replace("butt}</style>", f"butt}}{_rules(svg)}</style>", 1).strip()


def _short_tag(tag: str) -> str:
    tag = re.sub(r"\s*\n\s*", " ", tag)
    tag = re.sub(r"<g id=\"[^\"]*\"", "<g", tag)
    tag = re.sub(r" font-family: [^;\"]*;?| transform=\"rotate\(-0 [^\"]*\"", "", tag)
    return re.sub(r"(\.\d\d)\d+", r"\1", tag)


def _alike(group: re.Match[str]) -> str:
    """Say the look of markers once for all of a group."""
    looks = set(re.findall(r' style="([^"]*)"', group[1]))
    if len(looks) > 1:
        return group[0]
    uses = re.sub(r' style="[^"]*"', "", group[1])
    return f'<g style="{looks.pop()}">{uses}</g>'


def _rules(svg: str) -> str:
    """Write the rules of the image: the font, and what a dark page changes on a screen."""
    used = sorted({(what, color) for what, _, color in COLOR.findall(svg)})
    changed = [(what, color, dark(color)) for what, color in used]
    if "<image" in svg or len({color for _, color in used}) > MOST_COLORS:
        changed = []
    rules = "".join(
        f'[style*="{what}: {light}"],[{what}="{light}"]{{{what}:{night}!important}}'
        for what, light, night in changed
    )
    if changed and re.search(r"<text (?![^>]*fill: )", svg):  # black is not said
        rules += f"svg{{fill:{DARK[INK]}}}"
    return f"text{{font-family:{FONTS}}}@media screen and (prefers-color-scheme:dark){{{rules}}}"


@cache
def dark(color: str) -> str:
    """Give the colour of a dark page for one of a light page: of the same hue, its lightness turned about.

    What is near the paper stays near it: a scale from light to dark becomes one from dark to light.

    Parameters
    ----------
    color
        As "#rrggbb"; those of the style have counterparts chosen by hand.
    """
    if color in DARK:
        return DARK[color]
    lab = _oklab(color)
    ink, paper = (_oklab(end)[0] for end in (INK, PAPER))
    lab[0] = np.interp(lab[0], (ink, paper), (_oklab(DARK[INK])[0], _oklab(DARK[PAPER])[0]))
    for share in (1.0, 0.8, 0.6, 0.4, 0.2, 0.0):  # less colourful, where there is no such colour
        linear = np.linalg.inv(TO_CONES) @ (np.linalg.inv(TO_LAB) @ (lab * (1, share, share))) ** 3
        if linear.min() > -0.002 and linear.max() < 1.002:
            break
    rgb = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.abs(linear) ** (1 / 2.4) - 0.055)
    return to_hex(tuple(map(float, np.clip(rgb, 0, 1))))  # type: ignore[arg-type]


def _oklab(color: str) -> npt.NDArray[np.float64]:
    rgb = np.array(to_rgb(color))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(TO_LAB @ np.cbrt(TO_CONES @ linear))
