"""What a cell may bring to a page: elements, attributes and addresses that show something and do nothing.

What belongs here: the lists. How HTML is held against them is in `gate`, style sheets in `css`.
"""

from functools import cache

import nh3

TEXT = """a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup data dd del
details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark
ol p pre q rp rt ruby s samp section small span strong style sub summary sup table tbody td tfoot th
thead time tr u ul var wbr"""
OLD = "acronym big center dir font nobr strike tt"
MEDIA = "img picture source audio video track"
SVG = """svg g path rect circle ellipse line polyline polygon text tspan textPath defs linearGradient
radialGradient stop clipPath mask pattern marker symbol use image title desc style switch"""
MATH = """math mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle merror mpadded mphantom msub msup
msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd semantics menclose"""
PHRASES = "abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub sup u var wbr"
UNSEEN = "script style template noscript noembed noframes iframe"
"""Elements whose content is no text of the page, either; `style` only in headings."""

DRAWN = """fill stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray stroke-dashoffset stroke-
miterlimit stroke-opacity fill-opacity fill-rule clip-rule opacity transform font-family font-size
font-weight font-style text-anchor dominant-baseline alignment-baseline baseline-shift letter-
spacing color visibility display overflow clip-path mask marker-start marker-mid marker-end paint-
order vector-effect x y dx dy x1 y1 x2 y2 cx cy r rx ry fx fy d points width height viewBox
preserveAspectRatio gradientUnits gradientTransform spreadMethod offset stop-color stop-opacity
patternUnits patternContentUnits patternTransform maskUnits maskContentUnits clipPathUnits
markerWidth markerHeight markerUnits orient refX refY rotate textLength lengthAdjust startOffset
href xlink:href"""
SET = """mathvariant mathsize mathcolor mathbackground displaystyle scriptlevel fence separator stretchy
symmetric maxsize minsize largeop movablelimits accent accentunder lspace rspace form linethickness
width height depth voffset rowspan columnspan columnalign rowalign columnspacing rowspacing notation
display alttext"""

EVERYWHERE = """id class style title lang dir translate hidden role tabindex align aria-label aria-labelledby
aria-describedby aria-hidden aria-level aria-sort aria-current"""
PARTICULAR = {
    "a": "href name download",
    "blockquote": "cite",
    "q": "cite",
    "ins": "cite datetime",
    "del": "cite datetime",
    "time": "datetime",
    "data": "value",
    "details": "open",
    "ol": "start reversed type",
    "li": "value",
    "col": "span",
    "colgroup": "span",
    "td": "colspan rowspan headers",
    "th": "colspan rowspan headers scope abbr",
    "style": "scoped media",
    "img": "src srcset alt width height",
    "source": "src srcset media type width height",
    "audio": "src controls loop muted",
    "video": "src controls loop muted width height poster",
    "track": "src kind srclang label default",
}
SCHEMES = {"http", "https", "mailto", "tel", "data", "attachment"}
RENAMED = {
    "h1": "h2",  # the page has one title
    "main": "div",
    "center": "div",
    "font": "span",
    "big": "span",
    "nobr": "span",
    "tt": "code",
    "strike": "s",
    "acronym": "abbr",
    "dir": "ul",
}
"""Elements that HTML has given up, or that a page has once, and what they become."""


def _attributes() -> dict[str, set[str]]:
    allowed = {"*": set(EVERYWHERE.split())}
    for tags, names in ((SVG, DRAWN), (MATH, SET)):
        allowed |= {tag: set(names.split()) for tag in tags.split()}
    for tag, names in PARTICULAR.items():
        allowed[tag] = allowed.get(tag, set()) | set(names.split())
    return allowed


@cache
def cleaner() -> nh3.Cleaner:
    """Set the sanitiser up for what cells show; it reads HTML as browsers do, and writes it anew."""
    return nh3.Cleaner(
        tags=set(f"{TEXT} {OLD} {MEDIA} {SVG} {MATH}".split()),
        clean_content_tags=set(UNSEEN.split()) - {"style"},
        attributes=_attributes(),
        link_rel=None,
        url_schemes=SCHEMES,
    )


@cache
def heading_cleaner() -> nh3.Cleaner:
    """Set the sanitiser up for headings: they stand in the table of contents, too, so nothing is a link."""
    return nh3.Cleaner(
        tags=set(f"{PHRASES} {MATH}".split()),
        clean_content_tags=set(UNSEEN.split()),
        attributes={"*": {"class", "lang", "dir"}, **{tag: set(SET.split()) for tag in MATH.split()}},
        link_rel=None,
    )
