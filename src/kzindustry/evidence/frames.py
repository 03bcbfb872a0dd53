"""Tables as tidy pandas frames, for exploring: one row a row, with the labels of what it names."""

from collections.abc import Iterable, Mapping
from dataclasses import fields

import pandas as pd

from kzindustry.evidence.registry.registry import Registry
from kzindustry.evidence.registry.rows import Commitment, ContextValue, Figure, Reading


def frame(
    rows: Iterable[Figure | ContextValue | Reading | Commitment],
    kind: type[Figure | ContextValue | Reading | Commitment],
) -> pd.DataFrame:
    """Give rows of a kind as a frame, a column a field; the columns are there without rows, too."""
    rows = list(rows)
    return pd.DataFrame({one.name: [getattr(row, one.name) for row in rows] for one in fields(kind)})


def figures_frame(registry: Registry) -> pd.DataFrame:
    """Give the figures with the labels of their document, indicator, area and unit."""
    plain = frame(registry.figures.values(), Figure)
    texts = labels(registry)
    return plain.assign(
        **{f"{column}_{kind}": plain[column].map(texts[column, kind]) for column, kind in texts}
    )


def labels(registry: Registry) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Give, for each column of figures.csv that names a row of a code list, what the list calls it."""
    return {
        ("document", "title"): {key: row.title for key, row in registry.documents.items()},
        ("indicator", "label"): {key: row.label for key, row in registry.indicators.items()},
        ("ref_area", "label"): {key: row.label for key, row in registry.areas.items()},
        ("unit_measure", "label"): {key: row.label_many for key, row in registry.units.items()},
    }
