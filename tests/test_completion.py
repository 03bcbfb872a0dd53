"""Completion as the shells ask for it: what a press of the Tab key makes of a line."""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
SHELLS = {"bash": ["bash", "--norc", "-i"], "zsh": ["zsh", "-f", "-i"]}
BEGIN = {
    "bash": 'eval "$(register-python-argcomplete kzindustry)"',
    "zsh": 'autoload -U compinit; compinit -D; eval "$(register-python-argcomplete kzindustry)"',
}
ASK = r"""
eval "$(register-python-argcomplete kzindustry)"
COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9
_python_argcomplete kzindustry
printf '%s\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def environment():
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "TERM": "dumb", "PS1": "$ "}


@pytest.fixture
def proposed(collection, environment):
    """Give what bash is told for a line with the cursor at its end."""

    def ask(line):
        words = ["bash", "--norc", "-c", ASK, "bash", f"kzindustry {line}"]
        done = subprocess.run(
            words, cwd=collection, env=environment, capture_output=True, text=True, check=True
        )
        return [word.strip() for word in done.stdout.splitlines() if word.strip()]

    return ask


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("pr", ["preview"]),
        ("build --ex", ["--explain"]),
        ("list fr", ["fresh", "fresh-persons=2"]),
        ("build waiting-town=k", ["karatau", "karatau-rate=0.25"]),
        ("parameters st", ["stopping"]),
        ("build waiting -p t", ["town="]),
        ("build fresh -p t", []),
        ("build waiting -p town=K", ["Karatau"]),
        ("build waiting -p town K", ["Karatau"]),
        ("build waiting -p town Karatau -p r", ["rate="]),
        ("preview waiting -p town Z", ["Zhanatas"]),
        ("build --grid town=", ["both", "Karatau", "Zhanatas"]),
        ("build --grid town=both,K", ["both,Karatau"]),
        ("build --jobs ", []),
        ("build nowhere -f rep", ["reports.yml"]),
    ],
)
def test_what_may_stand_there_is_proposed(proposed, line, words):
    """To bash an equals sign ends a word: what is proposed stands behind it."""
    assert proposed(line) == words


def test_measures_and_documents(proposed, collection):
    (collection / "data" / "documents.csv").write_text("document,title\nhope,Hope\nspiid,A plan\n")
    (collection / "reports").mkdir()
    (collection / "reports" / "measures.csv").write_text("measure,label\nrate,Rate\nrate_wide,Wide\nn,N\n")
    assert proposed("verify --document h") == ["hope"]
    assert proposed("results r") == ["rate", "rate_wide"]


def test_what_is_wrong_is_left_to_the_command(proposed, collection):
    (collection / "reports.yml").write_text("runs: [")
    assert proposed("build wai") == []


SEEN = """
import os, sys
end = os._exit  # by which argcomplete leaves
os._exit = lambda status: (print(*sys.modules, file=sys.__stderr__, flush=True), end(status))
from kzindustry.cli import main
main()
"""


def test_nothing_heavy_is_imported(collection, environment, tmp_path):
    line = "kzindustry build waiting -p town="
    asked = {"COMP_LINE": line, "COMP_POINT": str(len(line)), "_ARGCOMPLETE": "1"}
    asked["_ARGCOMPLETE_STDOUT_FILENAME"] = str(tmp_path / "proposed")
    words = [sys.executable, "-c", SEEN]
    done = subprocess.run(
        words, cwd=collection, env=environment | asked, capture_output=True, text=True, check=True
    )
    assert "Karatau" in (tmp_path / "proposed").read_text()
    imported = {*done.stderr.split()}
    assert "kzindustry.types" in imported
    heavy = {"numpy", "pandas", "matplotlib", "nbformat", "papermill", "jinja2", "IPython", "asyncio"}
    assert not heavy & imported


@pytest.mark.parametrize("shell", [name for name in SHELLS if shutil.which(name)])
def test_tab_in_a_real_shell(shell, collection, environment):
    """The line that the Tab key completed is run; what it prints shows what it was."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(collection)
        os.execvpe(SHELLS[shell][0], SHELLS[shell], environment)
    try:
        os.write(terminal, f"{BEGIN[shell]}; echo rea''dy\n".encode())
        read_until(terminal, "ready")
        os.write(terminal, b"kzindustry param\tfre\t\n")
        assert "a whole number from 1" in read_until(terminal, r"persons .*\n")
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(terminal)


def read_until(terminal, pattern, seconds=60):
    """Read what a terminal shows until a pattern is there."""
    shown, end = "", time.monotonic() + seconds
    while not re.search(pattern, shown):
        ready, _, _ = select.select([terminal], [], [], max(0, end - time.monotonic()))
        assert ready, shown
        shown += os.read(terminal, 65536).decode(errors="replace")
    return shown
