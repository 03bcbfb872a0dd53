"""What a reader sees: sentences, charts and tables whose numbers carry their sources."""

from kzindustry.presentation.finding import Finding, finding, listed
from kzindustry.presentation.report import Report

__all__ = ["Finding", "Report", "finding", "listed"]
