"""The workers of a cluster, made ready for one build and left as they were found."""

import secrets
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from threading import Thread
from time import monotonic
from typing import Any

import cloudpickle

from kzindustry.errors import InputError
from kzindustry.reporting.cluster import caretaker, outpost
from kzindustry.reporting.cluster.connection import Inbox, connected, unlike
from kzindustry.reporting.cluster.crew import Cluster, Terms
from kzindustry.reporting.cluster.parcel import Parcel
from kzindustry.reporting.cluster.seats import Seat
from kzindustry.reporting.running.pool import START_S

NEWS_S = 0.25
NEWS_A_SECOND = 100
"""How many messages about cells the scheduler is given, at 1 ms each: of many workers, each sends fewer."""
STRAGGLERS_S = 5.0
"""How long the first worker that is ready waits for the others; they join when they are."""
LEAVE_S = 3.5
INTERRUPTED_S = 1.0


@contextmanager
def enlisted(address: str, parcel: Parcel, terms: Terms) -> Iterator[Cluster]:
    """Give the workers of a cluster for a build's runs.

    Parameters
    ----------
    address
        Of the scheduler.
    parcel
        What the workers need.
    terms
        Of the build.

    Raises
    ------
    InputError
        If there is no scheduler, or no worker that can do these runs.
    """
    for sent in (caretaker, outpost):
        cloudpickle.register_pickle_by_value(sent)
    with connected(address) as client:  # type: Any
        inbox = Inbox()
        name = f"kzindustry-{parcel.fingerprint}-{secrets.token_hex(4)}"  # others may build the same
        client.subscribe_topic(name, inbox.hear)
        try:
            client.register_plugin(caretaker.Caretaker(name, client.id), name=f"{name}-caretaker")
        except Exception as error:
            raise InputError(f"The scheduler at {address} takes no plugin of a build: {error}") from None
        leave_s = LEAVE_S
        try:
            workers = _workers(address, client.get_events(name))
            news_s = max(NEWS_S, len(workers) / NEWS_A_SECOND)
            plugin = outpost.Outpost(name, parcel.order, parcel.content, news_s)
            _aside(client.register_plugin, plugin, name)
            seats = _ready(address, inbox, workers)
            yield Cluster(client, inbox, outpost.performer(name), seats, terms)
        except KeyboardInterrupt:  # nobody waits any more; the caretaker sees to it
            leave_s = INTERRUPTED_S
            raise
        finally:
            _aside(_leave, client, name).join(leave_s)


def _leave(client: Any, name: str) -> None:
    """Have the plugins removed now; the caretaker would do it later."""
    client.unregister_worker_plugin(name)
    client.unregister_scheduler_plugin(f"{name}-caretaker")


def _aside(function: Any, *arguments: Any) -> Thread:
    """Call what waits for all workers, be it one that is stopped, without waiting for it."""

    def call() -> None:
        with suppress(Exception):  # workers say themselves what they are and what they are not
            function(*arguments)

    thread = Thread(target=call, daemon=True)
    thread.start()
    return thread


def _workers(address: str, events: Sequence[tuple[float, Mapping[str, Any]]]) -> set[str]:
    """Take from what the caretaker said which workers there are, and check that they have our versions.

    Code can only be sent where Python is the same.
    """
    there: Mapping[str, Mapping[str, str]] = next(
        news["versions"] for _, news in events if news["kind"] == "workers"
    )
    if not there:
        raise InputError(f"The scheduler at {address} has no workers. Start some: dask worker {address}")
    wrong = [f"  {worker}: {differ}" for worker, one in there.items() if (differ := unlike(one))]
    if wrong:
        raise InputError(f"Workers of {address} cannot work with this build:", *wrong)
    return set(there)


def _ready(address: str, inbox: Inbox, workers: set[str]) -> dict[str, Seat]:
    """Wait for the workers to be ready; name those that are left out."""
    waiting, seats, refused = {*workers}, dict[str, Seat](), dict[str, Sequence[str]]()
    end = monotonic() + START_S
    while waiting and (left := end - monotonic()) > 0:
        news = inbox.next(left)
        match news["kind"]:
            case "refused":
                refused[news["worker"]] = news["why"]
            case "ready":
                seats[news["worker"]] = Seat(news["slots"])
                end = min(end, monotonic() + STRAGGLERS_S)
            case "room" | "silence":
                continue
        waiting.discard(news.get("worker", ""))
    said = [f"  {worker}: {'; '.join(why)}" for worker, why in refused.items()]
    if not seats:
        silent = [f"  {worker}: it does not answer" for worker in waiting]
        raise InputError(f"No worker of {address} can do runs of this build:", *said, *silent)
    if said:
        print("Workers that are left out:", *said, sep="\n", file=sys.stderr)
    return seats
