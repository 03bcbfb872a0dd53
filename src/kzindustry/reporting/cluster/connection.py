"""The way to a cluster: what must hold before work starts, and what is said where it does not."""

import logging
import ssl
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from typing import Any

from kzindustry.errors import InputError

SCHEMES = ("tcp", "tls")
CONNECT_S = 10.0
ANSWER_S = 10.0
CLOSE_S = 2.0
NO_DASK = 'needs Dask, which is not installed here: pip install "kzindustry[dask]"'
NO_CERTIFICATES = (
    "a tls:// address needs certificates: name them in Dask's configuration, distributed.comm.tls.ca-file, "
    "distributed.comm.tls.client.cert and distributed.comm.tls.client.key."
)


def check_address(address: str) -> None:
    """Check what --scheduler was given, if it was.

    Raises
    ------
    InputError
        If it is no address, or Dask is not installed.
    """
    if not address:
        return
    scheme, _, place = address.partition("://")
    host, _, port = place.rpartition(":")
    if scheme not in SCHEMES or not host or not port.isdecimal():
        raise InputError(
            f"--scheduler {address!r} is no address. `dask scheduler` prints one: tcp://HOST:PORT or tls://HOST:PORT."
        )
    if find_spec("distributed") is None:
        raise InputError(f"--scheduler {NO_DASK}")


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """Connect to a scheduler for as long as a build takes.

    Raises
    ------
    InputError
        If it cannot be reached, or has another version of Python or Dask.
    """
    from distributed import Client  # noqa: PLC0415 - an extra, and slow to import
    from distributed.versions import VersionMismatchWarning  # noqa: PLC0415

    from kzindustry.reporting.cluster.caretaker import versions  # noqa: PLC0415

    logging.disable(logging.CRITICAL)  # what concerns a run, the build says itself
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", VersionMismatchWarning)
        client = _client(Client, address)
        try:
            try:
                there = client.sync(client.scheduler.versions, callback_timeout=ANSWER_S)
            except OSError:
                raise InputError(f"The scheduler at {address} does not answer.") from None
            if differ := unlike(versions(there)):
                raise InputError(f"The scheduler at {address} cannot work with this build: {differ}.")
            yield client
        finally:
            with suppress(Exception):  # it may be connected no more
                client.close(timeout=CLOSE_S)


def _client(client: Any, address: str) -> Any:
    security = import_module("distributed.security").Security()  # as Dask is configured
    if address.startswith("tls") and not security.get_connection_args("client").get("ssl_context"):
        raise InputError(f"{address} cannot be reached: {NO_CERTIFICATES}")
    try:
        return client(address, timeout=CONNECT_S, set_as_default=False, security=security)
    except (OSError, ValueError) as error:
        raise InputError(
            f"{address} cannot be reached within {CONNECT_S:g} s{_cause(error)}. Is it the address that the "
            "scheduler printed, and does it let this machine in?"
        ) from None


def _cause(error: BaseException) -> str:
    """Name the error below Dask's own."""
    below = error.__cause__ or error.__context__
    while below and (deeper := below.__cause__ or below.__context__):
        below = deeper
    if isinstance(below, ssl.SSLError):
        return f" ({below.reason or below})"
    return f" ({below.strerror})" if isinstance(below, OSError) and below.strerror else ""


def unlike(there: Mapping[str, str]) -> str:
    """Say which of its versions are not ours."""
    from distributed.versions import get_versions  # noqa: PLC0415 - an extra

    from kzindustry.reporting.cluster.caretaker import versions  # noqa: PLC0415 - with it

    here = versions(get_versions()).items()
    return ", ".join(f"{name} is {there[name]} there, {one} here" for name, one in here if there[name] != one)


class Inbox:
    """What is heard of a cluster, from the threads in which it is heard to the one that asks."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[dict[str, Any]] = SimpleQueue()

    def put(self, news: dict[str, Any]) -> None:
        """Add something."""
        self._queue.put(news)

    def hear(self, event: tuple[float, dict[str, Any]]) -> None:
        """Add an event of a topic."""
        self._queue.put(event[1])

    def next(self, seconds: float) -> dict[str, Any]:
        """Give the next thing heard within some seconds; one of the kind "silence" if there is none."""
        try:
            return self._queue.get(timeout=max(0.0, seconds))
        except Empty:
            return {"kind": "silence"}
