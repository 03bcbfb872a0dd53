"""How notebooks and kernels end before their last cell: by their own will, by a crash, or killed."""

import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat.v4 import new_output

CRASHES = {
    signal.SIGSEGV,
    signal.SIGABRT,
    signal.SIGBUS,
    signal.SIGFPE,
    signal.SIGILL,
    signal.SIGSYS,
    signal.SIGTRAP,
}
SUCCESS = {"", "0", "None"}


INTERRUPT = "KeyboardInterrupt"


class InterruptedFromOutside(Exception):  # noqa: N818 - no error of the code
    """A cell was interrupted; it was not its code that did so."""


class EndedEarly(Exception):  # noqa: N818 - no error
    """A cell asked for the end of the notebook: `exit()`, or `sys.exit()` with the status of success."""


def notice(cell: Any, cell_index: int, execute_reply: Mapping[str, Any]) -> None:
    """Stop after a cell that asked for the end; what follows it is not executed.

    Raises
    ------
    EndedEarly
        If it did; papermill takes that for no error either.
    """
    content = execute_reply["content"]
    asked = any(one.get("source") == "ask_exit" for one in content.get("payload") or ())
    left = content.get("ename") == "SystemExit" and content.get("evalue") in SUCCESS
    if asked or (left and "raises-exception" not in cell.metadata.get("tags", ())):
        cell.outputs = [one for one in cell.outputs if one.get("ename") != "SystemExit"]
        cell.outputs.append(new_output("stream", name="stderr", text="The notebook ended itself here.\n"))
        raise EndedEarly


@dataclass
class AllowedErrors:
    """The cells that ended in an error and did not end the run: ids, and what each ended with.

    Cells tagged `raises-exception` are not among them: their error was expected.
    """

    cells: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def note(self, cell: Any, name: str, execute_reply: Mapping[str, Any]) -> None:
        """Take note of a cell that ended in an error.

        Raises
        ------
        InterruptedFromOutside
            If what ended it was no error of its code.
        """
        content = execute_reply["content"]
        if content.get("ename") == INTERRUPT:
            raise InterruptedFromOutside
        if "raises-exception" not in cell.metadata.get("tags", ()):
            self.cells.append(cell.id)
            self.texts.append(f"{name} ended in an error: {first_line(content['ename'], content['evalue'])}")


def first_line(name: str, value: str) -> str:
    """Give the first line of what a cell ended with."""
    return ": ".join(filter(None, (name, value))).strip().splitlines()[0]


def of_kernel(status: int | None) -> tuple[str, bool]:
    """Say how a kernel ended, by its exit status, and whether that was the machine's doing."""
    if status is None:
        return "the kernel died", True
    if status >= 0:
        return f"the cell ended its kernel with exit status {status}", False
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = f"signal {-status}"
    if -status in CRASHES:
        return f"the kernel crashed ({name})", False
    return f"the kernel was killed ({name})", True
