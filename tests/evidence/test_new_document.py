"""A document of the user's own, from scan to a quantity, as CONTRIBUTING tells it."""

import csv
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from kzindustry.errors import InputError
from kzindustry.evidence import Evidence
from kzindustry.evidence.checks import check_tables
from kzindustry.evidence.scanning.scan import scan_command
from kzindustry.evidence.verification.texts import SourceText
from kzindustry.evidence.verification.verify import of_document
from kzindustry.root import data_folder

LINES = {
    "en": [
        "Report of the mill, 3 May 2031",
        "The mill has 14 looms and over 1,200 people; 62% are new. It spent 3.1 trillion tenge in 2030.",
        "By 2036 it plans 40 to 50 kiosks, and water is to grow from 11 to 30 mln m3.",
    ],
    "ru": [
        "Отчёт фабрики, 3 мая 2031 года",
        "К концу 2030 года на фабрике работало 14 ткачих, всего более 1 200 человек; вложено 3,1 млрд тенге.",
        "К 2036 году планируется от 40 до 50 лавок, доля новых вырастет в 2,5 раза, до 62%.",
    ],
}


def append(path: Path, rows: Iterable[list[str]]) -> None:
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def completed(row: dict[str, str], number: int) -> dict[str, str]:
    """Complete a draft by hand: what is measured, where, by whom; here each figure is its own indicator."""
    period = row["time_period"]
    return {
        **row,
        "indicator": f"mill_{'abcdefghij'[number]}",
        "ref_area": "kazakhstan",
        "period_basis": "stated" if period else "none",
        "unit_measure": row["unit_measure"] or "facility",
        "figure_kind": "actual",
        "speaker": "company",
    }


@pytest.mark.parametrize(("language", "people"), [("en", "mill:2:people"), ("ru", "mill:2:person")])
def test_a_new_document_is_drafted_completed_checked_verified_and_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, people: str
) -> None:
    data, file = Path(shutil.copytree(data_folder(), tmp_path / "data")), tmp_path / "mill.txt"
    file.write_text("\n\n".join(LINES[language]), encoding="utf-8")

    status, drafts = scan_command(file)
    beside = list(csv.reader(capsys.readouterr().err.splitlines()))
    rows = [completed(row, number) for number, row in enumerate(csv.DictReader(drafts.splitlines()))]
    assert status == 0

    document = next(row for row in beside if row[0] == "mill" and len(row) == 10)
    document[1:7] = ["Report of the mill", "The mill", "", "2031-05-03", language, "https://example.org/mill"]
    append(data / "documents.csv", [document])
    append(data / "exclusions.csv", [row for row in beside if row[0] == "mill" and len(row) == 6])
    append(data / "indicators.csv", ([row["indicator"], "x", "x", row["unit_measure"]] for row in rows))
    append(data / "figures.csv", ([*row.values()] for row in rows))

    registry, text = check_tables(data), SourceText.read(file)
    assert [*of_document(registry, "mill", text)] == []
    count = Evidence.load(folder=data)[people]
    assert (count.value, count.low, count.high) == (1200, 1200, None)


def test_a_draft_that_waits_to_be_completed_stands_in_no_other_document_s_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, file = Path(shutil.copytree(data_folder(), tmp_path / "data")), tmp_path / "mill.txt"
    monkeypatch.setattr("kzindustry.evidence.scanning.scan.project_root", lambda: tmp_path)
    file.write_text(LINES["en"][1], encoding="utf-8")
    rows = list(csv.reader(scan_command(file)[1].splitlines()))[1:]
    append(data / "figures.csv", rows)
    assert scan_command(file)[0] == 0
    with pytest.raises(InputError) as caught:
        check_tables(data)
    assert (
        len(caught.value.problems) == len(rows) + 1
    )  # a line for each row to complete, and for the document
