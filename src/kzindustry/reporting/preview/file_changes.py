"""Tells when files changed: by looking at them, which works on every system and every kind of disk."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

LOOK_S = 0.04

Stamp = tuple[int, int, int] | None


async def changes(files: Callable[[], Iterable[Path]]) -> AsyncIterator[None]:
    """Yield each time that files have changed and come to rest; `files` says anew which they are."""
    seen = stamps(files())
    while True:
        await asyncio.sleep(LOOK_S)
        now = stamps(files())
        if now == seen:
            continue
        while now != (seen := await _a_moment_later(files)):
            now = seen
        yield


async def _a_moment_later(files: Callable[[], Iterable[Path]]) -> dict[Path, Stamp]:
    await asyncio.sleep(LOOK_S / 2)
    return stamps(files())


def stamps(files: Iterable[Path]) -> dict[Path, Stamp]:
    """Give what tells two states of each file apart; None for one that is not there."""
    found: dict[Path, Stamp] = {}
    for path in files:
        try:
            state = path.stat()
            found[path] = state.st_mtime_ns, state.st_size, state.st_ino
        except OSError:
            found[path] = None
    return found
