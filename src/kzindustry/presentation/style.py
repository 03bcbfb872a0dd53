"""The one look of all charts: colours for light and dark pages, and the font with its measures.

Colours differ in lightness, so that they survive grey print and colour-blindness; what is planned or assumed
is hollow, never only another colour.
"""

from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import rc_context
from matplotlib.font_manager import FontProperties, findfont, get_font

WIDE, NARROW = 640.0, 350.0
"""Each chart is drawn twice: for the width of a page's text, and for a telephone's. In CSS pixels."""

SIZE = 12.0
"""Size of all text in CSS pixels, where a drawing is shown at the width that it is made for."""

PAPER, INK, MUTED, GRID, BAND = "#ffffff", "#1f2328", "#59636e", "#dfe3e8", "#dce9f5"
TONES = ("#1b5e94", "#c4701a", "#6b7785", "#8cb4d6", "#7b3f72", "#4f8f6c")
DARK = {
    PAPER: "#16191d",
    INK: "#e6e8eb",
    MUTED: "#a9b3bd",
    GRID: "#363d46",
    BAND: "#1f3a52",
    TONES[0]: "#6fb3e8",
    TONES[1]: "#eda04f",
    TONES[2]: "#98a4b1",
    TONES[3]: "#2f6a99",
    TONES[4]: "#c98fc0",
    TONES[5]: "#7cc39b",
}
FONTS = "DejaVu Sans,Verdana,Arial,sans-serif"


def use_style() -> None:
    """Let every figure of matplotlib, pandas and seaborn look like the charts from here on."""
    mpl.rcParams.update(_settings())


def styled() -> AbstractContextManager[None]:
    """Draw in the project's style, and nothing of the user's configuration."""
    # Settings are checked one by one as they are set; most have their values already.
    return rc_context({name: value for name, value in _settings().items() if mpl.rcParams[name] != value})


@cache
def _settings() -> Any:
    own = mpl.rc_params_from_file(Path(__file__).with_name("charts.mplstyle"), use_default_template=True)
    return {name: value for name, value in own.items() if not name.startswith(("backend", "interactive"))}


@cache
def font(*, bold: bool = False) -> FontProperties:
    """Give the font of all text."""
    return FontProperties(family="DejaVu Sans", size=SIZE, weight="bold" if bold else "normal")


def text_width(words: str, *, bold: bool = False) -> float:
    """Measure a line of text in points, without kerning: at most a little too wide."""
    return sum(_advance(letter, bold=bold) for letter in words)


@cache
def _advance(letter: str, *, bold: bool) -> float:
    """Measure how far a letter moves the next one, in points."""
    face = get_font(findfont(font(bold=bold)))
    face.set_size(SIZE, 72)
    return float(face.load_char(ord(letter)).linearHoriAdvance) / 65536


def wrapped(words: str, width: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than a width in points, between words if they fit."""
    lines: list[str] = []
    for word in (piece for whole in words.split() for piece in _pieces(whole, width, bold=bold)):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _pieces(word: str, width: float, *, bold: bool) -> list[str]:
    """Break a word that is wider than a line."""
    if len(word) < 2 or text_width(word, bold=bold) <= width:
        return [word]
    fits = max((n for n in range(1, len(word)) if text_width(word[:n], bold=bold) <= width), default=1)
    return [word[:fits], *_pieces(word[fits:], width, bold=bold)]
