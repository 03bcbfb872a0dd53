"""What lives in the scheduler for the time of a build: a plugin that sees which workers leave, and clears up.

It is sent by value, so that the scheduler's machine needs this package no more than a worker's does.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from distributed import Scheduler, SchedulerPlugin


class Caretaker(SchedulerPlugin):
    """Tells the build which workers there are and which of them leave; clears up when the build is gone.

    Parameters
    ----------
    name
        Of the workers' plugin and of the topic.
    client
        The build's id.
    """

    def __init__(self, name: str, client: str) -> None:
        self.topic = name
        self.client = client

    async def start(self, scheduler: Scheduler) -> None:
        """Say what workers there are, and which versions they have."""
        there = {address: versions(one.versions) for address, one in scheduler.workers.items()}
        scheduler.log_event(self.topic, {"kind": "workers", "versions": there})

    def remove_worker(self, scheduler: Scheduler, worker: str, **_: Any) -> None:
        """Say that a worker has left."""
        scheduler.log_event(self.topic, {"kind": "gone", "worker": worker})

    def remove_client(self, scheduler: Scheduler, client: str) -> None:
        """Clear up when it is the build that leaves, in whatever way."""
        if client == self.client:
            self._clearing = asyncio.ensure_future(self.clear(scheduler))

    async def clear(self, scheduler: Scheduler) -> None:
        """Remove the plugins."""
        scheduler.remove_plugin(name=f"{self.topic}-caretaker")
        with suppress(ValueError):  # there is none any more
            await scheduler.unregister_worker_plugin(None, name=self.topic)


def versions(packages: Mapping[str, Any]) -> dict[str, str]:
    """Give those versions of a machine that must be ours, of what Dask tells of it."""
    python = str(packages["host"]["python"]).partition(".final")[0]
    libraries = {name: str(packages["packages"].get(name)) for name in ("dask", "distributed")}
    return {"Python": python} | libraries
