"""Change over time: relative change, compound growth, and the growth that a projection still needs."""

from kzindustry.analysis import units
from kzindustry.analysis.columns import over_columns
from kzindustry.analysis.quantity import Quantity, derive


def relative_change(before: Quantity, after: Quantity) -> Quantity:
    """Give the change as a fraction of what was before: from 4 to 5 is 0.25."""
    return after / before - 1


def compound_growth(before: Quantity, after: Quantity, years: float) -> Quantity:
    """Give the growth a year, as a fraction, that leads from before to after in so many years."""
    return (after / before) ** (1 / years) - 1


@over_columns
def needed_growth(year: Quantity, first_part: Quantity, weight: Quantity | float = 0.5) -> Quantity:
    """Give the growth in the rest of a year that makes the year's growth, in the unit of the year's.

    Parameters
    ----------
    year, first_part
        Growth over the year before, in percent (or both as fractions).
    weight
        Share of the first part in the level of the previous year, a fraction below 1.
    """
    share = weight if isinstance(weight, Quantity) else Quantity.exact(weight, units.dimensionless(year.unit))
    return derive(
        lambda whole, part, first: (whole - part * first) / (1 - first),
        [year, first_part.to(year.unit), share.as_fraction()],
        year.unit,
    )
