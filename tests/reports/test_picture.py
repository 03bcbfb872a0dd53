"""A measure across runs, drawn: every recorded number is in the picture, and bad wishes are refused."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("kzindustry")


def results(*words, out):
    command = [PROGRAM, "results", *map(str, words), "--out", str(out)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_draws_a_mark_and_a_whisker_for_every_recorded_number(built_reports, tmp_path):
    path = tmp_path / "rates.svg"
    done = results("start_up_rate", "--picture", path, out=built_reports)
    assert done.returncode == 0, done.stderr
    listed = results("start_up_rate", "--csv", out=built_reports).stdout.splitlines()[1:]
    panels = path.read_text(encoding="utf-8").partition('<g id="legend')[0]
    whiskers = re.findall(r'<g id="LineCollection_\d+">(.*?)</g>', panels, re.DOTALL)
    assert sum(group.count("<path") for group in whiskers) == len(listed)


def test_the_same_results_give_the_same_bytes(built_reports, tmp_path):
    paths = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for path in paths:
        results("start_up_rate", "--picture", path, out=built_reports)
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize(
    ("measure", "name", "told"),
    [
        ("start_up_rate", "rates.jpeg", ".svg, .png, .pdf"),
        ("start_up_rate", "nowhere/rates.svg", "cannot be written (No such file or directory)"),
        ("start_up_ratio", "rates.svg", "'start_up_rate'"),
    ],
)
def test_refuses_what_it_cannot_draw(built_reports, tmp_path, measure, name, told):
    done = results(measure, "--picture", tmp_path / name, out=built_reports)
    assert done.returncode == 2
    assert told in done.stderr
    assert not (tmp_path / name).exists()
