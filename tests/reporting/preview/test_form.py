"""What a parameter may be decides how the form asks for it; values go through the same strict kinds."""

from kzindustry.reporting.preview.form import fields_of, values_of
from kzindustry.reporting.runs.parameters import Parameter
from kzindustry.types import Choice, Real, Whole


class Code:
    """A kind that a collection might bring itself."""

    def parse(self, text):
        return self.check(text)

    def check(self, value):
        if not value.isupper():
            raise ValueError(f"{value!r} is no code.")
        return value

    def describe(self):
        return "letters"


PARAMETERS = [
    Parameter("town", "b", "Town", Choice(("a", "b")), "which"),
    Parameter("rate", 0.5, "Rate", Real(0, 1, limits_included=False), ""),
    Parameter("share", 0.5, "Share", Real(0, 2), ""),
    Parameter("people", 3, "People", Whole(1, 10), ""),
    Parameter("idle", 10_000, "Idle", Whole(1, 10_000_000), ""),
    Parameter("code", "AB", "Code", Code(), ""),
]


def test_controls_follow_the_kinds():
    controls = {field["name"]: field["control"] for field in fields_of(PARAMETERS, {})}
    assert controls == {
        "town": {"type": "choice", "choices": ["a", "b"]},
        "rate": {"type": "range", "low": 0.01, "high": 0.99, "step": 0.01},
        "share": {"type": "range", "low": 0, "high": 2, "step": 0.02},
        "people": {"type": "range", "low": 1, "high": 10, "step": 1},
        "idle": {"type": "number", "low": 1, "high": 10_000_000, "step": 1},
        "code": {"type": "text"},
    }
    for parameter in PARAMETERS[1:5]:
        control = controls[parameter.name]
        assert parameter.kind.check(control["low"]) == control["low"]
        assert parameter.kind.check(control["high"]) == control["high"]


def test_a_form_shows_what_was_set_and_else_the_default():
    values = {field["name"]: field["value"] for field in fields_of(PARAMETERS, {"rate": "0.25"})}
    assert (values["rate"], values["people"]) == ("0.25", "3")


def test_texts_are_read_by_the_kinds_and_what_is_wrong_is_told_by_name():
    texts = {"town": "a", "rate": "1", "people": "x", "code": "ab", "gone": "1"}
    values, problems = values_of(PARAMETERS, texts)
    assert values == {"town": "a"}
    assert problems == {
        "rate": "1.0 is not a number strictly between 0 and 1.",
        "people": "'x' is not a whole number from 1 to 10.",
        "code": "'ab' is no code.",
    }
