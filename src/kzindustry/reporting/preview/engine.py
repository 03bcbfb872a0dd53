"""What runs notebooks for a preview: one warm process, one worker at work, one in reserve.

A run that is no longer wanted is stopped by ending its worker; the kernel ends with it, and the worker in
reserve takes the next run at once.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

from kzindustry.reporting.kernels.start import warm_kernels
from kzindustry.reporting.progress.news import RunOutcome
from kzindustry.reporting.running.pool import Listener, LoneWorker
from kzindustry.reporting.running.worker import Task


class Engine:
    """Runs one task at a time; the context in which its processes live.

    Parameters
    ----------
    folder
        A private one, with a short path.
    environment
        Of kernels and workers.
    hook, notebooks
        As for a build: what to call before kernels are forked, and the folder of the notebooks.
    listener
        Told, from another thread, of each cell that starts.
    """

    def __init__(
        self, folder: Path, environment: Mapping[str, str], hook: str, notebooks: Path, listener: Listener
    ) -> None:
        self._folder, self._environment, self._hook = folder, environment, hook
        self._notebooks, self._listener = notebooks, listener
        self._warm = ExitStack()
        self._generation = 0
        self._imports: Sequence[str] | None = None
        self._workers: list[LoneWorker] = []
        self._busy: Future[RunOutcome] | None = None

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()
        self._warm.close()

    def prepare(self, imports: Sequence[str], *, anew: bool = False) -> None:
        """Have a warm process with these imports. Call it from the main thread: the process ends with it.

        Parameters
        ----------
        imports
            The import statements of the notebook.
        anew
            Whether to start another one in any case, as when the library itself was changed.
        """
        if imports == self._imports and not anew:
            return
        old: list[LoneWorker | ExitStack] = [*self._workers, self._warm]
        self._warm = ExitStack()
        self._workers.clear()
        self._generation += 1
        folder = self._folder / str(self._generation)
        folder.mkdir()
        environment = self._warm.enter_context(
            warm_kernels(folder, self._environment, [imports], self._hook, self._notebooks)
        )
        self._imports = imports
        self._workers += [LoneWorker(environment, self._listener) for _ in range(2)]
        self._end_aside(old)
        self._own = environment

    def start(self, task: Task) -> Future[RunOutcome]:
        """Begin a run, and stop the one before if it goes on."""
        if self._busy is not None and not self._busy.done():
            self._end_aside([self._workers.pop(0)])
            self._workers.append(LoneWorker(self._own, self._listener))
        self._busy = self._workers[0].submit(task)
        return self._busy

    @staticmethod
    def _end_aside(things: Sequence[LoneWorker | ExitStack]) -> None:
        """End processes without waiting for them."""

        def end() -> None:
            for thing in things:
                thing.end() if isinstance(thing, LoneWorker) else thing.close()

        Thread(target=end, daemon=True).start()
