"""One value of a series: when, how much, in which unit, and how it was printed."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from goalcheck.data.vintages import (
    quality_words,
)
from goalcheck.words.dates import date_words
from goalcheck.words.numbers import amount, number, yuan


class UnitMismatch(ValueError):
    """Two series in different units or on different bases were to be joined."""


@dataclass(frozen=True)
class Point:
    """One value of a series: when, how much, in which unit."""

    period: int | str
    value: float
    unit: str
    quality: str = field(default="", repr=False, compare=False)
    published: pd.Timestamp | None = field(default=None, repr=False, compare=False)
    basis: str = field(default="", repr=False, compare=False)

    def __float__(self) -> float:
        return self.value

    def __add__(self, other: Point) -> Point:
        """Return the sum of two values of one unit, under both periods."""
        if other.unit != self.unit:
            raise UnitMismatch(f"cannot add {other.unit!r} to {self.unit!r}")
        return Point(f"{self.period} and {other.period}", self.value + other.value, self.unit)

    def words(self, digits: int | None = None) -> str:
        """Write it with its unit, with so many decimals or those its size deserves.

        Examples
        --------
        >>> Point(2023, 6.7312, "percent of GDP").words(), Point(2023, 6.7, "percent").words(2)
        ('6.73%', '6.70%')
        >>> Point(2023, 8536.0, "100 million CNY").words(1)
        '853.6 billion yuan'
        >>> Point(2023, 843.7, "100 million CNY").words(2)
        '84.37 billion yuan'
        """
        if digits is None:
            return amount(self.value, self.unit)
        if self.unit == "100 million CNY":
            return yuan(self.value, digits)
        return number(self.value, digits) + ("%" if self.unit.startswith("percent") else "")

    def printed(self, digits: int | None = None) -> str:
        """Write it as it was printed, with “more than” or “about” where it is not exact.

        Examples
        --------
        >>> Point(2023, 120, "count", "approximate").printed(), Point(2023, 120, "count").printed()
        ('about 120', '120')
        """
        return self.hedge + self.words(digits)

    @property
    def hedge(self) -> str:
        """The words that stand before it where it is not exact: “more than ” or “about ”."""
        return "about " if self.quality == "rounded" else quality_words(self.quality)

    @property
    def when(self) -> str:
        """Its period in words."""
        return date_words(str(self.period))

    @property
    def calendar_year(self) -> str:
        """The year of its period, of a span of years the first."""
        return str(self.period)[:4]

    def dated(self, digits: int | None = None) -> str:
        """Write it with its period in brackets.

        Examples
        --------
        >>> Point("2023-06", 4.0, "rank").dated()
        '4 (June 2023)'
        """
        return f"{self.words(digits)} ({self.when})"

    def over(self, other: Point) -> float:
        """Return how many times another value of its unit it is.

        Raises
        ------
        UnitMismatch
            If the two are in different units.

        Examples
        --------
        >>> Point(2023, 9, "count").over(Point(2023, 3, "count"))
        3.0
        """
        if self.unit != other.unit:
            raise UnitMismatch(f"one value is in {self.unit!r}, the other in {other.unit!r}")
        return self.value / other.value
