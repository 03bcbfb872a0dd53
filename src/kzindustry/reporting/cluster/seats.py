"""The workers of a cluster as a build sees them, what it gave them, and who is given what."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kzindustry.reporting.running.worker import Task

AHEAD = 2
"""Runs given to a worker for each that it can do at a time: the next one is there when one ends."""


@dataclass
class Seat:
    """A worker of the cluster.

    Attributes
    ----------
    slots
        Runs that it can do at a time; 0 while it is busy with what others gave it.
    heard
        When it was heard of last.
    silent
        Whether it gave no sign of life when it should have: it is given nothing until it does.
    keys
        The runs that it was given, in that order: it begins as many as it has slots.
    """

    slots: int
    heard: float = field(default_factory=time.monotonic)
    silent: bool = False
    keys: dict[str, None] = field(default_factory=dict)

    @property
    def load(self) -> float:
        """What it was given as a share of what it may be: one run where it is busy, to stand in line."""
        return len(self.keys) / (AHEAD * self.slots or 1)


@dataclass
class Given:
    """A run that was given to a worker."""

    task: Task
    worker: str
    future: Any
    sign: float = 0.0
    """When its last cell began; 0 before the first."""


def next_worker(seats: Mapping[str, Seat], run: str, ended_on: Mapping[str, str]) -> str:
    """Choose who is given a run: who has the least of what it may have, who is busy last; or nobody.

    Where a run was ended, it might be again, on a full disk for one: `ended_on` says where that was.
    """
    there = {one: seat for one, seat in seats.items() if not seat.silent}
    if len(there) > 1:
        there.pop(ended_on.get(run, ""), None)
    free = [one for one, seat in there.items() if seat.load < 1]
    return min(free, key=lambda one: (not there[one].slots, there[one].load), default="")


def misplaced(seats: Mapping[str, Seat], given: Mapping[str, Given], ended_on: Mapping[str, str]) -> str:
    """Find a run that its worker has not begun and another could begin now; or none."""
    idle = [one for one, seat in seats.items() if not seat.silent and len(seat.keys) < seat.slots]
    if idle:
        for seat in seats.values():
            for key in reversed([*seat.keys][seat.slots :]):
                before = ended_on.get(given[key].task.run.name)
                if not given[key].sign and idle != [before]:
                    return key
    return ""
