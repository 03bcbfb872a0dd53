"""Lines of JSON over a Unix socket: how a provisioner and the warm process speak.

One connection is one kernel. The provisioner sends {"python", "arguments", "cwd", "env", "file"}, then
{"signal": number} at will; the warm process answers {"pid"} or {"refused": why}, then {"exit": status} when
the kernel ends. Whoever closes the connection, or dies, ends the kernel.
"""

import json
import socket
from typing import Any

ADDRESS = "KZINDUSTRY_WARM_KERNELS"
"""The environment variable that holds the path of the warm process' socket."""
NO_HISTORY = "--HistoryManager.hist_file=:memory:"
"""What nbclient adds to the command of a kernel; forked kernels keep no history in any case."""

Message = dict[str, Any]


class Channel:
    """One end of a connection."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.closed = False
        self._received = b""

    def fileno(self) -> int:
        """Give the descriptor to wait on."""
        return self.connection.fileno()

    def send(self, message: Message) -> None:
        """Send a message; nothing happens if nobody is there to hear it."""
        try:
            self.connection.sendall(json.dumps(message).encode() + b"\n")
        except OSError:
            self.closed = True

    def receive(self, timeout_s: float = 0.0) -> list[Message]:
        """Give the messages that arrived; waits for the first one no longer than the timeout."""
        self.connection.settimeout(timeout_s)
        try:
            content = self.connection.recv(1 << 16)
            self.closed = not content
            self._received += content
        except (BlockingIOError, TimeoutError):
            pass
        except OSError:
            self.closed = True
        finally:
            self.connection.settimeout(None)
        *lines, self._received = self._received.split(b"\n")
        return [json.loads(line) for line in lines]

    def close(self) -> None:
        """End the connection."""
        self.connection.close()
        self.closed = True
