"""Pure arithmetic and statistics on quantities: no files, no plots."""

from kzindustry.analysis.quantity import Quantity, apply, total
from kzindustry.analysis.units import registry

__all__ = ["Quantity", "apply", "registry", "total"]
