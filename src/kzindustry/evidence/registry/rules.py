"""What rows must be beyond types, ids, keys and enumerations: one rule a function, named for what it holds.

A rule looks at one row and the rows that it names, and needs no document. A row that is named but missing is
left to `constraints`, which finds broken keys.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from kzindustry.errors import InputError
from kzindustry.evidence.registry.context_units import measure
from kzindustry.evidence.registry.reading import Problem, quoted
from kzindustry.evidence.registry.registry import Registry, observation
from kzindustry.evidence.registry.rows import Area, Commitment, ContextValue, Exclusion, Figure, Reading, Unit
from kzindustry.evidence.registry.time_periods import period

MOST_AREAS = 20
"""From an area to the whole that holds all others."""
Rule = Callable[[Any, Registry], Iterator[Problem]]


def its_place(row: Figure | Exclusion, registry: Registry) -> Iterator[Problem]:
    """Find offsets that cannot be those of the expression, a paragraph that the document has not."""
    if row.end - row.start != len(row.as_printed):
        length = len(row.as_printed)
        yield Problem(
            "end", f"{row.start} to {row.end} is not the length of {row.as_printed!r}, {length} characters"
        )
    document = registry.documents.get(row.document)
    if document and not 1 <= row.paragraph <= document.paragraphs:
        yield Problem("paragraph", f"{row.document} has paragraphs 1 to {document.paragraphs}")


def its_id(row: Figure, _: Registry) -> Iterator[Problem]:
    """Find an id that says another document, paragraph, year or place than the row."""
    if not row.figure.startswith(f"{row.document}:{row.paragraph}:"):
        yield Problem("figure", f"the id does not start with {row.document}:{row.paragraph}:")
    slug = row.figure.rpartition(":")[2]
    for number in re.findall(r"\d+", slug):
        if number not in re.findall(r"\d+", f"{row.time_period} {row.ref_area} {row.indicator}"):
            yield Problem("figure", f"the id says {number}, but neither period nor area nor indicator does")


def its_ends(row: Figure, _: Registry) -> Iterator[Problem]:
    """Find ends that the qualifier does not allow."""
    expected = {
        "exact": (row.value, row.value),
        "approximately": (row.value, row.value),
        "at least": (row.value, None),
        "at most": (None, row.value),
    }.get(row.qualifier)
    if row.qualifier == "range":
        yield from _middle(row)
    for column, end in zip(("value_low", "value_high"), expected or (), strict=False):
        if getattr(row, column) != end:
            yield Problem(column, f"{row.qualifier!r} wants {_text(end)}, not {_text(getattr(row, column))}")


def _middle(row: Figure) -> Iterator[Problem]:
    """Hold the value of a range to the middle of its two ends."""
    low, high = row.value_low, row.value_high
    if low is None or high is None or not low < high:
        yield Problem("value_low", "a range has a low and a greater high end")
    elif row.value != (low + high) / 2:
        yield Problem("value", f"the middle of the range is {(low + high) / 2:.15g}, not {row.value:.15g}")


def _text(number: float | None) -> str:
    return "empty" if number is None else f"{number:.15g}"


def its_precision(row: Figure, _: Registry) -> Iterator[Problem]:
    """Find a precision that is no place of a decimal digit."""
    if row.precision is not None and Decimal(repr(row.precision)).normalize().as_tuple()[:2] != (0, (1,)):
        yield Problem("precision", f"{row.precision!r} is no power of ten, such as 0.1 or 1000")


def its_basis(row: Figure, _: Registry) -> Iterator[Problem]:
    """Find a basis that does not go with the period."""
    if (row.period_basis == "none") != (row.time_period == ""):
        what = f"{row.period_basis!r} with the period {row.time_period!r}; 'none' is for an empty one"
        yield Problem("period_basis", what)


def its_period(row: Figure | ContextValue, _: Registry) -> Iterator[Problem]:
    """Find a period that is none."""
    try:
        if row.time_period:
            period(row.time_period)
    except ValueError as error:
        yield Problem("time_period", str(error))


def its_unit(row: Figure, registry: Registry) -> Iterator[Problem]:
    """Find another unit than the indicator's."""
    indicator = registry.indicators.get(row.indicator)
    if indicator and indicator.unit_measure != row.unit_measure:
        yield Problem(
            "unit_measure", f"{row.indicator} is in {indicator.unit_measure}, not in {row.unit_measure}"
        )


