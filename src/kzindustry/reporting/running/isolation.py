"""The environment of one build: no user configuration reaches a kernel, no file of its own stays behind."""

import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

from kzindustry.reporting.running.forkserver import sockets_in

# Numerical libraries read these when they load: one thread each keeps results alike and forks safe.
ONE_THREAD = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
# Short names, because sockets are made in them, and the system limits the length of their paths.
OWN_FOLDERS = MappingProxyType({
    "IPYTHONDIR": "i",
    "MPLCONFIGDIR": "m",
    "JUPYTER_CONFIG_DIR": "c",
    "JUPYTER_DATA_DIR": "d",
    "JUPYTER_RUNTIME_DIR": "r",
    "TMPDIR": "t",
})  # fmt: skip
KERNEL_CONFIGURATION = "profile_default/ipython_kernel_config.py"
DROPS_NO_OUTPUT = """\
import zmq
from ipykernel.kernelapp import IPKernelApp

usual = IPKernelApp.init_iopub


def init_iopub(self, context):
    context.setsockopt(zmq.SNDHWM, 0)
    usual(self, context)


IPKernelApp.init_iopub = init_iopub
"""
"""For kernels started anew, what `LightApp` is for forked ones; no trait of ipykernel sets that limit."""
LONGEST_TEMPORARY = 40
PREFIX = "kz-"
USER_SETTINGS = (
    "MATPLOTLIBRC",
    "MPLBACKEND",
    "PYTHONSTARTUP",
    "JUPYTER_CONFIG_PATH",
    "JUPYTER_PATH",
    "PYTHONHASHSEED",
)
FIXED = MappingProxyType({
    "PYTHONHASHSEED": "0",  # sets of words keep one order
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "JUPYTER_PLATFORM_DIRS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
})  # fmt: skip


def isolated(folder: Path) -> dict[str, str]:
    """Give the environment for processes that keep all their state in a folder."""
    kept = {name: value for name, value in os.environ.items() if name not in USER_SETTINGS}
    own = {variable: str(folder / name) for variable, name in OWN_FOLDERS.items()}
    try:
        Path.home()
    except RuntimeError:  # a user whom the system does not know, as in a container
        own["HOME"] = str(folder)
    return kept | own | dict.fromkeys(ONE_THREAD, "1") | FIXED


@contextmanager
def build_environment() -> Iterator[tuple[Path, Mapping[str, str]]]:
    """Make a private folder for the time of a build, and the environment that keeps all state in it."""
    usual = tempfile.gettempdir()
    parent = Path(usual if len(usual) <= LONGEST_TEMPORARY else "/tmp")
    remove_abandoned(parent)
    with (
        tempfile.TemporaryDirectory(prefix=PREFIX, dir=parent, ignore_cleanup_errors=True) as name,
        environment_in(Path(name)) as environment,
        sockets_in(Path(environment["TMPDIR"])),
    ):
        yield Path(name), environment


@contextmanager
def environment_in(folder: Path) -> Iterator[Mapping[str, str]]:
    """Give the environment that keeps all state in a private folder, held while this process lives."""
    with _held(folder):  # before it looks like a folder of a build
        for own in OWN_FOLDERS.values():
            (folder / own).mkdir()
        configuration = folder / OWN_FOLDERS["IPYTHONDIR"] / KERNEL_CONFIGURATION
        configuration.parent.mkdir()
        configuration.write_text(DROPS_NO_OUTPUT, encoding="utf-8")
        own_fonts, users_fonts = folder / OWN_FOLDERS["MPLCONFIGDIR"], _font_lists()
        _copy_font_lists(users_fonts, own_fonts)
        environment = isolated(folder)
        with _at_home(environment):
            yield environment
        _copy_font_lists(own_fonts, users_fonts)


@contextmanager
def _at_home(environment: Mapping[str, str]) -> Iterator[None]:
    """Let this process have the home of a build, if it has none: what workers are forked from inherits it."""
    homeless = "HOME" in environment and "HOME" not in os.environ
    if homeless:
        os.environ["HOME"] = environment["HOME"]
    try:
        yield
    finally:
        if homeless:
            del os.environ["HOME"]


def _font_lists() -> Path | None:
    """Give the folder in which matplotlib keeps the list of the machine's fonts for this user, if any.

    The fonts are no configuration, and to find them anew takes as long as to import pandas.
    """
    own, cache = (os.environ.get(name) for name in ("MPLCONFIGDIR", "XDG_CACHE_HOME"))
    try:
        usual = Path.home() / (".cache" if sys.platform == "linux" else ".matplotlib")
    except RuntimeError:  # a user whom the system does not know
        return None
    if own or sys.platform != "linux":
        return Path(own or usual)
    return Path(cache or usual) / "matplotlib"


def _copy_font_lists(source: Path | None, target: Path | None) -> None:
    """Copy the lists that are not there yet; without them all goes on as well."""
    if source is None or target is None:
        return
    with suppress(OSError):
        for found in source.glob("fontlist-*.json"):
            if not (target / found.name).exists():
                target.mkdir(parents=True, exist_ok=True)
                unfinished = target / f".{found.name}.{os.getpid()}"
                shutil.copyfile(found, unfinished)
                unfinished.replace(target / found.name)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Lock a folder for as long as this process lives.

    Raises
    ------
    OSError
        If another process holds it.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def remove_abandoned(parent: Path) -> None:
    """Remove the folders of builds that were killed: nobody holds them any more."""
    for folder in parent.glob(f"{PREFIX}*"):
        with suppress(OSError):  # it is another user's, or in use
            if all((folder / own).is_dir() for own in OWN_FOLDERS.values()):
                with _held(folder):
                    shutil.rmtree(folder)
