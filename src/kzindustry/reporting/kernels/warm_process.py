"""The warm process: imports what notebooks import, warms it up, then forks a kernel for each connection.

Started as a new program, so that it holds no thread, socket or lock of the build. Its standard input tells it
what to import; when that closes, the build has ended, and so does the warm process with its kernels.
"""

import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from kzindustry.reporting.kernels import child
from kzindustry.reporting.kernels.channel import Channel, Message
from kzindustry.reporting.kernels.linux import die_with, threads

LATE_IMPORTS = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "tornado.platform.asyncio",
)


@dataclass
class Kernel:
    """A forked kernel and the connection that asked for it."""

    channel: Channel
    pid: int = 0
    descriptor: int = -1  # a pidfd: it cannot come to mean another process, as a number can


class WarmProcess:
    """Forks kernels, passes signals on to them and tells how they end."""

    def __init__(self, listener: socket.socket) -> None:
        self.listener = listener
        self.kernels: list[Kernel] = []
        self.selector = selectors.DefaultSelector()
        self.selector.register(listener, selectors.EVENT_READ, self.accept)
        self.selector.register(sys.stdin.fileno(), selectors.EVENT_READ, self.end)

    def serve(self) -> None:
        """Do what is asked, until the build ends."""
        while True:
            for key, _ in self.selector.select():
                key.data()

    def end(self) -> None:
        """End with the build; kernels are killed by the system as this process ends."""
        os._exit(0)

    def accept(self) -> None:
        """Take a new connection."""
        connection, _ = self.listener.accept()
        kernel = Kernel(Channel(connection))
        self.kernels.append(kernel)
        self.selector.register(connection, selectors.EVENT_READ, lambda: self.hear(kernel))

    def hear(self, kernel: Kernel) -> None:
        """Do what a provisioner asks; if it is gone, its kernel goes too."""
        for message in kernel.channel.receive():
            if "signal" in message:
                self.send_signal(kernel, message["signal"])
            else:
                self.start(kernel, message)
        if kernel.channel.closed:
            self.send_signal(kernel, signal.SIGKILL)
            self.selector.unregister(kernel.channel.connection)
            kernel.channel.close()
            self.drop(kernel)

    def start(self, kernel: Kernel, message: Message) -> None:
        """Fork a kernel, if this process is still safe to fork."""
        if threads() > 1:
            kernel.channel.send({"refused": "the warm process has threads"})
            return
        warm = os.getpid()
        kernel.pid = os.fork()
        if not kernel.pid:
            self.forget()
            child.become_kernel(warm, message)
        kernel.descriptor = os.pidfd_open(kernel.pid)
        self.selector.register(kernel.descriptor, selectors.EVENT_READ, lambda: self.reap(kernel))
        kernel.channel.send({"pid": kernel.pid})

    def forget(self) -> None:
        """Close, in a new kernel, what belongs to the warm process."""
        self.selector.close()
        self.listener.close()
        for kernel in self.kernels:
            kernel.channel.close()
            if kernel.descriptor >= 0:
                os.close(kernel.descriptor)

    def drop(self, kernel: Kernel) -> None:
        """Forget a kernel that has ended and that nobody asks about."""
        if kernel.channel.closed and not kernel.pid:
            self.kernels.remove(kernel)

    def send_signal(self, kernel: Kernel, number: int) -> None:
        """Signal a kernel and what it started; one that was reaped has no number any more."""
        if kernel.pid:
            try:
                os.killpg(kernel.pid, number)
            except ProcessLookupError:  # it has not made its group yet
                os.kill(kernel.pid, number)

    def reap(self, kernel: Kernel) -> None:
        """Take note of a kernel's end, and tell it."""
        _, status = os.waitpid(kernel.pid, 0)
        self.selector.unregister(kernel.descriptor)
        os.close(kernel.descriptor)
        kernel.pid, kernel.descriptor = 0, -1
        self.drop(kernel)
        kernel.channel.send({"exit": os.waitstatus_to_exitcode(status)})


def import_kernel() -> None:
    """Import what a kernel would import as it starts; names differ between versions."""
    for module in LATE_IMPORTS:
        with suppress(ImportError):
            importlib.import_module(module)


def import_and_warm(statements: list[str], hook: str) -> None:
    """Import what notebooks import, and call the collection's hook; what fails here, a notebook will tell."""
    for statement in statements:
        try:
            exec(statement, {})
        except Exception:
            traceback.print_exc()
    if hook:
        module, _, name = hook.partition(":")
        try:
            getattr(importlib.import_module(module), name)()
        except Exception:
            traceback.print_exc()


def serve_kernels() -> None:
    """Warm up, then serve."""
    asked: dict[str, Any] = json.loads(sys.stdin.readline())
    die_with(asked["parent"])
    os.setpgid(0, 0)  # an interrupt from the terminal is the build's alone
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.modules.setdefault("debugpy", None)  # type: ignore[arg-type] # nobody debugs a report; it takes a second
    import_kernel()
    import_and_warm(asked["imports"], asked["hook"])
    gc.collect()
    gc.freeze()  # what the collector never visits is never written to, so that kernels share its memory
    WarmProcess(socket.socket(fileno=int(sys.argv[1]))).serve()
