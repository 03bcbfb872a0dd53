"""The form of curve, on figures of the documents and on hard cases."""

import numpy as np
from chart_forms import WORDS, FormContract, fixed

from kzindustry.evidence import Evidence
from kzindustry.presentation import finding
from kzindustry.presentation.charts import Across, Chart, Curve, curve, planned


def power_curve(evidence: Evidence) -> Chart:
    xs = np.arange(10, 501, 10)
    ys = 1 / (1 + np.exp(-(xs - 240) / 90))
    power, size = fixed(evidence, 0.8), fixed(evidence, 364, "person")
    label = finding("{n} a town: {p:%}", n=size, p=power)
    return curve(
        Curve(xs, ys, [evidence["hope:14:businesses-karatau"]]),
        Across("people selected in each town"),
        marks={label: (size, planned(power))},
        number="%",
        lines={"wanted": power},
        **WORDS,
    )


def curves_with_a_band(evidence: Evidence) -> Chart:
    xs = np.linspace(0, 2, 21)
    ys = np.full(21, 2.7)
    one, place = fixed(evidence, 1), fixed(evidence, 1.1)
    return curve(
        [
            Curve(xs, ys, [evidence["hope:14:jobs-karatau"]], "ratio", ys / (1 + xs), ys * (1 + xs)),
            Curve(xs, xs, [one], "other"),
        ],
        Across("variation of sizes"),
        marks={"within chance": (place, one)},
        **WORDS,
    )


class TestTheForm(FormContract):
    cases = (
        power_curve,
        curves_with_a_band,
    )


def test_a_point_of_a_curve_is_not_said_twice(evidence):
    assert power_curve(evidence).alt.count("364") == 1
