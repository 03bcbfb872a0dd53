"""The workers of a cluster as a build sees them, and what it gave them."""

import time
from dataclasses import dataclass, field
from typing import Any

from kzindustry.reporting.running.worker import Task


@dataclass
class Seat:
    """A worker of the cluster.

    Attributes
    ----------
    slots
        Runs that it does at a time.
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
        """How many runs it has for each that it can do at a time."""
        return len(self.keys) / self.slots


@dataclass
class Given:
    """A run that was given to a worker."""

    task: Task
    worker: str
    future: Any
    sign: float = 0.0
    """When its last cell began; 0 before the first."""
