"""The exporter that nbconvert and JupyterLab offer under the name `kzindustry`.

What belongs here: how nbconvert asks for a page. What is on it is decided in `page`.
"""

from collections.abc import Mapping
from typing import Any

from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.preprocessors import RegexRemovePreprocessor, TagRemovePreprocessor
from traitlets import Bool, List, Unicode

from kzindustry.reporting.pages.page import Links, report_page

IDLE_BY_DEFAULT = {RegexRemovePreprocessor, TagRemovePreprocessor}


class ReportExporter(TemplateExporter):  # type: ignore[misc]
    """Export a notebook as one self-contained HTML page: no script, no request, code folded away.

    One instance serves any number of notebooks. `resources["kzindustry"]` may hold the addresses of
    `Links`. Of TemplateExporter it takes the options (`--no-input`, tags of cells to remove); its template
    is the package's own, so that it needs no data path and cannot fail for want of one.
    """

    export_from_notebook = "Report (HTML)"
    output_mimetype = "text/html"

    file_extension = Unicode(".html")
    template_paths = List([])
    optimistic_validation = Bool(True)

    def from_notebook_node(
        self, nb: Any, resources: Mapping[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Give the page of a notebook, and the resources with what nbconvert adds to them."""
        if self._leaves_notebooks_alone():
            about = self._init_resources(resources)
        else:
            nb, about = super(TemplateExporter, self).from_notebook_node(nb, resources, **options)
        links = Links(**about.get("kzindustry", {}))
        name = str(about["metadata"].get("name") or "Notebook")
        return report_page(nb, name, links, code=not self.exclude_input), about

    def _leaves_notebooks_alone(self) -> bool:
        """Whether no preprocessor has anything to do: nbconvert's copies cost more than the page."""
        enabled = {type(one) for one in self._preprocessors if getattr(one, "enabled", True)}
        return bool(self.config == self.default_config and enabled <= IDLE_BY_DEFAULT)
