"""Verification: the registry against the documents' texts, row by row and number by number.

This is the only place that needs the texts; reports read data/ alone.
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kzindustry.errors import InputError, printable
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
        end = "Clean." if self.clean else f"{len(self.problems)} problems."
        return "\n".join(map(printable, [*self.problems, *self.remarks, f"{self.summary} {end}"]))


def verify(folder: Path, registry: Registry | None = None) -> Verification:
    """Hold the registry against a folder of documents.

    Parameters
    ----------
    folder
        Holds the documents' texts, under any names.
    registry
        The tables; by default those of the package's data folder.

    Raises
    ------
    InputError
        If the folder is missing, or holds none of the documents.
    """
    registry = registry or load_registry(data_folder())
    files = recognise(folder, registry.documents.values(), printed_expressions(registry))
    if not files.unchanged and not files.changed:
        raise InputError(f"{folder} holds none of the {len(registry.documents)} documents of documents.csv.")
    problems = [*_of_files(registry, files), *_of_registry(registry)]
    for key, text in _texts(files):
        problems += of_document(registry, key, text)
    return Verification(tuple(problems), tuple(_remarks(files)), _summary(registry, files))


def printed_expressions(registry: Registry) -> dict[str, Counter[str]]:
    """Give the registered expressions of each document: what a changed file is recognised by."""
    expressions: dict[str, Counter[str]] = {key: Counter() for key in registry.documents}
    stretches = {(row.document, row.paragraph, row.start, row.end, row.as_printed) for row in _rows(registry)}
    for key, _, _, _, as_printed in stretches:
        expressions[key][as_printed] += 1
    return expressions


def of_document(registry: Registry, key: str, text: SourceText) -> Iterator[str]:
    """Give every problem between the registry and one document's text."""
    figures = [row for row in registry.figures.values() if row.document == key]
    exclusions = [row for row in registry.exclusions if row.document == key]
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


def verify_command(folder: Path | None) -> tuple[int, str]:
    """Do the work of `kzindustry verify`: exit status and what to print.

    Parameters
    ----------
    folder
        As given by --documents; None takes the environment variable KZ_DOCUMENTS.

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
        verification = verify(Path(named), check_tables(project_root() / "data"))
    except InputError as error:
        return 2, str(error)
    return (0 if verification.clean else 1), str(verification)


def _rows(registry: Registry) -> Iterator[Figure | Exclusion]:
    yield from registry.figures.values()
    yield from registry.exclusions


def _texts(files: Recognised) -> Iterator[tuple[str, SourceText]]:
    yield from files.unchanged.items()
    for key, texts in files.changed.items():
        for text in texts:
            yield key, text


def _of_files(registry: Registry, files: Recognised) -> Iterator[str]:
    """Name the documents that are missing or changed."""
    for key, document in registry.documents.items():
        if key not in files.unchanged and key not in files.changed:
            yield f"Missing: no file of the folder is {key} ({document.title})."
        for text in files.changed.get(key, ()):
            yield f"Changed: {text.name} is {key} ({document.title}), but not as it was registered."


def _of_registry(registry: Registry) -> Iterator[str]:
    """Name the numbers that are registered as figures and as exclusions."""
    for figure, exclusion in both_ways(registry.figures.values(), registry.exclusions):
        where = registry.where("exclusions", exclusion, "start")
        yield f"{where}: {exclusion.as_printed!r} lies in the stretch of figure {figure.figure}."


def _remarks(files: Recognised) -> Iterator[str]:
    for name in files.unknown:
        yield f"Left aside: {name} is none of the documents."
    for said in files.unreadable:
        yield f"Left aside: {said}."


def _summary(registry: Registry, files: Recognised) -> str:
    held = {*files.unchanged, *files.changed}
    figures = sum(row.document in held for row in registry.figures.values())
    exclusions = sum(row.document in held for row in registry.exclusions)
    return f"{len(held)} documents, {figures} figures and {exclusions} exclusions held against them."
