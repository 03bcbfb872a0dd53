"""Cost in base-year prices where the years of spending are known, but not how much was spent in each."""

from collections.abc import Mapping
from typing import Any

from kzindustry.analysis.formulas import total
from kzindustry.analysis.quantity import Quantity
from kzindustry.errors import AnalysisError

WHENEVER = "time of spending"
"""What the bounds of such a cost mean."""


def cost_whenever_spent(
    money: "Mapping[str, Quantity] | Any", levels: "Mapping[str, Quantity] | Any", things: Quantity
) -> Quantity:
    """Give the cost of a thing in base-year prices, whatever the years in which each sum was spent.

    Parameters
    ----------
    money
        Sums by the span in which they were spent: "2015/2017", "2018"; a mapping or a Series.
    levels
        Price level of each year, that of the base year as one.
    things
        What was paid for: jobs.

    Returns
    -------
    Quantity
        Its value is for each sum spent evenly over its years; its ends are for all of each sum spent when
        prices were highest, and when they were lowest. Open ends of the sums and of the things are left
        out: it is the cost at the numbers as they stand, and arithmetic on it is an error.

    Raises
    ------
    AnalysisError
        If there is no sum, a span is none, or a year has no price level.
    """
    worth = [[sum_ / levels[year] for year in _years(span, levels)] for span, sum_ in money.items()]
    late, early = (total(pick(one, key=float) for one in worth) / things for pick in (min, max))
    evenly = total(total(one) / len(one) for one in worth) / things
    return Quantity.statistical(
        evenly.value,
        late.value,
        early.value,
        evenly.unit,
        WHENEVER,
        evenly.figures,
        evenly.assumptions,
        approximate=evenly.approximate,
    )


def _years(span: str, levels: Any) -> list[str]:
    """List the years of a span, the first and the last included."""
    first, _, last = str(span).partition("/")
    if not (first.isdecimal() and (last or first).isdecimal() and int(first) <= int(last or first)):
        raise AnalysisError(f'{span!r} is no span of years: write "2015/2017", or "2018".')
    years = [str(year) for year in range(int(first), int(last or first) + 1)]
    if missing := [year for year in years if year not in levels]:
        raise AnalysisError(f"{span}: there is no price level for {', '.join(missing)}.")
    return years
