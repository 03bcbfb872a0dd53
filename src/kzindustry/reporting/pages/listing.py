"""What the index lists: runs, and cards that hold those of one notebook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kzindustry.reporting.pages.across import Compared, Measured, pictures_across
from kzindustry.reporting.pages.run_facts import readable_name, setting_in_words
from kzindustry.reporting.pages.words import first_sentence

FOLD_ABOVE = 12


@dataclass(frozen=True)
class Picture:
    """A picture as an address that holds it, and words for those who do not see it."""

    address: str
    alt: str


@dataclass(frozen=True)
class Listing:
    """What the index says of one run.

    Parameters
    ----------
    run, notebook
        Names; the default run of a notebook bears its name.
    question, answer
        Plain text; either may be empty.
    parameters
        All parameters of the run, as text.
    status
        "ok", "failed", "erring" where cells were allowed to end in an error, or "stale": a report that an
        older state of things wrote.
    error
        What a failed run ended with: cell and message.
    href, notebook_href
        Addresses of the report and of the executed notebook, relative to the index; None where there is none.
    picture
        The lead chart, if there is one.
    measured
        What it measured, as `measured` gives it.
    """

    run: str
    notebook: str
    question: str
    answer: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    status: str = "ok"
    error: str | None = None
    href: str | None = None
    notebook_href: str | None = None
    picture: Picture | None = None
    measured: Mapping[Compared, Measured] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The first sentence of its answer."""
        return first_sentence(self.answer)

    @property
    def state(self) -> str:
        """Its status in words; nothing for a report that is current."""
        return {"failed": "failed", "stale": "out of date", "erring": "with errors"}.get(self.status, "")


@dataclass(frozen=True)
class Card:
    """The runs of one notebook: the one that stands for it, and all others."""

    notebook: str
    main: Listing
    others: Sequence[Listing]

    @property
    def question(self) -> str:
        """The question of its reports, else its name."""
        runs = (self.main, *self.others)
        return next((run.question for run in runs if run.question), readable_name(self.notebook))

    @property
    def picture(self) -> Picture | None:
        """The lead chart of the first run that has one."""
        return next((run.picture for run in (self.main, *self.others) if run.picture), None)

    @property
    def folded(self) -> bool:
        """Whether the other runs are too many to stand open."""
        return len(self.others) > FOLD_ABOVE

    def apart(self, run: Listing) -> str:
        """Say in words what sets a run apart from the one that stands for the notebook."""
        mine = self.main.parameters
        differing = [(name, value) for name, value in run.parameters.items() if mine.get(name) != value]
        return " · ".join(setting_in_words(*one) for one in differing) or run.run

    @cached_property
    def across(self) -> list[tuple[str, Picture]]:
        """Pictures of the main measures across all runs, with what each shows."""
        others = [(self.apart(run), run.measured) for run in self.others]
        drawn = pictures_across([("the report above", self.main.measured), *others])
        return [(title, Picture(address, alt)) for title, address, alt in drawn]


def card(notebook: str, runs: Sequence[Listing]) -> Card:
    """Put the runs of a notebook together; its default run stands for it, else the first."""
    main = next((run for run in runs if run.run == notebook), runs[0])
    return Card(notebook, main, [run for run in runs if run is not main])
