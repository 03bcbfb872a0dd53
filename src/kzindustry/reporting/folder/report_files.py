"""The files of a report: the page and the notebook as it was executed."""

from collections.abc import Mapping
from dataclasses import replace

from kzindustry.reporting.folder.extracts import add_extract
from kzindustry.reporting.folder.fingerprint import digest
from kzindustry.reporting.folder.output_folder import OutputFolder
from kzindustry.reporting.folder.record import KEPT
from kzindustry.reporting.folder.writing import write_all
from kzindustry.reporting.progress.news import Failure, RunOutcome
from kzindustry.reporting.runs.plan import Run

REMEDY = "Make room in the folder, or give another by --out."


def write_report(
    folder: OutputFolder, run: Run, outcome: RunOutcome, older: Mapping[str, str]
) -> tuple[Failure, dict[str, str]]:
    """Write a run's files; give its failure, which may be that of writing, and the digests of the files.

    What cannot be made anew stays as an earlier build wrote it, with the digests that are given; the failure
    says so, and with it the index.
    """
    failure = outcome.failure
    written = {folder.notebook(run.name): outcome.notebook, folder.page(run.name): outcome.page}
    if all(written.values()):
        try:
            write_all(written)
            add_extract(folder, run.name, outcome.notebook)
            return failure, {folder.name(path): digest(content) for path, content in written.items()}
        except OSError as error:
            failure = Failure(error=f"{run.name} cannot be written: {error.strerror}. {REMEDY}")
    if older:
        failure = replace(failure, error=f"{failure.error} {KEPT}")
    return failure, {**older}
