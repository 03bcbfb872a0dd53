"""The cards of the index: each holds the runs of one notebook."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kzindustry.reporting.pages.across import pictures_across
from kzindustry.reporting.pages.listing import Listing, Picture
from kzindustry.reporting.pages.run_facts import readable_name, setting_in_words
from kzindustry.reporting.pages.settings import Group, grouped, in_order, varying

FOLD_ABOVE = 12


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
    def groups(self) -> list[Group]:
        """The other runs by what they have in common, where they are many; one group without a name else."""
        found = grouped(self.others) if self.folded else []
        return found or [Group("", [(self.apart(run), run) for run in self.others])]

    @cached_property
    def across(self) -> list[tuple[str, Picture]]:
        """Pictures of the main measures across all runs, with what each shows."""
        others = [(self.apart(run), run.measured) for run in self.others]
        drawn = pictures_across([("the report above", self.main.measured), *others])
        return [(title, Picture(address, alt)) for title, address, alt in drawn]


def card(notebook: str, runs: Sequence[Listing]) -> Card:
    """Put the runs of a notebook together; its default run stands for it, else the first."""
    main = next((run for run in runs if run.run == notebook), runs[0])
    others = [run for run in runs if run is not main]
    return Card(notebook, main, in_order(others, [*varying(runs)]))
