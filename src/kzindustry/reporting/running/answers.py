"""How outcomes come from workers to the build: in files.

Only short answers go through a pool's pipe, which takes them whole: of a worker that is killed in the midst
of a long one, the pool would wait for the rest for ever.
"""

import os
import pickle
import secrets
from concurrent.futures import Executor, Future
from pathlib import Path

from kzindustry.reporting.progress.news import RunOutcome
from kzindustry.reporting.running.worker import Task, work

REMEDY = "Make room in the folder for temporary files, or name another by TMPDIR."


def answer(task: Task) -> Path:
    """Do one run in a worker; give the file in the build's private folder that its outcome lies in.

    Raises
    ------
    OSError
        If there is no room for it.
    """
    outcome = work(task)
    file = Path(os.environ["TMPDIR"], f"outcome-{secrets.token_hex(8)}")
    try:
        file.write_bytes(pickle.dumps(outcome))
    except OSError as error:
        file.unlink(missing_ok=True)
        raise OSError(error.errno, f"{error.strerror}. {REMEDY}") from None
    return file


def begun(executor: Executor, task: Task) -> Future[RunOutcome]:
    """Have a pool of workers do a run."""
    outcome: Future[RunOutcome] = Future()
    outcome.set_running_or_notify_cancel()

    def take(done: Future[Path]) -> None:
        try:
            outcome.set_result(_taken(done.result()))
        except BaseException as error:
            outcome.set_exception(error)

    executor.submit(answer, task).add_done_callback(take)
    return outcome


def _taken(file: Path) -> RunOutcome:
    outcome: RunOutcome = pickle.loads(file.read_bytes())
    file.unlink()
    return outcome
