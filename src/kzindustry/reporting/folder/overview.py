"""index.html and the tables of results: every run in the folder, whichever build made it."""

from pathlib import Path

from kzindustry.reporting.folder.executed import Executed, executed_runs
from kzindustry.reporting.folder.fingerprint import digest, file_digest
from kzindustry.reporting.folder.freshness import Freshness
from kzindustry.reporting.folder.output_folder import TABLES, OutputFolder
from kzindustry.reporting.folder.record import KEPT, Built, Record
from kzindustry.reporting.folder.results import tables
from kzindustry.reporting.folder.writing import write_whole


def write_overview(folder: OutputFolder, record: Record, freshness: Freshness) -> None:
    """Write the index and the tables, unless they already say all there is to say."""
    covered = digest(repr((_covered(folder, record, freshness), freshness.collection.identity)).encode())
    files = {path.name: file_digest(path) for path in folder.overview}
    if record.overview == {"covered": covered, **files}:
        return
    executed = {run.run: run for run in executed_runs(folder, record)}
    for name, content in tables(executed.values()).items():
        write_whole(folder.path / name, content)
    write_whole(folder.index, _index(folder, record, freshness, executed).encode())
    files = {path.name: file_digest(path) for path in folder.overview}
    record.overview = {"covered": covered, **files}


def _covered(folder: OutputFolder, record: Record, freshness: Freshness) -> list[tuple[str, ...]]:
    """Give all that the index says of each run, or what it follows from."""

    def of(name: str) -> tuple[str, ...]:
        built = record.runs.get(name)
        shown = file_digest(folder.notebook(name)), str(_if_there(folder, folder.page(name)))
        return name, status(name, record, freshness), built.error if built else "", *shown

    return [of(name) for name in sorted({*folder.runs(), *record.runs})]


def status(name: str, record: Record, freshness: Freshness) -> str:
    """Say how a run's report is: "ok", "failed", "stale" where an input changed since, or "erring"."""
    built = record.runs.get(name)
    if built is None:
        return "stale"
    if built.error:
        return "stale" if KEPT in built.error else "failed"
    if freshness.differences(built, record):
        return "stale"
    return "erring" if built.allowed else "ok"


def import_pages() -> None:
    """Import what writes the index: when others are at work, not when somebody waits for it."""
    import kzindustry.reporting.pages.index  # noqa: PLC0415 - only a changed folder needs it
    import kzindustry.reporting.pages.lead_picture  # noqa: F401, PLC0415


def _index(folder: OutputFolder, record: Record, freshness: Freshness, executed: dict[str, Executed]) -> str:
    """Write the first page: runs in the order of their notebooks' files."""
    from kzindustry.reporting.pages.index import index_page  # noqa: PLC0415 - only a changed folder needs it
    from kzindustry.reporting.pages.lead_picture import lead_picture  # noqa: PLC0415
    from kzindustry.reporting.pages.listing import Listing  # noqa: PLC0415

    def entry(name: str, shown: Executed | None, built: Built | None) -> Listing:
        source = shown or built
        assert source is not None
        return Listing(
            run=name,
            notebook=source.notebook,
            question=shown.question if shown else "",
            answer=shown.answer if shown else "",
            parameters={key: str(value) for key, value in source.parameters.items()},
            status=status(name, record, freshness),
            error=(built.error if built else "") or None,
            href=_if_there(folder, folder.page(name)),
            notebook_href=_if_there(folder, folder.notebook(name)),
            picture=lead_picture(folder.notebook(name)) if shown and name == source.notebook else None,
            results=shown.results if shown else (),
        )

    entries = [entry(name, executed.get(name), record.runs.get(name)) for name in {**record.runs, **executed}]
    order = list(freshness.collection.notebooks)
    place = {name: position for position, name in enumerate(order)}
    listed = sorted(entries, key=lambda one: (place.get(one.notebook, len(order)), one.run))
    return index_page(listed, TABLES[0], freshness.collection.identity)


def _if_there(folder: OutputFolder, path: Path) -> str | None:
    return path.relative_to(folder.path).as_posix() if path.exists() else None
