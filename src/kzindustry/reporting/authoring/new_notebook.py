"""Begins a notebook: a copy of the collection's template under its name, with a run in reports.yml."""

import re
from pathlib import Path
from unicodedata import combining, normalize

import yaml

from kzindustry.errors import InputError
from kzindustry.reporting.authoring.clean import cleaned
from kzindustry.reporting.authoring.notebook_file import as_written, read_present_form, replace_file
from kzindustry.reporting.runs.collection import INDEX, TEMPLATE, Collection
from kzindustry.root import project_root

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
WINDOWS = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


def new_command(name: str) -> int:
    """Begin a notebook, and say what comes next."""
    path = begin(Collection(project_root()), name)
    print(f"{path.parent.name}/{path.name}: a copy of the template, with a run in reports.yml.")
    print(f"`kzindustry preview {name}` shows its page as you write, `kzindustry build {name}` builds it.")
    return 0


def begin(collection: Collection, name: str) -> Path:
    """Copy the template under the next number, and name a run of it in reports.yml; give the new file.

    Raises
    ------
    InputError
        If the name is none, or taken; or if there is no template. Then nothing is written.
    """
    _check(collection, name)
    template = collection.folder / f"{TEMPLATE}.ipynb"
    if not template.is_file():
        raise InputError(f"new {name}: there is no {template.parent.name}/{template.name} to copy.")
    text = as_written(cleaned(read_present_form(template)))
    plan = with_run(collection.plan_file.read_bytes().decode(), name, collection.plan_file.name)
    path = collection.folder / f"{_next_number(collection):02d}_{name}.ipynb"
    replace_file(path, text)
    replace_file(collection.plan_file, plan)
    return path


def with_run(plan: str, name: str, file: str = "reports.yml") -> str:
    """Add a run of a notebook to the text of reports.yml, whose comments and form stay as they are.

    Raises
    ------
    InputError
        If the text has no list of runs to add to.
    """
    try:
        root = yaml.compose(plan, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise InputError(f"{file}: cannot be read ({error}). Mend it first.") from None
    pairs = root.value if isinstance(root, yaml.MappingNode) else ()
    named = next((pair for pair in pairs if pair[0].value == "runs"), None)
    key, runs = named or (None, None)
    lines = plan.splitlines(keepends=True)
    end = "\r\n" if "\r\n" in plan else "\n"
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    if key and isinstance(runs, yaml.SequenceNode) and runs.value and not runs.flow_style:
        last, indent = _last_line(runs.value[-1]), " " * runs.start_mark.column
        return "".join([*lines[: last + 1], f"{indent}- notebook: {name}{end}", *lines[last + 1 :]])
    if key is None or runs is None or runs.value or runs.start_mark.line != key.start_mark.line:
        raise InputError(
            f"{file}: `runs:` needs a list of runs, each `- notebook: NAME`, on a line of its own."
        )
    place = key.start_mark.line
    return "".join([*lines[:place], f"runs:{end}  - notebook: {name}{end}", *lines[place + 1 :]])


def _last_line(node: yaml.Node) -> int:
    """Give the line on which a node's last word stands; the end of a block lies at what follows it."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style:
        return int(node.end_mark.line)
    children = [child for pair in node.value for child in (pair if isinstance(pair, tuple) else (pair,))]
    return max(map(_last_line, children), default=int(node.start_mark.line))


def _check(collection: Collection, name: str) -> None:
    if not NAME.fullmatch(name) or WINDOWS.fullmatch(name):
        letters = "".join(one for one in normalize("NFKD", name.casefold()) if not combining(one))
        hint = re.sub(r"[^a-z0-9]+", "_", re.sub(r"^[\d_\W]+|\.ipynb$", "", letters)).strip("_")
        proposal = f" {hint!r} would do." if NAME.fullmatch(hint) and hint != name else ""
        raise InputError(f"new {name}: a name is words of lower-case letters joined by low lines.{proposal}")
    if name in collection.notebooks or name == TEMPLATE:
        raise InputError(f"new {name}: there is a notebook of this name. Choose another.")
    if name == INDEX:
        raise InputError(f"new {name}: index.html is the page that lists all reports. Choose another.")


def _next_number(collection: Collection) -> int:
    found = [re.match(r"\d+", path.stem) for path in collection.notebooks.values()]
    numbers = [int(match[0]) for match in found if match]
    return max(numbers, default=0) + 1
