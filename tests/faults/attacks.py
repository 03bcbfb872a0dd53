"""Attacks builds at random for as many rounds as are wanted: `make attacks`.

Kills: processes of a build are killed, asked to end, interrupted or stopped for a while. Damages: one or two
files of the output folder are spoilt. Both in a folder with files of somebody else's. The same command is
then given again. Each round must end in the bytes of an undisturbed build, with nothing of anybody's touched,
no process left and nothing in the temporary folder; a round that does not ends the loop.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from builds import Build, until
from damages import TAKEN, WAYS, spoil
from strewn import snapshot, strew

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
SMALL = HERE.parent / "reporting" / "collection"
KILLS = ("waiting", "slow", "fresh")
DAMAGES = (*KILLS, "sme_training")
"""What is built: the last one takes as long as all others, and has figures and measures to be spoilt."""
ROLES = ("build", "server", "worker", "warm", "kernel")
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGSTOP)
SUMS = {
    "index.html",
    "results.csv",
    "results_figures.csv",
    "measures.csv",
    "datapackage.json",
    ".kzindustry-extracts",
}
"""The files that tell of all runs, and so of those that are missing yet."""
OTHER = {"kills": "damages", "damages": "kills"}
INTERRUPTED_S = 5.0
"""What an interrupted build may take to end, whatever its processes are at."""
GONE_S = 10.0
"""What the last of a build's processes may take to be gone after it."""


class Difference(Exception):  # noqa: N818 - what is looked for
    """Something is not as it would be after an undisturbed build."""


@dataclass
class Attack:
    """Rounds of attacks on one small collection, each with a folder and a number of its own."""

    place: Path
    notebooks: tuple[str, ...]
    usual_s: float = 0.0
    signals: int = 0
    good: Path = field(init=False)

    def __post_init__(self) -> None:
        self.collection = self.place / "collection"
        shutil.copytree(SMALL, self.collection, ignore=shutil.ignore_patterns("__pycache__", "data"))
        shutil.copytree(PROJECT / "data", self.collection / "data")
        shutil.copy(PROJECT / "notebooks" / "02_sme_training.ipynb", self.collection / "notebooks")
        plan = "runs:\n" + "".join(f"- notebook: {name}\n" for name in self.notebooks)
        (self.collection / "reports.yml").write_text(plan)
        self.good = self.place / "good"
        for out in (self.good, self.place / "out"):  # the second finds all that is read in memory
            began = time.monotonic()
            build = self.begin(out)
            build.process.wait()
            self.usual_s = time.monotonic() - began
            self.finish(build, {0})
        self.whole = snapshot(self.good)

    def begin(self, out: Path, *options: str) -> Build:
        """Begin a build whose temporary files are all in one place."""
        os.environ["TMPDIR"] = str(self.place / "t")
        (self.place / "t").mkdir(exist_ok=True)
        return Build(self.collection, out, "--jobs", "2", *options)

    def finish(self, build: Build, statuses: set[int]) -> int:
        """See a build end as it may, with nothing of it left running."""
        status, errors = build.finish()
        if status not in statuses or "Traceback" in errors:
            raise Difference(f"exit status {status}\n{errors}\n{build.events}")
        try:
            build.is_gone(GONE_S)
        except AssertionError:
            raise Difference(f"these still run: {build.processes()}") from None
        return status

    def kills(self, seed: int) -> str:
        """Disturb a build in a new folder, then build again."""
        chance = random.Random(seed)
        out = self.place / "out"
        strew(out, self.good)
        theirs = snapshot(out)
        build = self.begin(out)
        said, statuses = self.disturb(build, chance)
        status = self.finish(build, statuses)
        reports = {name: what for name, what in self.whole.items() if (out / name).exists()}
        self.untouched(out, theirs | {name: what for name, what in reports.items() if name not in SUMS})
        self.finish(self.begin(out), {0})
        self.same(out, theirs)
        return f"{'; '.join(said) or 'nothing, for it had ended'}: status {status}"

    def disturb(self, build: Build, chance: random.Random) -> tuple[list[str], set[int]]:
        """Send up to three signals at random moments; say which, and how the build may end then."""
        said, statuses = [], {0}
        began = time.monotonic()
        for moment in sorted(chance.uniform(0, self.usual_s) for _ in range(chance.randint(1, 3))):
            time.sleep(max(0.0, began + moment - time.monotonic()))
            found = build.processes()
            living = [(role, pid) for role in ROLES for pid in found[role]]
            if build.process.poll() is not None or not living:
                break
            wanted = chance.choice(ROLES)
            role, pid = chance.choice([one for one in living if one[0] == wanted] or living)
            number = chance.choice(SIGNALS)
            with suppress(ProcessLookupError):
                os.kill(pid, number)
            said.append(f"{number.name} {role} after {moment:.1f} s")
            self.signals += 1
            if number == signal.SIGSTOP:
                time.sleep(chance.uniform(0, 2))
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)
            elif role == "build":
                statuses |= {-signal.SIGKILL} if number == signal.SIGKILL else {130, -number}
                self.ends(build, f"{said[-1]}, which was after: {said[:-1]}")
        return said, statuses

    @staticmethod
    def ends(build: Build, why: str) -> None:
        """See a build end soon that was asked to."""
        began = time.monotonic()
        with suppress(AssertionError):
            until(lambda: build.process.poll() is not None, INTERRUPTED_S)
            return
        build.finish()
        raise Difference(f"ended {time.monotonic() - began:.1f} s after {why}")

    def damages(self, seed: int) -> str:
        """Spoil what was built, then build again until all is told that is in the way, and moved."""
        chance = random.Random(seed)
        out = self.place / "out"
        shutil.copytree(self.good, out)
        files = sorted(path for path in out.rglob("*") if path.is_file())
        chosen = chance.sample(files, chance.randint(1, 2))
        said = [f"{path.relative_to(out)}: {spoil(path, chance, WAYS | TAKEN)}" for path in chosen]
        print(f"damages {seed}: {'; '.join(said)}", flush=True)
        strew(out, self.good)
        theirs = {name: what for name, what in snapshot(out).items() if name not in self.whole}
        build = self.begin(out, *chance.choice([(), ("--prune",)]))
        status = self.finish(build, {0, 1, 2})
        self.untouched(out, theirs)
        said = [str(status)]
        for allowed in ({0, 1}, {0}):  # what is in the way of the folder's files is told first, then of runs'
            if status:
                self.good_order(build, out)
                theirs = {name: what for name, what in snapshot(out).items() if name not in self.whole}
                build = self.begin(out)
                status = self.finish(build, allowed if said == ["2"] else {0})
                said.append(str(status))
        self.same(out, theirs)
        return f"status {', then '.join(said)}"

    def good_order(self, build: Build, out: Path) -> None:
        """See that only the runs failed that say so, and move what they name out of the way."""
        failed = {event["run"] for event in build.events if event.get("status") == "failed"}
        for event in build.events:
            name, found, _ = event.get("error", "").partition(" is in the way: ")
            if found:
                place = out / name
                if not place.is_symlink() and place.is_file() and not place.stat().st_size:
                    raise Difference(f"{name} is empty, and yet in the way")
                place.rename(out / f"moved-{place.name}")
        kept = {name for name in self.whole if Path(name).stem not in failed}
        if failed and (gone := sorted(name for name in kept if not (out / name).is_file())):
            raise Difference(f"{failed} failed, and took along: {gone}")
        for line in build.errors.splitlines():
            path, found, _ = line.partition(" is in the way: ")
            if found:
                Path(path).rename(out / f"moved-{Path(path).name}")

    @staticmethod
    def untouched(out: Path, expected: Mapping[str, object]) -> None:
        """See that these files are as they were."""
        found = snapshot(out)
        if differ := [name for name, what in expected.items() if found.get(name) != what]:
            raise Difference(f"these were changed, or are not whole: {sorted(differ)}")

    def same(self, out: Path, theirs: Mapping[str, object]) -> None:
        """See that a folder has what an undisturbed build writes and what is anybody else's, no more."""
        found, expected = snapshot(out), self.whole | theirs
        if found != expected:
            names = {name for name in {*found, *expected} if found.get(name) != expected.get(name)}
            raise Difference(f"these differ: {sorted(names)}")
        if left := [*(self.place / "t").iterdir()]:
            raise Difference(f"left in the temporary folder: {left}")


