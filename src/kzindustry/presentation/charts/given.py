"""How authors give numbers to charts: mappings, pandas Series and frames become plain mappings of labels.

The index of a Series labels its rows; each column of a frame is a mark in every row, named by the column.
What is missing (None, NaN) has no mark. Here is only the reading; what marks are belongs to ``marks``.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

import pandas as pd

from kzindustry.errors import ReportError, nearest
from kzindustry.presentation.finding import Finding, with_dashes

Label = Finding | str
AnySeries: TypeAlias = "pd.Series[Any]"
Pandas: TypeAlias = "AnySeries | pd.DataFrame"
Hollow: TypeAlias = "Pandas | Mapping[Any, Any] | Sequence[str] | None"


def by_label(given: Any, *, keep_names: bool = False) -> dict[Label, Any]:
    """Give the rows of a mapping, Series or frame by label; those of a frame are mappings by column.

    A frame of one column is read as a Series, unless the names of columns are to be kept.

    Raises
    ------
    ReportError
        If it is none of these, or two rows have one label.
    """
    if isinstance(given, pd.DataFrame):
        _refuse_doubles(given.columns)
        names = [column_name(name) for name in given.columns]
        rows = [
            {name: value for name, value in zip(names, row, strict=True) if not missing(value)}
            for row in given.astype(object).itertuples(index=False, name=None)
        ]
        contents: list[Any] = rows
        if len(names) == 1 and not keep_names:
            contents = [row.get(names[0]) for row in rows]
        return dict(zip(_labels(given.index), contents, strict=True))
    if isinstance(given, pd.Series):
        return dict(zip(_labels(given.index), given, strict=True))
    if isinstance(given, Mapping):
        return {label_of(label): content for label, content in given.items()}
    raise _no_table(given)


def by_column(given: Any) -> dict[Label, Any]:
    """Give the panels of a mapping by title, or those of a frame: one for each column."""
    if isinstance(given, pd.DataFrame):
        _refuse_doubles(given.columns)
        return {_title(column_name(name)): given[name] for name in given.columns}
    if isinstance(given, pd.Series):
        return {_title(column_name(given.name)) if given.name is not None else "": given}
    return by_label(given)


def by_title(hollow: Any) -> dict[str, Any]:
    """Give what is hollow in each panel: a frame by its columns, or a mapping by title."""
    return {f"{title}": content for title, content in by_column({} if hollow is None else hollow).items()}


def by_period(given: Any) -> dict[str, Any]:
    """Give the values of one series by period: years, dates and pandas' periods become codes."""
    if not isinstance(given, pd.Series | Mapping):
        raise _no_table(given)
    pairs: Iterable[tuple[Any, Any]] = given.items()
    return {period_code(period): value for period, value in pairs if not missing(value)}


def named_series(given: Any, is_value: Any) -> dict[Label, dict[str, Any]]:
    """Give series by name, each by period; one without a name bears none.

    Parameters
    ----------
    given
        A Series or mapping by period, a frame (a series for each column), or a mapping of names to these.
    is_value
        Tells whether something is a value rather than a series.
    """
    if isinstance(given, pd.DataFrame):
        return {column_name(name): by_period(given[name]) for name in given.columns}
    if not isinstance(given, Mapping) or (given and all(map(is_value, given.values()))):
        return {"": by_period(given)}
    return {label_of(name): by_period(values) for name, values in given.items()}


def period_code(period: Any) -> str:
    """Write a label of time as the tables write periods: 2010, 2024-Q1, 1999-07."""
    if isinstance(period, pd.Period):
        written = {"Y": "%Y", "Q": "%Y-Q%q", "M": "%Y-%m"}.get(period.freqstr[:1], "%Y-%m-%d")
        return period.strftime(written)
    return f"{period:%Y-%m-%d}" if isinstance(period, date) else str(period)


def missing(value: Any) -> bool:
    """Tell whether a cell holds nothing: None, NaN, NA or NaT."""
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)  # noqa: PLR0124


def label_of(label: Any) -> Label:
    """Give the label of a row: a finding as it is, levels of an index joined by commas, others as text."""
    if isinstance(label, Finding):
        return label
    return with_dashes(", ".join(f"{part}" for part in label) if isinstance(label, tuple) else str(label))


def column_name(name: Any) -> str:
    """Write the name of a column for readers: ``jobs_created`` is "jobs created"."""
    return f"{label_of(name)}".replace("_", " ")


def is_named(which: Collection[str], *names: str) -> bool:
    """Tell whether a mark bears one of the names; a column's may be written as in the frame."""
    return any(name in which or name.replace(" ", "_") in which for name in names if name)


def check_known(which: Collection[str], known: Sequence[str], option: str = "hollow") -> None:
    """Refuse names of marks that are not there.

    Raises
    ------
    ReportError
        Names each, with the nearest.
    """
    strange = [name for name in which if name not in known and column_name(name) not in known]
    if strange:
        raise ReportError(
            "\n".join(f"{option}: there is no {name!r}. {nearest(name, known)}" for name in strange)
        )


def _no_table(given: Any) -> ReportError:
    return ReportError(
        f"A chart takes a mapping of labels to quantities, a Series or a DataFrame, not {given!r}: "
        'write {"a label": quantity}.'
    )


def _title(name: str) -> str:
    return name[:1].upper() + name[1:]


def _labels(index: pd.Index) -> list[Label]:
    labels = [label_of(label) for label in index]
    _refuse_doubles([f"{label}" for label in labels])
    return labels


def _refuse_doubles(names: Iterable[Any]) -> None:
    doubles = [f"{name!r}" for name, count in Counter(names).items() if count > 1]
    if doubles:
        raise ReportError(f"{', '.join(doubles)} twice: give each row and column a name of its own.")
