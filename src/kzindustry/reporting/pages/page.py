"""A notebook as a page: what the template prints, in the order in which it is read.

Which cell comes to stand where is decided in `assembly`, the HTML around it in templates/report.html.j2.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from kzindustry import __version__
from kzindustry.contract import ANSWER, Document, documents
from kzindustry.reporting.pages.anchors import Anchors
from kzindustry.reporting.pages.assembly import Assembly, assemble
from kzindustry.reporting.pages.fragment import Fragment
from kzindustry.reporting.pages.gate import admitted
from kzindustry.reporting.pages.linked_data import report_data
from kzindustry.reporting.pages.options import PageOptions
from kzindustry.reporting.pages.outline import Heading
from kzindustry.reporting.pages.recorded import results_table, source_numbers
from kzindustry.reporting.pages.run_facts import (
    DECLARED,
    INJECTED,
    apart,
    assigned_parameters,
    declares_parameters,
    rerun,
)
from kzindustry.reporting.pages.sections import Section, with_content
from kzindustry.reporting.pages.surroundings import Surroundings
from kzindustry.reporting.pages.theme import render
from kzindustry.reporting.pages.words import excerpt, words_of
from kzindustry.reporting.runs.identity import Identity

OWN_ANCHORS = frozenset({
    "page-top", "page-answer", "page-answer-label", "page-contents", "page-text", "page-appendix",
    "page-parameters", "page-results", "page-rerun",
})  # fmt: skip


FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What no HTML document may hold, and no file in UTF-8."""


@dataclass(frozen=True)
class Links:
    """Where a report's neighbours are, as addresses relative to it; an empty one is not shown."""

    index: str = ""
    notebook: str = ""
    results: str = ""


@dataclass(frozen=True)
class Page:
    """Everything the template prints."""

    name: str
    made: Assembly
    apart: str
    sections: Sequence[Section]
    appendix: Sequence[Section]
    parameters: Mapping[str, str]
    results: Fragment
    documents: Sequence[Document]
    rerun: str

    @property
    def title(self) -> str:
        """Plain text of the question, or the notebook's name where it asks none."""
        return words_of(self.made.outline.title) or self.name

    @property
    def full_title(self) -> str:
        """The title with what sets this run apart, so that two runs can be told apart in tabs."""
        return f"{self.title} ({self.apart})" if self.apart else self.title

    @property
    def contents(self) -> list[tuple[Heading, list[Heading]]]:
        """Headings of the second level, each with those of the third below it; the appendix last."""
        tree: list[tuple[Heading, list[Heading]]] = []
        for heading in (heading for section in self.sections for heading in section.headings):
            if heading.level == 2:
                tree.append((heading, []))
            elif heading.level == 3 and tree:
                tree[-1][1].append(heading)
        return [*tree, (self.appendix_heading, [])] if self.has_appendix else tree

    @property
    def appendix_heading(self) -> Heading:
        """The heading of the appendix: the notebook's own, if it gives one."""
        return self.made.outline.appendix or Heading(2, "page-appendix", "Appendix")

    @property
    def has_appendix(self) -> bool:
        """Whether there is anything for the appendix."""
        return bool(
            self.appendix or self.parameters or self.made.parameters or self.results.visible or self.rerun
        )

    @property
    def styles(self) -> list[Markup]:
        """The style sheets of outputs, each confined to its own."""
        return [Markup(sheet) for fragment in self._fragments() for sheet in fragment.styles]

    def _fragments(self) -> Iterator[Fragment]:
        made = self.made
        yield from (*made.answer, *made.caveat, *made.lead, *made.parameters)
        for section in (*self.sections, *self.appendix):
            yield from (section.opening, *section.shown)

    def show(self, fragment: Fragment) -> Markup:
        """Write a fragment, its links settled."""
        return fragment.html(self.made.outline.anchors)

    @property
    def warnings(self) -> list[str]:
        """Say what is not on the page, and which citations lead nowhere."""
        anchors = self.made.outline.anchors
        dead = {name for fragment in self._fragments() for name in fragment.dead_links(anchors)}
        sources = any(name.startswith("source-") for name in dead)
        nowhere = ["citations lead nowhere. End it with report.sources()."] if sources else []
        return [*dict.fromkeys(self.made.warnings), *nowhere]


def report_page(
    notebook: Mapping[str, Any],
    name: str,
    links: Links | None = None,
    options: PageOptions | None = None,
) -> str:
    """Give the HTML page of a notebook, executed or not; see `page_of` and `written`."""
    return written(page_of(notebook, name, options), links)


def page_of(
    notebook: Mapping[str, Any],
    name: str,
    options: PageOptions | None = None,
    around: Surroundings | None = None,
) -> Page:
    """Sort a notebook into a page.

    Parameters
    ----------
    notebook
        A notebook of format 4: a NotebookNode or the parsed file.
    name
        What to call it if it has no first-level heading.
    options
        What is shown.
    around
        Where pictures that the notebook names are, and whether its page stands among those of others.
    """
    options = options or PageOptions()
    around = replace(around or Surroundings(), anchors=Anchors({*OWN_ANCHORS}))
    made = assemble(notebook, options, around)
    declared = {} if declares_parameters(notebook) else assigned_parameters(notebook, DECLARED)
    told = list(documents(notebook))
    # What a notebook of ours records moves to the appendix, and leaves headings with nothing below them.
    kept = with_content if told else list[Section]
    results = results_table(made.results, source_numbers(told)) if made.results else ""
    return Page(
        name=name,
        made=made,
        apart=apart(notebook),
        sections=kept(made.sections),
        appendix=kept(made.appendix),
        parameters=declared and declared | assigned_parameters(notebook, INJECTED),
        results=admitted(results, around),
        documents=told,
        rerun=rerun(notebook),
    )


def written(page: Page, links: Links | None = None, identity: Identity | None = None) -> str:
    """Write a page as HTML, with links to the files beside it, and what its collection says of itself."""
    links, identity = links or Links(), identity or Identity()
    summary = description(page)
    data = report_data(page.full_title, summary, identity, page.documents, links.results)
    values = {"page": page, "links": links, "identity": identity, "description": summary, "data": data}
    language = page.made.options.language or identity.language
    written_page = render(
        "report.html.j2", {**values, "language": language, "policy": "", "version": __version__}
    )
    return FORBIDDEN.sub("\ufffd", written_page)


def description(page: Page) -> str:
    """Sum the page up in a sentence or two: its error, its answer, or its first words."""
    if page.made.failure:
        return excerpt(f"This run stopped with an error. {page.made.failure}")
    answers = " ".join(str(one.get("text", "")) for one in page.documents if one.get("role") == ANSWER)
    answers = answers or " ".join(fragment.words for fragment in page.made.answer)
    first = (one.words for section in page.sections for one in (section.opening, *section.shown))
    return excerpt(answers or next(filter(None, first), page.title))
