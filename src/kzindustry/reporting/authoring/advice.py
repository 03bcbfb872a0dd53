"""What would make a notebook a better report: it builds without, but a reader would miss it."""

import re
from collections.abc import Iterator
from pathlib import Path

from kzindustry.errors import InputError
from kzindustry.reporting.authoring.cell_ids import HEADING
from kzindustry.reporting.authoring.draft import Draft, DraftCell
from kzindustry.reporting.runs.collection import TEMPLATE
from kzindustry.reporting.runs.parameters import declared_parameters
from kzindustry.typed_numbers import typed_number

NO_PROSE = re.compile(
    r"^(?:```|~~~).*?^(?:```|~~~)"  # blocks of code
    r"|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]+\$|<[^>\n]+>|\]\([^)\n]*\)|\bhttps?:\S+"  # code, formulas, addresses
    r"|^\s*\d+[.)]\s",  # numbers of a list
    re.MULTILINE | re.DOTALL,
)


def advice_for(path: Path) -> list[str]:
    """Give advice on a notebook.

    Raises
    ------
    InputError
        If the file is no notebook.
    """
    draft = Draft.read(path)
    return [f"{path.name}: {said}" for rule in RULES for said in rule(draft)]


def _of_the_template(draft: Draft) -> Iterator[str]:
    template = draft.path.with_name(f"{TEMPLATE}.ipynb")
    if template == draft.path or not template.is_file():
        return
    given = {cell.prose for cell in Draft.read(template).cells if _asks_for_words(cell)}
    kept = [cell.name for cell in draft.cells if cell.prose in given]
    if kept:
        yield f"{', '.join(kept)}: the template's words still. Write your own."


def _asks_for_words(cell: DraftCell) -> bool:
    """Tell whether a cell of the template has more than a heading, and is not the same in every notebook."""
    return bool(HEADING.sub("", cell.prose).strip()) and "appendix" not in cell.tags


def _title(draft: Draft) -> Iterator[str]:
    for cell in draft.cells:
        title = None if cell.is_code else re.search(r"^# (\S.*)$", cell.source, re.MULTILINE)
        if title:
            if "?" not in title[1]:
                yield f"{cell.name}: the title is no question. Ask what the report answers."
            return


def _typed(draft: Draft) -> Iterator[str]:
    for cell in draft.cells:
        number = "" if cell.is_code else typed_number(NO_PROSE.sub(" ", cell.source))
        if number:
            yield (
                f"{cell.name}: the number {number!r} is typed, so it has no source. Say it in a %%say cell, "
                "as a field."
            )


def _unused(draft: Draft) -> Iterator[str]:
    try:
        declared = declared_parameters(draft.path)
    except InputError:  # said among what the notebook needs
        return
    others = [re.sub(r"#.*", "", cell.source) for cell in draft.code if "parameters" not in cell.tags]
    for parameter in declared:
        if not any(re.search(rf"\b{parameter.name}\b", source) for source in others):
            yield f"the parameter {parameter.name} changes nothing: no cell names it. Use it, or remove it."


RULES = (_of_the_template, _title, _typed, _unused)
