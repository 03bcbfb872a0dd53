"""What the index says of one run."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kzindustry.reporting.pages.across import Compared, Measured
from kzindustry.reporting.pages.words import first_sentence


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
