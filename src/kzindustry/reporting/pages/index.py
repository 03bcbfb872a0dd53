"""The page that lists all reports: a section a notebook, its question and answer first, then its other runs.

What belongs here: how runs are grouped and which parameters tell them apart. The batch gives the entries.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from itertools import groupby

from kzindustry import __version__
from kzindustry.reporting.pages.theme import render

FOLD_ABOVE = 12


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
        "ok", "failed", or "stale": a report that an older state of things wrote.
    error
        What a failed run ended with: cell and message.
    href, notebook_href
        Addresses of the report and of the executed notebook, relative to the index; None where there is none.
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


@dataclass(frozen=True)
class Group:
    """The runs of one notebook: the default one if there is one, all others, and what tells those apart."""

    notebook: str
    question: str
    default: Listing | None
    others: Sequence[Listing]
    varying: Sequence[str]

    @property
    def folded(self) -> bool:
        """Whether the runs are too many to stand open."""
        return len(self.others) > FOLD_ABOVE


def index_page(entries: Sequence[Listing], results: str | None = "results.csv") -> str:
    """Give the index as an HTML page.

    Parameters
    ----------
    entries
        Every run in the folder; runs of a notebook stand together, notebooks in order of first appearance.
    results
        Address of the table of all results, if there is one.
    """
    order = {entry.notebook: place for place, entry in reversed(list(enumerate(entries)))}
    runs = sorted(entries, key=lambda entry: order[entry.notebook])
    groups = [group(name, list(members)) for name, members in groupby(runs, lambda entry: entry.notebook)]
    failed = [entry for entry in entries if entry.status == "failed"]
    values = {"groups": groups, "failed": failed, "count": len(entries), "results": results}
    return render("index.html.j2", {**values, "about": about(), "language": "en", "version": __version__})


def group(notebook: str, runs: Sequence[Listing]) -> Group:
    """Put the runs of a notebook together."""
    default = next((run for run in runs if run.run == notebook), None)
    question = next((run.question for run in runs if run.question), notebook.replace("_", " "))
    others = [run for run in runs if run is not default]
    return Group(notebook, question, default, others, varying(runs))


def varying(runs: Sequence[Listing]) -> list[str]:
    """Name the parameters whose value is not the same in all runs, in order of declaration."""
    names = dict.fromkeys(name for run in runs for name in run.parameters)
    return [name for name in names if len({run.parameters.get(name) for run in runs}) > 1]


@cache
def about() -> str:
    """Say what the collection is: the first words of the installed package about itself."""
    try:
        return metadata("kzindustry")["Summary"] or ""
    except PackageNotFoundError:
        return ""
