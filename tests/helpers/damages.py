"""Ways in which files of an output folder are spoilt."""

import json
import os
import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

Chance = random.Random
DEEP = b"[" * 99_999
VALUES = (None, [], {}, "5", 5, -1, 10**400, "../precious", "/etc/passwd", {"a": [None]}, [[[[1]]]], "\0")


def cut(path: Path, chance: Chance) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content) + 1)])


def flip(path: Path, chance: Chance) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(20 if content else 0):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(content)


def fields(path: Path, chance: Chance) -> None:
    """Swap some fields of a JSON file, those within it too, for values of another form; else flip bytes."""
    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return flip(path, chance)
    places = [*_places(document)] or [(document, 0)]
    for holder, key in chance.sample(places, min(len(places), chance.randint(1, 6))):
        with suppress(LookupError, TypeError):  # what held it may have been swapped itself
            holder[key] = chance.choice(VALUES)
    path.write_text(json.dumps(document))
    return None


def _places(document: Any) -> list[tuple[Any, Any]]:
    pairs = document.items() if isinstance(document, dict) else ()
    pairs = enumerate(document[:20]) if isinstance(document, list) else pairs
    return [place for key, value in pairs for place in [(document, key), *_places(value)]]


def swapped(path: Path, chance: Chance) -> None:
    """Let two files of a folder take each other's place."""
    others = [one for one in path.parent.iterdir() if one.is_file() and one.suffix == path.suffix] or [path]
    other = chance.choice(others)
    content, theirs = path.read_bytes(), other.read_bytes()
    path.write_bytes(theirs)
    other.write_bytes(content)


def folder(path: Path, chance: Chance) -> None:
    path.unlink()
    path.mkdir()
    if chance.random() < 0.5:
        (path / "own").write_bytes(b"precious")


def link(path: Path, chance: Chance) -> None:
    path.unlink()
    path.symlink_to(chance.choice([path.name, "nowhere", "/dev/null", path.parent / "thesis.html"]))


def moved(path: Path, chance: Chance) -> None:
    """Touch all that may be touched without touching the content."""
    os.utime(path, (chance.randrange(2**31),) * 2)
    path.chmod(chance.choice([0o000, 0o444, 0o777]))


def copied(path: Path, chance: Chance) -> None:
    """Put a new file in its place, with the same content."""
    shutil.copyfile(path, path.with_name("copy"))
    path.with_name("copy").replace(path)


def holding(content: bytes) -> Callable[[Path, Chance], None]:
    return lambda path, chance: (path.write_bytes(content), None)[1]


WAYS: dict[str, Callable[[Path, Chance], None]] = {
    "cut": cut,
    "bytes flipped": flip,
    "empty": holding(b""),
    "gone": lambda path, chance: path.unlink(),
    "[]": holding(b"[]"),
    "null": holding(b"null"),
    "NaN": holding(b"NaN"),
    "deeply nested": holding(DEEP),
    "fields swapped": fields,
    "other times and rights": moved,
    "a new file": copied,
}
"""After these, the place is still free for a build's file."""

TAKEN: dict[str, Callable[[Path, Chance], None]] = {
    "swapped with another": swapped,
    "a folder": folder,
    "a link": link,
}
"""These put something into the place that a build may not replace, or spoil two files at once."""


def spoil(path: Path, chance: Chance, ways: dict[str, Callable[[Path, Chance], None]]) -> str:
    """Spoil a file in one of some ways; say in which."""
    name = chance.choice([*ways, "fields swapped", "fields swapped"] if path.suffix == ".json" else [*ways])
    ways[name](path, chance)
    return name
