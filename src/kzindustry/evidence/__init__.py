"""What the documents say, number by number, and whether the registry of it holds together.

The way in is imported when first asked for: it needs pandas, which the checks of the tables do not.
"""

from typing import TYPE_CHECKING, Any

from kzindustry.evidence.registry.rows import ContextValue, Document, Figure

if TYPE_CHECKING:
    from kzindustry.evidence.evidence import Evidence, context, figures

__all__ = ["ContextValue", "Document", "Evidence", "Figure", "context", "figures"]


def __getattr__(name: str) -> Any:
    if name in {"Evidence", "context", "figures"}:
        from kzindustry.evidence import evidence  # noqa: PLC0415

        return getattr(evidence, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
