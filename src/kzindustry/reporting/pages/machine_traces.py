"""Takes out of text what only one machine or one process knows: paths, addresses in memory, generated names.

Every pattern here begins with fixed letters and every look to the left is bounded, so that the time grows as
the text does: outputs may have lines of many megabytes.
"""

import re
import sysconfig
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# Warnings and tracebacks name a cell as IPython does: by a file with the kernel's process id, or by a digest.
CELL_FILE = re.compile(r"ipykernel_\d+[/\\]\d+\.py")
INPUT_FILE = re.compile(r"<ipython-input-\d+-[0-9a-f]+>")
INSTALLED = re.compile(
    r"(?:[/\\]lib[/\\]python3\.\d+)?[/\\](?:site|dist)-packages[/\\]|[/\\]lib[/\\]python3\.\d+[/\\]"
)
LIBRARIES = tuple(f"{sysconfig.get_path(kind)}/" for kind in ("purelib", "platlib", "stdlib"))
OWN = Path(__file__).resolve().parents[3]
"""Where this package is imported from: in a checkout that is no place of libraries."""
BUILD_FOLDER = re.compile(r"/kz-[a-z0-9_]{8}/")
ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,}\b")
BEFORE_A_PATH = " \t\n\r\"'<>&;=(`,"
LONGEST_PATH = 4096
STYLER = re.compile(r'id="T_([0-9a-f]{5,32})"')
GENERATED = re.compile(
    r'\bid="([a-zA-Z-]*)([0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"'
)
NAME = r"([a-zA-Z]+(?:[0-9a-f]{1,8}_[0-9a-f]{1,8}_)?)([0-9a-f]{10})"  # image1a2b3c4d5e, C0_0_1a2b3c4d5e
DRAWN = re.compile(rf'\bid="{NAME}"')
DRAWN_OR_USED = re.compile(rf'(?<=["#]){NAME}(?=[")])')
DRAWN_AT = re.compile(r"<dc:date>[^<]*</dc:date>")


def without_paths(text: str, root: Path) -> str:
    """Shorten the paths of this machine to what is the same on each, such as `<cell>` for a cell's file."""
    for place in LIBRARIES:
        text = text.replace(place, "")
    if "ipykernel_" in text:
        text = _without_path_before(CELL_FILE, text, "<cell>")
    if "<ipython-input-" in text:
        text = INPUT_FILE.sub("<cell>", text)
    if "-packages" in text or "python3." in text:
        text = _without_path_before(INSTALLED, text, "")
    for folder in (OWN, root):
        if folder.name:  # the folder of all folders has none: its slash stands in every address
            text = text.replace(f"{folder}/", "").replace(f"~/{_below_home(folder)}/", "")
    if root.name:
        text = _alone(root).sub(".", text) if str(root) in text else text
    if "/kz-" in text and tempfile.gettempdir() in text:
        text = _without_path_before(BUILD_FOLDER, text, "")
    home = Path.home()
    if home.name and str(home) in text:
        text = _alone(home).sub("~", text)
    return ADDRESS.sub("at 0x…", text) if "at 0x" in text else text


@cache
def _alone(folder: Path) -> re.Pattern[str]:
    """Find a folder where its path begins a text or a word, and is no part of a longer name."""
    return re.compile(rf"(?<![\w.~/-]){re.escape(str(folder))}(?![\w-]|\.\w)")


def _below_home(root: Path) -> str:
    home = Path.home()
    return str(root.relative_to(home)) if root.is_relative_to(home) else str(root)


def _without_path_before(core: re.Pattern[str], text: str, put: str) -> str:
    """Replace each path that ends as a pattern says, from its beginning on."""
    return "".join(_pieces(core, text, put))


def _pieces(core: re.Pattern[str], text: str, put: str) -> Iterator[str]:
    done = 0
    for found in core.finditer(text):
        least = max(done, found.start() - LONGEST_PATH)
        begin = max(text.rfind(one, least, found.start()) for one in BEFORE_A_PATH) + 1
        if not begin:
            begin = least if least == done else found.start()  # nothing is a path that is so long
        yield text[done:begin]
        yield put
        done = found.end()
    yield text[done:]


class SteadyNames:
    """Names for what libraries name at random: numbered in order of appearance within a notebook."""

    def __init__(self) -> None:
        self.count = 0

    def in_html(self, text: str) -> str:
        """Name the tables of pandas' Styler, and whatever else bears a random id, anew."""
        if 'id="' not in text:
            return text
        for random in dict.fromkeys(STYLER.findall(text)):
            text = re.sub(rf"\bT_{random}", f"T_{self._next()}", text)
        for _, random in dict.fromkeys(GENERATED.findall(text)):
            text = text.replace(random, self._next())
        return text

    def in_drawing(self, text: str) -> str:
        """Name the parts of a drawing of matplotlib anew, and leave out when it was made."""
        numbers: dict[str, str] = {}
        drawn = {random for _, random in DRAWN.findall(text)}

        def steady(name: re.Match[str]) -> str:
            kind, random = name.groups()
            return kind + numbers.setdefault(random, f"{len(numbers):010d}") if random in drawn else name[0]

        text = DRAWN_OR_USED.sub(steady, text) if drawn else text
        return DRAWN_AT.sub("", text)

    def _next(self) -> str:
        self.count += 1
        return f"{self.count:05d}"
