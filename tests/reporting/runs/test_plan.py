from pathlib import Path

import pytest

from kzindustry.errors import InputError
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.plan import (
    GivenText,
    Grid,
    distinct,
    expand,
    make_run,
    run_name,
    safe_name,
    select,
)
from kzindustry.reporting.runs.standard import read_standard


def grid(**values: str) -> Grid:
    return {
        name: [GivenText(part, f"{name}={text}") for part in text.split(",")] for name, text in values.items()
    }


@pytest.fixture
def small(collection: Path) -> Collection:
    return Collection(collection)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Karatau", "karatau"),
        ("half unit", "half-unit"),
        ("Clopper-Pearson", "clopper-pearson"),
        (0.95, "0.95"),
        (-1.5, "-1.5"),
        (10_000, "10000"),
        (True, "true"),
        ("a/b\\c:d*?", "a-b-c-d"),
        ("..", "5ec1f7e7"),
        ("Жанатас", "3e4e4e8d"),
        ("Žanatas", "zanatas"),
    ],
)
def test_values_are_written_as_all_file_systems_take_them(value: object, written: str) -> None:
    if len(written) == 8 and value in ("..", "Жанатас"):
        assert len(safe_name(value)) == 8
        assert safe_name(value).isalnum()
    else:
        assert safe_name(value) == written


def test_a_run_is_named_by_what_differs_from_the_defaults(small: Collection) -> None:
    path = small.notebooks["waiting"]
    assert make_run("waiting", path, {"town": "both", "rate": 0.5}).name == "waiting"
    run = make_run("waiting", path, {"rate": 0.25, "town": "Karatau"})
    assert run.name == "waiting-town=karatau-rate=0.25"
    assert run.values == {"town": "Karatau", "rate": 0.25, "persons": 3}
    assert run.changed == {"town": "Karatau", "rate": 0.25}
    assert run_name("waiting", {}) == "waiting"


def test_lists_make_a_run_for_each_combination(small: Collection) -> None:
    runs = expand(small, "waiting", grid(town="Karatau,both", persons="1,2,3"), "here")
    assert [run.name for run in runs] == [
        "waiting-town=karatau-persons=1",
        "waiting-town=karatau-persons=2",
        "waiting-town=karatau",
        "waiting-persons=1",
        "waiting-persons=2",
        "waiting",
    ]


def test_every_wrong_value_of_a_grid_is_told(small: Collection) -> None:
    with pytest.raises(InputError) as caught:
        expand(small, "waiting", grid(town="Karatau,Almaty", rate="2,0.5", speed="3"), "here")
    assert len(caught.value.problems) == 3


def test_equal_runs_are_one_and_equal_names_of_different_runs_are_refused(small: Collection) -> None:
    path = small.notebooks["waiting"]
    one, other = make_run("waiting", path, {"town": "a b"}), make_run("waiting", path, {"town": "A-B"})
    assert distinct([one, one]) == (one,)
    with pytest.raises(InputError, match=r"waiting-town=a-b: .* give the same file name"):
        distinct([one, other])
    with pytest.raises(InputError, match="too long for a file name"):
        distinct([make_run("waiting", path, {"town": "x" * 120})])
    with pytest.raises(InputError, match="too long for a file name"):  # file systems count bytes
        distinct([make_run("ж" * 101, path, {})])


def test_a_name_stands_for_a_run_or_for_a_notebooks_default_run(small: Collection) -> None:
    standard = read_standard(small).runs
    chosen = select(small, standard, ["waiting", "waiting-town=karatau", "waiting"])
    assert [run.name for run in chosen] == ["waiting", "waiting-town=karatau"]
    assert select(small, standard, []) == standard


def test_parameters_are_set_on_top_of_the_chosen_runs(small: Collection) -> None:
    standard = read_standard(small).runs
    chosen = select(small, standard, ["waiting-town=karatau"], grid(rate="0.1,0.2"))
    assert [run.name for run in chosen] == ["waiting-town=karatau-rate=0.1", "waiting-town=karatau-rate=0.2"]


def test_everything_unknown_is_told_at_once(small: Collection) -> None:
    with pytest.raises(InputError) as caught:
        select(small, (), ["waitin", "fresh", "waiting"], grid(town="Karatau,Almaty"))
    problems = "\n".join(caught.value.problems)
    assert "No run or notebook 'waitin'. Did you mean 'waiting'?" in problems
    assert "town=Karatau,Almaty: no such parameter in fresh. Name the runs" in problems
    assert "'Almaty' is not one of" in problems


def test_notebooks_that_differ_only_in_their_number_are_refused(collection: Path) -> None:
    (collection / "notebooks" / "09_waiting.ipynb").write_text("{}")
    with pytest.raises(InputError, match=r"09_waiting.ipynb: 01_waiting.ipynb has the same name"):
        _ = Collection(collection).notebooks


@pytest.mark.parametrize("file", ["index.ipynb", "09_Index.ipynb"])
def test_no_notebook_takes_the_place_of_the_page_that_lists_all_reports(collection: Path, file: str) -> None:
    (collection / "notebooks" / file).write_text("{}")
    with pytest.raises(InputError, match=rf"{file}: its page would be index.html"):
        _ = Collection(collection).notebooks


@pytest.mark.parametrize("file", ["._01_waiting.ipynb", ".~02_stopping.ipynb"])
def test_what_a_system_keeps_beside_notebooks_is_none(collection: Path, file: str) -> None:
    """macOS writes the first on disks that are not its own, JupyterLab the second while it saves."""
    before = list(Collection(collection).notebooks)
    (collection / "notebooks" / file).write_bytes(b"\x00\x05\x16\x07")
    assert list(Collection(collection).notebooks) == before
