"""The rules, each broken on a row of the real tables."""

from dataclasses import replace
from typing import Any

import pytest

from kzindustry.evidence.registry.load import load_registry, rule_problems
from kzindustry.evidence.registry.registry import Registry
from kzindustry.root import data_folder

REGISTRY = load_registry(data_folder())

BROKEN = [
    ("figures", "hope:14:jobs-karatau", {"end": 5}, "end"),
    ("figures", "hope:14:jobs-karatau", {"paragraph": 99, "figure": "hope:99:jobs-karatau"}, "paragraph"),
    ("figures", "hope:14:jobs-karatau", {"paragraph": 15}, "figure"),
    ("figures", "compliance:21:reports-analysed-2019", {"time_period": "2018"}, "figure"),
    ("figures", "hope:14:jobs-karatau", {"value": 69.0}, "value_low"),
    ("figures", "hope:14:jobs-karatau", {"value_high": None}, "value_high"),
    ("figures", "hope:15:jobs-fertiliser-plant", {"value": 560.0}, "value"),
    ("figures", "hope:15:jobs-fertiliser-plant", {"value_low": None}, "value_low"),
    ("figures", "spiid:18:permanent-jobs", {"value_high": 120_000.0}, "value_high"),
    ("figures", "zhetisu:8:battery-capacity", {"value_low": 210_000.0}, "value_low"),
    ("figures", "spiid:16:value", {"precision": 2e11}, "precision"),
    ("figures", "spiid:16:value", {"precision": -1e11}, "precision"),
    ("figures", "spiid:16:value", {"time_period": "2014/2010"}, "time_period"),
    ("figures", "spiid:16:value", {"time_period": ""}, "period_basis"),
    ("figures", "spiid:16:value", {"period_basis": "none"}, "period_basis"),
    ("figures", "spiid:16:value", {"unit_measure": "USD"}, "unit_measure"),
    ("figures", "compliance:68:facilities-zhezkazgan", {"restates": ""}, "restates"),
    ("figures", "compliance:20:reports-registered-2019", {"time_period": "2020"}, "restates"),
    ("figures", "compliance:68:facilities-zhezkazgan", {"value": 11.0}, "value"),
    ("figures", "compliance:68:facilities-zhezkazgan", {"ref_area": "balkhash_site"}, "ref_area"),
    ("figures", "compliance:68:mines-zhezkazgan", {"restates": "compliance:68:mines-zhezkazgan"}, "restates"),
    ("readings", "regional:22:water-uitas-aidos-target", {"read_as_low": 3e7}, "read_as"),
    ("readings", "regional:22:water-uitas-aidos-target", {"unit_measure": "km"}, "unit_measure"),
    (
        "readings",
        "regional:22:water-uitas-aidos-target",
        {"read_as": 26.4, "read_as_low": 26.4, "read_as_high": 26.4},
        "read_as",
    ),
    ("context", "gdp_nominal:2010:imf", {"time_period": "2011"}, "id"),
    ("context", "gdp_nominal:2010:imf", {"unit": "KZT heaps"}, "unit"),
    ("commitments", "regional:35:kindergartens", {"paragraph": 36}, "commitment"),
    (
        "commitments",
        "regional:35:kindergartens",
        {"commitment": "regional:35:kindergartens-satpayev"},
        "commitment",
    ),
    ("commitments", "regional:35:kindergartens", {"paragraph": 99}, "paragraph"),
    ("units", "month", {"definition": "moon / 12"}, "definition"),
    ("units", "month", {"definition": "year //"}, "definition"),
]


def broken(table: str, name: str, changes: dict[str, Any]) -> Registry:
    rows = {
        number: replace(row, **changes) if next(iter(vars(row).values())) == name else row
        for number, row in REGISTRY.numbered[table].items()
    }
    return Registry({**REGISTRY.numbered, table: rows})


@pytest.mark.parametrize(("table", "name", "changes", "column"), BROKEN)
def test_a_broken_rule_names_file_row_and_column(
    table: str, name: str, changes: dict[str, Any], column: str
) -> None:
    problems = rule_problems(broken(table, name, changes))
    assert any(f"data/{table}.csv, row" in problem and f"column {column}:" in problem for problem in problems)


def test_an_exclusion_is_held_to_its_place() -> None:
    number, row = next(iter(REGISTRY.numbered["exclusions"].items()))
    rows = {**REGISTRY.numbered["exclusions"], number: replace(row, end=row.end + 1)}
    (problem,) = rule_problems(Registry({**REGISTRY.numbered, "exclusions": rows}))
    assert problem.startswith(f"data/exclusions.csv, row {number}, column end:")


def test_the_real_tables_break_no_rule() -> None:
    assert rule_problems(REGISTRY) == []
