"""Whatever is damaged in the output folder, the next build heals it and touches nothing of anybody else."""

import random
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from damages import WAYS, spoil

pytestmark = pytest.mark.kernel
Command = Callable[..., CompletedProcess[str]]
ROUNDS = 12


def contents(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name != "build.json"
    }


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_damage_is_healed(collection: Path, command: Command, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    (collection / "reports.yml").write_text("runs:\n- notebook: waiting\n- notebook: fresh\n")
    out = tmp_path / "out"
    assert command("build", "--out", out, cwd=collection).returncode == 0
    whole = contents(out)
    copy = whole["notebooks/waiting.ipynb"].replace(b"persons wait", b"people wait")
    theirs = {
        out / "thesis.html": b"precious",
        out / "notebooks" / "thesis.ipynb": b"[]",
        out / "notebooks" / "waiting-Copy1.ipynb": copy,
    }
    for path, content in theirs.items():
        path.write_bytes(content)
    files = sorted(path for path in out.rglob("*") if path.is_file() and path not in theirs)
    chosen = chance.sample(files, chance.randint(1, 3))
    if out / "build.json" in chosen:  # without the record, a damaged page may be anybody's
        chosen = [path for path in chosen if path.suffix != ".html"]
    done = [f"{path.name}: {spoil(path, chance, WAYS)}" for path in chosen]
    command("list", "--out", out, cwd=collection)
    built = command("build", "--prune", "--out", out, cwd=collection)
    assert built.returncode == 0, (done, built.stdout, built.stderr)
    assert "Traceback" not in built.stderr
    assert {path: path.read_bytes() for path in theirs} == theirs
    found = contents(out)
    assert {name: found[name] for name in whole} == whole, done


def test_the_index_leads_to_a_page_that_was_removed_again(
    collection: Path, command: Command, tmp_path: Path
) -> None:
    words = ("build", "waiting", "--out", tmp_path / "out")
    assert command(*words, cwd=collection).returncode == 0
    whole = contents(tmp_path / "out")
    (tmp_path / "out" / "waiting.html").unlink()
    theirs = tmp_path / "out" / "notebooks" / "theirs.ipynb"
    theirs.write_bytes(b"[]")  # so that the index is written before the run, too
    assert command(*words, cwd=collection).returncode == 0
    theirs.unlink()
    assert contents(tmp_path / "out") == whole
