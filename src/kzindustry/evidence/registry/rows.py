"""The nouns of the registry: one frozen dataclass per table, its fields the table's columns in order.

Which ends a printed value has is in `ends`; how a table is read, in `reading`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Document:
    """One published document: what it is, where it was read, and the sha256 of its text."""

    document: str
    title: str
    publisher: str
    author: str
    published: str
    language: str
    address: str
    sha256: str
    paragraphs: int
    note: str


@dataclass(frozen=True)
class Figure:
    """One number as printed in one paragraph of one document.

    `start` and `end` count Unicode code points within the paragraph's line; `value`, `value_low`,
    `value_high` and `precision` are in base units of `unit_measure`. An end of None is open; a precision of
    None says that the figure is a plain count.
    """

    figure: str
    document: str
    paragraph: int
    start: int
    end: int
    as_printed: str
    indicator: str
    ref_area: str
    time_period: str
    period_basis: str
    unit_measure: str
    value: float
    value_low: float | None
    value_high: float | None
    precision: float | None
    qualifier: str
    figure_kind: str
    speaker: str
    restates: str
    note: str

    @property
    def id(self) -> str:
        """The figure's id, by the name that context values use for theirs."""
        return self.figure


@dataclass(frozen=True)
class Exclusion:
    """A printed number that measures nothing (a date, a resolution, an address), with the reason."""

    document: str
    paragraph: int
    start: int
    end: int
    as_printed: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """How a figure is read where what is printed cannot be meant, and why."""

    figure: str
    read_as: float
    read_as_low: float | None
    read_as_high: float | None
    unit_measure: str
    reason: str


@dataclass(frozen=True)
class Relation:
    """What must hold between figures, as formulas; whether it does is evaluated, never stored.

    Attributes
    ----------
    relation
        Its id.
    document
        The document that it audits.
    kind
        What an auditor would call the check: "parts and total", "count and share" ...
    statement
        What must hold, in words.
    left, test, right
        Formulas, several joined by ";" where the test takes lists, and the test between them. An empty right
        side says that the other side of the comparison is not known.
    missing
        What would be needed to check it, where the right side is empty.
    failure
        What it is if it does not hold: a slip, another vintage, a hypothesis of ours ...
    other_speaker
        Who speaks on the other side, where it rests on a context value.
    caution
        What not to rely on where it does not hold or cannot be checked.
    """

    relation: str
    document: str
    kind: str
    statement: str
    left: str
    test: str
    right: str
    missing: str
    failure: str
    other_speaker: str
    caution: str


@dataclass(frozen=True)
class ContextValue:
    """One value of an official series, as published: `unit` holds its scale and what it says of its ends."""

    id: str
    series: str
    time_period: str
    value: float
    unit: str
    kind: str
    source: str
    address: str
    note: str


@dataclass(frozen=True)
class Indicator:
    """What is measured."""

    indicator: str
    label: str
    definition: str
    unit_measure: str


@dataclass(frozen=True)
class Area:
    """A place, company or site that a figure speaks of, and the area that it lies within."""

    area: str
    label: str
    kind: str
    within: str
    note: str


@dataclass(frozen=True)
class Unit:
    """A unit of measure: its pint definition and how it is written after a number."""

    unit: str
    definition: str
    symbol: str
    label_one: str
    label_many: str
    note: str


@dataclass(frozen=True)
class Commitment:
    """Something that a document says is done or promised; its status and payer are a reading of ours."""

    commitment: str
    document: str
    paragraph: int
    what: str
    topic: str
    status: str
    payer: str
    note: str


@dataclass(frozen=True)
class RecordedMeasure:
    """What reports record under an id: its name and definition, and what a pure number of it is."""

    measure: str
    label: str
    definition: str
    unit: str


ROWS: Mapping[str, type] = MappingProxyType(
    {
        "documents": Document,
        "figures": Figure,
        "exclusions": Exclusion,
        "readings": Reading,
        "relations": Relation,
        "context": ContextValue,
        "indicators": Indicator,
        "areas": Area,
        "units": Unit,
        "commitments": Commitment,
        "measures": RecordedMeasure,
    }
)
"""The type of a row of each table that `Evidence` reads, by the table's name (data/<name>.csv)."""
