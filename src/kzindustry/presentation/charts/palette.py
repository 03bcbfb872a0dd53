"""Colours beyond those of the style: scales for heat maps, and the counterpart of any colour on a dark page.

The scales have few steps, so that each is told from the next, light, dark and in grey; none lies half way
between ink and paper, where words would be hard to read in any colour.
"""

from functools import cache

import numpy as np
import numpy.typing as npt
from matplotlib.colors import ListedColormap, to_hex, to_rgb

from kzindustry.presentation.style import DARK, INK, PAPER

# Björn Ottosson, A perceptual color space for image processing (2020): linear sRGB to OKLab, by way of cones
TO_CONES = np.array([[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.6300]])
TO_LAB = np.array([[0.2105, 0.7936, -0.0041], [1.9780, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]])

SEQUENTIAL = ListedColormap(
    ["#eef4fa", "#d8e6f3", "#bdd5ea", "#a1c3e0", "#2d6ea6", "#1f588c", "#14426d", "#0b2c4a"],
    name="kzindustry_sequential",
)
"""From little to much: near the paper to far from it, on a light page and on a dark one."""

DIVERGING = ListedColormap(
    [
        "#653204",
        "#98540d",
        "#edbd83",
        "#f7dfc3",
        "#f4f1ee",
        "#d0e1f0",
        "#a1c3e0",
        "#1f5f97",
        "#123f66",
    ],
    name="kzindustry_diverging",
)
"""From less than a middle (orange) to more (blue); give the middle: ``sns.heatmap(..., center=0)``."""


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
