"""A kernel client that knows when a kernel is ready, where the usual one waits whether more might come.

The usual one lets a fifth of a second pass for each kernel, and joins a thread that listens to its heart.
"""

import time
from queue import Empty
from typing import Any, ClassVar

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from traitlets import Bool, Type

REPLY_S = 1.0
ECHO_S = 0.2
GLANCE_S = 0.005
IDLE = {"execution_state": "idle"}


class PromptClient(AsyncKernelClient):
    """Ready as soon as the kernel has answered and is heard on all channels."""

    def start_channels(self, *_: bool, **__: bool) -> None:
        """Start all channels but the heartbeat: whether the kernel lives, its manager knows."""
        super().start_channels(hb=False)

    def connect_iopub(self, identity: bytes | None = None) -> Any:
        """Listen to outputs without a limit on how many may wait: beyond one, they are dropped."""
        self.context.setsockopt(zmq.RCVHWM, 0)
        return super().connect_iopub(identity)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for a kernel to answer, and for its output channel to be heard.

        Raises
        ------
        RuntimeError
            If the kernel dies or does not answer in time, as the usual client does.
        """
        deadline = time.monotonic() + (timeout or float("inf"))
        while not await self._answers(self.kernel_info()):
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > deadline:
                raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")

    async def _answers(self, request: str) -> bool:
        """Tell whether a request was answered, and the end of its handling heard on the output channel."""
        try:
            reply = await self._follow(self.get_shell_msg, request, REPLY_S)
            while (await self._follow(self.get_iopub_msg, request, ECHO_S))["content"] != IDLE:
                pass
        except Empty:
            return False
        self._handle_kernel_info_reply(reply)
        return True

    async def _follow(self, get: Any, request: str, timeout_s: float) -> dict[str, Any]:
        """Give the next message that answers a request."""
        while True:
            message: dict[str, Any] = await get(timeout=timeout_s)
            if message["parent_header"].get("msg_id") == request:
                return message


class PromptManager(AsyncKernelManager):
    """A kernel manager whose clients are prompt."""

    latest: ClassVar["PromptManager"]
    """The one made last, to be asked how its kernel ended."""

    client_factory = Type(PromptClient)
    may_fork = Bool(True, help="Whether kernels may be forked from a process with libraries imported")
    through_files = Bool(True, help="Whether kernels are reached through sockets in files, not on ports")
    ends_with_worker = Bool(True, help="Whether kernels are killed when the process that asked for them ends")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        PromptManager.latest = self

    async def _async_finish_shutdown(
        self, waittime: float | None = None, pollinterval: float = GLANCE_S, restart: bool = False
    ) -> None:
        """Wait for the kernel's end as the usual manager does, but look more often."""
        await super()._async_finish_shutdown(waittime, pollinterval, restart)

    @property
    def exit_status(self) -> int | None:
        """How the kernel ended: its exit status, or a signal's number below zero."""
        return getattr(self.provisioner, "exit_status", None)


class PlainManager(PromptManager):
    """The same for kernels that must be started anew."""

    may_fork = Bool(False)
