"""Prose cells and tables in a real kernel, as JupyterLab, papermill and nbconvert run it."""

import re

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from kzindustry.contract import MIME, documents

START = (
    "%load_ext kzindustry\n"
    "from kzindustry.evidence import Evidence\n"
    "from kzindustry.presentation import Report\n"
    "evidence = Evidence.load()\n"
    "report = Report(evidence)\n"
    "town = 'Karatau'\n"
    "towns = evidence.table('trainees', 'businesses_set_up', document='hope')"
)
pytestmark = pytest.mark.kernel


def run(*cells):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in (START, *cells)])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return notebook


def html_of(cell):
    return "".join(output["data"].get("text/html", "") for output in cell.outputs)


def test_prose_cells_show_text_with_numbers():
    notebook = run(
        "%%say\n**{towns.businesses_set_up[town]} businesses** in {town}.\n",
        "%%limit if {town} == {'Karatau'}\nNothing is said of others.",
        "%%limit if town != 'Karatau'\nThis is not shown, and its {field} is not read.",
        "%%say if town\n## What {town} did\n\nIt trained {towns.trainees[town]} people.",
        "%%answer\nIt set up {towns.businesses_set_up[Karatau]:words}.",
        "for place in towns.index:\n    report.say('{place} chose {towns.trainees[place]} people.')",
    )
    found = [(one.get("role", one["kind"]), one["text"]) for one in documents(notebook)]
    assert found == [
        ("reading", "17 businesses in Karatau."),
        ("limit", "Nothing is said of others."),
        ("heading", "What Karatau did"),
        ("reading", "It trained 50 people."),
        ("answer", "It set up seventeen."),
        ("reading", "Karatau chose 50 people."),
        ("reading", "Zhanatas chose 50 people."),
    ]
    assert "<strong><a" in html_of(notebook.cells[1])


def test_a_frame_of_quantities_with_a_column_of_something_else_is_left_to_pandas():
    notebook = run("towns.assign(many=[True, False])", "towns.assign(weight=[1, 2.5])")
    for cell in notebook.cells[1:]:
        assert [output.output_type for output in cell.outputs] == ["execute_result"]
        assert '<table border="1" class="dataframe">' in html_of(cell)


def test_a_frame_of_quantities_is_shown_with_units_and_links():
    notebook = run("towns", "towns.trainees", "towns.reset_index().drop(columns=['trainees'])")
    for cell in notebook.cells[1:]:
        assert '<table class="data">' in html_of(cell)
        assert ">17 businesses<" in html_of(cell) or ">50 people<" in html_of(cell)
        assert 'class="num" href="#source-1-' in html_of(cell)
    assert "Businesses set up" in html_of(notebook.cells[1])


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("%%say\nIt had {tonws.trainees[Karatau]}.", "Did you mean 'towns'"),
        ("%%say\nIt had 17 businesses.", "the number '17' is typed"),
        ("%%say town == 'both'\nText.", "write %%say, or `if` and"),
        ("%%say\nHalf} of them.", "a brace that begins no field is written twice"),
        ("del report", "no report yet"),
    ],
)
def test_a_prose_cell_that_cannot_be_shown_says_why(cell, said):
    with pytest.raises(CellExecutionError, match=re.escape(said)):
        run(cell, "%%say\nText.")


def test_quantities_lie_on_the_axes_of_matplotlib_and_seaborn():
    notebook = run(
        "import matplotlib.pyplot as plt\nimport seaborn as sns\n"
        "axes = plt.figure().subplots(2)\n"
        "axes[0].barh(towns.index, towns.businesses_set_up)\n"
        "sns.barplot(towns.reset_index(), x='businesses_set_up', y='index', ax=axes[1])\n"
        "print([[bar.get_width() for bar in one.patches] for one in axes], axes[0].get_xlabel())",
        "towns.businesses_set_up.plot.bar()",
        "both = [*towns.trainees, *towns.businesses_set_up]\n"
        "try:\n    plt.figure().subplots().scatter(both, [1] * 4)\n"
        "except Exception as error:\n    print(error.__cause__)",
    )
    printed = notebook.cells[1].outputs[0]["text"].replace("np.float64(", "").replace(")", "")
    assert printed.startswith("[[17.0, 13.0], [17.0, 13.0]] businesses")
    assert any("image/png" in output.get("data", {}) for output in notebook.cells[2].outputs)
    assert "Unlike units" in str(notebook.cells[3].outputs)


def test_other_frames_are_left_to_pandas():
    notebook = run("import pandas as pd\npd.DataFrame({'a': [1.5]})")
    assert 'class="dataframe"' in html_of(notebook.cells[1])
    assert MIME not in notebook.cells[1].outputs[0]["data"]
