"""The server of a preview: for this machine's own browser alone.

It listens at the loopback address; each address begins with a token that was drawn by lot; the names by
which it is asked for (Host) and the page that asks (Origin) are checked, so that no other site can reach it.
"""

import asyncio
import hmac
import json
import secrets
import socket
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from kzindustry.errors import InputError
from kzindustry.reporting.preview.session import Message, Session

LOOPBACK = "127.0.0.1"
SHELL = Path(__file__).with_name("templates") / "shell.html"
LARGEST_MESSAGE = 65_536
LONGEST_TEXT = 10_000
FRAMES = "frame-ancestors 'self' http://127.0.0.1:* http://localhost:*"
"""JupyterLab on this machine may show the page in a tab."""


class Guarded(RequestHandler):
    """Refuses whoever does not know the token, or asks by another name."""

    def initialize(self, session: Session, token: str, hosts: frozenset[str]) -> None:
        """Take what all handlers share."""
        self.session, self.token, self.hosts = session, token, hosts

    def prepare(self) -> None:
        """Check who asks, before anything else."""
        origin = self.request.headers.get("Origin")
        if self.request.host not in self.hosts or (origin is not None and not self.is_own(origin)):
            raise HTTPError(403)
        if not hmac.compare_digest(self.path_args[0].encode(), self.token.encode()):
            raise HTTPError(404)

    def is_own(self, origin: str) -> bool:
        """Tell whether a page of this server asks."""
        return origin in {f"http://{host}" for host in self.hosts}

    def set_default_headers(self) -> None:
        """Let nothing be stored, guessed or told to others."""
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Content-Security-Policy", f"default-src 'none'; {FRAMES}")
        self.clear_header("Server")

    def write_error(self, status_code: int, **_: Any) -> None:
        """Say no more than the number."""
        self.finish(f"{status_code}\n")


class ShellHandler(Guarded):
    """The page around the report: the form, the state, the frame."""

    def get(self, _: str) -> None:
        """Give the page."""
        nonce = secrets.token_urlsafe(16)
        own = f"ws://{self.request.host}"
        self.set_header(
            "Content-Security-Policy",
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; frame-src 'self'; "
            f"connect-src 'self' {own}; img-src data:; base-uri 'none'; form-action 'none'; {FRAMES}",
        )
        self.finish(SHELL.read_text(encoding="utf-8").replace("NONCE", nonce))


class PageHandler(Guarded):
    """A report that was seen, by the key of its inputs."""

    def get(self, _: str, key: str) -> None:
        """Give the report; its own policy lets no script run and nothing be loaded."""
        seen = self.session.seen.get(key)
        if seen is None:
            raise HTTPError(404)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", f"script-src 'none'; {FRAMES}")
        self.finish(seen.outcome.page)


class NeighbourHandler(Guarded):
    """What a report's links lead to: the files of the output folder, as far as they are there."""

    def get(self, _: str, name: str) -> None:
        """Give a file; nothing outside of the folder is reached."""
        folder = self.session.folder.path.resolve()
        path = (folder / name).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            raise HTTPError(404)
        self.set_header("Content-Type", guess_type(path.name)[0] or "application/octet-stream")
        self.set_header("Content-Security-Policy", f"script-src 'none'; {FRAMES}")
        self.finish(path.read_bytes())


class NewsHandler(Guarded, WebSocketHandler):
    """Tells an open page what changes, and hears what its reader wants."""

    def check_origin(self, origin: str) -> bool:
        """Let only own pages speak."""
        return self.is_own(origin)

    def open(self, *_: str) -> None:
        """Tell how things stand."""
        self.session.listen(self.tell)

    def on_close(self) -> None:
        """Tell nothing more."""
        if self.tell in self.session.listeners:
            self.session.listeners.remove(self.tell)

    def tell(self, message: Message) -> None:
        """Send a message; a page that is gone hears none."""
        try:
            sending = asyncio.ensure_future(self.write_message(json.dumps(message, ensure_ascii=False)))
            sending.add_done_callback(lambda done: done.cancelled() or done.exception())
        except WebSocketClosedError:
            self.on_close()

    def on_message(self, message: str | bytes) -> None:
        """Do what a reader asks: set values, or keep what is shown; and hear at once what she asks next."""
        try:
            asked = json.loads(message)
        except ValueError:
            return
        match asked:
            case {"values": dict(values)} if all(_is_text(value) for value in values.values()):
                self.session.do(self.session.set_values(values))
            case {"keep": True}:
                self.session.do(self.session.keep_shown())


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


def serve_preview(session: Session, port: int) -> tuple[HTTPServer, str]:
    """Start the server; give it and the address of the page.

    Raises
    ------
    InputError
        If the port is taken.
    """
    try:
        listener = socket.create_server((LOOPBACK, port))
    except OSError as error:
        raise InputError(
            f"--port {port}: {error.strerror}. Choose another, or none for a free one."
        ) from None
    listener.setblocking(False)
    number = listener.getsockname()[1]
    token = secrets.token_urlsafe(24)
    shared = {
        "session": session,
        "token": token,
        "hosts": frozenset({f"{LOOPBACK}:{number}", f"localhost:{number}"}),
    }
    routes: list[Any] = [
        (r"/([\w-]+)/", ShellHandler, shared),
        (r"/([\w-]+)/page/([0-9a-f]{64})", PageHandler, shared),
        (r"/([\w-]+)/page/(.+)", NeighbourHandler, shared),
        (r"/([\w-]+)/news", NewsHandler, shared),
    ]
    application = Application(routes, websocket_max_message_size=LARGEST_MESSAGE, websocket_ping_interval=20)
    server = HTTPServer(application)
    server.add_socket(listener)
    return server, f"http://{LOOPBACK}:{number}/{token}/"
