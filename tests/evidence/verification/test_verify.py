"""Verification on the five documents, and on copies of documents and registry that are not as they were."""

import shutil
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import get_type_hints

import pytest

from kzindustry.errors import InputError
from kzindustry.evidence.registry.load import load_registry
from kzindustry.evidence.registry.reading import READERS
from kzindustry.evidence.registry.registry import Registry
from kzindustry.evidence.registry.rows import Figure
from kzindustry.evidence.registry.rules import RULES
from kzindustry.evidence.verification.printed import contradictions, misdated
from kzindustry.evidence.verification.texts import SourceText, paragraphs
from kzindustry.evidence.verification.verify import of_exclusion, of_figure, verify, verify_command
from kzindustry.root import data_folder

pytestmark = pytest.mark.documents


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(data_folder())


@pytest.fixture(scope="module")
def texts(registry: Registry, documents_folder: Path) -> dict[str, SourceText]:
    """The five texts by their document's key."""
    keys = {row.sha256: row.document for row in registry.documents.values()}
    from_folder = {}
    for path in documents_folder.iterdir():
        text = SourceText.read(path)
        if text.sha256 in keys:
            from_folder[keys[text.sha256]] = text
    return from_folder


@pytest.fixture
def copies(documents_folder: Path, tmp_path: Path) -> Path:
    """A folder of the documents that may be changed, under other names."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for number, path in enumerate(sorted(documents_folder.glob("*.txt"))):
        shutil.copyfile(path, folder / f"text {number}.md")
    return folder


def change(folder: Path, before: str, after: str) -> Path:
    """Change one place of the text that has it."""
    path = next(path for path in folder.iterdir() if before in path.read_bytes().decode())
    path.write_bytes(path.read_bytes().decode().replace(before, after, 1).encode())
    return path


def test_the_registry_matches_the_documents_and_no_number_is_left_over(documents_folder: Path) -> None:
    verification = verify(documents_folder)
    assert verification.problems == ()
    assert verification.clean
    assert f"{len(load_registry(data_folder()).documents)} documents" in verification.summary


def test_files_are_recognised_by_content_whatever_their_name(copies: Path) -> None:
    assert verify(copies).clean


def test_the_command_says_clean_and_exits_0(documents_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, text = verify_command(documents_folder)
    assert (status, text.endswith("Clean.")) == (0, True)
    monkeypatch.setenv("KZ_DOCUMENTS", str(documents_folder))
    assert verify_command(None)[0] == 0


def test_without_a_folder_the_command_exits_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KZ_DOCUMENTS", raising=False)
    assert verify_command(None)[0] == 2
    assert verify_command(tmp_path / "nowhere")[0] == 2
    nothing = f"{tmp_path} holds none of the 5 documents of documents.csv. Name the folder of the texts."
    assert verify_command(tmp_path) == (2, nothing)


def test_one_document_alone(registry: Registry, copies: Path) -> None:
    change(copies, "294", "295")
    status, text = verify_command(copies, ["hope"])
    rows = sum(row.document == "hope" for row in registry.figures.values())
    assert status == 0
    assert text.splitlines()[0] == "Not asked for: regional, compliance, zhetisu, spiid."
    assert text.splitlines()[1].startswith(f"1 document, {rows} figures and ")
    assert verify_command(copies, ["hope", "spiid"])[0] == 1
    next(path for path in copies.iterdir() if "Zhanatas" in path.read_text()).unlink()
    assert verify_command(copies, ["hope"]) == (
        2,
        f"{copies} holds none of hope. Name the folder of the texts.",
    )
    assert "Missing: no file of the folder is hope" in verify_command(copies, ["hope", "zhetisu"])[1]
    assert verify_command(copies, ["hop"]) == (2, "No document 'hop'. Did you mean 'hope'?")


def test_a_missing_document_is_named(copies: Path) -> None:
    next(path for path in copies.iterdir() if "Zhanatas" in path.read_text()).unlink()
    (problem,) = verify(copies).problems
    assert "hope" in problem
    assert verify_command(copies)[0] == 1


def test_a_changed_number_names_the_document_and_the_row(copies: Path) -> None:
    changed = change(copies, "294", "295")
    problems = verify(copies).problems
    assert any(changed.name in problem and "spiid" in problem for problem in problems)
    assert any("spiid:16:projects" in problem and "row" in problem for problem in problems)
    assert sum("figures.csv" in problem for problem in problems) == 1


def test_an_added_number_is_left_over(copies: Path) -> None:
    change(copies, "294", "12 or 294")
    assert any("in neither figures.csv nor exclusions.csv" in problem for problem in verify(copies).problems)


def test_changed_words_alone_are_reported_too(copies: Path) -> None:
    change(copies, "over 120,000", "near 120,000")
    problems = verify(copies).problems
    assert any("column qualifier" in problem and "spiid:18:permanent-jobs" in problem for problem in problems)


def test_a_lost_paragraph_is_reported_with_the_number_of_paragraphs(copies: Path) -> None:
    path = next(path for path in copies.iterdir() if "294" in path.read_text())
    path.write_text(path.read_text().split("\n", 1)[1])
    assert any("17 paragraphs, documents.csv has 18" in problem for problem in verify(copies).problems)


def test_other_files_of_the_folder_are_left_aside(copies: Path) -> None:
    (copies / "notes.txt").write_text("Read 3 of 5 on 12 May 2031.")
    (copies / "scan.png").write_bytes(b"\x89PNG\xff\xfe")
    (copies / ".hidden").write_text("294")
    (copies / "red\x1b[31m.txt").write_text("12 looms")
    verification = verify(copies)
    assert verification.clean
    assert "notes.txt" in str(verification)
    assert "scan.png" in str(verification)
    assert ".hidden" not in str(verification)
    assert "\x1b" not in str(verification)


def digits_changed(text: str) -> Iterator[str]:
    """Change each digit of a text in turn."""
    for place, character in enumerate(text):
        if character.isdecimal():
            yield text[:place] + str((int(character) + 1) % 10) + text[place + 1 :]


def test_changing_any_digit_of_a_document_names_the_row(
    registry: Registry, texts: dict[str, SourceText]
) -> None:
    assert len(texts) == len(registry.documents)
    for key, text in texts.items():
        for number, line in enumerate(text.paragraphs, start=1):
            figures = [
                row for row in registry.figures.values() if (row.document, row.paragraph) == (key, number)
            ]
            exclusions = [
                row for row in registry.exclusions if (row.document, row.paragraph) == (key, number)
            ]
            for changed in digits_changed(line):
                lines = [
                    *text.paragraphs[: number - 1],
                    changed,
                    *text.paragraphs[number:],
                ]
                other = replace(text, paragraphs=tuple(lines))
                problems = [found for row in figures for found in of_figure(registry, row, other)]
                problems += [found for row in exclusions for found in of_exclusion(registry, row, other)]
                assert problems, f"{key}, paragraph {number}: {changed!r}"


VERIFIED = (
    "figure",
    "paragraph",
    "start",
    "end",
    "as_printed",
    "value",
    "value_low",
    "value_high",
    "precision",
)


def cells(row: Figure) -> dict[str, str]:
    """Give a row as it stands in the file."""
    return {
        name: "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)
        for name, value in vars(row).items()
    }


def read_back(changed: dict[str, str]) -> Figure | None:
    hints = get_type_hints(Figure)
    try:
        return Figure(
            **{field.name: READERS[hints[field.name]](changed[field.name]) for field in fields(Figure)}
        )
    except ValueError:
        return None


def said_against(number: int, row: Figure | None, registry: Registry, texts: dict[str, SourceText]) -> bool:
    """Tell whether rules or text say anything against a figure that was put in a row of the registry."""
    if row is None:
        return True  # it cannot even be read
    other = Registry({**registry.numbered, "figures": {**registry.numbered["figures"], number: row}})
    touched = [row, *(figure for figure in other.figures.values() if figure.restates == row.figure)]
    of_rules = (found for figure in touched for rule in RULES["figures"] for found in rule(figure, other))
    text = texts[row.document]
    in_text = (
        *contradictions(row, text.paragraph(row.paragraph)),
        *misdated(row, text),
    )
    return any(of_rules) or bool(in_text)


@pytest.mark.parametrize("column", VERIFIED)
def test_changing_any_digit_of_a_figure_is_found(
    column: str, registry: Registry, texts: dict[str, SourceText]
) -> None:
    changed, unseen = undetected(column, registry, texts)
    assert changed > 200 or column == "precision"
    assert unseen == []


@pytest.mark.parametrize("column", ["paragraph", "start", "end", "as_printed"])
def test_changing_any_digit_of_an_exclusion_is_found(
    column: str, registry: Registry, texts: dict[str, SourceText]
) -> None:
    for row in registry.exclusions:
        value = getattr(row, column)
        for changed in digits_changed(str(value)):
            other = replace(row, **{column: type(value)(changed)})
            of_rules = [found for rule in RULES["exclusions"] for found in rule(other, registry)]
            with_other = Registry({**registry.numbered, "exclusions": {2: other}})
            assert of_rules or [*of_exclusion(with_other, other, texts[row.document])], f"{row}: {changed}"


def test_changing_a_digit_of_a_period_is_found_where_the_text_prints_it(
    registry: Registry, texts: dict[str, SourceText]
) -> None:
    changed, unseen = undetected("time_period", registry, texts)
    stated = [name for name in unseen if registry.figures[name].period_basis == "stated"]
    assert len(unseen) < changed / 5  # the later part of an inferred period is printed nowhere
    assert len(stated) < changed / 25


def undetected(column: str, registry: Registry, texts: dict[str, SourceText]) -> tuple[int, list[str]]:
    """Change each digit of a column; give how many, and the figures of those that nothing was said about."""
    changed, unseen = 0, []
    for number, row in registry.numbered["figures"].items():
        as_text = cells(row)
        for cell in digits_changed(as_text[column]):
            changed += 1
            if not said_against(number, read_back({**as_text, column: cell}), registry, texts):
                unseen.append(row.figure)
    return changed, unseen


def test_paragraphs_are_lines_that_are_not_blank() -> None:
    assert paragraphs("one\n\n \u00a0\ntwo\u2028still two\r\nthree") == (
        "one",
        "two\u2028still two\r",
        "three",
    )


def test_a_number_registered_in_both_tables_is_named(registry: Registry, documents_folder: Path) -> None:
    twice = {**registry.numbered["exclusions"]}
    figure = registry.figures["spiid:16:projects"]
    number, other = next(iter(twice.items()))
    twice[number] = replace(
        other,
        document=figure.document,
        paragraph=16,
        start=figure.start,
        end=figure.end,
        as_printed=figure.as_printed,
    )
    problems = verify(documents_folder, Registry({**registry.numbered, "exclusions": twice})).problems
    assert any("lies in the stretch of figure spiid:16:projects" in problem for problem in problems)


def test_a_folder_that_is_none_raises(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder"):
        verify(tmp_path / "nowhere")


def test_a_file_larger_than_any_document_is_left_aside_unread(copies: Path) -> None:
    with (copies / "archive.bin").open("wb") as file:
        file.truncate(10**9)
    (copies / "loop.txt").symlink_to("loop.txt")
    verification = verify(copies)
    assert verification.clean
    assert "Left aside: archive.bin is larger than 5 MB." in str(verification)
