"""What a measure is recorded for: a quantity for each subject, however a notebook gives them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kzindustry.analysis import Quantity
from kzindustry.errors import ReportError


def by_subject(
    measure: str, quantities: "Mapping[str, Quantity] | pd.Series[Any] | None", more: Mapping[str, Quantity]
) -> dict[str, Quantity]:
    """Give the quantities of a measure by subject, in lower case, without those that are missing.

    Raises
    ------
    ReportError
        If there is none, one is a bare number, or it is not said what they are about.
    """
    if isinstance(quantities, pd.DataFrame):
        columns = f'"{measure}", frame["{next(iter(quantities.columns), "column")}"]'
        raise ReportError(f"{measure}: a frame. Record one column of it: report.record({columns}).")
    if not hasattr(quantities, "items") and quantities is not None:
        raise ReportError(
            f'{measure}: name what it is about: report.record("{measure}", karatau=...), or a column.'
        )
    given = [*(quantities.items() if quantities is not None else ()), *more.items()]
    subjects = {str(name).lower(): item for name, item in given if item is not pd.NA}
    if not subjects:
        raise ReportError(f"{measure}: nothing to record; give a quantity for each subject.")
    if bare := [name for name, item in subjects.items() if not isinstance(item, Quantity)]:
        raise ReportError(
            f"{measure} · {', '.join(bare)}: a bare number has no source; record a Quantity, "
            "derived from evidence or named by Quantity.assumed."
        )
    return subjects
