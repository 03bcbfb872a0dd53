"""How load and checks grow with the tables: seconds of the processor for each size.

Run it with the project's Python: ``python benchmarks/registry.py``. The tables stand in a temporary folder;
their rows are copies of the real ones under new ids.
"""

import csv
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count, cycle, islice
from pathlib import Path
from time import process_time
from typing import Any

from kzindustry.evidence import Evidence
from kzindustry.evidence.checks import check_tables
from kzindustry.evidence.registry.load import load_registry
from kzindustry.evidence.relations import check_relations
from kzindustry.root import data_folder

SIZES = [(1_000, 1_000, 1_000), (10_000, 10_000, 10_000), (50_000, 10_000, 100_000)]
"""Figures, relations, context values."""
Row = dict[str, str]


def read(folder: Path, table: str) -> list[Row]:
    """Read a table as text."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder: Path, table: str, rows: list[Row]) -> None:
    """Write a table."""
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0]], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def copies(rows: list[Row], column: str, size: int) -> Iterator[Row]:
    """Give copies of rows, each under an id of its own."""
    for row, number in islice(zip(cycle(rows), count(1)), max(size, 0)):
        yield {**row, column: f"{row[column]}-copy{number}"}


def letters(number: int) -> str:
    """Write a number in letters, as ids take them anywhere."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def grow(folder: Path, figures: int, relations: int, context: int) -> None:
    """Fill a copy of the tables; each copy of a figure measures something of its own."""
    real, indicators = read(folder, "figures"), {row["indicator"]: row for row in read(folder, "indicators")}
    plain = [row for row in real if not row["restates"]]
    for row, number in islice(zip(cycle(plain), count(1)), figures - len(real)):
        name = f"{row['indicator']}_{letters(number)}"
        indicators[name] = {**indicators[row["indicator"]], "indicator": name}
        real.append({**row, "figure": f"{row['figure']}-{letters(number)}", "indicator": name})
    write(folder, "figures", real)
    write(folder, "indicators", [*indicators.values()])
    for table, column, size in (("relations", "relation", relations), ("context", "id", context)):
        rows = read(folder, table)
        write(folder, table, [*rows, *copies(rows, column, size - len(rows))])


def seconds(work: Callable[[], Any]) -> float:
    """Give how long the processor works."""
    start = process_time()
    work()
    return process_time() - start


def twenty_figures(folder: Path) -> None:
    """Do what a notebook does with tables that were read already."""
    evidence = Evidence.load(folder=folder)
    for name in islice(evidence.registry.figures, 20):
        evidence[name]


def main() -> None:
    """Print a table, a row a size."""
    print("figures  relations  context    load  20 figures   check  relations")
    for sizes in SIZES:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(shutil.copytree(data_folder(), Path(scratch) / "data"))
            grow(folder, *sizes)
            taken = [
                seconds(lambda: load_registry(folder)),  # noqa: B023
                seconds(lambda: twenty_figures(folder)),  # noqa: B023
                seconds(lambda: check_tables(folder)),  # noqa: B023
                seconds(lambda: check_relations(folder)),  # noqa: B023
            ]
            print(
                "{:7,}  {:9,}  {:7,}  {:6.2f}  {:10.2f}  {:6.2f}  {:9.2f}".format(*sizes, *taken), flush=True
            )


if __name__ == "__main__":
    main()
