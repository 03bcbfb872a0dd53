"""What pages say to search engines and catalogues: JSON-LD in the words of schema.org."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from kzindustry.contract import RESULT, Document
from kzindustry.reporting.pages.recorded import listed_sources
from kzindustry.reporting.runs.identity import Identity


def report_data(
    title: str, summary: str, identity: Identity, documents: Sequence[Document], results: str
) -> Markup:
    """Describe a report: what it answers, from which sources, and each recorded number.

    Parameters
    ----------
    title, summary
        Plain text.
    identity
        Of the collection.
    documents
        What the notebook's outputs say to machines.
    results
        The address of the table of results, where there is one.
    """
    recorded = [document for document in documents if document.get("kind") == RESULT]
    about = {
        "@type": "Report",
        "name": title,
        "abstract": summary,
        **_published(identity),
        "isPartOf": {"@type": "Collection", "name": identity.title} if identity.title else None,
        "temporalCoverage": _span(recorded),
        "citation": list(_citations(documents)),
        "hasPart": _dataset(title, recorded, results) if recorded else None,
    }
    return _script(about)


def index_data(identity: Identity, reports: Sequence[tuple[str, str]]) -> Markup:
    """Describe a collection by name and address of a report of each notebook; each page describes itself."""
    parts = [{"@type": "Report", "name": name, "url": address} for name, address in reports]
    about = {"name": identity.title, "abstract": identity.subtitle, **_published(identity), "hasPart": parts}
    return _script({"@type": "Collection", **about})


def _published(identity: Identity) -> dict[str, Any]:
    return {
        "inLanguage": identity.language,
        "author": [{"name": name} for name in identity.authors],
        "license": identity.licence_address or identity.licence,
    }


def _span(recorded: Sequence[Document]) -> str:
    """Give the first and the last year that results bear, as ISO 8601 writes an interval."""
    years = sorted(str(one["period"])[:4] for one in recorded if str(one.get("period") or "")[:4].isdigit())
    ends = dict.fromkeys(years[:1] + years[-1:])
    return "/".join(ends)


def _citations(documents: Sequence[Document]) -> Iterator[dict[str, Any]]:
    """Name each source once, whatever the number of its paragraphs."""
    named: dict[tuple[str, str], dict[str, Any]] = {}
    for source in listed_sources(documents):
        title, address = str(source.get("title", "")), str(source.get("address", ""))
        publisher = {"name": source["origin"]} if source.get("origin") else None
        about = {"@type": "CreativeWork", "name": title, "publisher": publisher, "url": address}
        named.setdefault((title, address), about)
    yield from named.values()


def _dataset(title: str, recorded: Sequence[Document], results: str) -> dict[str, Any]:
    download = {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": results}
    return {
        "@type": "Dataset",
        "name": f"Recorded results: {title}",
        "variableMeasured": [_measured(one) for one in recorded],
        "distribution": download if results else None,
    }


def _measured(result: Document) -> dict[str, Any]:
    subject, period = (str(result.get(name) or "") for name in ("subject", "period"))
    exact = result.get("low") == result.get("value") == result.get("high")
    return {
        "@type": "PropertyValue",
        "propertyID": result.get("measure"),
        "name": result.get("label") or result.get("measure"),
        "description": ", ".join(filter(None, (subject, period))),
        "value": result.get("text") or result.get("value"),
        "minValue": None if exact else result.get("low"),
        "maxValue": None if exact else result.get("high"),
        "unitText": result.get("unit"),
    }


def _script(about: Mapping[str, Any]) -> Markup:
    """Write it where no script of the page is: browsers do not run what bears this type."""
    told = _without_nothing({"@context": "https://schema.org", **about})
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str)
    return Markup('<script type="application/ld+json">{}</script>').format(
        Markup(written.replace("<", "\\u003c"))
    )


def _without_nothing(value: Any) -> Any:
    """Leave out what is not known."""
    if isinstance(value, Mapping):
        inner = {name: _without_nothing(one) for name, one in value.items()}
        return {name: one for name, one in inner.items() if one not in (None, "", [], {})}
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return [_without_nothing(one) for one in value] if isinstance(value, list | tuple) else value
