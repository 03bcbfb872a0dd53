"""The exporter that nbconvert and JupyterLab offer under the name `kzindustry`.

What belongs here: how nbconvert asks for a page. What is on it is decided in `assembly` and `page`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.preprocessors import RegexRemovePreprocessor, TagRemovePreprocessor
from traitlets import Bool, List, Unicode

from kzindustry.errors import InputError
from kzindustry.reporting.pages.options import PageOptions
from kzindustry.reporting.pages.page import Links, page_of, written
from kzindustry.reporting.pages.surroundings import Surroundings

IDLE_BY_DEFAULT = {RegexRemovePreprocessor, TagRemovePreprocessor}
OF_OTHER_TEMPLATES = ("template_name", "template_file", "template_extension", "filters")
ALWAYS_SO = {
    "embed_images": True,
    "sanitize_html": True,
    "exclude_anchor_links": True,
    "skip_svg_encoding": False,
}
"""Options of HTMLExporter that a page fulfils in any case, if this is their value."""


class ReportExporter(TemplateExporter):  # type: ignore[misc]
    """Export a notebook as one self-contained HTML page: no script, no request, code folded away.

    One instance serves any number of notebooks. `resources["kzindustry"]` may hold the addresses of
    `Links`, and `resources["kzindustry_identity"]` an `Identity`. Of TemplateExporter it takes the options
    (`--no-input`, `exclude_markdown`, tags of cells to remove); its template is the package's own, so that it
    needs no data path and cannot fail for want of one.
    What a page cannot show is warned of, and named in `resources["kzindustry_warnings"]`.

    Raises
    ------
    InputError
        If an option is given that the page cannot honour.
    """

    export_from_notebook = "Report (HTML)"
    output_mimetype = "text/html"

    file_extension = Unicode(".html")
    template_paths = List([])
    optimistic_validation = Bool(True)
    language_code = Unicode("", help="Language code of the page; by default the collection's.").tag(
        config=True
    )

    def __init__(self, config: Any = None, **options: Any) -> None:
        super().__init__(config=config, **options)
        refused = [name for name in OF_OTHER_TEMPLATES if name in options or name in self._configured()]
        of_html = dict(self.config.get("HTMLExporter", {}))
        language = of_html.pop("language_code", self.language_code)
        if "language_code" not in options and "language_code" not in self._configured():
            self.language_code = language
        refused += [name for name, value in of_html.items() if ALWAYS_SO.get(name) != value]
        if refused:
            names = ", ".join(sorted(set(refused)))
            raise InputError(
                f"The exporter kzindustry cannot honour {names}: its page has a template of its own, follows "
                "the reader's light or dark scheme and loads nothing. Leave it out, or use --to html."
            )

    def _configured(self) -> set[str]:
        sections = {owner.__name__ for owner in type(self).__mro__}
        return {name for section in sections for name in self.config.get(section, {})}

    def _options(self) -> PageOptions:
        return PageOptions(
            code=not self.exclude_code_cell,
            inputs=not self.exclude_input,
            outputs=not self.exclude_output,
            markdown=not self.exclude_markdown,
            raw=not self.exclude_raw,
            unknown=not self.exclude_unknown,
            raw_mimetypes=tuple(self.raw_mimetypes),
            language=self.language_code,
        )

    def from_notebook_node(
        self, nb: Any, resources: Mapping[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Give the page of a notebook, and the resources with what nbconvert adds to them."""
        if self._leaves_notebooks_alone():
            about = self._init_resources(resources)
        else:
            nb, about = super(TemplateExporter, self).from_notebook_node(nb, resources, **options)
        name = str(about["metadata"].get("name") or "Notebook")
        place = about["metadata"].get("path")
        folder = Path(place or ".") if place is not None else None
        links = Links(**about.get("kzindustry", {}))
        around = Surroundings(folder=folder, files=_extracted(about), among_pages=bool(links.index))
        page = page_of(nb, name, self._options(), around)
        about["kzindustry_warnings"] = page.warnings
        for warning in page.warnings:
            self.log.warning("%s: %s", name, warning)
        return written(page, links, about.get("kzindustry_identity")), about

    def _leaves_notebooks_alone(self) -> bool:
        """Whether no preprocessor has anything to do: nbconvert's copies cost more than the page."""
        enabled = {type(one) for one in self._preprocessors if getattr(one, "enabled", True)}
        return bool(self.config == self.default_config and enabled <= IDLE_BY_DEFAULT)


def _extracted(resources: Mapping[str, Any]) -> dict[str, bytes]:
    """Give the files that preprocessors took out of the notebook."""
    outputs = resources.get("outputs")
    files = outputs.items() if isinstance(outputs, Mapping) else ()
    return {str(name): data for name, data in files if isinstance(data, bytes)}
