"""Way (b): `interfaces.py NOTEBOOK SETS FOLDER`: papermill and nbconvert in one process; prints seconds."""

import json
import sys
import time
from pathlib import Path

import papermill
from nbconvert import HTMLExporter

notebook, sets, folder = sys.argv[1:]
began = time.monotonic()
for number, parameters in enumerate(json.loads(sets)):
    out = Path(folder) / f"{number}.ipynb"
    papermill.execute_notebook(notebook, out, parameters, progress_bar=False)
    page, _ = HTMLExporter().from_filename(str(out))
    out.with_suffix(".html").write_text(page, encoding="utf-8")
print(time.monotonic() - began)
