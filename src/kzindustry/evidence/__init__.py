"""What the documents say, number by number, and whether the registry of it holds together."""

from kzindustry.evidence.figures import Evidence, context, figures
from kzindustry.evidence.rows import ContextValue, Document, Figure

__all__ = ["ContextValue", "Document", "Evidence", "Figure", "context", "figures"]
