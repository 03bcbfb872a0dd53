"""Real evidence, quantities of every kind, and a way to see where the texts of a finished image stand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from kzindustry.analysis import Quantity
from kzindustry.evidence import Evidence
from kzindustry.presentation import Report

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="session")
def evidence() -> Evidence:
    return Evidence.load()


@dataclass
class Shelf:
    """A report whose outputs are kept."""

    report: Report
    outputs: list[dict[str, Any]]

    @property
    def html(self) -> str:
        return "".join(output["text/html"] for output in self.outputs)


@pytest.fixture
def shelf(evidence: Evidence) -> Shelf:
    outputs: list[dict[str, Any]] = []
    return Shelf(Report(evidence, outputs.append), outputs)


@pytest.fixture(scope="session")
def given(evidence: Evidence) -> Callable[..., Quantity]:
    """Make a figure: value, unit, and what differs from a plain count."""

    def make(value: float, unit: str = "job", **more: Any) -> Quantity:
        settings = {"low": value, "high": value, "bounds": "exact", "figure": "hope:14:jobs-karatau", **more}
        settings.setdefault("qualifier", "exact")
        low, high = settings.pop("low"), settings.pop("high")
        return Quantity.given(value, low, high, evidence.unit(unit), **settings)

    return make


@pytest.fixture(scope="session")
def estimate(evidence: Evidence) -> Callable[..., Quantity]:
    """Make a statistical result: value, low, high."""

    def make(value: float, low: float | None, high: float | None, bounds: str = "Wilson 95%") -> Quantity:
        figures = ("hope:14:businesses-karatau", "hope:9:trainees-karatau")
        return Quantity.statistical(value, low, high, evidence.unit("fraction"), bounds, figures)

    return make


@pytest.fixture(scope="session")
def constant(evidence: Evidence) -> Callable[..., Quantity]:
    return lambda value, unit="fraction": Quantity.exact(value, evidence.unit(unit))
