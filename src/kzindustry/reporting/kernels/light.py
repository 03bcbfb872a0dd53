"""Parts of a forked kernel that leave out work of which nothing is ever seen.

What cells compute and show is the same as with the usual parts.
"""

from functools import cached_property, lru_cache
from typing import Any

from ipykernel.iostream import OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.compilerop import CachingCompiler
from traitlets import Type


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
    """A shell that turns a cell into Python once, where the kernel asks for it twice."""

    @cached_property
    def _transformed(self) -> Any:
        return lru_cache(maxsize=1)(super().transform_cell)

    def transform_cell(self, raw_cell: str) -> str:
        """Give a cell as Python."""
        return str(self._transformed(raw_cell))


class LightKernel(IPythonKernel):  # type: ignore[misc]
    """A kernel of these parts. Its cells have the names that IPython gives them, not those of a debugger."""

    shell_class = Type(LightShell)
    compiler_class = Type(CachingCompiler)
