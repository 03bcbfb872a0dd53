"""The project's own files agree with each other: one list of dependencies, and guides whose paths exist."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kzindustry.root import project_root

ROOT = project_root(Path(__file__))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GUIDES = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "data/README.md",
    "reports/README.md",
    "docs/cluster.md",
]
# Where conda-forge's name is another one, or a leaner package of the same thing exists.
CONDA_NAMES = {
    "flit_core": "flit-core",
    "jupyter-client": "jupyter_client",
    "matplotlib": "matplotlib-base",
    "nbconvert": "nbconvert-core",
    "seaborn": "seaborn-base",
}


def declared(extra=None):
    project = PYPROJECT["project"]
    listed = project["dependencies"] if extra is None else project["optional-dependencies"][extra]
    return [Requirement(line) for line in listed]


def pinned(part):
    lines = (ROOT / "requirements" / f"{part}.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def test_conda_environment_lists_what_pyproject_lists():
    backend = [Requirement(line) for line in PYPROJECT["build-system"]["requires"]]
    wanted = {
        CONDA_NAMES.get(item.name, item.name): {str(part) for part in item.specifier}
        for item in [*declared(), *declared("lab"), *declared("dask"), *backend]
    }
    wanted["python"] = set(PYPROJECT["project"]["requires-python"].split(","))
    wanted["pip"] = set()
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    found = {
        name: set(bounds.split(",")) - {""} for name, _, bounds in (line.partition(" ") for line in listed)
    }
    assert found == wanted


@pytest.mark.parametrize(
    ("part", "extra"),
    [("reports", None), ("test", "test"), ("test", "dask"), ("lab", "lab"), ("dask", "dask")],
)
def test_every_dependency_is_pinned_within_its_bounds(part, extra):
    pins = {}
    for pin in pinned(part):
        pins.setdefault(canonicalize_name(pin.name), []).append(pin)
    wanted = declared() + (declared(extra) if extra else [])
    wanted += [Requirement(line) for line in PYPROJECT["build-system"]["requires"]]
    for item in wanted:
        versions = [str(pin.specifier).removeprefix("==") for pin in pins[canonicalize_name(item.name)]]
        assert versions
        assert all(item.specifier.contains(version) for version in versions), item


@pytest.mark.parametrize("part", ["reports", "test", "lab", "dask"])
def test_pins_are_exact_and_name_no_index(part):
    for pin in pinned(part):
        assert re.fullmatch(r"==[\w.!+]+", str(pin.specifier)), pin
        assert pin.url is None
    assert "--" not in (ROOT / "requirements" / f"{part}.txt").read_text(encoding="utf-8")


def test_reports_need_neither_jupyterlab_nor_dask_nor_test_tools():
    names = {canonicalize_name(pin.name) for pin in pinned("reports")}
    others = declared("test") + declared("lab") + declared("dask")
    assert names.isdisjoint({canonicalize_name(item.name) for item in others})


def test_parts_pin_the_same_versions():
    pins = [
        {(pin.name, str(pin.specifier)) for pin in pinned(part)}
        for part in ("reports", "test", "lab", "dask")
    ]
    assert all(pins[0] <= others for others in pins[1:])
    assert pins[3] <= pins[1]


@pytest.mark.parametrize("guide", GUIDES)
def test_paths_that_guides_name_exist(guide):
    text = (ROOT / guide).read_text(encoding="utf-8")
    linked = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text)
    quoted = re.findall(r"`((?:src|tests|data|notebooks|requirements|benchmarks|\.ci)/[\w./-]*)`", text)
    base = (ROOT / guide).parent
    missing = [path for path in linked if not (base / path).exists()]
    missing += [path for path in quoted if not (ROOT / path).exists()]
    assert missing == []


@pytest.mark.parametrize("guide", GUIDES)
def test_make_targets_that_guides_name_exist(guide):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = (ROOT / guide).read_text(encoding="utf-8")
    assert set(re.findall(r"\bmake ([a-z]+)`", text)) <= targets


def test_makefile_lists_its_tasks():
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("reports", "test", "check", "lab", "clean", "distclean"):
        assert f"make {target} " in listed


def test_nothing_generated_is_in_git():
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert [name for name in files if name.startswith("reports/") and name != "reports/README.md"] == []
    assert [name for name in files if name.endswith(".html") and "templates" not in name] == []


def test_the_readme_asks_the_notebooks_questions():
    listed = dict(
        re.findall(
            r"^\| `(notebooks/[^`]+)` \| (.+) \|$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M
        )
    )
    asked = {}
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        first = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
        asked[f"notebooks/{path.name}"] = first.splitlines()[0].removeprefix("# ")
    assert listed == asked
