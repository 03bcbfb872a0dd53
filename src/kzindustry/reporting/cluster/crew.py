"""Runs given to the workers of a cluster as they are free, and again where a machine was at fault."""

import asyncio
import pickle
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kzindustry.errors import ClusterLostError
from kzindustry.reporting.cluster.connection import Inbox
from kzindustry.reporting.cluster.seats import Given, Seat, misplaced, next_worker
from kzindustry.reporting.progress.news import CellStart, Failure, RunOutcome, in_a_line
from kzindustry.reporting.running.pool import FALSE_STARTS, START_S, WORKER_KILLED, Listener
from kzindustry.reporting.running.worker import Task

LOOK_S = 0.5
LOST = {"EOFError", "KilledWorker", "FutureCancelledError", "CancelledError"}
"""What is raised for a run whose worker, or the station on it, was ended."""
NO_WORKER_S = 60.0
"""How long a build waits for a worker when the last one has left: Dask starts one that was killed anew."""


@dataclass(frozen=True)
class Terms:
    """On what terms runs are done.

    Attributes
    ----------
    most
        Runs at a time; 0 for as many as there is room for.
    retries, listener, silence_s
        As of a crew on one machine.
    """

    most: int
    retries: int
    listener: Listener
    silence_s: float


@dataclass
class Cluster:
    """Does tasks with the workers of a cluster: what `Crew` is on one machine.

    Attributes
    ----------
    client
        Connected to the scheduler.
    inbox
        What is heard of the workers.
    perform
        What is called on a worker with a task, packed, and gives its outcome, packed.
    seats
        The workers that are ready, by address; others may join.
    terms
        Of the build.
    """

    client: Any
    inbox: Inbox
    perform: Callable[[bytes], bytes]
    seats: dict[str, Seat]
    terms: Terms
    _waiting: deque[Task] = field(default_factory=deque)
    _given: dict[str, Given] = field(default_factory=dict)
    _kills: Counter[str] = field(default_factory=Counter)
    _moves: Counter[str] = field(default_factory=Counter)
    _ended_on: dict[str, str] = field(default_factory=dict)
    _count: int = 0
    _answered: float = field(default_factory=time.monotonic)
    _looked: float = 0.0
    _all_busy: bool = False

    @property
    def count(self) -> int:
        """How many runs are done at a time."""
        slots = sum(seat.slots for seat in self.seats.values())
        return min(slots, self.terms.most) if self.terms.most else slots

    def do(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, RunOutcome]]:
        """Give each task with its outcome, in the order in which they end.

        Raises
        ------
        ClusterLostError
            If the scheduler or all workers are gone, and do not come back.
        """
        self._waiting.extend(tasks)
        while self._waiting or self._given:
            self._hand_out()
            yield from self._heed(self.inbox.next(LOOK_S))
            if time.monotonic() - self._looked > LOOK_S:
                self._looked = time.monotonic()
                yield from self._look()

    def _hand_out(self) -> None:
        """Give waiting runs to the workers that have fewest, no more than they will soon begin."""
        while self._waiting and not (self.terms.most and len(self._given) >= self.terms.most):
            worker = next_worker(self.seats, self._waiting[0].run.name, self._ended_on)
            if not worker:
                return
            self._give(self._waiting.popleft(), worker)
        while not self._waiting and (key := misplaced(self.seats, self._given, self._ended_on)):
            self._waiting.append(self._forget(key).task)
            self._hand_out()

    def _give(self, task: Task, worker: str) -> None:
        self._count += 1
        key = f"{task.run.name}-{self.client.id}-{self._count}"
        future = self.client.submit(
            self.perform,
            pickle.dumps(task),
            key=key,
            workers=[worker],
            allow_other_workers=False,
            pure=False,
        )
        seat = self.seats[worker]
        if not seat.keys:
            seat.heard = time.monotonic()
        seat.keys[key] = None
        self._given[key] = Given(task, worker, future)
        asyncio.run_coroutine_threadsafe(self._fetch(key, future), self.client.loop.asyncio_loop)

    async def _fetch(self, key: str, future: Any) -> None:
        """Bring what a run gave from its worker to here, in the thread that speaks with the scheduler."""
        try:
            news = {"kind": "done", "key": key, "outcome": await future}
        except BaseException as error:
            news = {"kind": "done", "key": key, "error": error}
        self.inbox.put(news)

    def _heed(self, news: dict[str, Any]) -> Iterator[tuple[Task, RunOutcome]]:
        """Act on what was heard."""
        worker = news.get("worker", "")
        if seat := self.seats.get(worker):
            seat.heard, seat.silent = time.monotonic(), False
        match news["kind"]:
            case "done":
                yield from self._end(news)
            case "cells":
                self._tell(worker, news["cells"])
            case "ready":
                self.seats.setdefault(worker, Seat(news["slots"]))
            case "room" if seat:
                seat.slots = news["slots"]
                self._say_if_all_busy()
            case "gone" | "refused" as kind:
                if kind == "refused":
                    print(f"Left out: {worker}: {'; '.join(news['why'])}", file=sys.stderr)
                if seat:
                    keys = [*seat.keys]
                    for key in keys[: seat.slots]:  # these had begun, be it too short before to be heard of
                        self._given[key].sign = self._given[key].sign or time.monotonic()
                    yield from self._take_back(keys, WORKER_KILLED)
                    del self.seats[worker]

    def _tell(self, worker: str, cells: Sequence[tuple[str, int, int]]) -> None:
        keys = self.seats[worker].keys if worker in self.seats else ()
        at = {self._given[key].task.run.name: self._given[key] for key in keys}
        for run, cell, of in cells:
            if run in at:
                at[run].sign = time.monotonic()
                self.terms.listener(CellStart(run, cell, of))

    def _end(self, news: dict[str, Any]) -> Iterator[tuple[Task, RunOutcome]]:
        """Take what a run gave; one that was given to another worker meanwhile is not asked about here."""
        given = self._given.get(news["key"])
        if given is None:
            return
        if "outcome" in news:
            outcome: RunOutcome = pickle.loads(news["outcome"])
        elif self.client.status != "running":
            return  # the whole connection was lost, which is found elsewhere
        elif type(news["error"]).__name__ in LOST:
            outcome = RunOutcome(failure=WORKER_KILLED)
        else:
            outcome = RunOutcome(failure=Failure(error=in_a_line(news["error"])))
        self._forget(news["key"])
        if seat := self.seats.get(given.worker):
            seat.heard = time.monotonic()
        yield from self._judge(given, outcome, begun="outcome" in news or bool(given.sign))

    def _judge(self, given: Given, outcome: RunOutcome, *, begun: bool) -> Iterator[tuple[Task, RunOutcome]]:
        """Give the outcome, or have the run done again if the machine was at fault and not too often."""
        counter, most = (self._kills, self.terms.retries) if begun else (self._moves, FALSE_STARTS)
        name = given.task.run.name
        if outcome.failure.killed:
            counter[name] += 1
            self._ended_on[name] = given.worker
            if counter[name] <= most:
                self._waiting.appendleft(given.task)
                return
        yield given.task, outcome

    def _take_back(self, keys: Sequence[str], failure: Failure) -> Iterator[tuple[Task, RunOutcome]]:
        """Take runs from a worker that will not end them."""
        for key in keys:
            given = self._forget(key)
            yield from self._judge(given, RunOutcome(failure=failure), begun=bool(given.sign))

    def _forget(self, key: str) -> Given:
        given = self._given.pop(key)
        if seat := self.seats.get(given.worker):
            seat.keys.pop(key, None)
        if not given.future.done():
            given.future.cancel()
        return given

    def _say_if_all_busy(self) -> None:
        """Say, once each time, that nothing goes on and why."""
        before, rooms = self._all_busy, [seat.slots for seat in self.seats.values() if not seat.silent]
        self._all_busy = not any(rooms)
        if self._all_busy and not before:
            said = f"all {len(rooms)} are" if len(rooms) > 1 else "the only one is"
            print(f"Waiting for a free worker: {said} busy with tasks of others.", file=sys.stderr)

    def _look(self) -> Iterator[tuple[Task, RunOutcome]]:
        """Find what is lost: the connection, all workers, those that are silent."""
        if self.client.status != "running":
            raise ClusterLostError("The connection to the scheduler was lost.")
        now = time.monotonic()
        if any(not seat.silent for seat in self.seats.values()):
            self._answered = now
        elif now - self._answered > NO_WORKER_S:
            raise ClusterLostError(f"No worker of the cluster has answered for {NO_WORKER_S:g} s.")
        said = f"it gave no sign of life for {self.terms.silence_s:g} s after a cell began, and was ended"
        for key, given in [*self._given.items()]:
            if given.sign and now - given.sign > self.terms.silence_s:
                yield from self._take_back([key], Failure(error=said, killed=True))
                self._mark_silent(given.worker, now - self.terms.silence_s)
        for worker, seat in self.seats.items():
            if seat.keys and not any(self._given[key].sign for key in seat.keys):
                self._mark_silent(worker, now - START_S)
            if seat.silent:
                yield from self._take_back([*seat.keys], WORKER_KILLED)

    def _mark_silent(self, worker: str, since: float) -> None:
        if worker in self.seats and self.seats[worker].heard < since:
            self.seats[worker].silent = True
