"""Quantities to test with: invented figures in a small registry."""

from collections.abc import Callable

import pint
import pytest

from kzindustry.analysis import Quantity, registry

DEFINITIONS = (
    "job = [job]",
    "person = [person]",
    "business = [business]",
    "report = [report]",
    "KZT = [KZT]",
    "USD = [USD]",
    "KZT_per_USD = KZT / USD",
    "year = [year]",
    "month = year / 12",
    "percent = [percent]",
    "percentage_point = [percentage_point]",
    "fraction = []",
)


@pytest.fixture(scope="session")
def units() -> pint.UnitRegistry:
    return registry(DEFINITIONS)


@pytest.fixture(scope="session")
def given(units: pint.UnitRegistry) -> Callable[..., Quantity]:
    """Give a maker of figures: value, low, high (None: open), unit, figure."""

    def make(value, low, high, unit="KZT", figure="doc:1:thing", *, bounds="as printed", **extra):
        return Quantity.given(value, low, high, units.Unit(unit), bounds=bounds, figure=figure, **extra)

    return make


@pytest.fixture(scope="session")
def count(given: Callable[..., Quantity]) -> Callable[..., Quantity]:
    """Give a maker of plain counts, each a figure of its own."""

    def make(number, unit="person", figure=None):
        return given(number, number, number, unit, figure or f"doc:1:{unit}-{number}", bounds="exact")

    return make
