"""A table of figures as they are printed: the words, where they stand, what they say."""

from collections.abc import Iterable
from html import escape

from kzindustry.evidence import Evidence, Figure
from kzindustry.presentation import periods
from kzindustry.presentation.citations import Citations, bounding_word
from kzindustry.presentation.tables import Cell, Table

KINDS = {"actual": "reported", "planned": "planned", "forecast": "forecast"}
HEADS = ("As printed", "Paragraph", "What", "Where", "Period", "Status", "Said by")


def as_printed(figures: Iterable[str], caption: str, evidence: Evidence, citations: Citations) -> Table:
    """Give the table of figures and context values; the title of each source stands once, above its own."""
    groups: dict[str, list[list[Cell]]] = {}
    for name in figures:
        groups.setdefault(citations.source(name)[0].title, []).append(_row(name, evidence, citations))
    blank = [Cell.of("")] * (len(HEADS) - 1)
    rows = [row for title, own in groups.items() for row in ([Cell.of(title), *blank], *own)]
    return Table(caption, HEADS, rows)


def _row(name: str, evidence: Evidence, citations: Citations) -> list[Cell]:
    item = evidence.figure(name)
    source, _ = citations.source(name)
    anchor = citations.anchor(name)
    if isinstance(item, Figure):
        words, aside, said = item.as_printed, bounding_word(item), _said(item, evidence)
    else:
        words, aside = f"{item.value:,.12g} {item.unit}", ""
        said = ("", source.title, "", periods.words(item.time_period), KINDS[item.kind], source.short)
    inner = escape(words, quote=False)
    small = f"<small>{escape(aside, quote=False)}</small>" if aside else ""
    head = Cell(words + aside, f'<a class="num" href="#{anchor}">{inner}</a>{small}', figures=(name,))
    return [head, *map(Cell.of, said)]


def _said(item: Figure, evidence: Evidence) -> tuple[str, ...]:
    """Give where a figure stands and what it says, in the order of ``PRINTED``."""
    registry = evidence.registry
    return (
        str(item.paragraph),
        registry.indicators[item.indicator].label,
        registry.areas[item.ref_area].label if item.ref_area else "",
        periods.words(item.time_period) + (" (inferred)" if item.period_basis == "inferred" else ""),
        KINDS[item.figure_kind],
        item.speaker,
    )
