"""PDFs beside the reports: made of pages that changed, removed where their page is no longer the same."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from kzindustry.errors import KzindustryError
from kzindustry.reporting.folder.fingerprint import digest, file_digest
from kzindustry.reporting.folder.output_folder import OutputFolder
from kzindustry.reporting.folder.record import Record
from kzindustry.reporting.folder.writing import write_whole


def remove_outdated(folder: OutputFolder, record: Record) -> None:
    """Remove PDFs of pages that are gone or were made anew; only those that are as a build wrote them."""
    for run, (page, pdf) in list(record.printed.items()):
        if file_digest(folder.page(run)) != page:
            del record.printed[run]
            path = folder.pdf(run)
            if not path.is_symlink() and file_digest(path) == pdf:
                with suppress(OSError):
                    path.unlink()


def write_pdfs(
    folder: OutputFolder, record: Record, runs: Iterable[str], jobs: int, print_page: Callable[[Path], bytes]
) -> list[str]:
    """Print the pages of runs that have no PDF of theirs; give what went wrong.

    Parameters
    ----------
    jobs
        Pages at a time.
    print_page
        Makes the PDF of a page.
    """
    problems: list[str] = []
    todo: list[str] = []
    for run in runs:
        if not folder.page(run).exists() or _is_current(folder, record, run):
            continue
        if os.path.lexists(folder.pdf(run)) and run not in record.printed:
            remedy = "Move it, or give another folder by --out."
            problems.append(f"{folder.pdf(run).name} is in the way: no build wrote it. {remedy}")
        else:
            todo.append(run)
    with ThreadPoolExecutor(jobs) as pool:
        made = pool.map(lambda run: _made(folder.page(run), print_page), todo)
        for run, content in zip(todo, made, strict=True):
            if isinstance(content, str):
                problems.append(content)
            else:
                write_whole(folder.pdf(run), content)
                record.printed[run] = (file_digest(folder.page(run)), digest(content))
    return problems


def _made(page: Path, print_page: Callable[[Path], bytes]) -> bytes | str:
    try:
        return print_page(page)
    except KzindustryError as error:
        return str(error)


def _is_current(folder: OutputFolder, record: Record, run: str) -> bool:
    page, pdf = record.printed.get(run, ("", ""))
    return bool(page) and page == file_digest(folder.page(run)) and pdf == file_digest(folder.pdf(run))
