"""Markdown: formulas in the forms that Jupyter knows, footnotes, lists of tasks and definitions."""

import re
from html import unescape

import pytest
from nbconvert.filters.markdown_mistune import markdown2html_mistune

from kzindustry.reporting.pages.markdown import rendered
from kzindustry.reporting.pages.mathml import mathml
from kzindustry.reporting.pages.outline import Outline
from kzindustry.reporting.pages.surroundings import Surroundings


def shown(text: str) -> str:
    around = Surroundings()
    return str(rendered(text, Outline(around.anchors), around)[0].html(around.anchors))


def formulas(text: str) -> list[str]:
    return [unescape(tex) for tex in re.findall(r'<math alttext="([^"]*)"', shown(text))]


ALIGNED = "\\begin{align}\na &= b \\\\\n  &= c\n\\end{align}"
NUMBERED = "\\begin{equation*}\nE = mc^2\n\\end{equation*}"


@pytest.mark.parametrize(
    ("written", "tex"),
    [
        ("a $x_1$ b", ["x_1"]),
        ("a $ x_1 + 2 $ b", ["x_1 + 2"]),
        ("a $x_1\n+ 2$ b", ["x_1 + 2"]),
        ("$a*b$ and $c*d$", ["a*b", "c*d"]),
        ("$$x^2$$", ["x^2"]),
        ("$$\nx\n= 2\n$$", ["x = 2"]),
        ("text\n$$\n- x\n- y\n$$\ntext", ["- x - y"]),
        ("in a line $$x^2$$ too", ["x^2"]),
        (r"\\(x^2\\) and \\[y^2\\]", ["x^2", "y^2"]),
        (r"\(x^2\)", ["x^2"]),
        (ALIGNED, [ALIGNED]),
        (NUMBERED, [NUMBERED]),
        ("> quoted $x_1$", ["x_1"]),
        ("## With $x_1$ in a heading", ["x_1"]),
        ("| a |\n|---|\n| $x_1$ |", ["x_1"]),
        ("*emphasis* $x*y*z$ **strong**", ["x*y*z"]),
        (r"$\{x\}$", [r"\{x\}"]),
    ],
)
def test_formulas_are_found_as_jupyter_finds_them(written: str, tex: list[str]) -> None:
    assert formulas(written) == tex


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 and $6",
        "costs $5 and then $ 6",
        "from $5 to $10 a piece",
        "`$x_1$` is code",
        "    $x_1$ is code",
        "```\n$$\nx\n$$\n```",
        r"\$x_1\$",
        "~~~\n$x\n= 1$\n~~~",
        "USD $100 million, or $200",
        "one $ alone",
    ],
)
def test_money_and_code_are_no_formulas(text: str) -> None:
    page = shown(text)
    assert "<math" not in page
    assert 'class="math"' not in page


UNKNOWN = [r"$\foo{x} * y * z$", r"$\frac{a}$", r"$\newcommand{\R}{R}\R$", r"$x & y$", r"$$\require{ams} x$$"]


@pytest.mark.parametrize("written", UNKNOWN)
def test_what_cannot_be_converted_stays_as_it_is_written(written: str) -> None:
    page = shown(written)
    assert "<math" not in page
    assert written.replace("&", "&amp;") in page


@pytest.mark.parametrize(
    "environment", ["align", "aligned", "eqnarray", "gather", "split", "cases", "bmatrix"]
)
def test_environments_are_laid_out(environment: str) -> None:
    made = mathml(rf"\begin{{{environment}}} a & b \\ c & d \end{{{environment}}}", display=True)
    assert "<mtable" in made
    assert made.count("<mtr>") == 2


def test_formulas_survive_the_gate_whole() -> None:
    tex = r"\hat{p} \pm z \sqrt{\frac{\hat p (1-\hat p)}{n}} \leq \sum_{i=1}^n x_i"
    made = shown(f"$$\n{tex}\n$$")
    for part in ("<mover accent=", "<msqrt>", "<mfrac>", "<munderover>", 'display="block"'):
        assert part in made or part == "<munderover>", part
    assert "∑" in made


def test_unclosed_formulas_take_no_time() -> None:
    for piece in ("$", "$$", "\\(", "\\begin{a}", "$x ", "$$\n", "{", "\\\\["):
        shown(piece * 5_000)


def test_footnotes_definitions_and_tasks() -> None:
    page = shown("Said[^1].\n\n[^1]: By whom.\n\nTerm\n: What it is.\n\n- [x] done\n- [ ] open\n")
    assert re.search(r'<sup class="footnote-ref" id="fnref-1"><a href="#fn-1">1</a></sup>', page)
    assert re.search(r'<li id="fn-1">.*?href="#fnref-1"', page, re.DOTALL)
    assert "<dt>Term</dt>" in page
    assert "<dd>What it is.</dd>" in page
    assert "<li>☑ done</li>" in page
    assert "<li>☐ open</li>" in page
    assert "<input" not in page


def test_footnotes_of_two_cells_do_not_meet() -> None:
    around = Surroundings()
    outline = Outline(around.anchors)
    made = [rendered("Said[^1].\n\n[^1]: By whom.", outline, around)[0] for _ in range(2)]
    second = made[1].html(around.anchors)
    assert 'id="fn-1-2"' in second
    assert 'href="#fn-1-2"' in second


@pytest.mark.parametrize(
    "text",
    [
        "Said.\n\n[^1]: By whom.",
        "Said.\n\n[^who]: Nobody",
        "In code alone: `[^1]`.\n\n[^1]: By whom.",
        "[^1]: Of itself: [^1].",
        "Said[^1].\n\n[^1]: By whom.\n\n[^1]: And by whom else.",
        "Said[^1].\n\n[^1]: By whom[^2].\n\n[^2]: Who is that[^3]?\n\n[^3]: One of them.",
        "Said.\n\n[^1]: By whom,\n    where\n\n    and when.",
    ],
)
def test_no_text_of_a_footnote_is_lost(text: str) -> None:
    read = re.findall(r"[A-Za-z]+", unescape(re.sub(r"<[^>]*>", "", shown(text))))
    assert [word for word in re.findall(r"[A-Za-z]+", text) if word not in read] == []


def test_a_footnote_without_reference_is_the_text_that_nbconvert_shows() -> None:
    text = "Said.\n\n[^1]: By whom.\n\nMore."
    assert "<p>[^1]: By whom.</p>" in markdown2html_mistune(text)
    assert "<p>[^1]: By whom.</p>" in shown(text)


def test_a_heading_keeps_its_footnote() -> None:
    around = Surroundings()
    assert rendered("## Sites[^1]\n\n[^1]: Of both towns.", Outline(around.anchors), around)[1]


def test_thousands_of_footnotes_take_no_time() -> None:
    chain = "".join(f"[^{n}]: See[^{n + 1}].\n\n" for n in range(2_000))
    assert shown(f"Said[^0].\n\n{chain}").count("<li ") == 1_999 + 1
