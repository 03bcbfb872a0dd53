"""The forms of charts: each takes quantities and gives a Chart with its words, data and sources."""

from kzindustry.presentation.charts.bars import bars, panels_of_bars
from kzindustry.presentation.charts.chart import Chart
from kzindustry.presentation.charts.curve import Across, Curve, curve
from kzindustry.presentation.charts.dots import dots
from kzindustry.presentation.charts.drawn import drawn
from kzindustry.presentation.charts.marks import Mark, mark, planned, span
from kzindustry.presentation.charts.matrix import dot_matrix
from kzindustry.presentation.charts.over_time import line, small_multiples
from kzindustry.presentation.charts.palette import DIVERGING, SEQUENTIAL
from kzindustry.presentation.charts.stacked import stacked_bars
from kzindustry.presentation.charts.strands import During, during
from kzindustry.presentation.charts.table_chart import table_chart
from kzindustry.presentation.charts.timeline import Event, event, timeline
from kzindustry.presentation.charts.waterfall import waterfall
from kzindustry.presentation.style import use_style

__all__ = [
    "DIVERGING",
    "SEQUENTIAL",
    "Across",
    "Chart",
    "Curve",
    "During",
    "Event",
    "Mark",
    "bars",
    "curve",
    "dot_matrix",
    "dots",
    "drawn",
    "during",
    "event",
    "line",
    "mark",
    "panels_of_bars",
    "planned",
    "small_multiples",
    "span",
    "stacked_bars",
    "table_chart",
    "timeline",
    "use_style",
    "waterfall",
]
