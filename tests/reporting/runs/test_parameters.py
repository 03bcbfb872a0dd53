import json
from pathlib import Path

import pytest

from kzindustry.errors import InputError
from kzindustry.reporting.runs.parameters import declared_parameters, parse_value
from kzindustry.types import Town

IMPORTS = "from kzindustry.types import Persons, Probability as Share, Town"


def notebook(folder: Path, parameters: str, imports: str = IMPORTS) -> Path:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# Question?"},
        {"cell_type": "code", "metadata": {}, "source": ["%matplotlib inline\n", "raise RuntimeError"]},
        {"cell_type": "code", "metadata": {}, "source": imports},
        {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": parameters},
    ]
    path = folder / "01_small.ipynb"
    path.write_text(json.dumps({"cells": cells}))
    return path


def test_lines_become_parameters_without_running_the_notebook(tmp_path: Path) -> None:
    town, share = declared_parameters(notebook(tmp_path, 'town: Town = "both"  # where\nshare: Share = 0.5'))
    assert (town.name, town.default, town.kind, town.help) == ("town", "both", Town, "where")
    assert (share.name, share.default, share.kind_name, share.help) == ("share", 0.5, "Share", "")


def test_a_notebook_without_the_cell_takes_no_parameters(tmp_path: Path) -> None:
    path = notebook(tmp_path, "")
    path.write_text(path.read_text().replace('"parameters"', '"other"'))
    assert declared_parameters(path) == ()
    with pytest.raises(InputError, match="There is none"):
        parse_value((), "town", "both", "-p town=both")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("town = 'both'", "is written `name: Kind = literal"),
        (
            "persons = 200",
            "from kzindustry.types (Persons, Probability, Rounding ...), or one of your own",
        ),
        (
            "n: Whole(1, 1000) = 200",
            "from a module beside the notebooks, written there as `Year = Whole(1990, 2030)`",
        ),
        ("n: Whole = 200", "Whole alone does not say what is allowed. Import a kind by name"),
        ("share: Real = 0.5", "Real alone does not say what is allowed. Import a kind by name"),
        ("town: Town", "is written `name: Kind = literal"),
        ("town: types.Town = 'both'", "is written `name: Kind = literal"),
        ("town: City = 'both'", "City is not imported"),
        ("year: int = 2020", "int does not say what is allowed. Import a kind by name"),
        ("town: Town = 'Astana'", "the default of town: 'Astana' is not one of"),
        ("town: Town = str(1)", "the default of town is not a plain literal"),
        ("town: Absent = 'both'", "Absent cannot be imported from kzindustry.types"),
        ("town: Path = 'both'", "Path is no kind of parameter"),
    ],
)
def test_a_line_of_another_form_is_told_with_its_place(tmp_path: Path, line: str, problem: str) -> None:
    imports = IMPORTS + "\nfrom kzindustry.types import Absent, Real, Whole\nfrom pathlib import Path"
    with pytest.raises(InputError, match="parameters cell, line 2: ") as caught:
        declared_parameters(notebook(tmp_path, f"persons: Persons = 3\n{line}", imports))
    assert problem in str(caught.value)


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        declared_parameters(notebook(tmp_path, "town: Town = 1\nshare: Share = 2\npersons: Persons = 3"))
    assert [problem.split(": ")[0] for problem in caught.value.problems] == [
        "01_small.ipynb, parameters cell, line 1",
        "01_small.ipynb, parameters cell, line 2",
    ]


def test_a_syntax_error_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="parameters cell, line 2: "):
        declared_parameters(notebook(tmp_path, "persons: Persons = 3\ntown: Town ="))


def test_limits_of_ones_own_stand_in_a_module_beside_the_notebooks(tmp_path: Path) -> None:
    (tmp_path / "own_limits.py").write_text(
        "from kzindustry.types import Whole\nPeople = Whole(1, 300)\n"
        "class Even:\n"
        "    parse = check = classmethod(lambda cls, value: int(value) // 2 * 2)\n"
        "    describe = classmethod(lambda cls: 'an even number')\n"
    )
    imports = "from own_limits import Even, People"
    parameters = declared_parameters(notebook(tmp_path, "n: People = 200\nm: Even = 4", imports))
    assert [parameter.kind.describe() for parameter in parameters] == [
        "a whole number from 1 to 300",
        "an even number",
    ]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"cells": 3}', "\x00"])
def test_a_file_that_is_no_notebook_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "01_small.ipynb"
    path.write_text(content)
    with pytest.raises(InputError, match="not a readable notebook"):
        declared_parameters(path)


def test_a_notebook_that_is_gone_is_told_without_the_path_of_the_machine(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^01_gone\.ipynb: cannot be read \(No such file or directory\)\.$"):
        declared_parameters(tmp_path / "01_gone.ipynb")


def test_values_are_read_by_the_declared_kind(tmp_path: Path) -> None:
    parameters = declared_parameters(notebook(tmp_path, 'town: Town = "both"\npersons: Persons = 3'))
    assert parse_value(parameters, "persons", "007", "-p persons=007") == 7
    assert parse_value(parameters, "town", "Karatau", "-p town=Karatau") == "Karatau"


def test_an_unknown_name_or_value_is_refused_with_the_nearest(tmp_path: Path) -> None:
    parameters = declared_parameters(notebook(tmp_path, 'town: Town = "both"\npersons: Persons = 3'))
    with pytest.raises(InputError, match=r"-p twon=both: no such parameter\. Did you mean 'town'\?"):
        parse_value(parameters, "twon", "both", "-p twon=both")
    with pytest.raises(InputError, match=r"town=Karatua: 'Karatua' is not one of .* Did you mean 'Karatau'"):
        parse_value(parameters, "town", "Karatua", "-p town=Karatua")


def test_a_value_like_none_is_told_with_what_is_accepted_once(tmp_path: Path) -> None:
    parameters = declared_parameters(notebook(tmp_path, 'town: Town = "both"\npersons: Persons = 3'))
    with pytest.raises(InputError) as caught:
        parse_value(parameters, "town", "x", "-p town=x")
    assert str(caught.value) == "-p town=x: 'x' is not one of 'both', 'Karatau', 'Zhanatas'."
    with pytest.raises(InputError) as caught:
        parse_value(parameters, "persons", "x", "-p persons=x")
    assert str(caught.value) == "-p persons=x: 'x' is not a whole number from 1 to 10,000,000."
