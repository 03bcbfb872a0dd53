"""Columns of quantities in pandas: a dtype of their own, so that no operation drops bounds or sources unsaid.

pandas takes a column of this dtype for numbers: it sums, divides and plots them. What keeps bounds, unit and
sources gives quantities; what cannot is refused, or warns and says what to write.
"""

import warnings
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Any, Self

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray, ExtensionDtype, register_extension_dtype, take
from pandas.api.extensions import ExtensionScalarOpsMixin as Operators  # type: ignore[attr-defined]

from kzindustry.analysis.formulas import total
from kzindustry.analysis.quantity import Quantity
from kzindustry.errors import AnalysisError

LEFT_BEHIND = (
    "Bounds, unit and sources of these quantities are left behind: sum() and mean() keep them. "
    "values(column) gives the bare numbers where that is meant."
)


class BareNumbersWarning(UserWarning):
    """Quantities became plain numbers."""


class NoQuantityError(AnalysisError, TypeError):
    """Something else was to be put into a column of quantities; pandas tries another way at a TypeError."""


@register_extension_dtype
class QuantityDtype(ExtensionDtype):
    """The dtype of columns of quantities: ``frame.astype("quantity")``."""

    na_value = pd.NA
    _is_numeric = True

    name = "quantity"
    type = Quantity

    @classmethod
    def construct_array_type(cls) -> Any:
        """Give the type of the arrays."""
        return QuantityArray

    def _get_common_dtype(self, dtypes: list[Any]) -> "QuantityDtype | None":
        """Keep a column one of quantities where quantities in an ordinary column join it."""
        known = (isinstance(dtype, QuantityDtype) or dtype == np.dtype(object) for dtype in dtypes)
        return self if all(known) else None


class QuantityArray(ExtensionArray, Operators):  # type: ignore[misc]
    """Quantities side by side; a missing one is `pandas.NA`."""

    def __init__(self, items: Iterable[Any]) -> None:
        found = [pd.NA if _is_missing(item) else item for item in items]
        wrong = next((item for item in found if not isinstance(item, Quantity) and item is not pd.NA), None)
        if wrong is not None:
            raise NoQuantityError(f"{wrong!r} is no Quantity: a column of quantities holds nothing else.")
        self._items = np.empty(len(found), dtype=object)
        self._items[:] = found

    @classmethod
    def _from_sequence(cls, scalars: Iterable[Any], *, dtype: Any = None, copy: bool = False) -> Self:
        return cls(scalars)

    @classmethod
    def _from_factorized(cls, values: Iterable[Any], original: Any) -> Self:
        return cls(values)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Self]) -> Self:
        return cls(item for array in to_concat for item in array)

    @property
    def dtype(self) -> QuantityDtype:
        """The dtype."""
        return QuantityDtype()

    @property
    def nbytes(self) -> int:
        """Bytes of the references."""
        return int(self._items.nbytes)

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, item: Any) -> Any:
        found = self._items[pd.api.indexers.check_array_indexer(self, item)]
        return type(self)(found) if isinstance(found, np.ndarray) else found

    def __setitem__(self, key: Any, value: Any) -> None:
        key = pd.api.indexers.check_array_indexer(self, key)
        try:
            several = pd.api.types.is_list_like(value)
            self._items[key] = type(self)(value)._items if several else type(self)([value])._items[0]
        except NoQuantityError as error:  # at a TypeError pandas would make it an ordinary column
            raise AnalysisError(str(error)) from None

    def __neg__(self) -> Self:
        return type(self)(item if item is pd.NA else -item for item in self._items)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        """Give the quantities; as plain numbers they lose what they carry, and a warning says so."""
        return np.array(self._items) if dtype is None or np.dtype(dtype).kind == "O" else self.astype(dtype)

    def isna(self) -> Any:
        """Tell which are missing."""
        return np.array([item is pd.NA for item in self._items], dtype=bool)

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> Self:
        """Give the items at places; see pandas."""
        fill = pd.NA if fill_value is None else fill_value
        return type(self)(take(self._items, indices, allow_fill=allow_fill, fill_value=fill))

    def copy(self) -> Self:
        """Give a copy; quantities never change."""
        return type(self)(self._items)

    def astype(self, dtype: Any, copy: bool = True) -> Any:
        """Turn into another dtype; plain numbers lose what quantities carry, and a warning says so."""
        dtype = pd.api.types.pandas_dtype(dtype)
        if isinstance(dtype, QuantityDtype):
            return self.copy() if copy else self
        if dtype.kind in "fiu":
            warnings.warn(LEFT_BEHIND, BareNumbersWarning, stacklevel=2)
            numbers = [np.nan if item is pd.NA else item.value for item in self._items]
            return np.array(numbers, dtype=dtype)
        return super().astype(dtype, copy)

    def _values_for_argsort(self) -> Any:
        return np.array([np.nan if item is pd.NA else item.value for item in self._items])

    def _reduce(self, name: str, *, skipna: bool = True, keepdims: bool = False, **more: Any) -> Any:
        there = [item for item in self._items if item is not pd.NA]
        reductions: dict[str, Callable[[list[Quantity]], Quantity]] = {
            "sum": total,
            "mean": lambda items: total(items) / len(items),
            "min": lambda items: min(items, key=float),
            "max": lambda items: max(items, key=float),
        }
        if name not in reductions:
            raise AnalysisError(f"{name}() of quantities would be a bare number. {LEFT_BEHIND}")
        found = reductions[name](there)
        return type(self)([found]) if keepdims else found

    def _groupby_op(self, *, how: str, ngroups: int, ids: Any, **more: Any) -> Any:
        """Reduce each group, and the rows of ``sum(axis=1)``: pandas' own way would hide what is wrong."""
        if how not in {"sum", "mean", "min", "max"}:
            return super()._groupby_op(how=how, ngroups=ngroups, ids=ids, **more)
        groups = (self[ids == number] for number in range(ngroups))
        return type(self)(pd.NA if group.isna().all() else group._reduce(how) for group in groups)

    def _accumulate(self, name: str, *, skipna: bool = True, **more: Any) -> Self:
        if name != "cumsum":
            raise AnalysisError(f"{name}() of quantities is not known: cumsum() is.")
        return type(self)(accumulate(self._items))

    def map(self, mapper: Any, na_action: Any = None) -> Any:
        """Give what a function makes of each quantity: a column of quantities if it makes such."""
        found = [item if item is pd.NA else mapper(item) for item in self._items]
        if all(map(_fits, found)):
            return type(self)(found)
        if not any(map(pd.api.types.is_list_like, found)):
            return pd.array(found)
        several = np.empty(len(found), dtype=object)  # tuples stay tuples
        several[:] = found
        return several

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        """Apply a function of numpy to each quantity: a column of quantities if it gives such."""
        found = super().__array_ufunc__(ufunc, method, *inputs, **options)
        of_quantities = isinstance(found, np.ndarray) and found.dtype == object and all(map(_fits, found))
        return type(self)(found) if of_quantities else found

    def _formatter(self, boxed: bool = False) -> Callable[[Any], str]:
        return lambda item: "" if item is pd.NA else str(item)


QuantityArray._add_arithmetic_ops()
QuantityArray._add_comparison_ops()


def quantity_series(items: Iterable[Any], index: Any) -> "pd.Series[Any]":
    """Give quantities as a Series."""
    return pd.Series(QuantityArray(items), index=index)


def _fits(item: Any) -> bool:
    return item is pd.NA or isinstance(item, Quantity)


def _is_missing(item: Any) -> bool:
    return item is None or item is pd.NA or (isinstance(item, float) and np.isnan(item))
