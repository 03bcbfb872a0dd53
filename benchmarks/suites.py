"""Run the test suites of nbclient, papermill and jupyter_client over plain and over warm kernels.

The provisioner is offered to all programs that start kernels, so these suites must give the same over its
kernels as over plain ones: `make suites`, or `python benchmarks/suites.py [SUITE ...]`. Prints both sides and
each test that differs; one that differs is run again alone, for some depend on the clock. Ends with 1 if a
difference stays.

The suites come from the package index in the versions that are installed. What they need besides is put into
an environment of their own in the temporary folder.
"""

import argparse
import os
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import venv
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

from kzindustry.reporting.kernels.channel import ADDRESS
from kzindustry.reporting.kernels.start import PROVISIONER, warm_kernels
from kzindustry.reporting.running.isolation import build_environment

SUITES = {"nbclient": "tests", "papermill": "papermill/tests", "jupyter_client": "tests"}
TOOLS = ("flaky", "ipywidgets", "pytest-asyncio", "pytest-jupyter[client]", "pytest-timeout")
MORE_TOOLS = ("testpath", "xmltodict")
SETTINGS = (
    "addopts=",
    "filterwarnings=default",
    "junit_family=xunit1",
    "asyncio_default_fixture_loop_scope=function",
)
OPTIONS = ("-q", "-p", "no:cacheprovider", "--timeout=120", "--continue-on-collection-errors")
IMPORTS = ["import numpy", "import pandas", "import matplotlib.pyplot"]
TRIES = 3
PROBE = """
import json, sys
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel()
shown = []
client.execute_interactive("import sys; print('pandas' in sys.modules)", output_hook=shown.append)
client.stop_channels()
manager.shutdown_kernel()
print([one["content"]["text"] for one in shown if one["msg_type"] == "stream"])
"""
Outcomes = Mapping[str, str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare suites; give 1 if one differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"of {', '.join(SUITES)}; all if none")
    parser.add_argument("--in", dest="folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    names = options.suites or [*SUITES]
    if options.folder:  # within the environment that was made for it
        return max([compare(name, unpacked(name, options.folder)) for name in names])
    with tempfile.TemporaryDirectory(prefix="suites-") as name:
        folder = Path(name)
        again = [environment_of_suites(folder), __file__, "--in", folder, *names]
        return subprocess.run(again, check=False).returncode


def environment_of_suites(folder: Path) -> Path:
    """Make an environment of this one and of what the suites need besides; give its Python."""
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    libraries = sysconfig.get_path("purelib", vars={"base": str(folder / "venv")})
    shared = [sysconfig.get_path("purelib"), str(Path(__file__).resolve().parents[1] / "src")]
    (Path(libraries) / "shared.pth").write_text("\n".join(shared) + "\n")
    subprocess.run([python, "-m", "pip", "install", "--quiet", *TOOLS, *MORE_TOOLS], check=True)
    return python


def unpacked(name: str, folder: Path) -> Path:
    """Give the folder of a library's source."""
    what = ("--no-deps", "--no-binary", ":all:", f"{name}=={version(name)}")
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--dest", folder, *what], check=True)
    (packed,) = folder.glob(f"{name}-*.tar.gz")
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    return folder / packed.name.removesuffix(".tar.gz")


def compare(name: str, source: Path) -> int:
    """Run a suite over both kinds of kernels and print what came of it; give 1 if they differ."""
    sides = both(source, [SUITES[name]])
    for kind, outcomes in sides.items():
        counts = Counter(outcomes.values())
        print(f"{name} over {kind} kernels: {', '.join(f'{counts[what]} {what}' for what in sorted(counts))}")
    left = 0
    for test in sorted(sides["plain"].keys() | sides["warm"].keys()):
        seen = {kind: {outcomes.get(test, "missing")} for kind, outcomes in sides.items()}
        for _ in range(TRIES):
            if seen["plain"] & seen["warm"]:
                break
            for kind, outcomes in both(source, [test]).items():
                seen[kind].add(outcomes.get(test, "missing"))
        if seen["plain"] != seen["warm"]:
            by_chance = bool(seen["plain"] & seen["warm"])
            left += not by_chance
            told = "; ".join(f"{kind} {' or '.join(sorted(what))}" for kind, what in seen.items())
            print(f"  {test}: {told}{' (by chance)' if by_chance else ''}")
    print(f"{name}: {left} differ", flush=True)
    return int(left > 0)


def both(source: Path, tests: Sequence[str]) -> dict[str, Outcomes]:
    """Give the outcomes of tests over each kind of kernels."""
    with (
        build_environment() as (folder, own),
        warm_kernels(folder, own, [IMPORTS], "", source) as warm,
    ):
        plain = {name: value for name, value in warm.items() if name not in {PROVISIONER, ADDRESS}}
        for environment, forked in ((plain, False), (warm, True)):
            probe = subprocess.run(
                [sys.executable, "-c", PROBE], env=environment, capture_output=True, text=True, check=True
            )
            assert str(forked) in probe.stdout, "these are not the kernels that are to be compared"
        return {"plain": outcomes(source, tests, plain), "warm": outcomes(source, tests, warm)}


def outcomes(source: Path, tests: Sequence[str], environment: Mapping[str, str]) -> Outcomes:
    """Run tests, and give what became of each, by its name for pytest."""
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        written = f"--junitxml={report.name}"
        subprocess.run(
            [sys.executable, "-m", "pytest", *OPTIONS, *(f"-o{one}" for one in SETTINGS), written, *tests],
            cwd=source,
            env=environment,
            stdout=None if os.environ.get("SUITES_SHOWN") else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return {
            f"{case.get('file')}::{scope(case)}{case.get('name')}": outcome(case)
            for case in ET.parse(report.name).iter("testcase")
        }


def scope(case: ET.Element) -> str:
    """Give the classes in which a test stands."""
    module = str(case.get("file")).removesuffix(".py").replace("/", ".")
    inner = str(case.get("classname")).removeprefix(module).strip(".")
    return "".join(f"{name}::" for name in inner.split(".") if name)


def outcome(case: ET.Element) -> str:
    """Give what became of a test: the worst of what is told of it."""
    told = {child.tag for child in case}
    return next((what for what in ("error", "failure", "skipped") if what in told), "passed")


if __name__ == "__main__":
    sys.exit(main())
