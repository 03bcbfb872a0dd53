"""Whatever is damaged in the output folder, the next build heals it and touches nothing of anybody else."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

pytestmark = pytest.mark.kernel
Command = Callable[..., CompletedProcess[str]]
ROUNDS = 12


def contents(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name != "build.json"
    }


def damage(path: Path, chance: random.Random) -> str:
    """Spoil a file in one of the ways in which files are spoilt; say in which."""
    content = bytearray(path.read_bytes())
    way = chance.choice(["cut", "flip", "empty", "gone", "list", "null", "nan", "nested", "foreign"])
    match way:
        case "cut":
            content = content[: chance.randrange(len(content) + 1)]
        case "flip":
            for _ in range(20):
                content[chance.randrange(len(content))] = chance.randrange(256)
        case "empty":
            content = bytearray()
        case "gone":
            path.unlink()
            return way
        case "list" | "null" | "nan" | "nested":
            spoilt = {"list": b"[]", "null": b"null", "nan": b"NaN", "nested": b"[" * 99_999}
            content = bytearray(spoilt[way])
        case "foreign" if path.suffix in {".json", ".ipynb"}:
            document = json.loads(content)
            for name in [*document]:
                if chance.random() < 0.5:
                    document[name] = chance.choice([None, [], {}, "5", 5, {"a": [None]}])
            content = bytearray(json.dumps(document).encode())
    path.write_bytes(content)
    return way


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_damage_is_healed(collection: Path, command: Command, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    (collection / "reports.yml").write_text("runs:\n- notebook: waiting\n- notebook: fresh\n")
    out = tmp_path / "out"
    assert command("build", "--out", out, cwd=collection).returncode == 0
    whole = contents(out)
    theirs = {out / "thesis.html": b"precious", out / "notebooks" / "thesis.ipynb": b"[]"}
    for path, content in theirs.items():
        path.write_bytes(content)
    files = sorted(path for path in out.rglob("*") if path.is_file() and path not in theirs)
    chosen = chance.sample(files, chance.randint(1, 3))
    if out / "build.json" in chosen:  # without the record, a damaged notebook may be anybody's
        chosen = [out / "build.json"]
    done = [f"{path.name}: {damage(path, chance)}" for path in chosen]
    command("list", "--out", out, cwd=collection)
    built = command("build", "--prune", "--out", out, cwd=collection)
    assert built.returncode == 0, (done, built.stdout, built.stderr)
    assert "Traceback" not in built.stderr
    assert {path: path.read_bytes() for path in theirs} == theirs
    found = contents(out)
    assert {name: found[name] for name in whole} == whole, done
