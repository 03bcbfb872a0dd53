"""Pictures that cells bring as data: decoded, recognised by their first bytes, drawings read as XML.

What belongs here: what counts as a picture. A page shows nothing under a type that it is not.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree as ET  # expat bounds what entities may grow to
from xml.parsers import expat

SVG = "image/svg+xml"
SIGNS = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "image/avif": re.compile(rb"....ftypavi[fs]", re.DOTALL),
    "image/bmp": re.compile(rb"BM"),
}
DATA = re.compile(r"\s*data:([\w.+-]+/[\w.+-]+)((?:;[^,;]*)*),", re.IGNORECASE)
ACTIVE = {"script", "foreignobject", "iframe", "object", "embed", "handler", "listener", "set", "animate"}
FOREIGN_STYLE = re.compile(r"@import|url\(\s*[\"']?(?!\s*(?:#|data:image/))", re.IGNORECASE)


def picture_address(mime: str, data: bytes) -> str:
    """Give a picture as an address that holds it; empty if the bytes are no picture.

    The type is what the bytes say: pictures are often named by a wrong one.
    """
    if mime == SVG:
        drawing = safe_drawing(data)
        return f"data:{SVG};base64,{b64encode(drawing).decode()}" if drawing else ""
    for known, sign in SIGNS.items():
        if sign.match(data):
            return f"data:{known};base64,{b64encode(data).decode()}"
    return ""


def checked_address(address: str) -> str:
    """Give a data address of a picture back as it may stand in a page; empty if it holds no picture."""
    head = DATA.match(address)
    if not head:
        return ""
    data = decoded(address[head.end() :]) if ";base64" in head[2].lower() else unquoted(address[head.end() :])
    return picture_address(head[1].lower(), data)


def decoded(text: str) -> bytes:
    """Decode base64, wherever its lines are cut; nothing if it is none."""
    try:
        return b64decode("".join(text.split()), validate=True)
    except (Error, ValueError):
        return b""


def unquoted(text: str) -> bytes:
    """Decode the part of a data address that is not base64."""
    return unquote_to_bytes(text)


def safe_drawing(data: bytes) -> bytes:
    """Give an SVG file that neither runs nor loads anything; empty if it is none.

    As an image it could do neither; but a reader may open it in a window of its own.
    """
    if b"xmlns" not in data[:4000]:  # as notebooks hold it, for the inside of a page
        data = data.replace(b"<svg", b'<svg xmlns="http://www.w3.org/2000/svg"', 1)
    suspects = _Suspects()
    try:
        suspects.parser.Parse(data, True)
        if not suspects.found:
            return data if suspects.root == "svg" else b""
        return _without_suspects(ET.fromstring(data)) if suspects.root == "svg" else b""
    except (expat.ExpatError, ET.ParseError, ValueError):
        return b""


class _Suspects:
    """Reads a drawing for what runs or loads something."""

    def __init__(self) -> None:
        self.root = ""
        self.found = False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.CharacterDataHandler = self._text
        self.parser.buffer_text = True

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.root = self.root or _local(name)
        self.found = self.found or _local(name) in ACTIVE or any(_suspect(*one) for one in attributes.items())

    def _text(self, text: str) -> None:
        self.found = self.found or (("(" in text or "@" in text) and bool(FOREIGN_STYLE.search(text)))


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2].lower()


def _suspect(name: str, value: str) -> bool:
    """Whether an attribute runs something or leads out of the drawing."""
    local = _local(name)
    if local.startswith("on"):
        return True
    if local in {"href", "src"}:
        return not value.lstrip().startswith(("#", "data:image/"))
    return "(" in value and bool(FOREIGN_STYLE.search(value))


def _without_suspects(root: ET.Element) -> bytes:
    for element in list(root.iter()):
        for child in list(element):
            if not isinstance(child.tag, str) or _local(child.tag) in ACTIVE:
                element.remove(child)
        for name in [name for name, value in element.attrib.items() if _suspect(name, value)]:
            del element.attrib[name]
        if element.text and FOREIGN_STYLE.search(element.text) and _local(element.tag) == "style":
            element.text = ""
    ET.register_namespace("", "http://www.w3.org/2000/svg")
    return ET.tostring(root)
