"""How tests spoil a copy of the tables."""

import csv
from collections.abc import Callable
from pathlib import Path

Rows = list[list[str]]


def rewrite(path: Path, change: Callable[[Rows], object]) -> None:
    """Change the rows of a table, its header among them."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def put(path: Path, column: str, text: str, row: int = 3) -> None:
    """Put a text into a cell; row as a spreadsheet counts."""
    rewrite(path, lambda rows: rows[row - 1].__setitem__(rows[0].index(column), text))
