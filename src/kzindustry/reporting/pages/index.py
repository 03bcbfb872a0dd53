"""The page that lists all reports: a card a notebook, with its picture, question, answer and other runs.

What a card holds is in `cards`, what can be filtered in `filters`. The batch gives the listings.
"""

from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup

from kzindustry import __version__
from kzindustry.reporting.pages.cards import card
from kzindustry.reporting.pages.filters import choices, marks, rules
from kzindustry.reporting.pages.linked_data import index_data
from kzindustry.reporting.pages.listing import Listing
from kzindustry.reporting.pages.theme import render, script, script_hash
from kzindustry.reporting.runs.identity import Identity


def index_page(
    listings: Sequence[Listing], results: str | None = "results.csv", identity: Identity | None = None
) -> str:
    """Give the index as an HTML page.

    Parameters
    ----------
    listings
        Every run in the folder; runs of a notebook stand together, notebooks in order of first appearance.
    results
        Address of the table of all results, if there is one.
    identity
        What the collection says of itself.
    """
    identity = identity or Identity()
    order = {one.notebook: place for place, one in reversed(list(enumerate(listings)))}
    runs = sorted(listings, key=lambda one: order[one.notebook])
    cards = [card(name, list(members)) for name, members in groupby(runs, lambda one: one.notebook)]
    failed = [one for one in listings if one.status == "failed"]
    filters = choices(listings, cards)
    reports = [(one.question, one.main.href) for one in cards if one.main.href]
    values = {
        "cards": cards,
        "failed": failed,
        "count": len(listings),
        "results": results,
        "identity": identity,
        "language": identity.language,
        "filters": filters,
        "marks": marks(listings, filters),
        "rules": Markup(rules(filters)),
        "script": script(),
        "policy": f"; script-src {script_hash()}",
        "data": index_data(identity, reports),
    }
    return render("index.html.j2", {**values, "version": __version__})
