"""Verification: the registry against the documents' texts, row by row and number by number.

This is the only place that needs the texts; reports read data/ alone.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kzindustry.errors import InputError, nearest, printable
from kzindustry.evidence.checks import check_tables
from kzindustry.evidence.grammar.tokens import numbers
from kzindustry.evidence.registry.load import load_registry
from kzindustry.evidence.registry.reading import Problem
from kzindustry.evidence.registry.registry import Registry
from kzindustry.evidence.registry.rows import Exclusion, Figure
from kzindustry.evidence.verification.completeness import both_ways, leftovers
from kzindustry.evidence.verification.printed import contradictions, misdated, out_of_place
from kzindustry.evidence.verification.texts import Recognised, SourceText, recognise
from kzindustry.root import data_folder, project_root

FOLDER_VARIABLE = "KZ_DOCUMENTS"


@dataclass(frozen=True)
class Verification:
    """What came of holding the registry against a folder: problems, remarks, and how much was held."""

    problems: tuple[str, ...]
    remarks: tuple[str, ...]
    summary: str

    @property
    def clean(self) -> bool:
        """Whether every row is in its place and no number is left over."""
        return not self.problems

    def __str__(self) -> str:
        count = len(self.problems)
        end = f"{count} problem{'s' * (count > 1)}." if count else "Clean."
        return "\n".join(map(printable, [*self.problems, *self.remarks, f"{self.summary} {end}"]))


def verify(folder: Path, registry: Registry | None = None, only: Sequence[str] = ()) -> Verification:
    """Hold the registry against a folder of documents.

    Parameters
    ----------
    folder
        Holds the documents' texts, under any names.
    registry
        The tables; by default those of the package's data folder.
    only
        Keys of the documents that are asked for; all if none is named.

    Raises
    ------
    InputError
        If the folder is missing, holds none of the documents, or a key is none.
    """
    registry = registry or load_registry(data_folder())
    known = list(registry.documents)
    unknown = [f"No document {key!r}. {nearest(key, known)}" for key in only if key not in known]
    if unknown:
        raise InputError(*unknown)
    wanted = [key for key in known if key in only or not only]
    files = recognise(folder, registry.documents.values(), printed_expressions(registry))
    if not any(key in files.held for key in wanted):
        which = " or ".join(only) or f"the {len(wanted)} documents of documents.csv"
        raise InputError(f"{folder} holds none of {which}. Name the folder of the texts.")
    problems = [*_of_files(registry, files, wanted), *_of_registry(registry, wanted)]
    for key in wanted:
        for text in files.held.get(key, ()):
            problems += of_document(registry, key, text)
    remarks = [*_remarks(files), *_not_asked_for(registry, wanted)]
    return Verification(tuple(problems), tuple(remarks), _summary(registry, files, wanted))


def printed_expressions(registry: Registry) -> dict[str, Counter[str]]:
    """Give the registered expressions of each document: what a changed file is recognised by."""
    expressions: dict[str, Counter[str]] = {key: Counter() for key in registry.documents}
    stretches = {(row.document, row.paragraph, row.start, row.end, row.as_printed) for row in _rows(registry)}
    for key, _, _, _, as_printed in stretches:
        expressions[key][as_printed] += 1
    return expressions


def of_document(registry: Registry, key: str, text: SourceText) -> Iterator[str]:
    """Give every problem between the registry and one document's text."""
    figures: list[Figure] = registry.rows_with("figures", "document", [key])
    exclusions: list[Exclusion] = registry.rows_with("exclusions", "document", [key])
    expected = registry.documents[key].paragraphs
    if len(text.paragraphs) != expected:
        yield f"{text.name} ({key}): {len(text.paragraphs)} paragraphs, documents.csv has {expected}."
    for figure in figures:
        yield from of_figure(registry, figure, text)
    for exclusion in exclusions:
        yield from of_exclusion(registry, exclusion, text)
    for left in leftovers(text.paragraphs, [*figures, *exclusions]):
        yield f"{text.name} ({key}), {left}: in neither figures.csv nor exclusions.csv. Register it in one."


