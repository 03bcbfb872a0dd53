"""Imports what workers need, and does it once, in the process that they are forked from."""

import gc
import sys

from kzindustry.reporting.kernels import interrupts
from kzindustry.reporting.running.forkserver import end_with_build

interrupts.ignore()  # while the rest is imported, too
end_with_build()
gc.disable()  # to look for garbage among what is imported takes a seventh of the time

# jsonschema would compile a grammar for web addresses with it, which takes seconds and serves nobody here.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output  # noqa: E402

from kzindustry.reporting.running.execute import exporter  # noqa: E402 - both after the lines above

# Templates, highlighters and schemas are compiled at their first use.
_output = new_output("display_data", {"text/plain": "1", "text/html": "<p>1</p>"})
exporter().from_notebook_node(
    new_notebook(cells=[new_markdown_cell("# One"), new_code_cell("1", outputs=[_output])])
)
gc.freeze()  # what is here for good need not be looked through again, and workers share its memory
gc.enable()
