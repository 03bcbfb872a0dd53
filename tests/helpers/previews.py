"""Previews as users start them: the command, its page's address, and what an open page is told."""

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tornado.httpclient import AsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, websocket_connect

PATIENCE_S = 120


class Reader:
    """An open page: hears what is told, asks for what she wants."""

    def __init__(self, address: str, connection: WebSocketClientConnection) -> None:
        self.address, self.connection = address, connection
        self.heard: list[dict[str, Any]] = []

    @classmethod
    async def open(cls, address: str) -> "Reader":
        return cls(address, await websocket_connect(address.replace("http", "ws", 1) + "news"))

    async def hear(self, kind: str, **wanted: Any) -> dict[str, Any]:
        """Give the next message of a kind that says what is wanted."""
        while True:
            text = await asyncio.wait_for(self.connection.read_message(), PATIENCE_S)
            assert text is not None, "the preview ended"
            message: dict[str, Any] = json.loads(text)
            self.heard.append(message)
            if message["kind"] == kind and wanted.items() <= message.items():
                return message

    async def ask(self, **what: Any) -> None:
        await self.connection.write_message(json.dumps(what))

    async def page(self, message: dict[str, Any]) -> str:
        answer = await AsyncHTTPClient().fetch(f"{self.address}page/{message['key']}")
        return answer.body.decode()


@contextmanager
def preview(collection: Path, *words: str) -> Iterator[str]:
    """Start the command; give the page's address."""
    program = Path(sys.executable).with_name("kzindustry")
    process = subprocess.Popen(
        [program, "preview", *words],
        cwd=collection,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
        assert "Traceback" not in said, said


def edit(collection: Path, name: str, cell_id: str, source: str) -> None:
    """Save a notebook as an editor would, one of its cells changed."""
    (path,) = (collection / "notebooks").glob(f"??_{name}.ipynb")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    (cell,) = (cell for cell in notebook["cells"] if cell["id"] == cell_id)
    cell["source"] = source
    path.write_text(json.dumps(notebook), encoding="utf-8")
