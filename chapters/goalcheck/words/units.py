"""Units as words: how much money a unit of the data is, and what a number of it is called.

A unit of money is written with its scale and its ISO 4217 code: `100 million CNY`, `billion GBP`,
`EUR`. Every other unit is words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

SCALES = {"": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
# What one says of so much money; any other code is printed as it is.
CURRENCIES = {
    "CNY": "yuan",
    "EUR": "euros",
    "GBP": "pounds",
    "INR": "rupees",
    "JPY": "yen",
    "KRW": "won",
    "USD": "US dollars",
}
MONEY = re.compile(r"(?:(\d[\d,]*) ?)?(thousand|million|billion|trillion)? ?\b([A-Z]{3})\b(.*)")
# Units that nobody says behind a number.
UNSAID = ("count", "rank", "ratio", "score", "index", "places", "number")


@dataclass(frozen=True)
class Money:
    """A unit of money: how many units of the currency it is, which, and what follows (`a year`)."""

    factor: float
    currency: str
    rest: str

    @property
    def name(self) -> str:
        """What the currency is called."""
        return CURRENCIES.get(self.currency, self.currency)


@cache
def money_of(unit: str) -> Money | None:
    """Return what a unit of money is, or None if it is no money.

    Examples
    --------
    >>> money_of("100 million CNY").factor, money_of("billion GBP").name, money_of("percent of GDP")
    (100000000.0, 'pounds', None)
    """
    found = MONEY.fullmatch(unit)
    if not found or not (found[1] or found[2] or found[3] in CURRENCIES):
        return None
    count = float(found[1].replace(",", "")) if found[1] else 1.0
    return Money(count * SCALES[found[2] or ""], found[3], found[4])


def said_unit(unit: str) -> str:
    """Return what is said behind a number of a unit, with its space: nothing for bare counts.

    Examples
    --------
    >>> said_unit("Mtoe"), said_unit("count"), said_unit("persons per 10,000 employed")
    (' Mtoe', '', ' persons per 10,000 employed')
    """
    if unit in UNSAID or unit.startswith(("percent", "index")):
        return ""
    return f" {unit}"
