"""Modules beside the notebooks are read anew once they are forgotten; libraries stay as they are."""

import importlib
import json
import os
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from kzindustry.errors import InputError
from kzindustry.reporting.runs.modules_beside import drop_doubtful_bytecode, forget_modules
from kzindustry.reporting.runs.parameters import declared_parameters


@pytest.fixture
def highest(tmp_path):
    """Give a function that says how many persons a notebook's kind allows, by the module that it names."""

    def read(module):
        cells = [
            {"cell_type": "code", "metadata": {}, "source": f"from {module} import Persons"},
            {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": "persons: Persons = 3"},
        ]
        path = tmp_path / "01_small.ipynb"
        path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
        (persons,) = declared_parameters(path)
        return persons.kind.high

    yield read
    forget_modules(tmp_path)


def write(path: Path, high: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"from kzindustry.types import Whole\nPersons = Whole(1, {high})\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("module", "file"),
    [
        ("own_kinds", "own_kinds.py"),
        ("own_package.kinds", "own_package/kinds.py"),
        ("own_package.inner.kinds", "own_package/inner/kinds.py"),
        ("own_front", "own_package/kinds.py"),
    ],
)
def test_a_kind_is_read_anew_through_modules_and_packages(tmp_path, highest, module, file):
    (tmp_path / "own_front.py").write_text("from own_package import kinds\nPersons = kinds.Persons\n")
    write(tmp_path / file, 900)
    assert highest(module) == 900
    write(tmp_path / file, 1000)
    forget_modules(tmp_path)
    assert highest(module) == 1000
    (tmp_path / file).unlink()
    forget_modules(tmp_path)
    with pytest.raises(InputError, match=f"Persons cannot be imported from {module}"):
        highest(module)


def test_bytecode_of_the_second_in_which_its_source_changed_again_is_not_taken(
    tmp_path, highest, monkeypatch
):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    second = (1_700_000_000, 1_700_000_000)
    source = write(tmp_path / "own_kinds.py", 900)
    os.utime(source, second)
    assert highest("own_kinds") == 900
    bytecode = Path(cache_from_source(source))
    drop_doubtful_bytecode([source, tmp_path / "none.py"])
    assert bytecode.exists(), "it is younger than its source: a change since then would show"
    os.utime(bytecode, second)
    os.utime(write(source, 500), second)
    drop_doubtful_bytecode([source])
    forget_modules(tmp_path)
    assert highest("own_kinds") == 500


def test_libraries_of_an_environment_below_the_folder_are_not_forgotten(tmp_path, monkeypatch):
    libraries = tmp_path / ".venv" / "lib"
    libraries.mkdir(parents=True)
    (libraries / "own_library.py").touch()
    monkeypatch.syspath_prepend(libraries)
    library = importlib.import_module("own_library")
    forget_modules(tmp_path)
    assert sys.modules.pop("own_library") is library
