"""TeX as MathML, which browsers set by themselves: no script, no font, no picture.

Formulas that cannot be converted whole are not converted at all: they stay as they are written.
"""

import html
import re
from functools import lru_cache
from xml.etree import ElementTree as ET

SAME_LAYOUT = re.compile(r"\\(begin|end)\{(?:aligned|eqnarray|gather|gathered|split|multline)(\*?)\}")
DEFINING = re.compile(r"\\(?:newcommand|renewcommand|def|require|DeclareMathOperator|label|ref|eqref|href)\b")
CHILDREN = {
    "mfrac": 2,
    "msub": 2,
    "msup": 2,
    "mover": 2,
    "munder": 2,
    "mroot": 2,
    "msubsup": 3,
    "munderover": 3,
}
LONGEST = 20_000


@lru_cache(maxsize=4096)
def mathml(tex: str, *, display: bool) -> str:
    """Convert a formula; give nothing where that would lose or change something.

    Parameters
    ----------
    tex
        Without the signs that delimit it.
    display
        Whether it stands in a line of its own.
    """
    if len(tex) > LONGEST or DEFINING.search(tex) or not tex.strip():
        return ""
    from latex2mathml.converter import convert  # noqa: PLC0415 - few pages have formulas

    try:
        layout = "block" if display else "inline"
        written = str(convert(SAME_LAYOUT.sub(r"\\\1{align\2}", tex), display=layout))
        root = ET.fromstring(written.replace("<mi>&</mi>", "<mi>\\</mi>"))
    except Exception:
        return ""
    if not all(map(_is_whole, root.iter())):
        return ""
    return written.replace("<math ", f'<math alttext="{html.escape(tex.strip())}" ', 1)


def _is_whole(element: ET.Element) -> bool:
    """Whether an element has what it needs, and no command that was not understood."""
    needed = CHILDREN.get(element.tag.rpartition("}")[2])
    return "\\" not in (element.text or "") and needed in (None, len(element))
