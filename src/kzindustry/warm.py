"""What kernels do once for all, in the process from which they are forked (named in reports.yml).

Libraries load fonts, formats and parts of their own at their first use: after this one, every run has them.
"""

from kzindustry.analysis import boschloo_p, proportion
from kzindustry.evidence import Evidence
from kzindustry.presentation import Report, finding
from kzindustry.presentation.charts import bars, dots


def warm_up() -> None:
    """Make one throw-away chart of two forms, table, test and finding."""
    evidence = Evidence.load()
    report = Report(evidence)
    trained, started = evidence["hope:9:trainees-karatau"], evidence["hope:14:businesses-karatau"]
    rate = proportion(started, trained)
    boschloo_p(started, trained, started, trained)
    report.printed("hope:9:trainees-karatau")
    report.record("warm_up", {"karatau": rate})
    title = finding("{rate:%} set up a business: {rate:%interval}", rate=rate)
    report.show(dots({"Karatau": rate}, name="dots", title=title, subtitle="Rate"))
    report.show(bars({"Karatau": started}, name="bars", title=title, subtitle="Businesses"))
    report.answer(title)
    report.sources()
    report.versions()
