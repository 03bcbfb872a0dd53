"""Evidence: the way in to every number of the registry, as a Quantity that knows where it was printed.

Reads data/ and checks it; holds no number of its own. Holding the registry against the documents is the
work of `verification`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from kzindustry.analysis.array import quantity_series
from kzindustry.errors import InputError, listed, nearest
from kzindustry.evidence.frames import figures_frame, frame
from kzindustry.evidence.lookup import Lookup
from kzindustry.evidence.registry.ends import AS_PRINTED, HALF_UNIT
from kzindustry.evidence.registry.load import load_registry
from kzindustry.evidence.registry.rows import ContextValue
from kzindustry.evidence.table import Selection, lay_out
from kzindustry.root import data_folder


@dataclass(frozen=True)
class Evidence(Lookup):
    """Every figure and context value under one rounding of printed numbers; made by `Evidence.load`.

    `evidence["hope:14:jobs-karatau"]` is a Quantity; `evidence.figures` a frame of all rows.
    """

    @classmethod
    def load(cls, rounding: str = AS_PRINTED, folder: Path | str | None = None) -> "Evidence":
        """Read the tables, by default those of the package's own data folder.

        Raises
        ------
        InputError
            If the rounding is unknown, or with every problem of the tables.
        """
        if rounding not in {AS_PRINTED, HALF_UNIT}:
            if Path(rounding).exists():
                raise InputError(
                    f"Evidence.load({rounding!r}): a folder is given by name, folder={rounding!r}."
                )
            raise InputError(
                f"rounding={rounding!r} is unknown. {nearest(rounding, (AS_PRINTED, HALF_UNIT))}"
            )
        if folder is not None and not Path(folder).is_dir():
            raise InputError(f"Evidence.load(folder={str(folder)!r}): there is no such folder of tables.")
        return cls(load_registry(Path(folder or data_folder())), rounding)

    def table(
        self,
        *indicators: str,
        document: str = "",
        by: str = "ref_area",
        place: str | Sequence[str] = (),
        period: str | Sequence[str] = (),
        kind: str = "",
    ) -> pd.DataFrame:
        """Lay figures out as a frame of quantities.

        Parameters
        ----------
        indicators
            What is measured: the columns, in this order; the rows, where ``by`` is "indicator".
        document, place, period, kind
            Which figures: of a document (its key), of places (their labels or ids), of periods, of a kind
            ("actual", "planned", "forecast"). What a document prints twice counts once, and a place that
            holds others of the table has a row only if it is named.
        by
            What the rows are: "ref_area" (places, by their labels), "indicator" (with periods as columns) or
            "time_period".

        Raises
        ------
        InputError
            If something is unknown, nothing fits, or two figures would fall into one cell: the message names
            them and how to choose.
        """
        asked = Selection(indicators, document, _several(place), _several(period), kind)
        return lay_out(asked, by, self.registry, self.__getitem__)

    def series(self, name: str, source: str = "") -> pd.Series:
        """Give a context series of quantities by period, in order of time.

        Parameters
        ----------
        name
            As in the column `series`.
        source
            The last part of the ids, where several publishers have the series.

        Raises
        ------
        InputError
            If there is no such series, or two values for one period.
        """
        named: list[ContextValue] = self.registry.rows_with("context", "series", [name])
        rows = [row for row in named if row.id.rpartition(":")[2] == source] if source else named
        sources = sorted({row.id.rpartition(":")[2] for row in named})
        if not rows:
            known = sources or sorted(self.registry.words("context", "series"))
            asked = (source, f"series {name} from {source!r}") if named else (name, f"series {name!r}")
            raise InputError(f"context.csv has no {asked[1]}. {nearest(asked[0], known)}")
        if len({row.time_period for row in rows}) < len(rows):
            raise InputError(
                f"context.csv has series {name!r} from {listed(sources)}: name one of them as source."
            )
        ordered = sorted(rows, key=lambda row: row.time_period)
        found = quantity_series((self[row.id] for row in ordered), [row.time_period for row in ordered])
        return found.rename(name)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """figures.csv as a tidy frame, one row a figure, with the labels of what it names."""
        return figures_frame(self.registry)

    @cached_property
    def context(self) -> pd.DataFrame:
        """context.csv as a tidy frame, one row a value, as its publisher gives it."""
        return frame(self.registry, "context")

    @cached_property
    def readings(self) -> pd.DataFrame:
        """readings.csv as a tidy frame, one row a reading."""
        return frame(self.registry, "readings")

    @cached_property
    def commitments(self) -> pd.DataFrame:
        """commitments.csv as a tidy frame, one row a commitment; status and payer are readings of ours."""
        return frame(self.registry, "commitments")


def _several(word: str | Sequence[str]) -> tuple[str, ...]:
    """Take one word or several."""
    return (word,) if isinstance(word, str) else tuple(word)


def figures() -> pd.DataFrame:
    """Give every figure of the documents as a tidy frame: the way in for exploring."""
    return Evidence.load().figures


def context() -> pd.DataFrame:
    """Give the official series around the documents as a tidy frame."""
    return Evidence.load().context
