"""One measure across runs as a picture: what varies is on the axis, in colours and in panels.

A look at a grid of runs, drawn with seaborn from the rows of the table; it draws no chart of a report.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzindustry.errors import InputError
from kzindustry.reporting.folder.across_runs import rows_of_measure
from kzindustry.reporting.folder.executed import Executed

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".svg", ".png", ".pdf")
ROLES = ("x", "hue", "col", "row")
NUMBERS = ("value", "low", "high")
WIDTH = 0.6
"""The share of a step on the axis that the marks of all colours take side by side."""


def draw_measure(runs: Iterable[Executed], measure: str, path: Path) -> None:
    """Draw a measure of all runs in the folder into a file.

    Raises
    ------
    InputError
        If no run recorded the measure as a number, more varies than a picture can show, or the file
        cannot be written or has an ending that is none of a picture's.
    """
    if path.suffix not in SUFFIXES:
        raise InputError(f"--picture {path}: the ending says the format: one of {', '.join(SUFFIXES)}.")
    names, rows = rows_of_measure(runs, measure)
    frame = _frame(names, rows)
    if frame.empty:
        raise InputError(f"{measure} was recorded as text: there is no number to draw.")
    drawn = _draw(frame, _roles(frame, names, measure), measure)
    try:
        drawn.savefig(path, bbox_inches="tight", metadata=_undated(path))
    except OSError as error:
        raise InputError(f"--picture {path}: cannot be written ({error.strerror}). Choose another.") from None


def _frame(names: Sequence[str], rows: Sequence[dict[str, str]]) -> "pd.DataFrame":
    import pandas as pd  # noqa: PLC0415 - the command line starts without it

    frame = pd.DataFrame(rows, columns=["notebook", *names, "subject", "period", *NUMBERS, "unit"])
    frame[[*names]] = frame[[*names]].fillna("")  # of runs whose notebook has no such parameter
    frame[[*NUMBERS]] = frame[[*NUMBERS]].apply(pd.to_numeric)
    return frame.dropna(subset=["value"])


def _roles(frame: "pd.DataFrame", names: Sequence[str], measure: str) -> dict[str, str]:
    """Give what varies a place: a parameter with most values on the axis, then colours, columns and rows."""
    candidates = [name for name in (*names, "subject", "period") if frame[name].nunique() > 1]
    if len(candidates) > len(ROLES):
        raise InputError(
            f"{measure} varies by {', '.join(candidates)}: a picture shows {len(ROLES)} of them. "
            "Build a smaller grid into a folder of its own (--out)."
        )
    ordered = sorted(candidates, key=lambda name: (name not in names, -frame[name].nunique()))
    return dict(zip(ROLES, ordered or ["subject"], strict=False))


def _draw(frame: "pd.DataFrame", roles: dict[str, str], measure: str) -> Any:
    import matplotlib as mpl  # noqa: PLC0415
    import seaborn as sns  # noqa: PLC0415

    mpl.use("agg")
    mpl.rcParams["svg.hashsalt"] = "kzindustry"
    across = sorted(set(frame[roles["x"]]), key=_by_number)
    hues = [*dict.fromkeys(frame[roles["hue"]])] if "hue" in roles else [""]
    panels = {role: roles[role] for role in ("col", "row") if role in roles}
    grid = sns.FacetGrid(
        frame,
        hue=roles.get("hue"),
        hue_order=hues if "hue" in roles else None,
        palette="colorblind",
        height=3.2,
        aspect=1.3,
        **panels,
    )
    grid.map_dataframe(_whiskers, across=across, x=roles["x"], hue=roles.get("hue"), hues=hues)
    grid.set(xticks=range(len(across)), xticklabels=across)
    grid.set_axis_labels(roles["x"], f"{measure} ({frame['unit'].iloc[0]})")
    if "hue" in roles:
        grid.add_legend(title=roles["hue"])
    return grid


def _whiskers(  # noqa: PLR0913 - the grid calls this for each panel and colour
    data: "pd.DataFrame",
    *,
    across: list[str],
    x: str,
    hue: str | None,
    hues: list[str],
    color: Any,
    label: str = "",
) -> None:
    """Draw one colour's values in one panel, beside the others'; an open end has no whisker."""
    import matplotlib.pyplot as plt  # noqa: PLC0415

    at = hues.index(data[hue].iloc[0]) if hue else 0
    shift = WIDTH * ((at + 0.5) / len(hues) - 0.5)
    places = [across.index(name) + shift for name in data[x]]
    ends = [
        data["value"] - data["low"].fillna(data["value"]),
        data["high"].fillna(data["value"]) - data["value"],
    ]
    plt.gca().errorbar(places, data["value"], yerr=ends, fmt="o", color=color, label=label, capsize=0)


def _by_number(text: str) -> tuple[bool, float, str]:
    """Sort numbers by value, and names after them."""
    try:
        return False, float(text), ""
    except ValueError:
        return True, 0.0, text


def _undated(path: Path) -> dict[str, None]:
    """Leave the date out of the file, so that the same results give the same bytes."""
    return {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(path.suffix, {})
