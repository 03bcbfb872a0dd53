"""What holds for every form of chart: a class of tests for a form's cases, and a way to see its texts."""

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from kzindustry.analysis import Quantity
from kzindustry.evidence import Evidence
from kzindustry.presentation.charts import Chart
from kzindustry.presentation.style import DARK, MUTED, NARROW, SIZE, WIDE

WORDS = {"name": "case", "title": "What is found", "subtitle": "What is plotted"}
SVG = "{http://www.w3.org/2000/svg}"

Case = Callable[[Evidence], Chart]


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


def spelled_out(svg: str) -> str:
    """Give an image as matplotlib writes it: looks as style attributes, spaces in paths."""
    if ' class="' not in svg:
        return svg
    rules, _, _ = svg.partition("@media")
    looks = {
        name: look.strip(";").replace(":", ": ").replace(";", "; ")
        for name, look in re.findall(r"\.([a-z]+)\{([^}]*)\}", rules)
    }
    svg = re.sub(r' class="([a-z]+)"', lambda found: f' style="{looks[found[1]]}"', svg)
    return re.sub(r' d="([^"]*)"', lambda path: f' d="{spaced(path[1])} "', svg)


def spaced(path: str) -> str:
    return re.sub(r"([A-Za-z])", r" \1 ", path).strip()


def texts_of(svg: str) -> list[Ink]:
    """Measure every text of an image by its own font, size, anchor and turn."""
    found = []
    for element in ET.fromstring(spelled_out(svg)).iter(f"{SVG}text"):
        style = dict(part.split(": ", 1) for part in element.attrib["style"].rstrip(";").split("; "))
        size = float(style.get("font-size", style.get("font", "")).split("px")[0].split()[-1])
        weight = "bold" if "700" in style.get("font-weight", style.get("font", "")) else "normal"
        font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
        width, height, descent = text_to_path.get_text_width_height_descent(element.text, font, ismath=False)
        left = -width * {"start": 0, "middle": 0.5, "end": 1}[style.get("text-anchor", "start")]
        corners = np.array([[x, y] for x in (left, left + width) for y in (descent - height, descent)])
        moved = re.search(r"translate\(([-\d.]+) ([-\d.]+)\)", element.attrib.get("transform", ""))
        turned = re.search(r"rotate\(([-\d.]+)", element.attrib.get("transform", ""))
        x, y = moved.groups() if moved else (element.attrib["x"], element.attrib["y"])
        angle = np.radians(float(turned[1]) if turned else 0)
        turn = [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
        corners = corners @ turn + (float(x), float(y))
        found.append(Ink(element.text or "", *corners.min(axis=0), *corners.max(axis=0)))
    return found


def luminance(color: str) -> float:
    rgb = np.array(to_rgb(color))
    return float(
        np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]
    )


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def rate(
    evidence: Evidence, value: float, low: float | None, high: float | None, unit: str = "fraction"
) -> Quantity:
    figures = ("hope:14:businesses-karatau", "hope:9:trainees-karatau")
    return Quantity.statistical(value, low, high, evidence.unit(unit), "Wilson 95%", figures)


def fixed(evidence: Evidence, value: float, unit: str = "fraction") -> Quantity:
    return Quantity.exact(value, evidence.unit(unit))


def printed(evidence: Evidence, value: float, **more: object) -> Quantity:
    settings = {"low": value, "high": value, "bounds": "as printed", "figure": "hope:14:jobs-karatau", **more}
    low, high = settings.pop("low"), settings.pop("high")
    return Quantity.given(value, low, high, evidence.unit("job"), **settings)


