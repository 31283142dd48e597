"""Periods and publication dates as text: when they begin, when they end, whether they exist.

A period is a year (`2024`), a span of years (`2021-2025`), a fiscal year (`2023/24`), a quarter
(`2024-Q1`), a month (`2024-07`) or a day (`2024-07-16`). A fiscal year runs from April to March, as
in India, Japan and the United Kingdom; it counts for the year in which it ends.
"""

from __future__ import annotations

import re
from calendar import monthrange
from functools import cache

import pandas as pd

YEAR = re.compile(r"\d{4}", re.ASCII)
SPAN = re.compile(r"(\d{4})-(\d{4})", re.ASCII)
FISCAL = re.compile(r"(\d{4})/(\d\d)", re.ASCII)
QUARTER = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)
MONTH_OR_DAY = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?", re.ASCII)


@cache
def period_start(period: str) -> str:
    """Return the first day of a period or of a date known to the month or year.

    Examples
    --------
    >>> period_start("2021-2025"), period_start("2024-07"), period_start("2024-07-16")
    ('2021-01-01', '2024-07-01', '2024-07-16')
    >>> period_start("2023/24"), period_start("2024-Q2")
    ('2023-04-01', '2024-04-01')
    """
    if FISCAL.fullmatch(period):
        return period[:4] + "-04-01"
    if quarter := QUARTER.fullmatch(period):
        return f"{quarter[1]}-{3 * int(quarter[2]) - 2:02}-01"
    if YEAR.fullmatch(period) or SPAN.fullmatch(period):
        return period[:4] + "-01-01"
    return period + "-01" if len(period) == 7 else period


@cache
def period_end(period: str) -> str:
    """Return the last day of a period or of a date known to the month or year.

    Examples
    --------
    >>> period_end("2021-2025"), period_end("2024-02"), period_end("2024-07-16")
    ('2025-12-31', '2024-02-29', '2024-07-16')
    >>> period_end("2023/24"), period_end("2024-Q1")
    ('2024-03-31', '2024-03-31')
    """
    if FISCAL.fullmatch(period):
        return f"{int(period[:4]) + 1}-03-31"
    if quarter := QUARTER.fullmatch(period):
        month = 3 * int(quarter[2])
        return f"{quarter[1]}-{month:02}-{monthrange(int(quarter[1]), month)[1]}"
    if YEAR.fullmatch(period) or SPAN.fullmatch(period):
        return period[-4:] + "-12-31"
    if len(period) == 7:
        return f"{period}-{monthrange(int(period[:4]), int(period[5:]))[1]}"
    return period


@cache
def year_of(period: str) -> int:
    """Return the year a period counts for: the one in which it ends.

    Examples
    --------
    >>> year_of("2021-2025"), year_of("2023/24"), year_of("2024-Q1"), year_of("2024-07-16")
    (2025, 2024, 2024, 2024)
    """
    return int(period_end(period)[:4])


@cache
def is_year(period: str) -> bool:
    """Tell whether a period is one whole year, of the calendar or fiscal.

    Examples
    --------
    >>> is_year("2024"), is_year("2023/24"), is_year("2021-2025"), is_year("2024-07")
    (True, True, False, False)
    """
    return bool(YEAR.fullmatch(period) or FISCAL.fullmatch(period))


@cache
def years_of(period: str) -> tuple[str, ...]:
    """Return the calendar years of a span, or the year itself; nothing for a part of a year.

    Examples
    --------
    >>> years_of("2008-2010"), years_of("2024"), years_of("2024-07")
    (('2008', '2009', '2010'), ('2024',), ())
    """
    if span := SPAN.fullmatch(period):
        return tuple(str(year) for year in range(int(span[1]), int(span[2]) + 1))
    return (period,) if is_year(period) else ()


def whole_years(start: pd.Timestamp, end: pd.Timestamp) -> int:
    """Return how many whole years lie between two days.

    Examples
    --------
    >>> whole_years(pd.Timestamp("2021-11-24"), pd.Timestamp("2024-08-14"))
    2
    """
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def is_calendar(cell: str) -> bool:
    """Tell whether a text is a real year, quarter, month or day, or a span that runs forward.

    Examples
    --------
    >>> is_calendar("2024-02-29"), is_calendar("2023-02-29"), is_calendar("2025-2021")
    (True, False, False)
    >>> is_calendar("2023/24"), is_calendar("2023/25"), is_calendar("2024-Q5")
    (True, False, False)
    """
    if fiscal := FISCAL.fullmatch(cell):
        return (int(fiscal[1]) + 1) % 100 == int(fiscal[2])
    if YEAR.fullmatch(cell) or QUARTER.fullmatch(cell):
        return True
    if span := SPAN.fullmatch(cell):
        return span[1] < span[2]
    parts = MONTH_OR_DAY.fullmatch(cell)
    if not parts or not 1 <= int(parts[2]) <= 12:
        return False
    days = monthrange(int(parts[1]), int(parts[2]))[1]
    return parts[3] is None or 1 <= int(parts[3]) <= days
