from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from kzindustry.reporting.runs.imports import files_beside, imports_of, sets_the_stage

CIRCLE = {"helper.py", "further.py", "package/__init__.py", "package/part.py"}


def notebook(folder: Path, *sources: str) -> Path:
    path = folder / "01_any.ipynb"
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources]), path)
    return path


def test_imports_are_those_of_cells_and_of_the_modules_beside(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("import json\nfrom further import x\nfrom . import no\n")
    (tmp_path / "further.py").write_text(
        "import numpy as np\nx = 1\n", encoding="utf-8-sig"
    )  # as Notepad saves it
    path = notebook(
        tmp_path,
        "%load_ext autoreload\nimport pandas as pd, helper\nfiles = !ls\n?pd\npd.read_csv?",
        "%%bash\nimport nothing",
        "%%time\nfrom math import pi",
        "if True:\n    import late",
        "x = (1,",
        "text = '''\n%not magic\n'''\nimport csv",
    )
    assert sorted(imports_of(path)) == [
        "from further import x",
        "from math import pi",
        "import csv",
        "import json",
        "import numpy as np",
        "import pandas as pd, helper",
    ]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import helper", CIRCLE),
        ("import package", CIRCLE),
        ("def f():\n    import further", CIRCLE),
        ("__import__('further')", CIRCLE),
        (
            "import importlib\nimportlib.import_module('package.part')",
            CIRCLE,
        ),
        ("%run helper.py", CIRCLE),
        ("open('own/values.csv')", {"own/values.csv"}),
        ("'unused and further'  # helper", set()),
        ("open('../outside.csv')", set()),
        ("open('01_any.ipynb')", set()),
        ("'100%00', '\\ud800', '\\0'", set()),  # which no file can be called
    ],
)
def test_files_beside_a_notebook_that_it_depends_on(tmp_path: Path, source: str, names: set[str]) -> None:
    folder = tmp_path / "notebooks"
    for name, content in {
        "helper.py": "import further",
        "further.py": "from package import part",
        "unused.py": "",
        "package/__init__.py": "",
        "package/part.py": "import helper  # in a circle",
        "own/values.csv": "a",
        "../outside.csv": "a",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    found = files_beside(notebook(folder, source))
    assert {path.relative_to(folder).as_posix() for path in found} == names


@pytest.mark.parametrize(
    ("source", "does"),
    [
        ("import os\nos.environ['A'] = 'b'", True),
        ("import os\nos.environ.setdefault('A', 'b')", True),
        ("from os import environ\nenviron.update(A='b')", True),
        ("import os\ndel os.environ['A']", True),
        ("import os\nos.putenv('A', 'b')", True),
        ("%env A=b", True),
        ("%set_env A b", True),
        ("import sys\nsys.path.insert(0, 'x')", True),
        ("import sys\nsys.path[:0] = ['x']", True),
        ("import sys\nsys.path = ['x', *sys.path]", True),
        ("import sys\nsys.path.append('x')", False),  # behind all libraries
        ("import sys\nsys.path += ['x']", False),
        ("import os\nos.environ['A'], os.environ.get('A')", False),
        ("%env", False),
        ("path = {}\npath.update(a=1)", False),
        ("import setting", True),
    ],
)
def test_code_that_sets_what_libraries_look_at(tmp_path: Path, source: str, does: bool) -> None:
    (tmp_path / "setting.py").write_text("import os\ndef f():\n    os.environ['A'] = 'b'\n")
    assert sets_the_stage(notebook(tmp_path, source)) == does
