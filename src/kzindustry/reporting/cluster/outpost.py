"""What lives in each Dask worker for the time of a build: a plugin that has runs done and tells of them.

It is sent by value, so that no worker needs this package; nothing here may import it. Notebooks do not run in
the Dask worker: its plugin starts a process for them, the station, and ends it.
"""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Lock, Thread
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker

END_S = 3.0
ROOM_S = 5.0
"""How often it is looked whether tasks of others keep a worker busy."""

# The process that notebooks run in. Its private folder, with the files of the build, is gone when it ends.
PROGRAM = """
import io, os, sys, tempfile, zipfile
from multiprocessing.connection import Connection
from pathlib import Path

link = Connection(int(sys.argv[1]))
order = link.recv()
parcel = link.recv_bytes()
try:
    usual = tempfile.gettempdir()
    parent = usual if len(usual) <= order["longest"] else "/tmp"
    with tempfile.TemporaryDirectory(prefix=order["prefix"], dir=parent, ignore_cleanup_errors=True) as name:
        link.send(("folder", name))
        zipfile.ZipFile(io.BytesIO(parcel)).extractall(name)
        paths = [os.path.join(name, path) for path in order["paths"]]
        sys.path[:1] = paths
        before = os.environ.get("PYTHONPATH")
        os.environ["PYTHONPATH"] = os.pathsep.join([*paths, *filter(None, [before])])
        from kzindustry.reporting.folder.installed import differences
        differ = differences(order["python"], order["libraries"], all_needed=order["pinned"])
        if differ:
            link.send(("refused", differ))
        else:
            from kzindustry.reporting.cluster.station import serve
            serve(link, Path(name), order)
except ImportError as error:
    link.send(("refused", [str(error)]))
except OSError as error:
    link.send(("refused", [f"its folder for temporary files cannot be used: {error.strerror}"]))
"""


class Outpost(WorkerPlugin):
    """Has runs done on a Dask worker's machine, and tells the build of them.

    Parameters
    ----------
    name
        Of this plugin and of the topic on which it tells: it bears the fingerprint of what was sent.
    order, parcel
        What the station is told, and the files that it works with, packed.
    news_s
        How often news of cells are sent at most.
    """

    def __init__(self, name: str, order: dict[str, Any], parcel: bytes, news_s: float) -> None:
        self.name = name
        self.order = order
        self.parcel = parcel
        self.news_s = news_s

    async def setup(self, worker: Worker) -> None:
        """Begin."""
        self.worker = worker
        self.lock = Lock()
        self.station: subprocess.Popen[bytes] | None = None
        self.folder = ""
        self.ended = False
        self.doing: dict[str, Future[bytes]] = {}
        self.room = worker.state.nthreads
        self.watch = asyncio.create_task(self.look())
        await asyncio.to_thread(self.begin)

    async def teardown(self, worker: Worker) -> None:
        """End, with all processes and files."""
        self.ended = True
        self.watch.cancel()
        await asyncio.to_thread(self.end)

    def transition(self, key: Any, start: str, finish: str, **_: Any) -> None:
        """Stop a run that the build has no use for any more."""
        if finish == "cancelled" and key in self.doing:
            Thread(target=self.send, args=("stop", key), daemon=True).start()  # here, nothing may wait

    async def look(self) -> None:
        """Tell how many runs tasks of others leave room for: when that changes, and again while it is none.

        A worker that Dask has paused, or that is stopped, says nothing, and so does not pass for a busy one.
        """
        state = self.worker.state
        while True:
            await asyncio.sleep(ROOM_S)
            room = max(0, state.nthreads - max(0, len(state.executing) - len(self.doing)))
            if state.running and (room != self.room or not room):
                self.room = room
                self.tell("room", slots=room)

    def begin(self) -> None:
        """Have a station, unless the build has ended meanwhile."""
        with self.lock:
            if not self.ended and (self.station is None or self.station.poll() is not None):
                self.start()

    def start(self) -> None:
        """Start a station."""
        ours, theirs = socket.socketpair()
        with theirs:
            self.station = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # an interrupt of the worker's terminal is the worker's alone
            )
        self.ours, self.link = ours, Connection(os.dup(ours.fileno()))
        with suppress(OSError):  # it has ended already: the thread below finds out
            self.link.send(self.order)
            self.link.send_bytes(self.parcel)
        Thread(target=self.listen, args=(self.link, self.station), daemon=True).start()

    def end(self) -> None:
        """See the station end, which it does when its link is closed."""
        if self.lock.acquire(timeout=END_S):  # not while one is started; but one that is stopped may hold it
            self.lock.release()
        if station := self.station:
            with suppress(OSError):
                self.ours.shutdown(socket.SHUT_RDWR)
            try:
                station.wait(END_S)
            except subprocess.TimeoutExpired:
                station.kill()
                station.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def do(self, task: bytes) -> bytes:
        """Have a run done, in one of the worker's threads.

        Raises
        ------
        EOFError
            If the station ends meanwhile.
        """
        key = str(get_worker().get_current_task())
        done = self.doing[key] = Future()  # before there is a station, so that its end ends this, too
        try:
            self.begin()
            if self.ended:
                raise EOFError("the build has ended")
            self.send("do", key, task)
            return done.result()
        finally:
            self.doing.pop(key, None)

    def send(self, *message: object) -> None:
        """Tell the station something; that it is gone, its listener will notice."""
        with self.lock, suppress(OSError):
            self.link.send(message)

    def tell(self, kind: str, **about: object) -> None:
        """Tell the build something."""
        self.worker.log_event(self.name, {"kind": kind, "worker": self.worker.address, **about})

    def listen(self, link: Connection, station: "subprocess.Popen[bytes]") -> None:
        """Pass on what the station says, until it is gone."""
        cells: list[tuple[object, ...]] = []
        told = 0.0
        with suppress(EOFError, OSError):
            while True:
                if cells and not link.poll(max(0.0, told + self.news_s - time.monotonic())):
                    self.tell("cells", cells=[*cells])  # not each at once, for there are many
                    cells.clear()
                    told = time.monotonic()
                self.heed(link.recv(), cells)
        station.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
        for future in [*self.doing.values()]:
            if not future.done():
                future.set_exception(EOFError("the process that notebooks run in was ended"))

    def heed(self, message: tuple[Any, ...], cells: list[tuple[object, ...]]) -> None:
        """Do what a message of the station asks for; cells are collected."""
        match message:
            case "cell", *about:
                cells.append(tuple(about))
            case "done", key, outcome:
                self.tell("cells", cells=[*cells])  # before the run's end is told
                cells.clear()
                if future := self.doing.get(key):
                    future.set_result(outcome)
            case "folder", folder:
                self.folder = folder
            case "refused", why:
                self.tell("refused", why=why)
            case ("ready",):
                self.room = self.worker.state.nthreads
                self.tell("ready", slots=self.room)


def performer(name: str) -> Callable[[bytes], bytes]:
    """Give the function that has a run done by the plugin of the worker that it is called on."""

    def perform(task: bytes) -> bytes:
        plugin: Any = get_worker().plugins.get(name)
        if plugin is None:
            raise EOFError("the build has ended")
        outcome: bytes = plugin.do(task)
        return outcome

    return perform