class FormContract:
    """Tests of a form: each case is drawn from the evidence, and held to what every chart promises."""

    cases: ClassVar[Sequence[Case]]

    def pytest_generate_tests(self, metafunc):
        if "make" in metafunc.fixturenames:
            metafunc.parametrize("case", self.cases, ids=lambda case: case.__name__, scope="class")

    @pytest.fixture(scope="class")
    @classmethod
    def make(cls, case, evidence) -> Callable[[], Chart]:
        return lambda: case(evidence)

    @pytest.fixture(scope="class")
    @classmethod
    def chart(cls, make) -> Chart:
        return make()

    @pytest.fixture(scope="class", params=[WIDE, NARROW], ids=["wide", "narrow"])
    @classmethod
    def image(cls, chart, request) -> str:
        return chart.svg if request.param == WIDE else chart.narrow

    def test_the_image_is_as_wide_as_its_page(self, chart):
        for svg, width in ((chart.svg, WIDE), (chart.narrow, NARROW)):
            root = ET.fromstring(svg)
            assert float(root.attrib["viewBox"].split()[2]) == float(root.attrib["width"]) == width

    def test_texts_stay_on_the_canvas(self, image):
        width, height = (float(end) for end in ET.fromstring(image).attrib["viewBox"].split()[2:])
        for text in texts_of(image):
            assert text.left >= -0.5, text
            assert text.right <= width + 0.5, text
            assert text.top >= -0.5, text
            assert text.bottom <= height + 0.5, text

    def test_texts_do_not_overlap(self, image):
        texts = [text for text in texts_of(image) if text.text.strip()]
        assert [(a, b) for a, b in combinations(texts, 2) if a.overlaps(b)] == []

    def test_text_is_large_enough_on_its_page(self, image):
        sizes = {float(size) for size in re.findall(r"font(?:-size)?:(?:\d+ )?([\d.]+)px", image)}
        assert sizes == {SIZE}
        assert SIZE * 600 / WIDE >= 11
        assert SIZE * 325 / NARROW >= 11

    def test_the_alternative_text_holds_every_number_of_the_image(self, chart, image):
        ticks = rf'<text style="[^"]*{MUTED}[^"]*"[^>]*>[^<]*</text>'
        shown = re.findall(r"<text[^>]*>([^<]*)</text>", re.sub(ticks, "", spelled_out(image)))
        numbers = {number.rstrip(".,") for text in shown for number in re.findall(r"\d[\d,.]*", text)}
        assert {number for number in numbers if number not in chart.alt} == set()

    def test_the_alternative_text_says_form_and_subject(self, chart):
        assert re.match(r"[A-Z][a-z ]+\. What is plotted\. \S", chart.alt)
        assert chart.title.text == "What is found"

    def test_the_same_chart_is_the_same_bytes(self, chart, make):
        again = make()
        assert (again.svg, again.narrow) == (chart.svg, chart.narrow)
        assert again.csv == chart.csv

    def test_dark_colours_are_in_the_image(self, image):
        """Each look that has a colour has that of a dark page, too."""
        light, _, night = re.search(r"<style[^>]*>(.*?)</style>", image, re.DOTALL)[1].partition(
            "@media screen and (prefers-color-scheme:dark)"
        )
        looks = dict(re.findall(r"\.([a-z]+)\{([^}]*)\}", light))
        changed = dict(re.findall(r"\.([a-z]+)\{([^}]*)\}", night))
        assert set(re.findall(r'class="([a-z]+)"', image)) == set(looks)
        for name, look in looks.items():
            colors = re.findall(r"(fill|stroke):(#[0-9a-f]{6})", look)
            assert {color for _, color in colors} <= set(DARK)
            assert dict(re.findall(r"(fill|stroke):(#[0-9a-f]{6})", changed.get(name, ""))) == {
                what: DARK[color] for what, color in colors
            }

    def test_the_image_refers_to_nothing_outside(self, image):
        addresses = re.findall(
            r'(?:href|src|url)\s*=?\s*\(?"?([^"\s)]+)', re.sub(r'xmlns(:\w+)?="[^"]*"', "", image)
        )
        assert [address for address in addresses if not address.startswith("#")] == []

    def test_data_survive_as_csv(self, chart):
        read = pd.read_csv(io.StringIO(chart.csv), keep_default_na=False, na_values=[""])
        assert list(read.columns) == list(chart.data.columns)
        if "value" in read:
            assert read["value"].dropna().tolist() == chart.data["value"].dropna().tolist()

    def test_figures_exist(self, chart, evidence):
        for figure in chart.figures:
            evidence.figure(figure)
