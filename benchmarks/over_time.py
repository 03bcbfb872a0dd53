"""Measures a batch while it runs: `over_time.py SECONDS COMMAND...` prints a line of CSV each time.

Columns: seconds, reports written (pages in the folder after --out), and of all processes of the command their
number, their memory in megabytes (proportional set size), open files, and threads; then files in the folder
for temporary files.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from memory import children, megabytes


def count(folder: Path) -> int:
    """Count the entries of a folder; none if it is gone."""
    try:
        return sum(1 for _ in folder.iterdir())
    except OSError:
        return 0


def main() -> None:
    """Run the command, and sample."""
    every, words = float(sys.argv[1]), sys.argv[2:]
    out = Path(words[words.index("--out") + 1])
    began = time.monotonic()
    print("seconds,reports,processes,megabytes,files,threads,temporary", flush=True)
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            pids = [str(process.pid), *children(str(process.pid))]
            sample = (
                round(time.monotonic() - began, 1),
                sum(1 for _ in out.glob("*.html")),
                len(pids),
                round(sum(map(megabytes, pids))),
                sum(count(Path("/proc", pid, "fd")) for pid in pids),
                sum(count(Path("/proc", pid, "task")) for pid in pids),
                count(Path(tempfile.gettempdir())),
            )
            print(*sample, sep=",", flush=True)
            time.sleep(every)
    raise SystemExit(process.returncode)


if __name__ == "__main__":
    main()
