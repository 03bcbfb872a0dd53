"""What a forked process does to become a kernel like one that was started anew, and what is there before."""

import atexit
import gc
import io
import os
import random
import signal
import sys
import tempfile
import threading
import traceback
from contextlib import suppress
from importlib.util import find_spec
from typing import Any, NoReturn

from ipykernel.compiler import XCachingCompiler
from IPython.core.application import BaseIPythonApplication

from kzindustry.reporting.kernels.channel import NO_HISTORY, Message
from kzindustry.reporting.kernels.light import LightApp, LightKernel, LightShell
from kzindustry.reporting.kernels.linux import die_with

WRITERS = (io.TextIOWrapper, io.BufferedWriter, io.BufferedRandom)
STREAM = "kzindustry.reporting.kernels.light.LightStream"


def make_shell() -> Any:
    """Make the application of a kernel and its shell, which libraries look for as they are imported."""
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"  # as a kernel does
    app: Any = LightApp.instance(kernel_class=LightKernel, outstream_class=STREAM)
    BaseIPythonApplication.initialize(app, ["--HistoryManager.enabled=False", NO_HISTORY])
    return LightShell.instance(
        parent=app, profile_dir=app.profile_dir, kernel=app, compiler_class=XCachingCompiler
    )


def become_kernel(warm: int, message: Message) -> NoReturn:
    """Run a kernel until it is told to stop, then end as a program does."""
    status = 1
    try:
        os.setsid()  # as jupyter_client starts kernels
        die_with(warm)
        prepare(warm, message)
        serve_kernel(message["file"], warm)
        conclude()
        status = 0
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else 1
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(status)


def conclude() -> None:
    """Do what Python does at the end of a program, but for taking apart what all kernels share.

    Threads end, exit handlers run (IPython's clears the notebook's names), files are written out.
    """
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    gc.collect()
    for one in gc.get_objects():
        if type(one) in WRITERS and not one.closed:
            with suppress(OSError, ValueError):
                one.flush()


def prepare(warm: int, message: Message) -> None:
    """Take on the environment, folder, streams, signals and command of a new process."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(message["env"], JPY_PARENT_PID=str(warm))
    os.chdir(message["cwd"])
    redirect()
    reseed()
    tempfile.tempdir = None  # found anew, where this environment has it
    launcher = find_spec("ipykernel_launcher")
    assert launcher
    assert launcher.origin
    sys.argv = [launcher.origin, *message["arguments"]]
    sys.orig_argv[:] = [message["python"], "-m", "ipykernel_launcher", *message["arguments"]]
    threading.main_thread()._set_native_id()  # type: ignore[attr-defined] # Python 3.12 and earlier forget to


def redirect() -> None:
    """Let go of the streams of the build; what cells print goes to their outputs."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)


def reseed() -> None:
    """Give each kernel random numbers of its own, as a new process would have."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def serve_kernel(connection_file: str, warm: int) -> None:
    """Be a kernel until it is told to end, and until the thread that was told so has answered.

    It answers through the thread of outputs, which ipykernel ends first: one time in twenty the other then
    waits for that one for ever, and the kernel is killed 2.5 s later.
    """
    app: Any = LightApp.instance()
    app.initialize(["-f", connection_file, f"--IPKernelApp.parent_handle={warm}"])
    app.start()
    if app.control_thread and app.control_thread.is_alive():
        app.control_thread.stop()
        app.control_thread.join()
