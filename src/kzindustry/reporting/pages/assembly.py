"""Sorts the cells of a notebook into a page: which cell becomes what, and where it comes to stand.

The answer and the lead chart go to the top, recorded results into one table, the cells after the one tagged
`appendix` into a part of their own at the end. All else keeps its order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import accumulate
from typing import Any

from kzindustry.contract import FINDING, HEADING, LIMIT, PARAMETERS, RESULT, Document, documents
from kzindustry.reporting.pages.fragment import Fragment
from kzindustry.reporting.pages.gate import admitted
from kzindustry.reporting.pages.limit import at
from kzindustry.reporting.pages.markdown import rendered
from kzindustry.reporting.pages.mime import completed, joined, to_fragments, unshown
from kzindustry.reporting.pages.options import Cell, PageOptions, folds_outputs, tagged
from kzindustry.reporting.pages.outline import Outline
from kzindustry.reporting.pages.run_facts import (
    INJECTED,
    allowed_errors,
    code_language,
    ended_well,
    failure_of,
)
from kzindustry.reporting.pages.sections import Section
from kzindustry.reporting.pages.surroundings import Surroundings
from kzindustry.reporting.pages.theme import highlighted

Shown = tuple[Fragment, Document | None]


@dataclass
class Assembly:
    """A page that grows cell by cell.

    Attributes
    ----------
    outline, around
        Headings, and what surrounds each piece.
    answer, caveat, lead
        What opens the page.
    sections, appendix
        What follows, and what stands folded at the end.
    parameters
        The table of parameters that the notebook shows.
    results
        Documents of what was recorded.
    warnings
        What a page cannot show, with the cell's name.
    failure, error_anchor
        The error that ended the run, and where it stands.
    allowed
        The ids of cells of which the build says that they were allowed to end in an error; None without one.
    erring
        Cells that ended in an error: name, and the anchor of the error.
    executed
        Whether any cell was run.
    """

    outline: Outline
    around: Surroundings
    options: PageOptions
    language: str = "python"
    answer: list[Fragment] = field(default_factory=list)
    caveat: list[Fragment] = field(default_factory=list)
    lead: list[Fragment] = field(default_factory=list)
    sections: list[Section] = field(default_factory=lambda: [Section()])
    appendix: list[Section] = field(default_factory=list)
    parameters: list[Fragment] = field(default_factory=list)
    results: list[Document] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    failure: str = ""
    error_anchor: str = ""
    allowed: Sequence[str] | None = None
    erring: list[tuple[str, str]] = field(default_factory=list)
    executed: bool = False

    def add(self, place: int, cell: Cell, outputs: list[Shown]) -> None:
        """Add a cell with its rendered outputs."""
        kind = cell.get("cell_type")
        opens = tagged(cell, "appendix") and not self.appendix
        if opens:
            self.appendix.append(Section())
        if opens and kind != "markdown":
            self.outline.begin_appendix()
        for fragment, _ in outputs:
            self._warn(place, cell, fragment)
        if kind == "code":
            self._add_outputs(cell, outputs)
            self._add_code(cell)
            if cell.get("outputs") or cell.get("execution_count"):
                self._note_end(place, cell, outputs)
        elif self.options.shows_source(cell):
            self._warn(place, cell, self._text(cell, opens_appendix=opens))

    @property
    def _open(self) -> Section:
        return (self.appendix or self.sections)[-1]

    def _text(self, cell: Cell, *, opens_appendix: bool) -> Fragment:
        source = joined(cell.get("source", ""))
        if cell.get("cell_type") == "markdown":
            return self._add_markdown(source, cell.get("attachments"), opens_appendix=opens_appendix)
        if cell.get("cell_type") == "raw":
            shown = completed(admitted(source, self.around))
        else:
            shown = unshown([f"a cell of the kind {cell.get('cell_type')!r}"])
        self._open.shown += [shown] if shown.visible else []
        return shown

    def _add_markdown(self, source: str, attachments: Any, *, opens_appendix: bool) -> Fragment:
        around = replace(self.around, attachments=attachments if isinstance(attachments, Mapping) else {})
        before = len(self.outline.headings)
        shown, has_words = rendered(source, self.outline, around, opens_appendix=opens_appendix)
        shown = completed(shown)
        headings = [one for one in self.outline.headings[before:] if one is not self.outline.appendix]
        if headings:
            opened = Section(headings, shown, has_words)
            (self.appendix or self.sections).append(opened)
        elif shown.visible:
            self._open.shown.append(shown)
        return shown

    def _add_heading(self, document: Document) -> None:
        """Open a section under a heading that a prose cell brings."""
        level = 3 if document.get("level") == 3 else 2
        heading = self.outline.add(level, escape(str(document.get("text", "")), quote=False))
        shown = f'<h{heading.level} id="{escape(heading.anchor)}">{heading.html}</h{heading.level}>'
        (self.appendix or self.sections).append(Section([heading], Fragment.of(shown)))

    def _add_code(self, cell: Cell) -> None:
        source = joined(cell.get("source", "")).strip("\n")
        if source and self.options.shows_source(cell):
            language = str(cell.get("metadata", {}).get("magics_language") or self.language)
            self._open.code.append(
                Fragment.of(highlighted(source, "text" if source.startswith("%%") else language))
            )

    def _add_outputs(self, cell: Cell, outputs: list[Shown]) -> None:
        rest: list[Fragment] = []
        for fragment, document in outputs:
            kind = document.get("kind") if document else ""
            if document and kind == RESULT:
                self.results.append(document)
            elif kind == PARAMETERS:
                self.parameters.append(fragment)
            elif document and kind == HEADING:
                self._open.shown += rest
                rest = []
                self._add_heading(document)
            elif document and tagged(cell, "answer") and kind == FINDING and document.get("role") == LIMIT:
                self.caveat.append(fragment)
            elif fragment.visible:
                rest.append(fragment)
        if folds_outputs(cell) and rest:
            rest[0] = rest[0].wrapped('<details class="folded-output"><summary>Output</summary>', "")
            rest[-1] = rest[-1].wrapped("", "</details>")
        if tagged(cell, "answer"):
            self.answer += rest
        elif tagged(cell, "lead"):
            self.lead += rest
        else:
            self._open.shown += rest

    def _note_end(self, place: int, cell: Cell, outputs: list[Shown]) -> None:
        """Keep the error of the cell that ran last; one that was expected or survived ended nothing."""
        self.executed = True
        self.failure = "" if tagged(cell, "raises-exception") else failure_of(cell)
        self.error_anchor = next((one.anchor for one, _ in outputs if one.anchor), "")
        if cell.get("id") in self.allowed if self.allowed is not None else self.failure:
            self.erring.append((_name(place, cell), self.error_anchor))

    def _warn(self, place: int, cell: Cell, fragment: Fragment) -> None:
        name = _name(place, cell)
        self.warnings += [f"{name}: not shown in the report: {what}" for what in fragment.lost]
        if fragment.without_source:
            remedy = "report.show(drawn(figure, shows=..., ...)) names it"
            self.warnings.append(f"{name}: a picture without source. {remedy}.")


def assemble(notebook: Mapping[str, Any], options: PageOptions, around: Surroundings) -> Assembly:
    """Sort the cells of a notebook."""
    own = (int(not tagged(cell, INJECTED)) for cell in notebook["cells"])  # those of the notebook's own file
    placed = zip(accumulate(own), notebook["cells"], strict=True)
    cells = [(place, cell) for place, cell in placed if options.shows(cell)]
    for _, cell in cells:
        if cell.get("cell_type") != "code":
            around.anchors.reserve(joined(cell.get("source", "")))
    around = replace(around, with_sources=any(True for _ in documents(notebook)))
    rendered_outputs = []
    for place, cell in cells:
        with at(_name(place, cell)):
            rendered_outputs.append(list(_outputs(cell, options, around)))
    page = Assembly(
        Outline(around.anchors), around, options, code_language(notebook), allowed=allowed_errors(notebook)
    )
    for (place, cell), outputs in zip(cells, rendered_outputs, strict=True):
        with at(_name(place, cell)):
            page.add(place, cell, outputs)
    if ended_well(notebook):
        page.failure = ""
    if page.failure and page.allowed is None:  # which is the last error; its own notice tells it
        page.erring.pop()
    return page


def _name(place: int, cell: Cell) -> str:
    return f"cell {place} ({cell['id']})" if cell.get("id") else f"cell {place}"


def _outputs(cell: Cell, options: PageOptions, around: Surroundings) -> Iterator[Shown]:
    if cell.get("cell_type") == "code":
        yield from to_fragments(options.outputs_of(cell), around)