def main() -> int:
    """Do the rounds; give 1 after the first difference."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100, metavar="N")
    parser.add_argument("--damages", type=int, default=100, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the first round")
    parser.add_argument("--go-on", action="store_true", help="do not stop at the first difference")
    options = parser.parse_args()
    whole = Path(tempfile.mkdtemp(prefix="attacks-"))
    signals = differences = 0
    for kind, rounds, notebooks in (("kills", options.kills, KILLS), ("damages", options.damages, DAMAGES)):
        if not rounds:
            continue
        place = whole / kind
        attack = Attack(place, notebooks)
        attempt: Callable[[int], str] = getattr(attack, kind)
        for seed in range(options.seed, options.seed + rounds):
            for name in ("out", "t"):
                shutil.rmtree(place / name, ignore_errors=True)
            began = time.monotonic()
            try:
                said = attempt(seed)
            except (Difference, AssertionError) as difference:
                differences += 1
                kept = place / f"{kind}-{seed}"
                shutil.copytree(place / "out", kept, symlinks=True)
                said = f"{difference}\nSee {kept}; again: --{OTHER[kind]} 0 --{kind} 1 --seed {seed}"
            print(f"{kind} {seed}, {time.monotonic() - began:.1f} s: {said}", flush=True)
            if differences and not options.go_on:
                return 1
        signals += attack.signals
    done = f"{options.kills} rounds of kills ({signals} signals), {options.damages} of damages"
    print(f"{done}: {differences} differences.")
    if not differences:
        shutil.rmtree(whole)
    return int(differences > 0)


if __name__ == "__main__":
    sys.exit(main())
