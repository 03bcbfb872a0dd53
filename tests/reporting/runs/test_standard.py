from pathlib import Path

import pytest

from kzindustry.errors import InputError
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.standard import DEFAULT_TIMEOUT_S, Standard, read_standard


def read(collection: Path, text: str) -> Standard:
    (collection / "reports.yml").write_text(text, encoding="utf-8")
    return read_standard(Collection(collection))


def problems(collection: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(InputError) as caught:
        read(collection, text)
    return caught.value.problems


def test_lists_and_products_of_parameters(collection: Path) -> None:
    standard = read(
        collection,
        "timeout: 2.5\nwarm_up: kzindustry.warm:warm_up\nruns:\n- notebook: waiting\n- notebook: waiting\n"
        "  parameters: {town: [Karatau, Zhanatas], rate: 0.1}\n",
    )
    assert (standard.timeout_s, standard.warm_up) == (2.5, "kzindustry.warm:warm_up")
    assert [run.name for run in standard.runs] == [
        "waiting",
        "waiting-town=karatau-rate=0.1",
        "waiting-town=zhanatas-rate=0.1",
    ]


def test_what_is_left_out_has_defaults(collection: Path) -> None:
    standard = read(collection, "runs: []")
    assert standard == Standard((), DEFAULT_TIMEOUT_S, "")


def test_values_stay_text_until_their_kind_reads_them(collection: Path) -> None:
    (run,) = read(collection, "runs:\n- notebook: waiting\n  parameters: {persons: 010}").runs
    assert run.values["persons"] == 10  # YAML alone would read an octal 8
    assert (
        "'yes' is not one of"
        in problems(collection, "runs:\n- {notebook: waiting, parameters: {town: yes}}")[0]
    )


def test_all_that_is_wrong_is_told_with_its_line(collection: Path) -> None:
    found = problems(
        collection,
        "timeout: soon\nretires: 3\nruns:\n- notebook: waitin\n- notebook: waiting\n"
        "  parameters:\n    twon: both\n    rate: [0.5, 2]\n"
        "- parameters: {}\n- notebook: waiting\n  notebook: fresh\n",
    )
    assert [problem.split(" ")[0] for problem in found] == [
        "reports.yml:2:",
        "reports.yml:4:",
        "reports.yml:7:",
        "reports.yml:8:",
        "reports.yml:9:",
        "reports.yml:11:",
        "reports.yml:1:",
    ]


def test_parameters_and_values_are_told_by_name(collection: Path) -> None:
    found = problems(
        collection,
        "runs:\n- notebook: waiting\n  parameters:\n    twon: both\n    rate: [0.5, 2]\n    town: []\n",
    )
    assert found == (
        "reports.yml:6: town: a list without values gives no run.",
        "reports.yml:4: twon: no such parameter. Did you mean 'town'?",
        "reports.yml:5: rate: 2.0 is not a number strictly between 0 and 1.",
    )


@pytest.mark.parametrize(
    ("hook", "problem"),
    [
        ("kzindustry.warm", "'kzindustry.warm' is not of the form package.module:function."),
        ("kzindustry.:warm_up", "'kzindustry.:warm_up' is not of the form package.module:function."),
        ("[a, b]", "a single value is needed here."),
        ("kzindustri.warm:warm_up", "no module 'kzindustri'. Did you mean 'kzindustry'"),
        ("kzindustry.worm:warm_up", "no module 'kzindustry.worm'. Did you mean 'kzindustry.warm'"),
        ("kzindustry.warm.up:now", "no module 'kzindustry.warm.up'."),
        ("kzindustry.warm:warmup", "kzindustry.warm has no function 'warmup'. Did you mean 'warm_up'?"),
        ("speaking:speak", "speaking stands beside the notebooks, where each run imports it anew."),
        ("json:spek", "json has no function 'spek'."),
    ],
)
def test_a_warm_up_that_is_not_there_is_told(collection: Path, hook: str, problem: str) -> None:
    (told,) = problems(collection, f"runs: []\nwarm_up: {hook}\n")
    assert told.startswith("reports.yml:2: ")
    assert problem in told


@pytest.mark.parametrize(
    "hook", ["warmer:now", "warmer:dumps", "warmer:lexists", "warmer:later", "math:sqrt"]
)
def test_a_warm_up_is_found_without_importing_it(
    collection: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hook: str
) -> None:
    """One that the module defines, brings by an import or a star import, or that has no source to read."""
    (tmp_path / "warmer.py").write_text(
        "from json import dumps\nfrom os.path import *\nlater = dumps\ndef now(): ...\n"
        "raise SystemExit('imported')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert read(collection, f"runs: []\nwarm_up: {hook}\n").warm_up == hook


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "reports.yml:1: `name: value` lines are needed here."),
        ("- a", "reports.yml:1: `name: value` lines are needed here."),
        ("timeout: 3", "reports.yml:1: `runs:` needs a list of runs"),
        ("runs: waiting", "reports.yml:1: `runs:` needs a list of runs"),
        ("runs:\n- waiting", "reports.yml:2: a run is written `- notebook: NAME`."),
        ("runs:\n- parameters: {}", "reports.yml:2: a run is written `- notebook: NAME`."),
        ("runs:\n- notebook: [a]", "reports.yml:2: a single value is needed here."),
        (
            "runs:\n- notebook: waiting\n  parameters: {town: {a: b}}",
            "reports.yml:3: a single value is needed",
        ),
        ("runs: [", "reports.yml:1: expected the node content"),
        ("timeout: 0\nruns: []", "reports.yml:1: timeout: '0' is not a positive number of seconds."),
        ("timeout: inf\nruns: []", "reports.yml:1: timeout: 'inf' is not a positive number of seconds."),
    ],
)
def test_another_form_is_told(collection: Path, text: str, problem: str) -> None:
    assert problems(collection, text)[0].startswith(problem)


def test_a_file_that_cannot_be_read_is_told(collection: Path) -> None:
    (collection / "reports.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"reports\.yml: cannot be read"):
        read_standard(Collection(collection))
    (collection / "reports.yml").unlink()
    with pytest.raises(InputError, match=r"reports\.yml: cannot be read"):
        read_standard(Collection(collection))
