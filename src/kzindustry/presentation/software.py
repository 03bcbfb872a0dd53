"""With what a report is computed."""

import platform
from functools import cache
from importlib.metadata import version

from kzindustry.presentation.tables import Cell, Table

PACKAGES = ("kzindustry", "matplotlib", "numpy", "pandas", "pint", "scipy", "statsmodels")


@cache
def software() -> Table:
    """Give the versions of Python and of the packages whose methods a report relies on."""
    installed = (("Python", platform.python_version()), *((name, version(name)) for name in PACKAGES))
    rows = [[Cell.of(name), Cell.of(number)] for name, number in installed]
    return Table("Software", ("Software", "Version"), rows)