def its_observation(row: Figure, registry: Registry) -> Iterator[Problem]:
    """Find a second figure of one observation (indicator, area, period, kind) that restates none."""
    first = registry.observations[observation(row)]
    if not row.restates and first.figure != row.figure:
        what = f"indicator, area, period and kind are those of {first.figure}: restate it, or tell them apart"
        yield Problem("restates", what)


def its_first(row: Figure, registry: Registry) -> Iterator[Problem]:
    """Find a restated figure that is another observation, or is itself a restatement."""
    first = registry.figures.get(row.restates) if row.restates else None
    if first is None:
        return
    if first.restates:
        yield Problem("restates", f"{first.figure} restates {first.restates}; name that one")
    for column in ("indicator", "ref_area", "time_period", "unit_measure", "value", "figure_kind"):
        if getattr(row, column) != getattr(first, column):
            yield Problem(
                column, f"{getattr(row, column)!r}, but {first.figure} has {getattr(first, column)!r}"
            )


def its_use(row: Reading, registry: Registry) -> Iterator[Problem]:
    """Find a reading outside of its own ends, in another unit, or that reads what is printed anyway."""
    low, high = row.read_as_low, row.read_as_high
    if (low is not None and low > row.read_as) or (high is not None and high < row.read_as):
        yield Problem("read_as", f"{row.read_as:.15g} is outside of {_text(low)} to {_text(high)}")
    figure = registry.figures.get(row.figure)
    if figure is None:
        return
    if figure.unit_measure != row.unit_measure:
        yield Problem("unit_measure", f"{row.figure} is in {figure.unit_measure}, not in {row.unit_measure}")
    if (row.read_as, low, high) == (figure.value, figure.value_low, figure.value_high):
        yield Problem("read_as", "the figure is registered so already: the reading is not needed")


def its_paragraph(row: Commitment, registry: Registry) -> Iterator[Problem]:
    """Find an id of another document or paragraph, or of a figure; a paragraph that the document has not."""
    if not row.commitment.startswith(f"{row.document}:{row.paragraph}:"):
        yield Problem("commitment", f"the id does not start with {row.document}:{row.paragraph}:")
    if row.commitment in registry.figures:
        yield Problem("commitment", f"{row.commitment} is a figure: a citation would not tell them apart")
    document = registry.documents.get(row.document)
    if document and not 1 <= row.paragraph <= document.paragraphs:
        yield Problem("paragraph", f"{row.document} has paragraphs 1 to {document.paragraphs}")


def its_publication(row: ContextValue, registry: Registry) -> Iterator[Problem]:
    """Find an id that says another series or period than the row, a unit that units.csv has not."""
    if not row.id.startswith(f"{row.series}:{row.time_period}:"):
        yield Problem("id", f"the id does not start with {row.series}:{row.time_period}:")
    try:
        measure(row, registry.unit_names)
    except InputError as error:
        yield Problem("unit", str(error).partition(": ")[2].removesuffix("."))


def its_definition(row: Unit, registry: Registry) -> Iterator[Problem]:
    """Find a definition that is none, or that leads to no base unit."""
    if what := registry.definitions.wrong.get(row.unit):
        yield Problem("definition", f"{quoted(row.definition)} {what}")


def its_whole(row: Area, registry: Registry) -> Iterator[Problem]:
    """Find an area that lies within itself."""
    within = row.within
    for _ in range(MOST_AREAS):
        if within not in registry.areas:
            return
        within = registry.areas[within].within
    what = f"{row.area} lies within {row.within}, and so on for {MOST_AREAS} areas: they go in a circle"
    yield Problem("within", what)


RULES: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {
        "figures": (
            its_place,
            its_id,
            its_ends,
            its_precision,
            its_basis,
            its_period,
            its_unit,
            its_observation,
            its_first,
        ),
        "exclusions": (its_place,),
        "readings": (its_use,),
        "context": (its_period, its_publication),
        "units": (its_definition,),
        "areas": (its_whole,),
        "commitments": (its_paragraph,),
    }
)
"""The rules of each table's rows."""

READ_AS_A_WHOLE: Mapping[str, str] = MappingProxyType({"units": "units", "context": "units"})
"""Tables whose rules look at another one as a whole: a fault there would be told again here."""
