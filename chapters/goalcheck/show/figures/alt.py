"""What a figure shows, in words with its numbers, for readers who do not see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from goalcheck.words.dates import date_words
from goalcheck.words.lists import listed
from goalcheck.words.numbers import cardinal, number

# Of more values than these, the first and the last few are told.
MOST, ENDS = 10, 3


def opening(count: int, what: str, unit: str = "") -> str:
    """Write what kind of figure it is: how many of what, in which unit.

    Examples
    --------
    >>> opening(3, "line", "percent"), opening(1, "bar")
    ('Three lines (percent).', 'One bar.')
    """
    words = f"{cardinal(count)} {what}{'' if count == 1 else 's'}"
    return f"{words[0].upper()}{words[1:]}{f' ({one_line(unit)})' if unit else ''}."


def one_line(words: Any) -> str:
    """Write a label on one line; labels are broken for the picture only.

    Examples
    --------
    >>> one_line("contracts,\\nby value")
    'contracts, by value'
    >>> one_line("next-\\ngeneration IT")
    'next-generation IT'
    """
    return " ".join(str(words).replace("-\n", "-").split())


def when(moment: Any) -> str:
    """Write in which year or month, or on which day.

    Examples
    --------
    >>> when(2023), when("2024-07"), when(pd.Timestamp("2024-07-16"))
    ('in 2023', 'in July 2024', 'on 16 July 2024')
    """
    words = date_words(moment) if isinstance(moment, (str, pd.Timestamp)) else str(moment)
    return f"on {words}" if words.count(" ") == 2 else f"in {words}"


def course(name: str, values: pd.Series, digits: int, ends: tuple[str, str] | None = None) -> str:
    """Write a series as its first and last value, and the highest and lowest if they are others.

    Parameters
    ----------
    name : str
    values : Series
        Indexed by year or day.
    digits : int
        Decimals, as the figure prints them.
    ends : (word, word), optional
        How the largest and the smallest value are called.

    Examples
    --------
    >>> course("Beijing", pd.Series({2010: 3.15, 2013: 5.0, 2023: 4.1}), 1)
    'Beijing: 3.1 in 2010, highest 5.0 in 2013, 4.1 in 2023.'
    """
    values = values.dropna()
    if values.empty:
        return f"{one_line(name)}: no value."
    printed = [number(value, digits) for value in values]
    edges = {0: "", len(values) - 1: ""}
    highest, lowest = ends or ("highest", "lowest")
    turns = {
        place: f"{word} "
        for place, word in ((values.argmin(), lowest), (values.argmax(), highest))
        if printed[place] not in (printed[0], printed[-1])
    }
    told = [
        f"{word}{printed[place]} {when(values.index[place])}"
        for place, word in sorted((edges | turns).items())
    ]
    return f"{one_line(name)}: {', '.join(told)}."


def courses(
    series: Mapping[str, pd.Series],
    unit: str,
    digits: int = 0,
    *,
    what: str = "line",
    ends: tuple[str, str] | None = None,
) -> str:
    """Write several series over time, one sentence each. Parameters as in `course`.

    Examples
    --------
    >>> courses({"Beijing": pd.Series({2021: 5, 2023: 7})}, "percent")
    'One line (percent). Beijing: 5 in 2021, 7 in 2023.'
    """
    told = [course(name, values, digits, ends) for name, values in series.items()]
    return sentences([opening(len(series), what, unit), *told])


def entries(values: pd.Series, digits: int, *, keep: str = "") -> str:
    """Write named values in their order; of many the first and last few, and one to keep.

    Examples
    --------
    >>> entries(pd.Series({"Beijing": 6.25, "Tianjin": 3.5}), 1)
    'Beijing 6.2, Tianjin 3.5.'
    >>> entries(pd.Series({f"city {place}": place for place in range(1, 13)}), 0, keep="city 7")
    'city 1 1, city 2 2, city 3 3; city 7 7; at the other end city 10 10, city 11 11, city 12 12.'
    """
    told = [
        f"{one_line(name)} {number(value, digits) if pd.notna(value) else 'no value'}"
        for name, value in values.items()
    ]
    if len(told) <= MOST:
        return f"{', '.join(told)}."
    inside = values.index[ENDS:-ENDS]
    kept = [told[ENDS + list(inside).index(keep)]] if keep in inside else []
    first, last = ", ".join(told[:ENDS]), f"at the other end {', '.join(told[-ENDS:])}"
    return f"{'; '.join([first, *kept, last])}."


def at(name: str, points: Mapping[Any, float] | pd.Series, digits: int) -> str:
    """Write single points: what they are, and each value with its year.

    Examples
    --------
    >>> at("Target", {2025: 8.0}, 1)
    'Target: 8.0 in 2025.'
    """
    told = [f"{number(value, digits)} in {year}" for year, value in points.items()]
    return f"{one_line(name).rstrip(':')}: {', '.join(told)}." if told else ""


def shares(name: str, parts: Mapping[str, float], result: str = "") -> str:
    """Write shares of one thing in percent, those that are not known left out, and a result.

    Examples
    --------
    >>> shares("Patents", {"when set": 0.5, "since": float("nan")}, "missed")
    'Patents: 50% when set; missed.'
    """
    told = [f"{number(100 * share)}% {when}" for when, share in parts.items() if pd.notna(share)]
    words = "; ".join(filter(None, [", ".join(told), one_line(result)]))
    return f"{one_line(name)}: {words}." if words else f"{one_line(name)}:"


def counted(name: str, counts: Mapping[str, int]) -> str:
    """Write how often each of some words was given in one group, those that were not left out.

    Examples
    --------
    >>> counted("Plan", {"met": 2, "missed": 1, "open": 0})
    'Plan: 2 met and 1 missed.'
    """
    told = [f"{count} {one_line(word)}" for word, count in counts.items() if count]
    return f"{one_line(name)}: {listed(told) if told else 'none'}."


def sentences(parts: Iterable[str]) -> str:
    """Join sentences, those that are empty left out.

    Examples
    --------
    >>> sentences(["One.", "", "Two."])
    'One. Two.'
    """
    return " ".join(part for part in parts if part)
