"""Words and signs of measure that may stand beside a number: money, percent, length, volume, time, "fold".

Units are ids of units.csv where that table has them. What is counted (jobs, projects) is not here: any noun
may be counted.
"""

from collections.abc import Mapping
from types import MappingProxyType


def _table(text: str) -> Mapping[str, str]:
    """Read lines of "unit: form, form, ..." into forms with their units."""
    pairs = (line.split(":") for line in text.strip().splitlines())
    return MappingProxyType({form.strip(): unit for unit, forms in pairs for form in forms.split(",")})


CURRENCIES = _table("""
KZT: kzt, tenge, tenges, тенге, тг, ₸
USD: usd, us $, $, dollar, dollars, us dollar, us dollars, доллар, доллара, долларов, долл
USD: долларам, долларами, доллар сша, доллара сша, долларов сша, долларам сша, долларами сша, долл сша
EUR: eur, €, euro, euros, евро
RUB: rub, ₽, rouble, roubles, ruble, rubles, рубль, рубля, рублей, рублям, рублями, руб
""")
"""Money: before the number or after it."""

MEASURES = _table("""
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
