"""Way (d): `floor.py NOTEBOOK SETS FOLDER` runs code cells as plain Python in one process; prints seconds.

The process has run them once before, and what they show is saved: what computes the same cannot be faster.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell


def run(shell: Any, cells: list[dict[str, Any]], parameters: dict[str, Any]) -> list[Any]:
    """Run the code cells with parameters in a namespace of their own; give what they show."""
    shell.display_pub.outputs = []
    namespace: dict[str, Any] = {"__name__": "__main__", "get_ipython": lambda: shell}
    shell.user_ns = namespace  # prose cells read their names from it
    for cell in cells:
        if cell["cell_type"] == "code":
            exec(compile(shell.transform_cell("".join(cell["source"])), "<cell>", "exec"), namespace)
            if "parameters" in cell["metadata"].get("tags", ()):
                namespace |= parameters
    return list(shell.display_pub.outputs)


def main(notebook: str, sets: str, folder: str) -> None:
    """Run once to be warm, then each set on the clock."""
    cells = json.loads(Path(notebook).read_text(encoding="utf-8"))["cells"]
    shell = InteractiveShell.instance()
    shell.display_pub = CapturingDisplayPublisher(shell=shell)
    run(shell, cells, {})
    began = time.monotonic()
    for number, parameters in enumerate(json.loads(sets)):
        outputs = run(shell, cells, parameters)
        (Path(folder) / f"{number}.json").write_text(json.dumps(outputs), encoding="utf-8")
    print(time.monotonic() - began)


if __name__ == "__main__":
    main(*sys.argv[1:])
