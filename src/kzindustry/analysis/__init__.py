"""Pure arithmetic and statistics on quantities: no files, no plots.

Methods of statistics are imported when first asked for: scipy and statsmodels take seconds to load, and
much that needs a `Quantity` needs neither.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kzindustry.analysis.change import compound_growth, needed_growth, relative_change
from kzindustry.analysis.columns import values
from kzindustry.analysis.concentration import effective_number, herfindahl
from kzindustry.analysis.consistency import common_interval
from kzindustry.analysis.formulas import apply, counted, total
from kzindustry.analysis.quantity import Quantity
from kzindustry.analysis.spending import cost_whenever_spent
from kzindustry.analysis.units import registry

if TYPE_CHECKING:
    from kzindustry.analysis.comparisons import (
        barnard_p,
        boschloo_p,
        difference,
        fisher_p,
        odds_ratio,
        risk_ratio,
    )
    from kzindustry.analysis.counts import holm, rate_ratio, rate_ratio_p
    from kzindustry.analysis.outcomes import (
        Gap,
        Outcome,
        jobs_ratio,
        overdispersion_removing_significance,
        shapley_gap,
        size_variation_removing_significance,
    )
    from kzindustry.analysis.power import (
        detection_power,
        smallest_detectable_difference,
        start_up_power,
        trainees_for_power,
    )
    from kzindustry.analysis.proportions import proportion, survey_margin

__all__ = [
    "Gap",
    "Outcome",
    "Quantity",
    "apply",
    "barnard_p",
    "boschloo_p",
    "common_interval",
    "compound_growth",
    "cost_whenever_spent",
    "counted",
    "detection_power",
    "difference",
    "effective_number",
    "fisher_p",
    "herfindahl",
    "holm",
    "jobs_ratio",
    "needed_growth",
    "odds_ratio",
    "overdispersion_removing_significance",
    "proportion",
    "rate_ratio",
    "rate_ratio_p",
    "registry",
    "relative_change",
    "risk_ratio",
    "shapley_gap",
    "size_variation_removing_significance",
    "smallest_detectable_difference",
    "start_up_power",
    "survey_margin",
    "total",
    "trainees_for_power",
    "values",
]

METHODS = ("proportions", "comparisons", "counts", "power", "outcomes")


def __getattr__(name: str) -> Any:
    """Find a method of statistics in the module that has it."""
    if name in __all__:
        for module in METHODS:
            found = import_module(f"{__name__}.{module}")
            if hasattr(found, name):
                return getattr(found, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
