"""Files of somebody else's in an output folder, and what is in a folder at a moment."""

import json
from pathlib import Path

import nbformat
from nbformat import v4

NAMES = (
    "thesis.html",
    "slow.html.bak",
    "slow.csv",
    "notes.unfinished",
    ".kzindustry-notes",
    ".kzindustry-0123.unfinished",
    "Index.HTML",
    "index (1).html",
    "мои заметки.pdf",
    "a\nb.txt",
    "notebooks/.hidden.ipynb",
    "notebooks/slow.ipynb.unfinished",
    "notebooks/slow.html",
    "notebooks/build.json",
    "deeper/notebooks/slow.ipynb",
    "deeper/slow.html",
)


def strew(out: Path, good: Path) -> None:
    """Strew files of many names into a folder, next to those of a build; some look much like its own."""
    for number, name in enumerate(NAMES):
        put(out / name, f"precious {number}".encode())
    put(out / "notebooks" / "list.ipynb", b"[]")
    put(out / "notebooks" / "mine.ipynb", nbformat.writes(v4.new_notebook()).encode())
    put(out / "read-only.html", b"precious")
    (out / "read-only.html").chmod(0o400)
    copy = json.loads((good / "notebooks" / "slow.ipynb").read_bytes())  # as JupyterLab makes a copy
    copy["cells"][0]["source"] = "# A copy, changed"
    put(out / "notebooks" / "slow-Copy1.ipynb", json.dumps(copy).encode())
    put(out / "slow-Copy1.html", (good / "slow.html").read_bytes())
    for name, target in (("link.html", "../precious"), ("dangling", "nowhere"), ("loop", "loop")):
        (out / name).symlink_to(target)
    (out / "linked").symlink_to(out / "deeper", target_is_directory=True)
    put(out.parent / "precious", b"precious")


def put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def snapshot(out: Path) -> dict[str, object]:
    """Give all that is in a folder but the record: contents, rights of what is read-only, ends of links."""
    found: dict[str, object] = {}
    for path in out.rglob("*"):
        name = path.relative_to(out).as_posix()
        if path.is_symlink():
            found[name] = path.readlink()
        elif path.is_file() and name != "build.json":
            found[name] = path.read_bytes(), path.stat().st_mode & 0o777 == 0o400
    return found
