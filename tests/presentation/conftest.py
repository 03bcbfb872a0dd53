"""Real evidence, quantities of every kind, and a way to see where the texts of a finished image stand."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

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


@dataclass(frozen=True)
class Ink:
    """The box that a text takes in an image, in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Ink") -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.5 and down > 0.5


def texts_of(svg: str) -> list[Ink]:
    """Measure every text of an image by its own font, size and anchor."""
    found = []
    for element in ET.fromstring(svg).iter(f"{SVG}text"):
        style = dict(part.split(": ", 1) for part in element.attrib["style"].split("; ") if part)
        size = float(style.get("font-size", style.get("font", "")).split("px")[0].split()[-1])
        weight = "bold" if "700" in style.get("font-weight", style.get("font", "")) else "normal"
        font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
        width, height, descent = text_to_path.get_text_width_height_descent(element.text, font, ismath=False)
        x, y = float(element.attrib["x"]), float(element.attrib["y"])
        left = x - width * {"start": 0, "middle": 0.5, "end": 1}[style["text-anchor"]]
        found.append(Ink(element.text or "", left, y - height + descent, left + width, y + descent))
    return found


@pytest.fixture(scope="session")
def measured() -> Callable[[str], list[Ink]]:
    return texts_of
