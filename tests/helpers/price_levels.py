"""Price levels of Kazakhstan by year, as the International Monetary Fund has them (World Economic Outlook).

Typed in by hand, so that tests of reports do not read them from the registry that the reports read.
"""

DEFLATOR = {
    2009: 177.789485,
    2010: 212.533613,
    2011: 255.955989,
    2012: 267.694072,
    2013: 293.399339,
    2014: 310.03458,
    2015: 316.313345,
    2016: 360.166021,
    2017: 401.315631,
    2018: 438.259167,
    2019: 471.712751,
    2020: 492.080598,
    2021: 561.704888,
    2024: 803.072705,
}
"""GDP deflator, 2005 = 100."""

CONSUMER_PRICES = {
    2009: 44.941667,
    2010: 48.133333,
    2011: 52.166667,
    2012: 54.841667,
    2013: 58.033333,
    2014: 61.85,
    2015: 66.025,
    2016: 75.641667,
    2017: 81.283333,
    2018: 86.166667,
    2019: 90.716667,
    2020: 96.85,
    2021: 104.6,
    2024: 149.691667,
}
"""Consumer prices, average of the year."""
