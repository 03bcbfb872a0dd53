"""Parts of a forked kernel that leave out work of which nothing is ever seen.

What cells compute and show is the same as with the usual parts, whose names they bear: libraries ask by name
where they are.
"""

import os
from functools import cached_property, lru_cache
from typing import Any

import zmq
from ipykernel.iostream import OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from traitlets import Float, Type


class LightApp(IPKernelApp):  # type: ignore[misc]
    """An application that drops no output, however fast a cell shows things: the usual one has a limit."""

    def init_iopub(self, context: zmq.Context[Any]) -> None:
        """Make the channel of outputs."""
        context.setsockopt(zmq.SNDHWM, 0)
        super().init_iopub(context)


class LightStream(OutStream):  # type: ignore[misc]
    """An output stream that waits for its thread only when something was written.

    IPython flushes both streams before everything it shows; the usual stream then waits for its thread.
    """

    _written = False

    def write(self, string: str) -> int | None:
        """Write a text."""
        self._written = True
        return super().write(string)  # type: ignore[no-any-return]

    def flush(self) -> None:
        """See that what was written has been sent."""
        if self._written:
            self._written = False
            super().flush()


class LightShell(ZMQInteractiveShell):  # type: ignore[misc]
    """A shell that turns a cell into Python once, where the kernel asks for it twice.

    It is made before the kernel that it then belongs to, so that libraries find it as they are imported.
    """

    @cached_property
    def _transformed(self) -> Any:
        return lru_cache(maxsize=1)(super().transform_cell)

    def transform_cell(self, raw_cell: str) -> str:
        """Give a cell as Python."""
        return str(self._transformed(raw_cell))

    def belong_to(self, kernel: Any) -> None:
        """Begin in the folder and the environment of a kernel's process."""
        self.parent = self.kernel = kernel
        self.init_environment()
        self.starting_dir = os.getcwd()  # noqa: PTH109 - as IPython has it, a text
        self.history_manager.dir_hist[:] = [self.starting_dir]


class LightKernel(IPythonKernel):  # type: ignore[misc]
    """A kernel of these parts."""

    shell_class = Type(LightShell)
    _execute_sleep = Float(0.0)  # the usual one sleeps for clients that do not await a last output

    def __init__(self, **kwargs: Any) -> None:
        shell = LightShell.instance()  # which the usual kernel takes for its own
        super().__init__(**{**kwargs, "user_ns": shell.user_ns})
        shell.belong_to(self)


for light, usual in (
    (LightApp, IPKernelApp),
    (LightStream, OutStream),
    (LightShell, ZMQInteractiveShell),
    (LightKernel, IPythonKernel),
):
    for attribute in ("__name__", "__qualname__", "__module__"):
        setattr(light, attribute, getattr(usual, attribute))
