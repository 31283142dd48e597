"""Periods and publication dates as text: when they begin, when they end, whether they exist."""

from __future__ import annotations

import re
from calendar import monthrange
from functools import cache

import pandas as pd


@cache
def period_start(period: str) -> str:
    """Return the first day of a period or of a date known to the month or year.

    Examples
    --------
    >>> period_start("2021-2025"), period_start("2024-07"), period_start("2024-07-16")
    ('2021-01-01', '2024-07-01', '2024-07-16')
    """
    if re.fullmatch(r"\d{4}(-\d{4})?", period):
        return period[:4] + "-01-01"
    return period + "-01" if len(period) == 7 else period


@cache
def period_end(period: str) -> str:
    """Return the last day of a period or of a date known to the month or year.

    Examples
    --------
    >>> period_end("2021-2025"), period_end("2024-02"), period_end("2024-07-16")
    ('2025-12-31', '2024-02-29', '2024-07-16')
    """
    if re.fullmatch(r"\d{4}(-\d{4})?", period):
        return period[-4:] + "-12-31"
    if len(period) == 7:
        return f"{period}-{monthrange(int(period[:4]), int(period[5:]))[1]}"
    return period


def whole_years(start: pd.Timestamp, end: pd.Timestamp) -> int:
    """Return how many whole years lie between two days.

    Examples
    --------
    >>> whole_years(pd.Timestamp("2021-11-24"), pd.Timestamp("2024-08-14"))
    2
    """
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def is_calendar(cell: str) -> bool:
    """Tell whether a text is a real year, month or day, or a span of years that runs forward.

    Examples
    --------
    >>> is_calendar("2024-02-29"), is_calendar("2023-02-29"), is_calendar("2025-2021")
    (True, False, False)
    """
    if not re.fullmatch(r"\d{4}(-\d{4}|(-\d\d){0,2})", cell, re.ASCII):
        return False
    numbers = [int(part) for part in cell.split("-")]
    if len(cell) == 9:
        return numbers[0] < numbers[1]
    months_days = numbers[1:]
    if not months_days:
        return True
    if not 1 <= months_days[0] <= 12:
        return False
    return len(months_days) == 1 or 1 <= months_days[1] <= monthrange(*numbers[:2])[1]
