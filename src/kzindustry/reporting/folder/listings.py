"""What the index says of each run in the folder."""

from dataclasses import replace
from pathlib import Path

from kzindustry.reporting.folder.executed import Executed
from kzindustry.reporting.folder.freshness import Freshness
from kzindustry.reporting.folder.output_folder import TABLES, OutputFolder
from kzindustry.reporting.folder.record import Built, Record
from kzindustry.reporting.pages.across import measured
from kzindustry.reporting.pages.index import index_page
from kzindustry.reporting.pages.lead_picture import lead_picture
from kzindustry.reporting.pages.listing import Listing
from kzindustry.reporting.terminal import natural


class Listings:
    """What the index says of each run, gathered from one run after the other."""

    def __init__(self, folder: OutputFolder, record: Record, freshness: Freshness) -> None:
        self.folder = folder
        self.record = record
        self.freshness = freshness
        self.found: dict[str, Listing] = {}

    def add(self, run: Executed) -> None:
        """Take what a notebook said."""
        self.found[run.run] = self._listing(run.run, run, run)

    def _listing(self, name: str, source: Executed | Built, shown: Executed | None) -> Listing:
        built = self.record.runs.get(name)
        return Listing(
            run=name,
            notebook=source.notebook,
            question=shown.question if shown else "",
            answer=shown.answer if shown else "",
            parameters={key: str(value) for key, value in source.parameters.items()},
            status=self.freshness.status(name, self.record),
            error=(built.error if built else "") or None,
            href=_if_there(self.folder, self.folder.page(name)),
            notebook_href=_if_there(self.folder, self.folder.notebook(name)),
            measured=measured(shown.results) if shown else {},
        )

    def page(self) -> bytes:
        """Write the first page: runs in the order of notebooks' files, the first of each with its picture."""
        executed = set(self.found)
        for name, built in self.record.runs.items():
            self.found.setdefault(name, self._listing(name, built, None))
        order = list(self.freshness.collection.notebooks)
        place = {name: position for position, name in enumerate(order)}
        listed = sorted(
            self.found.values(), key=lambda one: (place.get(one.notebook, len(order)), natural(one.run))
        )
        first = {one.notebook: one.run for one in reversed(listed) if one.run in executed}
        listed = [
            replace(one, picture=lead_picture(self.folder.notebook(one.run)))
            if first.get(one.notebook) == one.run
            else one
            for one in listed
        ]
        return index_page(listed, TABLES[0], self.freshness.collection.identity).encode()


def _if_there(folder: OutputFolder, path: Path) -> str | None:
    return folder.name(path) if path.exists() else None
