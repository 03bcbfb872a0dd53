"""A document of the user's own, from scan to a quantity, as CONTRIBUTING tells it."""

import csv
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from kzindustry.evidence import Evidence
from kzindustry.evidence.checks import check_tables
from kzindustry.evidence.documents import Text
from kzindustry.evidence.scan import scan_command
from kzindustry.evidence.verification import of_document
from kzindustry.root import data_folder

LINES = [
    "Report of the mill, 3 May 2031",
    "The mill has 14 looms and over 1,200 people; 62% of them are new. It spent 3.1 trillion tenge in 2030.",
    "By 2036 it plans 40 to 50 kiosks, and water is to grow from 11 to 30 mln m3.",
]


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


def test_a_new_document_is_drafted_completed_checked_verified_and_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, file = Path(shutil.copytree(data_folder(), tmp_path / "data")), tmp_path / "mill.txt"
    file.write_text("\n\n".join(LINES), encoding="utf-8")

    status, drafts = scan_command(file)
    beside = list(csv.reader(capsys.readouterr().err.splitlines()))
    rows = [completed(row, number) for number, row in enumerate(csv.DictReader(drafts.splitlines()))]
    assert status == 0

    document = next(row for row in beside if row[0] == "mill" and len(row) == 10)
    document[1:7] = ["Report of the mill", "The mill", "", "2031-05-03", "en", "https://example.org/mill"]
    append(data / "documents.csv", [document])
    append(data / "exclusions.csv", [row for row in beside if row[0] == "mill" and len(row) == 6])
    append(data / "indicators.csv", ([row["indicator"], "x", "x", row["unit_measure"]] for row in rows))
    append(data / "figures.csv", ([*row.values()] for row in rows))

    registry, text = check_tables(data), Text.read(file)
    assert text is not None
    assert [*of_document(registry, "mill", text)] == []
    people = Evidence.load(folder=data)["mill:2:people"]
    assert (people.value, people.low, people.high) == (1200, 1200, None)
