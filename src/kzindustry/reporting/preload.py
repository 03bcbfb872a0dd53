"""Imports what workers need, once, in the process that they are forked from."""

import sys

# jsonschema would compile a grammar for web addresses with it, which takes seconds and serves nobody here.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

import kzindustry.reporting.execute  # noqa: E402, F401 - after the line above
