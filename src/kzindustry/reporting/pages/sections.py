"""Sections of a page: what stands under one heading, its code in one place at its end."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kzindustry.reporting.pages.fragment import Fragment
from kzindustry.reporting.pages.outline import Heading


@dataclass
class Section:
    """What stands between two headings.

    Attributes
    ----------
    headings
        Of the cell that opens it; none before the first heading.
    opening
        That cell, rendered.
    has_words
        Whether the cell holds more than headings.
    shown
        Text and outputs in their order.
    code
        The code of its cells.
    """

    headings: list[Heading] = field(default_factory=list)
    opening: Fragment = field(default_factory=Fragment)
    has_words: bool = False
    shown: list[Fragment] = field(default_factory=list)
    code: list[Fragment] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing but code would stand under the heading."""
        return not self.has_words and not self.shown

    @property
    def level(self) -> int:
        """The level of the last heading of its opening; 1 before the first heading."""
        return self.headings[-1].level if self.headings else 1


def with_content(sections: Sequence[Section]) -> list[Section]:
    """Drop headings under which nothing stands, there or below; their code joins what is before."""
    kept: list[Section] = []
    orphans: list[Fragment] = []
    for section in reversed(sections):
        holds_next = bool(kept) and kept[-1].level > section.level
        if section.headings and section.is_empty and not holds_next:
            orphans = section.code + orphans
        else:
            section.code += orphans
            orphans = []
            kept.append(section)
    return kept[::-1]
