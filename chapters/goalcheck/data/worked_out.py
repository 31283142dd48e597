"""Figures that nobody printed, worked out from those that were: levels, rates and what is left."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from goalcheck.data.arithmetic import ratio
from goalcheck.data.series import Series


def part_of(whole: Series, share: Series, *, name: str = "") -> Series:
    """Return the level that belongs to a share: a whole times so many percent of it.

    Examples
    --------
    >>> from goalcheck.data.series import of
    >>> rows = pd.DataFrame({"value": [8.0], "source_id": "a"}, index=[2022])
    >>> whole, share = of(rows, name="A", unit="t"), of(rows * 1, name="B", unit="percent")
    >>> part_of(whole, share).last
    Point(period=2022, value=0.64, unit='t')
    """
    inverse = replace(share, _rows=share._rows.assign(value=100 / share._rows.value))
    return ratio(whole, inverse, unit=whole.unit, name=name or share.name)


def chained(series: Series, rates: Series, start: int, end: int) -> Series:
    """Carry the value of one year to another by yearly growth rates, forward or back.

    Parameters
    ----------
    series : Series
        Has a value for `start`.
    rates : Series
        Growth over the year before in percent, for every year between the two.
    start, end : int

    Returns
    -------
    Series
        One value, for `end`, with the sources of all it was made of.

    Raises
    ------
    KeyError
        If the value or a rate is missing.

    Examples
    --------
    >>> from goalcheck.data.series import of
    >>> level = of(pd.DataFrame({"value": [110.0], "source_id": "a"}, index=[2023]), name="A", unit="t")
    >>> rates = of(pd.DataFrame({"value": [10.0], "source_id": "b"}, index=[2023]), name="B", unit="percent")
    >>> back = chained(level, rates, 2023, 2022)
    >>> round(back[2022], 6), back.sources
    (100.0, ('a', 'b'))
    """
    begin = series.only([start])
    steps = rates.only(range(min(start, end) + 1, max(start, end) + 1))
    grown = float((1 + steps._rows.value / 100).prod())
    sources = tuple(dict.fromkeys((*begin.sources, *steps.sources)))
    rows = begin._rows.set_axis([end])
    rows = rows.assign(
        value=rows.value * grown if end > start else rows.value / grown,
        published=pd.NaT,
        sources=pd.Series([sources], index=[end], dtype=object),
    )
    return replace(series, _rows=rows)


def increments(series: Series) -> Series:
    """Return what each period of a cumulative count added to the one before; the first as it is.

    Examples
    --------
    >>> from goalcheck.data.series import of
    >>> rows = pd.DataFrame({"value": [5.0, 8.0], "source_id": ["a", "b"]}, index=["2018", "2022"])
    >>> increments(of(rows, name="A", unit="count")).values.to_list()
    [5.0, 3.0]
    """
    rows = series._rows
    return replace(series, _rows=rows.assign(value=rows.value.diff().fillna(rows.value)))


# --- rates -----------------------------------------------------------------------------------------


def mean_rate(rates: Series) -> float:
    """Return the mean of yearly growth rates in percent, compounded.

    Examples
    --------
    >>> from goalcheck.data.series import of
    >>> rows = pd.DataFrame({"value": [10.0, 10.0], "source_id": "a"}, index=[2022, 2023])
    >>> round(mean_rate(of(rows, name="A", unit="percent")), 6)
    10.0
    """
    return needed_rate(1, _factor(rates), len(rates))


def needed_rate(start: float, end: float, years: int) -> float:
    """Return the yearly growth in percent that leads from one value to another.

    Examples
    --------
    >>> round(needed_rate(100, 121, 2), 6)
    10.0
    """
    return 100 * ((end / start) ** (1 / years) - 1)


def rest_rate(mean: float, known: Series, years: int) -> float:
    """Return the yearly growth that is left for a mean over some years, after the known rates.

    Parameters
    ----------
    mean : float
        Wanted mean growth in percent.
    known : Series
        Growth rates of the first of these years, in percent.
    years : int
        How many years the mean covers.

    Raises
    ------
    ValueError
        If no year is left.

    Examples
    --------
    >>> from goalcheck.data.series import of
    >>> rows = pd.DataFrame({"value": [21.0], "source_id": "a"}, index=[2022])
    >>> round(rest_rate(10, of(rows, name="A", unit="percent"), 2), 6)
    0.0
    """
    left = years - len(known)
    if left < 1:
        raise ValueError(f"{known.name}: {len(known)} rates are known, so none of {years} is left")
    return needed_rate(_factor(known), (1 + mean / 100) ** years, left)


def with_rate(one: float, other: float) -> float:
    """Return the growth in percent of a product whose parts grow so, as of a share times a whole.

    Examples
    --------
    >>> round(with_rate(10, 10), 6)
    21.0
    """
    return 100 * ((1 + one / 100) * (1 + other / 100) - 1)


def without_rate(one: float, other: float) -> float:
    """Return the growth in percent of a ratio whose parts grow so, as of a part over its share.

    Examples
    --------
    >>> round(without_rate(21, 10), 6)
    10.0
    """
    return 100 * ((1 + one / 100) / (1 + other / 100) - 1)


def _factor(rates: Series) -> float:
    return float((1 + rates.values / 100).prod())
