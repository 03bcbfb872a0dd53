"""index.html and the tables of results: every run in the folder, whichever build made it."""

from kzindustry.reporting.folder.extracts import read_extracts
from kzindustry.reporting.folder.fingerprint import digest, file_digest
from kzindustry.reporting.folder.freshness import Freshness
from kzindustry.reporting.folder.intact import intact
from kzindustry.reporting.folder.output_folder import OutputFolder
from kzindustry.reporting.folder.record import Record
from kzindustry.reporting.folder.results_tables import Tables
from kzindustry.reporting.folder.writing import write_whole


def write_overview(folder: OutputFolder, record: Record, freshness: Freshness) -> None:
    """Write the index and the tables, unless they already say all there is to say."""
    covered = digest(repr((_covered(folder, record, freshness), freshness.collection.identity)).encode())
    files = {path.name: file_digest(path) for path in folder.overview}
    if record.overview == {"covered": covered, **files}:
        return
    from kzindustry.reporting.folder.listings import Listings  # noqa: PLC0415 - only a changed folder needs it

    runs, tables, listings = read_extracts(folder, record), Tables(), Listings(folder, record, freshness)
    for run in runs:
        tables.add(run)
        listings.add(run)
    written = {folder.extracts.name: runs.content(), **tables.files(), folder.index.name: listings.page()}
    for name, content in written.items():
        write_whole(folder.path / name, content)
    record.overview = {"covered": covered, **{name: digest(content) for name, content in written.items()}}


def _covered(folder: OutputFolder, record: Record, freshness: Freshness) -> list[tuple[str, ...]]:
    """Give all that the index says of each run, or what it follows from."""

    def of(name: str) -> tuple[str, ...]:
        built = record.runs.get(name)
        shown = _content(folder, record, name), str(folder.page(name).exists())
        return name, freshness.status(name, record), built.error if built else "", *shown

    return [of(name) for name in sorted({*folder.runs(), *record.runs})]


def _content(folder: OutputFolder, record: Record, run: str) -> str:
    """Give the digest of a run's notebook."""
    file, _ = folder.files(run)
    written = record.runs[run].files.get(file, "") if run in record.runs else ""
    path = folder.notebook(run)
    return written if written and intact(path, written, record.untouched, file) else file_digest(path)


def import_pages() -> None:
    """Import what writes the index: when others are at work, not when somebody waits for it."""
    import kzindustry.reporting.folder.listings  # noqa: F401, PLC0415 - only a changed folder needs it
