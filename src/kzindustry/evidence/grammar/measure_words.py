"""Words and signs of measure that may stand after a number: percent, length, volume, time, "fold".

Units are ids of units.csv where that table has them. What is counted (jobs, projects) is not here: any noun
may be counted.
"""

from types import MappingProxyType

from kzindustry.evidence.grammar.currencies import forms

MEASURES = forms("""
percent: %, percent, per cent, процент, процента, процентов, процентам, процентами, процентах
percentage_point: percentage point, percentage points, pp, процентный пункт, процентного пункта, п . п
percentage_point: процентных пункта, процентных пунктов, процентным пунктам, процентными пунктами
year: year, years, год, года, году, годом, годе, годы, годов, годам, годами, годах, лет
month: month, months, месяц, месяца, месяце, месяцев, месяцам, месяцами, месяцах
week: week, weeks, неделя, неделю, недели, недель, неделям, неделями, неделях
day: day, days, день, дня, дне, дней, дням, днями, днях, сутки, суток
hour: hour, hours, час, часа, часе, часов, часам, часами, часах
km: km, kilometre, kilometres, kilometer, kilometers, км, километр, километра, километров, километрах
m3: m3, m³, cubic metre, cubic metres, cubic meter, cubic meters, м3, м³, кубометр, кубометра, кубометров
m3: куб м, кубический метр, кубических метра, кубических метров, кубического метра
tonne: tonne, tonnes, ton, tons, т, тонна, тонну, тонны, тонн, тоннам, тоннами, тоннах
hectare: hectare, hectares, ha, гектар, гектара, гектаров, гектарах, га
""")
"""After the number."""

_STEMS = {
    "летн": "year",
    "месячн": "month",
    "недельн": "week",
    "дневн": "day",
    "часов": "hour",
    "процентн": "percent",
    "километров": "km",
    "тонн": "tonne",
}
_ENDINGS = "ий ый ой яя ая ее ое юю ую его ого ему ому ем ом ей им ым ие ые их ых ими ыми"

HYPHENED = MappingProxyType(
    {stem + ending: unit for stem, unit in _STEMS.items() for ending in _ENDINGS.split()}
)
"""After a number and a hyphen, in Russian: 5-летний, 40-часовая."""

TIMES = "times"
FOLD = MappingProxyType({"fold": "fraction", "times": TIMES, "раз": TIMES, "раза": TIMES})
"""After a factor. "Times" says nothing of the unit: four times may count events."""

DURATIONS = frozenset({"year", "month", "week", "day", "hour"})
AFTER_A_DATE = frozenset({"year", *(form for form in MEASURES if form.startswith("год"))})
"""After a calendar year these words do not count years."""
