"""Tables as tidy pandas frames, for exploring: one row a row, with the labels of what it names."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pandas as pd

from kzindustry.evidence.registry.on_demand import Rows
from kzindustry.evidence.registry.registry import KEYS, Registry
from kzindustry.evidence.registry.rows import ROWS

LABELS = {
    ("document", "title"): ("documents", "title"),
    ("indicator", "label"): ("indicators", "label"),
    ("ref_area", "label"): ("areas", "label"),
    ("unit_measure", "label"): ("units", "label_many"),
}
"""The columns of figures.csv that name rows of a code list, and what is shown of these: list, column."""


def frame(registry: Registry, table: str) -> pd.DataFrame:
    """Give a table as a frame, a column a field; the columns are there without rows, too."""
    rows = registry.numbered[table]
    return pd.DataFrame({one.name: _column(rows, one.name) for one in fields(ROWS[table])})


def figures_frame(registry: Registry) -> pd.DataFrame:
    """Give the figures with the labels of their document, indicator, area and unit."""
    plain = frame(registry, "figures")
    texts = {named: _texts(registry, *where) for named, where in LABELS.items()}
    return plain.assign(
        **{f"{column}_{kind}": plain[column].map(texts[column, kind]) for column, kind in texts}
    )


def _texts(registry: Registry, table: str, column: str) -> Mapping[str, str]:
    """Give what a code list calls its rows, by their ids."""
    rows = registry.numbered[table]
    return dict(zip(_column(rows, KEYS[table]), _column(rows, column), strict=True))


def _column(rows: Mapping[int, Any], name: str) -> list[Any]:
    """Give the values of a column; of tables that are known to be sound no row is made for it."""
    if isinstance(rows, Rows):
        return rows.read(name)
    return [getattr(row, name) for row in rows.values()]
