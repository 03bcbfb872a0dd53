"""A warm kernel is a plain kernel: the same notebooks in both, each output in each of its MIME types."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from nbclient import NotebookClient
from nbformat import v4

from kzindustry.reporting.kernels.client import PlainManager, PromptManager
from kzindustry.reporting.kernels.linux import can_fork_safely
from kzindustry.reporting.kernels.start import warm_kernels
from kzindustry.reporting.running.isolation import build_environment
from kzindustry.reporting.runs.imports import imports_of, sets_the_stage

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(not can_fork_safely(), reason="kernels are forked on Linux only"),
]
MODULES = {
    "asking": """
ip = get_ipython()
from IPython import get_ipython
where = type(get_ipython()).__name__
""",
    "drawing": """
import numpy
import tempfile
rng = numpy.random.default_rng()
folder = tempfile.mkdtemp()
""",
    "noisy": """
import sys, warnings
print('hello')
print('oh', file=sys.stderr)
warnings.warn('careful')
""",
    "opinions": """
import pandas, matplotlib, warnings
pandas.set_option('display.precision', 1)
matplotlib.rcParams['figure.figsize'] = [1, 1]
warnings.simplefilter('ignore')
""",
    "seaborn": """
def theme():
    return 'not the usual one'
""",
    "statistics": """
raise SystemExit('a module beside the notebooks took the place of a standard one')
""",
}
NOTEBOOKS = {
    "streams": """
import sys
print('first'); display('second'); print('third', file=sys.stderr); display('fourth')
# next cell
%precision 3
!echo sixth
'seventh'
# next cell
import asyncio
await asyncio.sleep(0)
print('eighth', flush=True)
# next cell
import os
_ = os.write(1, b'from below\\n'); os.system('echo from a child')
# next cell
sys.stdout.isatty(), type(sys.stdout).__name__, sys.stdout.encoding
""",
    "errors": """
def fails():
    return 1 / 0
