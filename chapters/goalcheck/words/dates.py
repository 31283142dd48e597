"""Dates and periods as words."""

from __future__ import annotations

import pandas as pd

MONTHS = (
    "January February March April May June July August September October November December"
).split()


def date_words(date: str | pd.Timestamp) -> str:
    """Write a date, a month, a year or a span of years in words.

    Parameters
    ----------
    date : str or Timestamp
        YYYY-MM-DD, YYYY-MM, YYYY or YYYY-YYYY; an empty text is a date that is not known.

    Examples
    --------
    >>> date_words("2024-08-14"), date_words("2024-08"), date_words("2021-2025"), date_words("")
    ('14 August 2024', 'August 2024', '2021–2025', 'date not known')
    """
    text = f"{date:%Y-%m-%d}" if isinstance(date, pd.Timestamp) else date
    if not text:
        return "date not known"
    if len(text) == len("2021-2025"):
        return text.replace("-", "–")
    year, *month_and_day = text.split("-")
    words = [year]
    if month_and_day:
        words.insert(0, MONTHS[int(month_and_day[0]) - 1])
    if len(month_and_day) == 2:
        words.insert(0, str(int(month_and_day[1])))
    return " ".join(words)
