"""The warm process: imports what notebooks import, then forks a kernel for each connection.

The collection's hook is called beside the first kernel, which then does not wait for it. The process is
started as a new program, so that it holds no thread, socket or lock of the build. When its standard input
closes, the build has ended, and so does the warm process with its kernels.
"""

import decimal
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from IPython.utils.capture import capture_output

from kzindustry.reporting.kernels import child, libraries
from kzindustry.reporting.kernels.channel import Channel, Message
from kzindustry.reporting.kernels.linux import threads
from kzindustry.reporting.kernels.start import PROGRAM

LATE_IMPORTS = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "tornado.platform.asyncio",
)


class Forked(BaseException):
    """Raised in a new kernel, so that it begins with an empty stack, as a new process does."""

    def __init__(self, message: Message) -> None:
        self.message = message


@dataclass
class Kernel:
    """A forked kernel and the connection that asked for it."""

    channel: Channel
    pid: int = 0
    descriptor: int = -1  # a pidfd: it cannot come to mean another process, as a number can


@dataclass
class WarmProcess:
    """Forks kernels, passes signals on to them and tells how they end.

    Attributes
    ----------
    listener
        Where kernels are asked for.
    usual
        Modules that every kernel has imported before its first cell.
    settings
        Environment variables that libraries set as they were imported.
    warm_up
        To be called once, when the first kernel has been forked.
    """

    listener: socket.socket
    usual: set[str]
    settings: dict[str, str]
    warm_up: Callable[[], None]

    def __post_init__(self) -> None:
        self.kernels: list[Kernel] = []
        self.is_warm = False
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ, self.accept)
        self.selector.register(sys.stdin.fileno(), selectors.EVENT_READ, self.end)

    def serve(self) -> NoReturn:
        """Do what is asked, until the build ends.

        Raises
        ------
        Forked
            In each new kernel.
        """
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
            elif why := self.refusal(message):
                kernel.channel.send({"refused": why})
            else:
                self.start(kernel, message)
        if kernel.channel.closed:
            self.send_signal(kernel, signal.SIGKILL)
            self.selector.unregister(kernel.channel.connection)
            kernel.channel.close()
            self.drop(kernel)

    def refusal(self, message: Message) -> str:
        """Say why a kernel must be started anew; nothing if it may be forked."""
        if threads() > 1:
            return "the warm process has threads"
        if message["python"] != sys.executable or _python(message["env"]) != _python(os.environ):
            return "the kernel is of another interpreter, or of one with other settings"
        folder = message["cwd"]
        hidden = libraries.modules_in(folder) & (libraries.loaded() - self.usual - sys.stdlib_module_names)
        return f"modules in {folder} hide libraries: {', '.join(hidden)}" if hidden else ""

    def start(self, kernel: Kernel, message: Message) -> None:
        """Fork a kernel."""
        kernel.pid = os.fork()
        if not kernel.pid:
            self.forget()
            message["env"] |= self.settings
            raise Forked(message)
        kernel.descriptor = os.pidfd_open(kernel.pid)
        self.selector.register(kernel.descriptor, selectors.EVENT_READ, lambda: self.reap(kernel))
        kernel.channel.send({"pid": kernel.pid})
        if not self.is_warm:
            self.is_warm = True
            self.warm_up()

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


def _python(environment: Mapping[str, str]) -> dict[str, str]:
    """Give the settings of Python in an environment."""
    return {name: value for name, value in environment.items() if name.startswith("PYTHON")}


def import_kernel() -> None:
    """Import what a kernel would import as it starts; names differ between versions."""
    sys.modules["debugpy"] = None  # type: ignore[assignment] # nobody debugs a report; it takes a second
    for module in LATE_IMPORTS:
        with suppress(ImportError):
            importlib.import_module(module)
    del sys.modules["debugpy"]


def import_libraries(asked: dict[str, Any], not_here: set[str]) -> set[str]:
    """Import what notebooks import; give the imports that were noticed.

    What one notebook would notice of another's import must not be imported here. What all of them import may
    change what they all find changed then; but what it says, it must say in each.
    """
    statements = [libraries.statements_for(one, set(asked["beside"])) for one in asked["imports"]]
    common = set.intersection(*map(set, statements)) if statements else set()
    noticed = set()
    for statement in dict.fromkeys(one for notebook in statements for one in notebook):
        if statement not in not_here:
            said, changed = libraries.import_quietly(statement)
            if said or (changed and statement not in common):
                noticed.add(statement)
    decimal.getcontext().clear_flags()
    return noticed


@contextmanager
def as_in_a_cell(shell: Any) -> Iterator[None]:
    """Let code find what it would find in a cell; what it shows, nobody sees."""
    with shell.builtin_trap, capture_output(stdout=False, stderr=False):
        yield


def serve_kernels() -> None:
    """Warm up, then serve.

    Arguments: the build's number, a socket's descriptor, a file of what is asked, what not to import.
    """
    build, descriptor, file, *not_here = sys.argv[1:]
    asked: dict[str, Any] = json.loads(Path(file).read_text(encoding="utf-8"))
    os.setpgid(0, 0)
    import_kernel()
    shell = child.make_shell()
    usual, environment = libraries.loaded(), dict(os.environ)
    with as_in_a_cell(shell):
        noticed = import_libraries(asked, {*not_here})
    if noticed:
        program = [sys.executable, "-c", PROGRAM, build, descriptor, file, *not_here, *noticed]
        os.execve(sys.executable, program, environment)
    gc.freeze()  # what the collector never visits is never written to, so that kernels share its memory
    gc.enable()

    def warm_up() -> None:
        if asked["hook"]:
            with as_in_a_cell(shell):
                libraries.call_hook(asked["hook"])
            gc.collect()
            gc.freeze()

    warm, settings = os.getpid(), libraries.environment_set(environment)
    try:
        WarmProcess(socket.socket(fileno=int(descriptor)), usual, settings, warm_up).serve()
    except Forked as new:
        message = new.message
    child.become_kernel(warm, message)