# next cell
print('ninth', end='')
fails()
# next cell
import json
json.loads('{')
# next cell
x = (1,
  2
# next cell
raise KeyError('quoted')
# next cell
import helpless
# next cell
assert 1 == 2, 'no'
# next cell
try:
    fails()
except ZeroDivisionError as error:
    raise ValueError('both') from error
""",
    "pyplot": """
import matplotlib.pyplot as plt
import matplotlib
matplotlib.get_backend(), os.environ.get('MPLBACKEND') if 'os' in dir() else None
# next cell
plt.plot([1, 3, 2]);
# next cell
fig, ax = plt.subplots()
ax.bar([1, 2], [2, 1])
# next cell
plt.figure(figsize=(2, 1))
plt.plot([1, 2])
plt.show()
print('after')
# next cell
fig
# next cell
plt.get_fignums(), plt.rcParams['figure.figsize']
# next cell
%config InlineBackend.figure_formats = ['svg']
%matplotlib inline
len(plt.get_fignums())
""",
    "pandas": """
import pandas
frame = pandas.DataFrame({f'column {n}': [n / 3, n / 7] for n in range(14)})
# next cell
print(frame)
# next cell
frame
# next cell
frame.style.format(precision=1).set_uuid('fixed')
# next cell
print(pandas.get_option('display.max_columns'), pandas.get_option('display.width'))
frame.info()
# next cell
frame.T.plot();
# next cell
pandas.Series([1.23456, 2])
""",
    "rich displays": """
from IPython.display import HTML, Markdown, Latex, Image, SVG, JSON, Math, Javascript, update_display
display(HTML('<b>a</b>'), Markdown('*b*'), Latex('$c$'), Math('d'), JSON({'e': 1}), Javascript('f'))
# next cell
handle = display('one', display_id='x')
handle.update('two')
# next cell
class Own:
    def _repr_html_(self): return '<i>own</i>'
Own()
# next cell
from rich.table import Table
table = Table('a', 'b')
table.add_row('1', '2')
table
# next cell
from rich import print as rich_print
rich_print('[bold]bold[/bold]')
# next cell
from IPython.display import clear_output
print('gone')
clear_output()
print('there')
# next cell
get_ipython().display_formatter.format(3)
""",
    "where it is": """
import sys, os
ip = get_ipython()
type(ip).__name__, type(ip).__module__, hasattr(ip, 'kernel')
# next cell
import asking
type(asking.ip).__name__, asking.where, asking.ip is get_ipython()
# next cell
sys.path == [*dict.fromkeys(sys.path)], sys.path, sys.flags.safe_path
# next cell
sys.modules['__main__'].__name__, __name__, '__file__' in dir(), sys.argv[0].endswith('launcher.py')
# next cell
print(*sorted(set(os.environ) - {'JPY_PARENT_PID', 'PYDEVD_USE_FRAME_EVAL'}))
# next cell
import warnings
[one[:1] + one[2:3] for one in warnings.filters if one[1] is None and one[2].__module__ == 'builtins']
# next cell
from tqdm.auto import tqdm
tqdm.__module__
# next cell
Path = __import__('pathlib').Path
Path.cwd() == Path(_dh[0]), In[1][:6], Out[1]
# next cell
type(sys.stderr).__module__, type(sys.displayhook).__name__, sys.excepthook.__module__
# next cell
import tempfile
tempfile.gettempdir() == os.environ.get('TMPDIR', '/tmp')
# next cell
type(ip.kernel).__name__, ip.kernel.shell is ip, ip.parent is ip.kernel, sorted(ip.config)
# next cell
ip.events.callbacks['post_run_cell'], [f.__name__ for f in ip.events.callbacks['post_execute']]
# next cell
%load_ext storemagic
len(ip.magics_manager.magics['line']) > 50
# next cell
import debugpy
bool(debugpy)
""",
    "helpers": """
import noisy
# next cell
import drawing
drawing.rng.random() == drawing.rng.random()
# next cell
import warnings
warnings.warn('seen once', UserWarning)
# next cell
import numpy as np
np.array([1.]) / 0
# next cell
import re
re.compile('a' '\\d')
# next cell
import statistics
statistics.mean([1, 2])
""",
    "one's opinions": """
import opinions, pandas
pandas.Series([1.23456])
""",
    "another's numbers": """
import pandas, matplotlib.pyplot as plt
pandas.Series([1.23456])
# next cell
plt.rcParams['figure.figsize']
""",
    "the environment": """
import os
os.environ['MPLBACKEND'] = 'svg'
# next cell
import matplotlib.pyplot as plt
plt.get_backend()
""",
    "the path": """
import sys, pathlib
sys.path.insert(0, str(pathlib.Path('other').resolve()))
# next cell
import pandas
pandas.__name__, getattr(pandas, 'other', 'the usual one')
""",
    "the process": """
import logging
logging.basicConfig(level=logging.INFO)
logging.info('told')
# next cell
import os, sys, threading, inspect
os.getsid(0) == os.getpid(), threading.main_thread().native_id == os.getpid(), len(inspect.stack(0))
# next cell
[one for one in sys.argv if 'kernel-' not in one and '/' not in one], sys.orig_argv[1:3]
# next cell
[name for name in globals() if name[:2] != '_i'], __doc__, sys.modules['__main__'].__doc__
# next cell
import decimal
decimal.getcontext()
# next cell
get_ipython().history_manager.hist_file
# next cell
import multiprocessing, concurrent.futures
with concurrent.futures.ProcessPoolExecutor(1) as pool, multiprocessing.Pool(1) as other:
    print(*pool.map(abs, [-1]), *other.map(abs, [-2]), multiprocessing.parent_process())
# next cell
import signal, time
def ring(*_): raise TimeoutError('rung')
signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.01)
time.sleep(9)
# next cell
import asyncio
await asyncio.to_thread(abs, -3), (await asyncio.create_subprocess_exec('true')).pid > 0
# next cell
asyncio.run(asyncio.sleep(0))
# next cell
sys.flags, sys.warnoptions, sys.getrecursionlimit(), os.umask(0o022), signal.pthread_sigmask(0, [])
# next cell
import locale, gc, faulthandler
locale.getlocale(), gc.isenabled(), gc.get_threshold(), faulthandler.is_enabled()
# next cell
import matplotlib; matplotlib.use('agg')
# next cell
import matplotlib.pyplot as plt
plt.plot([1]); plt.get_fignums()
# next cell
'\\ud800', 10 ** 4000 > 1
""",
    "magics": """
%load_ext autoreload
%autoreload 2
# next cell
%%bash
echo from bash; echo wrong >&2
# next cell
%%capture got
print('within'); 1
# next cell
got.stdout, got.outputs
# next cell
%run noisy.py
# next cell
files = !ls noisy.py
files
# next cell
input('name?')
# next cell
%history -n 1-3
# next cell
%who
# next cell
%lsmagic
# next cell
%env TZ
# next cell
print?
# next cell
%load_ext nosuch
# next cell
%%nosuch
# next cell
%matplotlib widget
# next cell
from IPython.display import display, update_display, clear_output
handle = display('a', display_id='one')
# next cell
update_display('b', display_id='one')
# next cell
for n in range(3): clear_output(wait=True); display(n)
# next cell
class Bad:
    def _repr_html_(self): raise ValueError('no')
Bad()
""",
    "widgets": """
