"""Pictures of runs that differ in their parameters; those of built reports are in tests/reports."""

import re
from pathlib import Path

import pytest

from kzindustry.reporting.folder.executed import Executed
from kzindustry.reporting.folder.picture import draw_measure


def run(name: str, value: float, **parameters: object) -> Executed:
    result = {"measure": "share", "subject": "all", "value": value, "low": value, "high": value}
    return Executed(name, name.partition("-")[0], parameters, "", "Why?", "So.", (result,))


@pytest.mark.parametrize(
    "runs",
    [
        [run("one", 1), run("two-a", 2, level="a"), run("two-b", 3, level="b")],
        [run("one-a", 1, level="a"), run("two-5", 2, years=5)],
        [run("one", 1)],
    ],
    ids=["some without", "each its own", "none with"],
)
def test_every_run_has_its_mark_also_without_the_parameter_of_another(
    runs: list[Executed], tmp_path: Path
) -> None:
    path = tmp_path / "share.svg"
    draw_measure(runs, "share", path)
    picture = path.read_text(encoding="utf-8").partition('<g id="legend')[0]
    whiskers = re.findall(r'<g id="LineCollection_\d+">(.*?)</g>', picture, re.DOTALL)
    assert sum(group.count("<path") for group in whiskers) == len(runs)
    assert "<!-- nan -->" not in picture
