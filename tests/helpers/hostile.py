"""Fragments of HTML that swallow what follows them, or lead a reader away."""

from nbformat import NotebookNode, v4

SWALLOWING = [
    "<!-- a comment",
    "<!--> <b>",
    "<textarea>",
    "<template><p>in</p>",
    "<select><option>one",
    "<style>b {",
    "<style>/* ",
    "<script>",
    "<title>",
    "<iframe src='https://example.org/'>",
    "<noscript>",
    "<xmp>",
    "<plaintext>",
    "<details><summary>more</summary>",
    "<table><tr><td>",
    "<div><div><section><ul><li>",
    "</div></div></main></body></html>",
    "<a href='#x'><b><i>",
    "<svg><title>",
    "<math><mtext>",
    '<p title="',
    "<img alt='",
    "<![CDATA[",
    "<?php ",
    "<button><fieldset><legend>",
]
LEADING_AWAY = [
    '<meta http-equiv="refresh" content="0;url=https://example.org/">',
    "<base href='https://example.org/'>",
    "<link rel=stylesheet href='https://example.org/x.css'>",
    "<form action='https://example.org/'><input name=a><button>Send</button></form>",
    "<scr<script>x</script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<object data='https://example.org/x.svg'></object><embed src='https://example.org/x'>",
    "<div style='position:fixed;inset:0;background:url(https://example.org/x.png)'>x</div>",
    "<style>body{display:none} @import 'https://example.org/x.css'; #page-top{position:fixed}</style>x",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<dialog open>over all</dialog><div popover>over all</div>",
    "<video src='https://example.org/x.mp4' poster='https://example.org/x.png'></video>",
    "<img srcset='https://example.org/x.png 2x' src='//example.org/x.png'>",
    "<picture><source srcset='https://example.org/x.png'><img alt=a src='https://example.org/y.png'></picture>",
]


def hostile_notebook() -> NotebookNode:
    """Make a notebook that holds each as an output and as Markdown, a marked paragraph after each."""
    cells = []
    for number, broken in enumerate(SWALLOWING + LEADING_AWAY):
        output = v4.new_output("display_data", data={"text/html": broken})
        cells.append(v4.new_code_cell("", outputs=[output], id=f"c{number}", execution_count=1))
        cells.append(v4.new_markdown_cell(f"<p id='after-output-{number}'>after</p>", id=f"a{number}"))
        cells.append(v4.new_markdown_cell(broken, id=f"m{number}"))
        cells.append(v4.new_markdown_cell(f"<p id='after-markdown-{number}'>after</p>", id=f"b{number}"))
    return v4.new_notebook(cells=cells)