import comm
comm.create_comm(target_name='x').target_name, type(comm.get_comm_manager()).__name__
""",
}  # the code of each; a line parts its cells
VARYING = {  # of equal notebooks in plain kernels, too
    r"0x[0-9a-f]{6,}": "0x0",
    r"ipykernel_\d+": "ipykernel_0",
    r"ipykernel_0/\d+\.py": "ipykernel_0/0.py",
}


def notebook_of(name: str) -> nbformat.NotebookNode:
    cells = NOTEBOOKS[name].split("# next cell\n")
    return v4.new_notebook(cells=[v4.new_code_cell(source.strip()) for source in cells])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notebooks")
    for name, source in MODULES.items():
        if name != "seaborn":
            (folder / f"{name}.py").write_text(source)
    (folder / "other").mkdir()
    (folder / "other" / "pandas.py").write_text("other = 'the other one'\n")
    for name in NOTEBOOKS:
        nbformat.write(notebook_of(name), folder / f"{name}.ipynb")
    return folder


@pytest.fixture(scope="module")
def warm(folder: Path) -> Iterator[None]:
    imports = [imports_of(path) for path in sorted(folder.glob("*.ipynb"))]
    before = dict(os.environ)
    with (
        build_environment() as (private, environment),
        warm_kernels(private, environment, imports, "kzindustry.warm:warm_up", folder) as environment,
    ):
        os.environ.clear()
        os.environ.update(environment)
        KernelProvisionerFactory.clear_instance()
        yield
    os.environ.clear()
    os.environ.update(before)
    KernelProvisionerFactory.clear_instance()


def outputs(folder: Path, name: str, manager: type[PromptManager]) -> list[list[Any]]:
    """Give what each cell shows, as messages carry it, without what differs between equal runs."""
    notebook = notebook_of(name)
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(
        notebook, kernel_name="python3", kernel_manager_class=manager, allow_errors=True, resources=resources
    ).execute()
    shown = []
    for cell in notebook.cells:
        merged: list[dict[str, Any]] = []
        for output in map(dict, cell.outputs):
            if (
                merged
                and output["output_type"] == "stream" == merged[-1]["output_type"]
                and (output["name"] == merged[-1]["name"])
            ):
                merged[-1]["text"] += output["text"]
            else:
                merged.append(output)
        text = json.dumps(merged, sort_keys=True)
        for pattern, steady in VARYING.items():
            text = re.sub(pattern, steady, text)
        shown.append(json.loads(text))
    return shown


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_both_kernels_show_the_same(folder: Path, name: str) -> None:
    manager = PlainManager if sets_the_stage(folder / f"{name}.ipynb") else PromptManager
    warm, plain = outputs(folder, name, manager), outputs(folder, name, PlainManager)
    for cell, one, other in zip(notebook_of(name).cells, warm, plain, strict=True):
        assert one == other, cell.source


@pytest.mark.usefixtures("warm")
def test_no_two_runs_draw_the_same(folder: Path) -> None:
    sources = ("import drawing, random, numpy, uuid, tempfile",)
    cell = "[drawing.rng.random(), random.random(), numpy.random.random(), str(uuid.uuid4()), drawing.folder]"
    draws = []
    for _ in range(2):
        notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in (*sources, cell)])
        resources = {"metadata": {"path": str(folder)}}
        NotebookClient(notebook, kernel_manager_class=PromptManager, resources=resources).execute()
        draws.append(eval(notebook.cells[1].outputs[0]["data"]["text/plain"]))
    assert not {*draws[0]} & {*draws[1]}


@pytest.mark.parametrize(
    ("source", "noticed"),
    [
        ("import pandas; pandas.set_option('display.precision', 3)", True),
        ("import matplotlib; matplotlib.rcParams['figure.figsize'] = [1, 1]", True),
        ("import numpy; numpy.seterr(all='ignore')", True),
        ("import decimal; decimal.getcontext().prec = 5", True),
        ("import logging; logging.basicConfig()", True),
        ("import matplotlib; matplotlib.rcParams['interactive'] = True", False),  # as showing figures does
        ("import decimal; decimal.Decimal(1) / 3", False),
    ],
)
def test_a_library_that_changes_what_others_see_is_noticed(source: str, noticed: bool) -> None:
    program = (
        "import matplotlib, numpy, pandas, sys\n"
        "from kzindustry.reporting.kernels.libraries import import_quietly\n"
        f"print(import_quietly({source!r}))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == str((False, noticed))


def test_a_module_that_hides_a_library_is_honoured(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "seaborn.py").write_text(MODULES["seaborn"])
    sources = ("import seaborn", "seaborn.theme()")
    with (
        pytest.MonkeyPatch.context() as patch,
        build_environment() as (private, own),
        warm_kernels(private, own, [["import seaborn", "import pandas"]], "", folder) as environment,
    ):
        for name, value in environment.items():
            patch.setenv(name, value)
        KernelProvisionerFactory.clear_instance()
        notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources])
        resources = {"metadata": {"path": str(tmp_path)}}
        NotebookClient(notebook, kernel_manager_class=PromptManager, resources=resources).execute()
    KernelProvisionerFactory.clear_instance()
    assert notebook.cells[1].outputs[0]["data"]["text/plain"] == "'not the usual one'"
