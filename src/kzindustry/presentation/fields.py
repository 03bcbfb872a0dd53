"""Fields of a text, `{towns.rate[Karatau]:%}`, read from the names of a notebook: never evaluated as code.

A field is a name, then attributes and items. What may stand in a sentence is decided in ``finding``.
"""

import re
import sys
from collections import ChainMap
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from kzindustry.errors import ReportError, nearest

Names = Mapping[str, Any]
FIELD = re.compile(r"([^\W\d]\w*)((?:\.\w+|\[[^\[\]]+\])*)")
STEP = re.compile(r"\.(\w+)|\[([^\[\]]+)\]")


def names_of_notebook() -> Names:
    """Give the names of whoever called into this package: a notebook's cell, a script, a test."""
    frame = sys._getframe(1)
    while frame.f_back and str(frame.f_globals.get("__name__", "")).partition(".")[0] == "kzindustry":
        frame = frame.f_back
    return ChainMap(frame.f_locals, frame.f_globals)


def value_of(field: str, names: Names) -> Any:
    """Give what a field stands for.

    An item is taken as it is written, `[Karatau]`, `[2018]` or `[0.95]`; where there is none of that name, it
    may be a name of the notebook whose value is the key: `[town]`.

    Raises
    ------
    ReportError
        Naming what is not there, and the nearest name.
    """
    parsed = FIELD.fullmatch(field)
    if parsed is None:
        raise ReportError(f"{{{field}}} is no field: write a name, then .attributes and [items]; no code.")
    first, steps = parsed.groups()
    if first not in names:
        known = [name for name in names if not name.startswith("_")]
        raise ReportError(f"no value for {{{field}}}. {nearest(first, known)}")
    found, path = names[first], first
    for attribute, item in STEP.findall(steps):
        found = _attribute(found, attribute, path) if attribute else _item(found, item, path, names)
        path += f".{attribute}" if attribute else f"[{item}]"
    return found


def _attribute(owner: Any, name: str, path: str) -> Any:
    if name.startswith("_") or not hasattr(owner, name):
        raise ReportError(f"{path} has no {name!r}. {nearest(name, _known(owner))}")
    return getattr(owner, name)


def _item(owner: Any, key: str, path: str, names: Names) -> Any:
    text = key.strip("\"'")
    asked: list[Any] = [text, *([int(text)] if text.isdecimal() else [])]
    asked += [known for known in _items(owner) if str(known) == text]
    by_name = names.get(text)
    asked += [by_name] if isinstance(by_name, Hashable) else []
    for word in asked:
        if _holds(owner, word):
            return owner[word]
    raise ReportError(f"{path} has no item {text!r}. {nearest(text, [str(name) for name in _items(owner)])}")


def _holds(owner: Any, key: Any) -> bool:
    """Tell whether an item is there, without pandas' habit of taking a number for a place."""
    if isinstance(owner, list | tuple):
        return isinstance(key, int) and key < len(owner)
    return key in _items(owner)


def _items(owner: Any) -> Iterable[Any]:
    """Give the keys of a mapping, a Series, a frame, or pandas' `loc`."""
    if hasattr(owner, "loc") or hasattr(owner, "obj"):
        return list(owner.columns) if hasattr(owner, "columns") else list(getattr(owner, "obj", owner).index)
    keys: Callable[[], Iterable[Any]] | None = getattr(owner, "keys", None)
    return list(keys()) if keys else []


def _known(owner: Any) -> list[str]:
    """Name what an object has, its columns or items first."""
    own = [str(name) for name in _items(owner)] if hasattr(owner, "keys") or hasattr(owner, "loc") else []
    fields = getattr(owner, "__dataclass_fields__", None) or vars(type(owner))
    return own or [name for name in fields if not name.startswith("_")]
