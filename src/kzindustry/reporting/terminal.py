"""Tables and lists for a terminal."""

import re
from collections.abc import Sequence

FEW = 3


def as_table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Set rows in columns as wide as their longest entry, without blanks at the ends of lines."""
    lines = [heading, ["-" * len(name) for name in heading], *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heading))]
    return "\n".join(
        "  ".join(entry.ljust(width) for entry, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def natural(text: str) -> list[tuple[float, str]]:
    """Give what sorts names by the numbers in them: `rate=0.5` before `rate=10`.

    >>> sorted(["a=10", "a=9", "a"], key=natural)
    ['a', 'a=9', 'a=10']
    """
    parts = re.split(r"(\d+(?:\.\d+)?)", text)
    return [(float(part), "") if place % 2 else (-1.0, part) for place, part in enumerate(parts)]


def first_few(names: Sequence[str], rest: str = "more") -> list[str]:
    """Give the first few names, and how many more there are."""
    more = len(names) - FEW
    return [*names[:FEW], *([f"{more} {rest}"] if more > 0 else [])]
