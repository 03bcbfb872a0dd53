"""How fast a preview is: from the command to the first page, from a save or a value to the changed page.

Run it with the project's Python: ``python benchmarks/preview.py [NOTEBOOK] [TIMES]``. The collection is
copied into a temporary folder, so that nothing is saved here; a page counts when it was fetched whole.
"""

import asyncio
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import Any

from tornado.httpclient import AsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, websocket_connect

from kzindustry.root import project_root

PARTS = ("data", "notebooks", "reports.yml")


def copy_collection(folder: Path) -> Path:
    """Copy what a collection consists of."""
    root = project_root()
    for part in PARTS:
        copy = shutil.copytree if (root / part).is_dir() else shutil.copy
        copy(root / part, folder / part)
    return folder


async def page(news: WebSocketClientConnection, address: str) -> None:
    """Wait for the next page, and fetch it."""
    while (message := json.loads(await news.read_message() or "{}")).get("kind") != "page":
        if not message:
            raise SystemExit("The preview ended.")
    await AsyncHTTPClient().fetch(f"{address}page/{message['key']}")


async def seconds(
    change: Callable[[int], Awaitable[Any]], shown: Callable[[], Awaitable[None]], times: int
) -> str:
    """Give the median, the least and the most seconds from a change to the page."""
    took = []
    for number in range(times):
        began = time.monotonic()
        await change(number)
        await shown()
        took.append(time.monotonic() - began)
    return f"median {median(took):.2f} s ({min(took):.2f} to {max(took):.2f}, {times} times)"


async def measure(address: str, notebook: Path, began: float, times: int) -> None:
    """Read the page as a browser would."""
    news = await websocket_connect(address.replace("http", "ws", 1) + "news")
    shown = lambda: page(news, address)  # noqa: E731 - one line, said twice
    await shown()
    print(f"command to first page: {time.monotonic() - began:.2f} s")
    document = json.loads(notebook.read_text(encoding="utf-8"))

    async def save(number: int) -> None:
        first = next(cell for cell in document["cells"] if cell["cell_type"] == "markdown")
        first["source"] = [*first["source"], f"\n\nSaved {number + 1} times."]
        notebook.write_text(json.dumps(document, indent=1), encoding="utf-8")

    async def set_value(number: int) -> None:
        await news.write_message(json.dumps({"values": {"confidence": f"0.{800 + number}"}}))

    print("save to changed page:", await seconds(save, shown, times))
    print("value to changed page:", await seconds(set_value, shown, times))
    print("value that was seen:", await seconds(set_value, shown, times))


def main(name: str = "sme_training", times: str = "15") -> None:
    """Start the command in a copy of the collection, and measure."""
    with tempfile.TemporaryDirectory() as folder:
        root = copy_collection(Path(folder))
        (notebook,) = (root / "notebooks").glob(f"??_{name}.ipynb")
        began = time.monotonic()
        command = [sys.executable, "-m", "kzindustry.cli", "preview", name]
        process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)
        assert process.stdout
        try:
            asyncio.run(measure(process.stdout.readline().strip(), notebook, began, int(times)))
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate()


if __name__ == "__main__":
    main(*sys.argv[1:])
