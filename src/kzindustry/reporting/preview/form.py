"""The form of a notebook's parameters: what each may be decides how it is asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from kzindustry.errors import InputError
from kzindustry.reporting.runs.parameters import Parameter, parse_value

STEPS = 100
MOST_ON_A_SLIDER = 1000
"""A range of more whole numbers is asked for as a number."""


def values_of(
    parameters: Sequence[Parameter], texts: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Read the texts of a form by the kinds of the parameters.

    Returns
    -------
    The values, and what is wrong with the others, both by name. Texts of parameters that the notebook no
    longer has are passed over.
    """
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for parameter in parameters:
        if parameter.name in texts:
            try:
                values[parameter.name] = parse_value(parameters, parameter.name, texts[parameter.name], "")
            except InputError as error:
                problems[parameter.name] = str(error).removeprefix(": ")
    return values, problems


def fields_of(parameters: Sequence[Parameter], texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """Describe the form: for each parameter its name, help, value and control."""
    return [
        {
            "name": one.name,
            "help": one.help,
            "accepts": one.kind.describe(),
            "default": str(one.default),
            "value": texts.get(one.name, str(one.default)),
            "control": _control(one.kind),
        }
        for one in parameters
    ]


def _control(kind: Any) -> dict[str, Any]:
    """Choose a control by what a kind says of itself: a list of choices, a range, or a text."""
    choices = getattr(kind, "choices", None)
    if isinstance(choices, Sequence) and not isinstance(choices, str):
        return {"type": "choice", "choices": [str(choice) for choice in choices]}
    low, high = getattr(kind, "low", None), getattr(kind, "high", None)
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return {"type": "text"}
    if isinstance(low, int) and isinstance(high, int) and _takes_only_whole(kind, low, high):
        slides = high - low <= MOST_ON_A_SLIDER
        return {"type": "range" if slides else "number", "low": low, "high": high, "step": 1}
    step = (high - low) / STEPS
    inner = 0 if _takes(kind, low) and _takes(kind, high) else step
    return {"type": "range", "low": low + inner, "high": high - inner, "step": step}


def _takes_only_whole(kind: Any, low: int, high: int) -> bool:
    return low == high or not _takes(kind, (low + high) / 2 + 0.25)


def _takes(kind: Any, value: float) -> bool:
    try:
        kind.check(value)
    except ValueError:
        return False
    return True
