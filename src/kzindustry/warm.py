"""What kernels do once for all, in the process from which they are forked (named in reports.yml).

Libraries load fonts, formats and parts of their own at their first use: after this one, every run has them.
"""

from string import ascii_letters, digits, punctuation

from kzindustry.analysis import boschloo_p, proportion
from kzindustry.evidence import Evidence
from kzindustry.presentation import Report, finding
from kzindustry.presentation.charts import Across, Curve, curve, dots, panels_of_bars
from kzindustry.presentation.charts.curve import Marked
from kzindustry.presentation.style import text_width


def warm_up() -> None:
    """Make throw-away charts of three forms, tables, a test and a finding; measure the letters of texts."""
    letters = ascii_letters + digits + punctuation
    text_width(letters)
    text_width(letters, bold=True)
    evidence = Evidence.load()
    report = Report(evidence)
    towns = evidence.table("trainees", "businesses_set_up", document="hope")
    report.table(towns, "Towns")
    evidence.figures.query("document == 'hope'")
    len(evidence.registry.context)
    trained, started = evidence["hope:9:trainees-karatau"], evidence["hope:14:businesses-karatau"]
    rate = proportion(started, trained)
    boschloo_p(started, trained, started, trained)
    report.printed("hope:9:trainees-karatau")
    report.record("warm_up", {"karatau": rate})
    title = finding("{rate:%} set up a business: {rate:%interval}", rate=rate)
    report.show(dots({"Karatau": rate}, name="dots", title=title, subtitle="Rate"))
    report.show(panels_of_bars(towns, name="bars", title=title, subtitle="People and businesses"))
    line, across = Curve([0.0, 1.0], [0.0, 1.0], [started]), Across("rate")
    marks: Marked = {"Karatau": (rate, rate)}
    report.show(curve(line, across, marks=marks, name="curve", title=title, subtitle="Rate"))
    report.answer(title)
    report.sources()
    report.versions()
