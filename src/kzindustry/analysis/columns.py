"""Columns of quantities: what a function does to one quantity, it does to each of a pandas Series.

pandas is not imported here: a Series is known by what it can do.
"""

from collections.abc import Callable, Iterable
from functools import reduce, wraps
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


def is_column(thing: object) -> bool:
    """Tell whether something is a pandas Series or frame."""
    return hasattr(thing, "index") and hasattr(thing, "reindex")


def elementwise(operator: F) -> F:
    """Leave an operator between a quantity and a column or array to that, which does it for each element."""

    @wraps(operator)
    def apply(self: Any, other: Any) -> Any:
        if type(other).__name__ == "NAType":
            return other  # what is missing stays missing
        return NotImplemented if getattr(other, "ndim", 0) else operator(self, other)

    return cast(F, apply)


def over_columns(function: F) -> F:
    """Let a function of quantities take Series as well, and give a Series then.

    Series are aligned by their index; what is no Series is the same for every element. An element that is
    missing in one of them is missing in the result.
    """

    @wraps(function)
    def apply(*arguments: Any, **options: Any) -> Any:
        given = [*arguments, *options.values()]
        columns = [item for item in given if is_column(item)]
        if not columns:
            return function(*arguments, **options)
        index = reduce(lambda one, other: one.union(other, sort=False), (item.index for item in columns))
        found = [
            function(
                *(_at(item, label) for item in arguments),
                **{name: _at(item, label) for name, item in options.items()},
            )
            if _all_there(columns, label)
            else None
            for label in index
        ]
        return type(columns[0])(found, index=index, dtype="quantity")

    return cast(F, apply)


def values(column: Any) -> Any:
    """Give the bare numbers of a column or frame of quantities, for sorting and for drawing.

    Their bounds and sources are left behind: what is drawn from them says so by ``drawn(..., shows=column)``.
    """
    return (
        column.map(_value).astype(float)
        if hasattr(column, "columns") or is_column(column)
        else _value(column)
    )


def _value(item: Any) -> float:
    return float("nan") if item is None else float(getattr(item, "value", item))


def _at(item: Any, label: object) -> Any:
    return item[label] if is_column(item) else item


def _all_there(columns: Iterable[Any], label: object) -> bool:
    return all(label in item.index and hasattr(item[label], "unit") for item in columns)
