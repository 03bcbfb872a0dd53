"""The forms of charts: each takes quantities and gives a Chart with its words, data and sources."""

from kzindustry.presentation.charts.bars import bars, panels_of_bars
from kzindustry.presentation.charts.chart import Chart
from kzindustry.presentation.charts.dots import dots
from kzindustry.presentation.charts.marks import Mark, mark, planned

__all__ = ["Chart", "Mark", "bars", "dots", "mark", "panels_of_bars", "planned"]
