"""Outputs: which form is shown, and what becomes of those that are too long to be read."""

from html import escape

import matplotlib.pyplot as plt
import pytest
from IPython.display import HTML, IFrame, Video, YouTubeVideo
from matplotlib.animation import FuncAnimation
from nbformat import v4

from kzindustry.contract import MIME
from kzindustry.reporting.pages.mime import to_fragments
from kzindustry.reporting.pages.surroundings import Surroundings
from kzindustry.reporting.pages.terminal_text import MOST_SHOWN

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def shown(*outputs: object, with_sources: bool = False) -> str:
    around = Surroundings(with_sources=with_sources)
    fragments = [one for one, _ in to_fragments(outputs, around)]  # type: ignore[arg-type]
    return "".join(one.html(around.anchors) for one in fragments)


@pytest.mark.parametrize("line", ["x" * 99 + "\n", "x"])
def test_long_text_is_cut_with_a_line_that_says_so(line: str) -> None:
    text = line * (3 * MOST_SHOWN // len(line))
    page = shown(v4.new_output("stream", text=text))
    assert len(page) < 1.1 * MOST_SHOWN
    cut = page.partition("</pre>")[0].partition("<pre")[2].partition(">")[2]
    assert text.startswith(cut)
    count = len(text.strip("\n"))
    assert f"Cut here: {count - len(cut):,} of {count:,} characters stand in the executed notebook" in page


def test_of_a_long_progress_bar_the_last_state_is_shown() -> None:
    page = shown(v4.new_output("stream", text="".join(f"\r{done:>6}%" for done in range(100_001))))
    assert page == '<pre class="stream stdout" tabindex="0">100000%</pre>'


def test_of_a_bar_that_takes_itself_back_the_last_state_is_shown() -> None:
    """Keras writes a backspace for each letter of its bar before it draws the next one."""
    states = [f"{done}/3 [{'=' * done:.<3}]" for done in (1, 2, 3)]
    bars = "".join("\b" * 9 + "\r" + state for state in states)
    text = f"Epoch 1\n{bars} done\n" + ("\b" * 9).join(states) + "\na\b\b\bb"
    page = shown(v4.new_output("stream", text=text))
    assert page == ('<pre class="stream stdout" tabindex="0">Epoch 1\n3/3 [===] done\n3/3 [===]\nb</pre>')


def test_html_that_nobody_could_read_gives_way_to_its_text() -> None:
    data = {"text/html": "<p>x</p>" * 700_000, "text/plain": "a frame"}
    assert shown(v4.new_output("display_data", data=data)) == '<pre class="text" tabindex="0">a frame</pre>'
    del data["text/plain"]
    told = shown(v4.new_output("display_data", data=data))
    assert "Not shown here: text/html of 5,600,000 characters, which stand in the executed notebook." in told


def test_a_message_of_any_length_is_told_in_part() -> None:
    error = v4.new_output("error", ename="ValueError", evalue="x" * 900_000, traceback=["y" * 900_000])
    assert len(shown(error)) < 3 * MOST_SHOWN


def test_a_picture_without_sources_says_so_where_others_have_some() -> None:
    picture = {"image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1"/></svg>'}
    chart = {**picture, MIME: {"kind": "chart"}}
    plain, ours = (v4.new_output("display_data", data=data) for data in (picture, chart))
    assert "No source given." in shown(plain, with_sources=True)
    assert "No source given." not in shown(ours, with_sources=True)
    assert "No source given." not in shown(plain)


def test_long_text_is_folded_and_says_how_long_it_is() -> None:
    page = shown(v4.new_output("stream", text="a line\n" * 60))
    assert page.startswith('<details class="long"><summary>Output of 61 lines</summary><pre')
    assert "<details" not in shown(v4.new_output("stream", text="a line\n" * 30))
    traceback = ["a line"] * 60
    assert "<details" not in shown(v4.new_output("error", ename="E", evalue="", traceback=traceback))


PLOTLY = '<div><div id="x" class="plotly-graph-div"></div><script>Plotly.newPlot("x")</script></div>'


def test_a_static_picture_stands_for_what_needs_a_script() -> None:
    for html in (PLOTLY, f"<p>Loading ...</p>{PLOTLY}"):
        data = {"text/html": html, "image/png": PIXEL, "application/vnd.plotly.v1+json": {}}
        assert "<img" in shown(v4.new_output("display_data", data=data))


def test_what_needs_a_script_and_has_no_picture_is_named() -> None:
    data = {"text/html": PLOTLY, "application/vnd.plotly.v1+json": {}}
    page = shown(v4.new_output("display_data", data=data))
    assert "Not shown here: a script, application/vnd.plotly.v1+json." in page
    around = Surroundings()
    widget = {
        "application/vnd.jupyter.widget-view+json": {"model_id": ""},
        "text/plain": "IntSlider(value=3)",
    }
    [(fragment, _)] = to_fragments([v4.new_output("display_data", data=widget)], around)
    assert fragment.lost == ["application/vnd.jupyter.widget-view+json, but as its text"]
    assert "IntSlider" in fragment.words


NAMELESS = [
    "<IPython.core.display.HTML object>",
    "<folium.folium.Map object at 0x7f05c2d1e8d0>",
    "<altair.vegalite.v6.api.Chart at 0x…>",  # as a build writes addresses
]


@pytest.mark.parametrize("name", NAMELESS)
def test_the_mere_name_of_a_class_stands_for_no_other_form(name: str) -> None:
    [(fragment, _)] = to_fragments(
        [v4.new_output("display_data", data={"text/html": PLOTLY, "text/plain": name})], Surroundings()
    )
    assert fragment.pieces == ['<p class="unshown">Not shown here: a script.</p>']
    assert fragment.lost == ["a script"]
    hidden = {"text/html": "<style>b {color: red}</style>", "text/plain": name}
    assert shown(v4.new_output("display_data", data=hidden)) == ""
    alone = shown(v4.new_output("execute_result", data={"text/plain": name}))
    assert alone == f'<pre class="text" tabindex="0">{escape(name)}</pre>'


def test_text_that_says_something_stands_above_the_name_of_a_script() -> None:
    data = {"text/html": PLOTLY, "text/plain": "Figure of 3 towns"}
    page = shown(v4.new_output("display_data", data=data))
    assert page == (
        '<pre class="text" tabindex="0">Figure of 3 towns</pre>'
        '<p class="unshown">Not shown here: a script.</p>'
    )


def test_a_script_among_other_html_is_named_below_it_and_warned_of() -> None:
    for data in (
        {"text/html": "<p>Before</p><script>document.write(1)</script><p>After</p>"},
        {"text/html": "<div>chart</div><script>1</script>", "application/vnd.plotly.v1+json": {}},
        {"text/markdown": "A map:\n\n<script src='https://example.org/map.js'></script>"},
    ):
        [(fragment, _)] = to_fragments([v4.new_output("display_data", data=data)], Surroundings())
        assert fragment.pieces[-1].endswith('<p class="unshown">Not shown here: a script.</p>')
        assert fragment.words in {"Before After", "chart", "A map:"}
        assert fragment.lost == ["a script"]


def test_of_an_animation_the_first_frame_is_shown() -> None:
    figure, axes = plt.subplots(figsize=(1, 1))
    (line,) = axes.plot([0, 1])
    moving = FuncAnimation(figure, lambda step: line.set_ydata([0, step]), frames=2)
    page = shown(v4.new_output("display_data", data={"text/html": moving.to_jshtml()}))
    plt.close(figure)
    assert '<img class="picture" alt="First frame of an animation" src="data:image/png;base64,' in page
    assert "First frame of an animation, which the notebook plays." in page
    assert "script" not in page


def test_what_ipython_displays_is_shown_or_named() -> None:
    silence = HTML("<audio controls><source src='data:audio/wav;base64,UklGRg==' type='audio/wav'></audio>")
    page = shown(
        *(
            v4.new_output("display_data", data={"text/html": one._repr_html_()})
            for one in (
                silence,
                YouTubeVideo("abc"),
                IFrame("https://example.org/x", 9, 9),
                Video("https://example.org/x.mp4"),
            )
        )
    )
    assert '<audio controls=""><source src="data:audio/wav;base64,UklGRg=="' in page
    assert "Not shown here: iframe https://www.youtube.com/embed/abc." in page
    assert "Not shown here: iframe https://example.org/x." in page
    assert "Not shown here: video https://example.org/x.mp4." in page
    assert "<video" not in page
    assert "<iframe" not in page
