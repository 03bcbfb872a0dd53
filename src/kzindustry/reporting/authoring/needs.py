"""What a notebook must have to become a report, in words: found by reading it, before any kernel starts.

This holds for any notebook; what would make it a better one is said in ``advice``.
"""

import ast
import re
import shlex
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kzindustry.errors import InputError, similar
from kzindustry.reporting.authoring.cell_ids import is_readable
from kzindustry.reporting.authoring.draft import PROSE, Draft
from kzindustry.reporting.runs.parameters import declared_parameters
from kzindustry.typed_numbers import typed_number

TAGS = ("parameters", "answer", "lead", "appendix")
"""The tags that mean something to a report, beside those that nbconvert knows."""
EXTENSION = re.compile(r"^\s*%(?:load|reload)_ext\s+kzindustry\b", re.MULTILINE)
CITING = {"say", "limit", "answer", "show", "record", "table", "printed", "folded", "record_text", "heading"}
"""What a report shows with citations."""


def needs_of(path: Path) -> list[str]:
    """Name each thing that a notebook needs and has not, or has in the wrong place.

    Raises
    ------
    InputError
        If the file is no notebook.
    """
    draft = Draft.read(path)
    return [f"{path.name}: {problem}" for rule in RULES for problem in rule(draft)]


def _kernel(draft: Draft) -> Iterator[str]:
    spec = draft.document["metadata"].get("kernelspec") or {}
    if not spec.get("name"):
        yield "no kernelspec. Choose the kernel Python 3 in JupyterLab and save."
    elif spec.get("language", "python") != "python":
        yield f"its kernel is {spec['name']}. Reports are run by Python 3: choose it in JupyterLab and save."


def _ids(draft: Draft) -> Iterator[str]:
    names = [cell.document.get("id") for cell in draft.cells]
    remedy = f"`kzindustry clean {shlex.quote(draft.path.name)}`"
    nameless = [cell for cell in draft.cells if not is_readable(cell.document.get("id"))]
    if nameless:
        count = f"{len(nameless)} cells have" if len(nameless) > 1 else f"{nameless[0].name} has"
        yield f"{count} no readable id. {remedy} gives them."
    for name, times in Counter(filter(None, names)).items():
        if times > 1:
            yield f"{times} cells have the id {name}. {remedy} renames them."


def _title(draft: Draft) -> Iterator[str]:
    if not any(not cell.is_code and re.search(r"^# \S", cell.source, re.MULTILINE) for cell in draft.cells):
        yield "no title. Begin with a Markdown cell whose first line is `# The question`."


def _python(draft: Draft) -> Iterator[str]:
    from IPython.core.inputtransformer2 import TransformerManager  # noqa: PLC0415 - takes its time

    for cell in draft.code:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(TransformerManager().transform_cell(cell.source))
        except SyntaxError as error:
            yield f"{cell.name}, line {error.lineno}: {error.msg}."


def _parameters(draft: Draft) -> Iterator[str]:
    tagged = [cell for cell in draft.cells if "parameters" in cell.tags]
    if len(tagged) > 1:
        yield f"{', '.join(cell.name for cell in tagged)} are tagged `parameters`. Only one may be."
    try:
        declared = declared_parameters(draft.path)
    except InputError as error:
        yield from (problem.removeprefix(f"{draft.path.name}, ") for problem in error.problems)
        return
    checked = draft.first(lambda cell: "parameters" in cell.calls)
    if declared and checked > len(draft.cells):
        yield "nothing checks the parameters. Write report.parameters() where the report is made."
    elif declared and checked < tagged[0].place:
        yield f"report.parameters() stands before {tagged[0].name}. Move it below."


def _prose(draft: Draft) -> Iterator[str]:
    loaded = draft.first(lambda cell: cell.is_code and EXTENSION.search(cell.source))
    made = draft.first(lambda cell: cell.is_code and re.search(r"\bReport\(", cell.source))
    for cell in draft.code:
        if PROSE.match(cell.source) and cell.place < loaded:
            yield f"{cell.name} is a prose cell. Write `%load_ext kzindustry` above, with the imports."
            break
    for cell in draft.code:
        if cell.calls and cell.place < made:
            yield f"{cell.name} speaks before there is a report. Write report = Report(evidence) above."
            break


def _said(draft: Draft) -> Iterator[str]:
    for cell in draft.code:
        if not PROSE.match(cell.source):
            continue
        if not cell.prose:
            yield f"{cell.name} says nothing. Write its text, or remove it."
        elif number := typed_number(re.sub(r"\{[^{}]*\}", "", cell.prose)):
            yield f"{cell.name}: the number {number!r} is typed. Name a quantity, {{towns.rate[Karatau]:%}}."


def _answer(draft: Draft) -> Iterator[str]:
    answering = [cell for cell in draft.code if "answer" in cell.calls]
    if not answering:
        yield "no answer. Write one as %%answer, in a cell tagged `answer`: the page opens with it."
    for cell in answering:
        if "answer" not in cell.tags:
            yield f"{cell.name} answers, but is not tagged `answer`. Tag it: the page opens with what is."
    for cell in draft.cells:
        if "answer" in cell.tags and not cell.calls & {"answer", "limit", "say"}:
            yield f"{cell.name} is tagged `answer` and answers nothing. Write %%answer, or remove the tag."


def _sources(draft: Draft) -> Iterator[str]:
    citing = [cell for cell in draft.code if cell.calls & CITING]
    listed = draft.first(lambda cell: "sources" in cell.calls)
    if citing and listed > len(draft.cells):
        yield "no sources. Write report.sources() at the end: without it, citations lead nowhere."
        return
    for cell in citing:
        if cell.place > listed:
            yield f"{cell.name} cites after the sources were listed. Move report.sources() below it."


def _tags(draft: Draft) -> Iterator[str]:
    for cell in draft.cells:
        for tag in cell.tags:
            hint = similar(tag, TAGS)
            if tag not in TAGS and hint:
                yield f"{cell.name}: the tag {tag!r} means nothing. {hint}"


RULES = (_kernel, _ids, _title, _python, _parameters, _prose, _said, _answer, _sources, _tags)
