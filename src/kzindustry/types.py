"""What a notebook parameter may be: one object for each kind, imported by name in the notebooks.

A kind says what it accepts (`describe`), reads a text from the command line (`parse`) and checks a value
(`check`). Reporting finds these objects through a notebook's own imports, so a new kind is only added here.
"""

import re
from dataclasses import dataclass
from typing import Any

from kzindustry.errors import similar
from kzindustry.typed_numbers import YEAR


@dataclass(frozen=True)
class Choice:
    """One of a few names, spelt as listed."""

    choices: tuple[str, ...]

    def parse(self, text: str) -> str:
        """Read a text as it is, then check it."""
        return self.check(text)

    def check(self, value: Any) -> str:
        """Return the value if it is one of the choices.

        Raises
        ------
        ValueError
            Naming the nearest choices.
        """
        if not isinstance(value, str) or value not in self.choices:
            hint = similar(str(value), self.choices)
            raise ValueError(f"{value!r} is not {self.describe()}. {hint}".rstrip())
        return value

    def describe(self) -> str:
        """List the choices."""
        return "one of " + ", ".join(repr(choice) for choice in self.choices)


@dataclass(frozen=True)
class Real:
    """A number between two limits."""

    low: float
    high: float
    limits_included: bool = True

    def parse(self, text: str) -> float:
        """Read a decimal number, then check it."""
        try:
            number = float(text)
        except ValueError:
            raise ValueError(f"{text!r} is not {self.describe()}.") from None
        return self.check(number)

    def check(self, value: Any) -> float:
        """Return the value as a float if it lies between the limits.

        Raises
        ------
        ValueError
            If it is no number (true and false are none) or outside the limits.
        """
        if isinstance(value, bool) or not isinstance(value, int | float) or not self._holds(value):
            raise ValueError(f"{value!r} is not {self.describe()}.")
        return float(value)

    def _holds(self, value: float) -> bool:
        return self.low <= value <= self.high if self.limits_included else self.low < value < self.high

    def describe(self) -> str:
        """Name the limits."""
        kind = "a number from" if self.limits_included else "a number strictly between"
        joint = "to" if self.limits_included else "and"
        return f"{kind} {written(self.low)} {joint} {written(self.high)}"


@dataclass(frozen=True)
class Whole:
    """A whole number between two limits, both included."""

    low: int
    high: int

    def parse(self, text: str) -> int:
        """Read digits, then check the number."""
        try:
            number = int(text)
        except ValueError:
            raise ValueError(f"{text!r} is not {self.describe()}.") from None
        return self.check(number)

    def check(self, value: Any) -> int:
        """Return the value if it is a whole number between the limits.

        Raises
        ------
        ValueError
            If it is not a whole number (true and false are none) or outside the limits.
        """
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            raise ValueError(f"{value!r} is not {self.describe()}.")
        return value

    def describe(self) -> str:
        """Name the limits."""
        return f"a whole number from {written(self.low)} to {written(self.high)}"


def written(value: Any) -> str:
    """Write the value of a parameter for readers: the thousands of a number apart, but for a year.

    >>> written(10_000), written(2024), written(0.95), written(True), written("both")
    ('10,000', '2024', '0.95', 'True', 'both')
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    plain = str(value).removesuffix(".0") if is_number else str(value)
    return f"{value:,}".removesuffix(".0") if is_number and not re.fullmatch(YEAR, plain) else plain


Town = Choice(("both", "Karatau", "Zhanatas"))
Rounding = Choice(("as printed", "half unit"))
ProportionMethod = Choice(("Wilson", "Jeffreys", "Clopper-Pearson"))
Probability = Real(0, 1, limits_included=False)
Persons = Whole(1, 10_000_000)
PriceIndex = Choice(("GDP deflator", "consumer prices"))
PlanPrices = Choice(("prices of 2010", "prices of 2009", "prices of each year"))
PlanBase = Choice(("2010", "2010-2014"))
PortfolioPrices = Choice(("prices of 2024", "prices of each year"))
Power = Real(0.5, 0.99)
HalfYearWeight = Real(0.2, 0.8)
JobsReported = Choice(("permanent jobs", "all placements"))
Document = Choice(("all", "regional", "compliance", "zhetisu", "hope", "spiid"))
Verdict = Choice(("all", "holds", "holds within rounding", "does not hold", "cannot be checked"))
Correction = Choice(("Holm", "none"))
Denominator = Choice(("analysed", "satisfied or dismissed"))
