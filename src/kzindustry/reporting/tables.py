"""Tables for a terminal."""

from collections.abc import Sequence


def as_table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Set rows in columns as wide as their longest entry, without blanks at the ends of lines."""
    lines = [heading, ["-" * len(name) for name in heading], *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heading))]
    return "\n".join(
        "  ".join(entry.ljust(width) for entry, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
