"""What a forked process does to become a kernel like one that was started anew, and what is there before."""

import os
import random
import signal
import sys
import tempfile
import traceback
from importlib.util import find_spec
from typing import Any, NoReturn

from ipykernel.compiler import XCachingCompiler
from ipykernel.kernelapp import IPKernelApp
from IPython.core.application import BaseIPythonApplication

from kzindustry.reporting.kernels.channel import Message
from kzindustry.reporting.kernels.light import LightKernel, LightShell
from kzindustry.reporting.kernels.linux import die_with

STREAM = "kzindustry.reporting.kernels.light.LightStream"


def make_shell() -> Any:
    """Make the application of a kernel and its shell, which libraries look for as they are imported."""
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"  # as a kernel does
    app: Any = IPKernelApp.instance(kernel_class=LightKernel, outstream_class=STREAM)
    BaseIPythonApplication.initialize(app, ["--HistoryManager.enabled=False"])
    return LightShell.instance(
        parent=app, profile_dir=app.profile_dir, user_ns={}, kernel=app, compiler_class=XCachingCompiler
    )


def become_kernel(warm: int, message: Message) -> NoReturn:
    """Run a kernel until it is told to stop, then end without the warm process' exit handlers."""
    status = 1
    try:
        os.setpgid(0, 0)
        die_with(warm)
        prepare(warm, message)
        serve(message["file"], warm)
        status = 0
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else 1
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(status)


def prepare(warm: int, message: Message) -> None:
    """Take on the environment, folder, streams and signals of a new process."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(message["env"], JPY_PARENT_PID=str(warm))
    os.chdir(message["cwd"])
    redirect(message["file"] + ".log")
    reseed()
    tempfile.tempdir = None  # found anew, where this environment has it
    launcher = find_spec("ipykernel_launcher")
    assert launcher
    assert launcher.origin
    sys.argv = [launcher.origin, "-f", message["file"]]


def redirect(log: str) -> None:
    """Give the process streams of its own, so that it holds no pipe of the build open."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(nothing)
    os.close(output)


def reseed() -> None:
    """Give each kernel random numbers of its own, as a new process would have."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def serve(connection_file: str, warm: int) -> None:
    """Be a kernel."""
    app: Any = IPKernelApp.instance()
    app.initialize(["-f", connection_file, f"--IPKernelApp.parent_handle={warm}"])
    app.start()
