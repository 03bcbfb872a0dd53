"""What a forked process does to become a kernel like one that was started anew."""

import os
import random
import signal
import sys
import traceback
from typing import Any, NoReturn

from ipykernel.kernelapp import IPKernelApp

from kzindustry.reporting.kernels.channel import Message
from kzindustry.reporting.kernels.light import LightKernel, LightStream
from kzindustry.reporting.kernels.linux import die_with

STREAM = f"{LightStream.__module__}.{LightStream.__name__}"


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
    sys.argv = ["ipykernel_launcher", "-f", message["file"]]


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
    app: Any = IPKernelApp.instance(kernel_class=LightKernel, outstream_class=STREAM)
    app.initialize(
        ["-f", connection_file, "--HistoryManager.enabled=False", f"--IPKernelApp.parent_handle={warm}"]
    )
    app.start()
