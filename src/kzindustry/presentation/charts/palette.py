"""Scales of colours for heat maps, of few steps, so that each is told from the next, light, dark and in grey.

No step lies half way between ink and paper: words on it would be hard to read in any colour.
"""

from matplotlib.colors import ListedColormap

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
