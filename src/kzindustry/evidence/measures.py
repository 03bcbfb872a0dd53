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
EUR: eur, €, euro, euros, евро
RUB: rub, ₽, rouble, roubles, ruble, rubles, рубль, рубля, рублей, руб
""")
"""Money: before the number or after it."""

MEASURES = _table("""
percent: %, percent, per cent, процент, процента, процентов
percentage_point: percentage point, percentage points, pp, процентный пункт, процентных пункта
year: year, years, год, года, лет
month: month, months, месяц, месяца, месяцев
week: week, weeks, неделя, недели, недель
day: day, days, день, дня, дней, сутки, суток
hour: hour, hours, час, часа, часов
km: km, kilometre, kilometres, kilometer, kilometers, км, километр, километра, километров
m3: m3, m³, cubic metre, cubic metres, cubic meter, cubic meters, м3, м³, кубометр, кубометра, кубометров
tonne: tonne, tonnes, ton, tons, тонна, тонны, тонн
hectare: hectare, hectares, ha, гектар, гектара, гектаров, га
""")
"""After the number."""

TIMES = "times"
FOLD = MappingProxyType({"fold": "fraction", "times": TIMES, "раз": TIMES, "раза": TIMES})
"""After a factor. "Times" says nothing of the unit: four times may count events."""

DURATIONS = frozenset({"year", "month", "week", "day", "hour"})
AFTER_A_DATE = frozenset({"year", "год", "года"})
"""After a calendar year these words do not count years."""
