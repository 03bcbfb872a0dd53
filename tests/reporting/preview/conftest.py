"""A reader of a preview, for the tests of this folder."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from previews import Reader, preview


@pytest.fixture
def reading(collection: Path) -> Callable[..., None]:
    """Give a function that starts a preview, and lets a reader do something with it."""

    def run(story: Any, *words: str) -> None:
        async def told(address: str) -> None:
            reader = await Reader.open(address)
            try:
                await story(reader)
            finally:
                reader.connection.close()
                while await reader.connection.read_message() is not None:
                    pass

        with preview(collection, *words) as address:
            asyncio.run(told(address))

    return run
