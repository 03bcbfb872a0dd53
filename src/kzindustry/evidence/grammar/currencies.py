"""Money: currencies by their code of ISO 4217, by sign, and by name where it belongs to one currency.

Codes count in capitals alone ("try" is a word); ALL, CUP and TOP are left out, as headings have them.
Without their country, pounds, pesos, francs, crowns, dinars and rupees could be several; a dollar alone is
that of the United States.
"""

from collections.abc import Mapping
from types import MappingProxyType

_CODES = """
AED AFN AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
CLP CNY COP CRC CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL
HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD
MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR
PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND
TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CODES = frozenset(_CODES.split())

_NAMES = """
AED: uae dirham, uae dirhams, дирхам оаэ, дирхама оаэ, дирхамов оаэ
AFN: afghani, afghanis, афгани
ALL: lek, leks
AMD: dram, drams, драм, драма, драмов
AUD: australian dollar, australian dollars, австралийских долларов
AZN: azerbaijani manat, azerbaijani manats, азербайджанских манатов, азербайджанских маната
BDT: taka, takas
BGN: bulgarian lev, bulgarian leva, leva
BRL: brazilian real, brazilian reais, reais
BYN: belarusian rouble, belarusian roubles, belarusian ruble, belarusian rubles, белорусских рублей
CAD: canadian dollar, canadian dollars, канадских долларов
CHF: swiss franc, swiss francs, швейцарских франков, швейцарских франка
CNY: yuan, yuans, renminbi, юань, юаня, юаней, юаням, юанями
CZK: czech koruna, czech korunas, czech crowns, чешских крон
DKK: danish krone, danish kroner, датских крон
EGP: egyptian pound, egyptian pounds
EUR: eur, €, euro, euros, евро
GBP: £, pound sterling, pounds sterling, british pounds, фунт стерлингов, фунта стерлингов, фунтов стерлингов
GEL: ₾, lari, laris, лари
HKD: hong kong dollar, hong kong dollars, гонконгских долларов
HUF: forint, forints, форинт, форинта, форинтов
IDR: rupiah, rupiahs
ILS: ₪, shekel, shekels, шекель, шекеля, шекелей
INR: ₹, indian rupee, indian rupees, индийских рупий
IRR: iranian rial, iranian rials, иранских риалов
JPY: ¥, yen, иена, иены, иен, йена, йены, йен
KGS: som, soms, сом, сома, сомов
KRW: ₩, korean won, south korean won, южнокорейских вон
KZT: kzt, tenge, tenges, тенге, тг, ₸
MDL: moldovan leu, moldovan lei, молдавских леев
MNT: tugrik, tugriks, тугрик, тугрика, тугриков
MXN: mexican peso, mexican pesos
MYR: ringgit, ringgits
NGN: ₦, naira, nairas
NOK: norwegian krone, norwegian kroner, норвежских крон
NZD: new zealand dollar, new zealand dollars
PKR: pakistani rupee, pakistani rupees
PLN: zloty, zlotys, злотый, злотых
RON: romanian leu, romanian lei
RUB: rub, ₽, rouble, roubles, ruble, rubles, рубль, рубля, рублей, рублям, рублями, руб
RUB: russian rouble, russian roubles, russian ruble, russian rubles, российских рублей, российских рубля
SAR: saudi riyal, saudi riyals
SEK: swedish krona, swedish kronor, шведских крон
SGD: singapore dollar, singapore dollars, сингапурских долларов
THB: baht, bahts, бат, бата, батов
TJS: somoni, somonis, сомони
TMT: turkmen manat, turkmen manats, туркменских манатов
TRY: ₺, turkish lira, turkish liras, турецких лир, турецкие лиры
UAH: ₴, hryvnia, hryvnias, гривна, гривны, гривен
USD: usd, us $, $, dollar, dollars, us dollar, us dollars, доллар, доллара, долларов, долл
USD: долларам, долларами, доллар сша, доллара сша, долларов сша, долларам сша, долларами сша, долл сша
UZS: uzbek sum, uzbek sums, uzbek som, узбекских сумов, сум, сума, сумов
VND: ₫, dong, dongs
ZAR: rand, rands
"""


def forms(text: str) -> Mapping[str, str]:
    """Read lines of "unit: form, form, ..." into forms with their units."""
    pairs = (line.split(":") for line in text.strip().splitlines())
    return MappingProxyType({form.strip(): unit for unit, words in pairs for form in words.split(",")})


CURRENCIES: Mapping[str, str] = MappingProxyType({**forms(_NAMES), **dict(zip(CODES, CODES, strict=True))})
"""Before the number or after it."""