def of_figure(registry: Registry, row: Figure, text: SourceText) -> Iterator[str]:
    """Give every problem between a figure and the text that prints it."""
    for found in (*contradictions(row, text.paragraph(row.paragraph)), *misdated(row, text)):
        yield _misfit(registry.where("figures", row, found.column), found, row, text)


def of_exclusion(registry: Registry, row: Exclusion, text: SourceText) -> Iterator[str]:
    """Give every problem between an exclusion and the text that prints it."""
    found = out_of_place(row.as_printed, row.start, row.end, text.paragraph(row.paragraph))
    if found is None and not numbers(row.as_printed):
        found = Problem("as_printed", f"{row.as_printed!r} holds no number; remove the row")
    if found:
        yield _misfit(registry.where("exclusions", row, found.column), found, row, text)


def _misfit(where: str, found: Problem, row: Figure | Exclusion, text: SourceText) -> str:
    return f"{where}: {found.what} (paragraph {row.paragraph} of {text.name})."


def verify_command(folder: Path | None, only: Sequence[str] = ()) -> tuple[int, str]:
    """Do the work of `kzindustry verify`: exit status and what to print.

    Parameters
    ----------
    folder
        As given by --documents; None takes the environment variable KZ_DOCUMENTS.
    only
        Keys of the documents that are asked for; all if none is named.

    Returns
    -------
    tuple of int and str
        0 clean, 1 the registry does not match the documents, 2 bad input; and the report.
    """
    named = folder or os.environ.get(FOLDER_VARIABLE)
    if not named:
        return 2, f"No folder of documents: give --documents DIR, or set {FOLDER_VARIABLE}."
    if not Path(named).is_dir():
        return 2, f"There is no folder {named}. Give the folder that holds the texts of the documents."
    try:
        verification = verify(Path(named), check_tables(project_root() / "data"), only)
    except InputError as error:
        return 2, str(error)
    return (0 if verification.clean else 1), str(verification)


def _rows(registry: Registry) -> Iterator[Figure | Exclusion]:
    yield from registry.figures.values()
    yield from registry.exclusions


def _of_files(registry: Registry, files: Recognised, wanted: Sequence[str]) -> Iterator[str]:
    """Name the documents that are missing or changed."""
    for key in wanted:
        document = registry.documents[key]
        if key not in files.held:
            yield f"Missing: no file of the folder is {key} ({document.title})."
        for text in files.changed.get(key, ()):
            yield f"Changed: {text.name} is {key} ({document.title}), but not as it was registered."


def _of_registry(registry: Registry, wanted: Sequence[str]) -> Iterator[str]:
    """Name the numbers that are registered as figures and as exclusions."""
    figures = (row for row in registry.figures.values() if row.document in wanted)
    for figure, exclusion in both_ways(figures, registry.exclusions):
        where = registry.where("exclusions", exclusion, "start")
        yield f"{where}: {exclusion.as_printed!r} lies in the stretch of figure {figure.figure}."


def _remarks(files: Recognised) -> Iterator[str]:
    for name in files.unknown:
        yield f"Left aside: {name} is none of the documents."
    for said in files.unreadable:
        yield f"Left aside: {said}."


def _not_asked_for(registry: Registry, wanted: Sequence[str]) -> Iterator[str]:
    if others := [key for key in registry.documents if key not in wanted]:
        yield f"Not asked for: {', '.join(others)}."


def _summary(registry: Registry, files: Recognised, wanted: Sequence[str]) -> str:
    held = [key for key in wanted if key in files.held]
    figures = sum(row.document in held for row in registry.figures.values())
    exclusions = sum(row.document in held for row in registry.exclusions)
    counts = ((len(held), "document"), (figures, "figure"), (exclusions, "exclusion"))
    documents, *rows = (f"{count} {word}{'s' * (count != 1)}" for count, word in counts)
    return f"{documents}, {' and '.join(rows)} held against {'it' if len(held) == 1 else 'them'}."
