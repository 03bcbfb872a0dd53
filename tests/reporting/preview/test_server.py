"""Nobody but this machine's own browser, with the address that the command printed, reaches a preview."""

import asyncio
import json
import socket
from types import SimpleNamespace

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from kzindustry.errors import InputError
from kzindustry.reporting.preview.server import serve_preview
from kzindustry.reporting.progress.news import RunOutcome

KEY = "0" * 64
UPGRADE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "x3JJHMbDL1EzLkh9GBhXDw==",
    "Sec-WebSocket-Version": "13",
}


class Deaf:
    """A session that only notes what it is asked."""

    def __init__(self):
        self.seen = {KEY: SimpleNamespace(outcome=RunOutcome(page=b"<p>secret</p>"))}
        self.listeners, self.asked = [], []

    def listen(self, listener):
        listener({"kind": "hello"})

    def do(self, work):
        self.asked.append(work)

    def set_values(self, values):
        return values

    def keep_shown(self):
        return "keep"


@pytest.fixture
def served():
    """Give a function that runs a story with the address of a server and its session."""

    def run(story):
        async def told():
            session = Deaf()
            server, address = serve_preview(session, 0)
            try:
                await story(address, session)
            finally:
                server.stop()

        asyncio.run(told())

    return run


async def status(address, **headers):
    try:
        return (await AsyncHTTPClient().fetch(HTTPRequest(address, headers=headers))).code
    except HTTPClientError as error:
        return error.code


@pytest.mark.parametrize("place", ["", f"page/{KEY}", "news"])
def test_only_the_address_that_was_printed_is_answered(served, place):
    async def story(address, _):
        root, token = address[:-1].rsplit("/", 1)
        wrong = token[:-1] + ("A" if token[-1] != "A" else "B")
        assert await status(f"{root}/{wrong}/{place}") == 404
        assert await status(f"{root}/") == 404
        assert len(token) >= 32

    served(story)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1.evil.example:{port}"]
)
def test_another_name_for_this_machine_is_refused(served, host):
    """A site whose name was made to point here (DNS rebinding) still asks by its own name."""

    async def story(address, _):
        port = address.split(":")[2].split("/")[0]
        for place in ("", f"page/{KEY}"):
            assert await status(address + place, Host=host.format(port=port)) == 403
            assert await status(address + place, Host=f"localhost:{port}") == 200

    served(story)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:{port}"]
)
def test_another_site_can_neither_read_nor_speak(served, origin):
    async def story(address, session):
        port = address.split(":")[2].split("/")[0]
        headers = {"Origin": origin.format(port=port)}
        assert await status(address, **headers) == 403
        assert await status(f"{address}news", **headers, **UPGRADE) == 403
        assert session.asked == []

    served(story)


def test_it_listens_at_the_loopback_address_alone(served):
    """127.0.0.2 is this machine, too: whoever listened at every address would answer there."""

    async def story(address, _):
        port = int(address.split(":")[2].split("/")[0])
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", port), timeout=5)

    served(story)


def test_what_is_asked_is_taken_only_in_its_form(served):
    async def story(address, session):
        page = await websocket_connect(address.replace("http", "ws", 1) + "news")
        assert json.loads(await page.read_message()) == {"kind": "hello"}
        for message in (
            "{",
            "[]",
            '{"values": {"a": 1}}',
            '{"values": []}',
            '{"keep": 1}',
            '{"other": true}',
        ):
            await page.write_message(message)
        await page.write_message(json.dumps({"values": {"a": "x" * 10_001}}))
        await page.write_message('{"values": {"a": "1"}}')
        await page.write_message('{"keep": true}')
        while len(session.asked) < 2:
            await asyncio.sleep(0.01)
        assert session.asked == [{"a": "1"}, "keep"]
        page.close()
        assert await page.read_message() is None

    served(story)


def test_pages_may_run_nothing_and_are_not_stored(served):
    async def story(address, _):
        answer = await AsyncHTTPClient().fetch(f"{address}page/{KEY}")
        assert answer.body == b"<p>secret</p>"
        assert "script-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        shell = await AsyncHTTPClient().fetch(address)
        assert "default-src 'none'" in shell.headers["Content-Security-Policy"]
        assert "'unsafe-inline'" not in shell.headers["Content-Security-Policy"]

    served(story)


def test_links_of_a_report_lead_into_the_output_folder_alone(served, tmp_path):
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("<p>All reports</p>", encoding="utf-8")
    (out / "link").symlink_to(tmp_path / "secret.txt")

    async def story(address, session):
        session.folder = SimpleNamespace(path=out)
        answer = await AsyncHTTPClient().fetch(f"{address}page/index.html")
        assert answer.body == b"<p>All reports</p>"
        assert answer.headers["Content-Type"] == "text/html"
        for name in (
            "none.html",
            "../secret.txt",
            "%2e%2e/secret.txt",
            "link",
            f"/{tmp_path}/secret.txt",
            ".",
        ):
            assert await status(f"{address}page/{name}") == 404

    served(story)


def test_a_port_that_is_taken_is_refused():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(InputError, match="--port"):
            serve_preview(Deaf(), other.getsockname()[1])
