"""Arithmetic between series: each result keeps unit, basis and the sources of all its parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from goalcheck.data.series import Series, must_match


def ratio(
    above: Series, below: Series, factor: float = 1, *, unit: str = "ratio", name: str = ""
) -> Series:
    """Divide one series by another, period by period.

    Parameters
    ----------
    above, below : Series
    factor : float
        100 for percent.
    unit, name : str
        Of the result.

    Returns
    -------
    Series
        The periods both have. A ratio is known from the day the later of its parts is.

    Examples
    --------
    >>> part = of(pd.DataFrame({"value": [3.0], "source_id": "a"}, index=[2023]), name="A", unit="t")
    >>> whole = of(pd.DataFrame({"value": [4.0], "source_id": "b"}, index=[2023]), name="B", unit="t")
    >>> ratio(part, whole).values.to_dict(), ratio(part, whole).sources
    ({2023: 0.75}, ('a', 'b'))
    """

    def divide(one: pd.Series, other: pd.Series) -> pd.Series:
        return factor * one / other

    return _joined(above, below, divide, unit=unit, name=name or above.name)


def share_of(part: Series, whole: Series, *, name: str = "") -> Series:
    """Return a part in percent of its whole.

    Raises
    ------
    UnitMismatch
        If the two are in different units.

    Examples
    --------
    >>> part = of(pd.DataFrame({"value": [3.0], "source_id": "a"}, index=[2023]), name="A", unit="t")
    >>> share_of(part, part.scaled(4, "t")).last
    Point(period=2023, value=25.0, unit='percent')
    """
    must_match("unit", part, whole)
    return ratio(part, whole, 100, unit="percent", name=name)


def per(above: Series, below: Series, count: float, *, unit: str, name: str = "") -> Series:
    """Return a series per so many of another (per 10,000 people).

    Examples
    --------
    >>> one = of(pd.DataFrame({"value": [3.0], "source_id": "a"}, index=[2023]), name="A", unit="t")
    >>> per(one, one.scaled(2, "people"), 10, unit="t per 10 people").last.value
    5.0
    """
    return ratio(above, below, count, unit=unit, name=name)


def growth(series: Series, *, name: str = "") -> Series:
    """Return the growth over the year before, in percent, for the years whose year before is known.

    Examples
    --------
    >>> rows = pd.DataFrame({"value": [8.0, 9.0], "source_id": ["a", "b"]}, index=[2022, 2023])
    >>> growth(of(rows, name="A", unit="t")).values.to_dict()
    {2023: 12.5}
    """
    rows = series._rows
    before = series._with(rows.set_axis(rows.index + 1))

    def grown(now: pd.Series, then: pd.Series) -> pd.Series:
        return 100 * (now / then - 1)

    return _joined(series, before, grown, unit="percent", name=name or series.name)


def changes(series: Series, *, name: str = "") -> Series:
    """Return the change over the year before, in its unit, where the year before is known.

    Examples
    --------
    >>> rows = pd.DataFrame({"value": [8.0, 9.0], "source_id": ["a", "b"]}, index=[2022, 2023])
    >>> changes(of(rows, name="A", unit="t")).values.to_dict()
    {2023: 1.0}
    """
    rows = series._rows
    before = series._with(rows.set_axis(rows.index + 1))
    return difference(series, before, name=name or series.name)


def after_growth(levels: Series, rates: Series, *, name: str = "") -> Series:
    """Return what printed growth rates make of the values of the years before.

    Parameters
    ----------
    levels : Series
    rates : Series
        Growth over the year before, in percent.
    name : str

    Examples
    --------
    >>> rows = pd.DataFrame({"value": [8.0, 9.1], "source_id": ["a", "b"]}, index=[2022, 2023])
    >>> rate = pd.DataFrame({"value": [12.5], "source_id": ["c"]}, index=[2023])
    >>> rates = of(rate, name="Growth", unit="percent")
    >>> after_growth(of(rows, name="A", unit="t"), rates).values.to_dict()
    {2023: 9.0}
    """
    rows = levels._rows
    before = levels._with(rows.set_axis(rows.index + 1))

    def grown(then: pd.Series, rate: pd.Series) -> pd.Series:
        return then * (1 + rate / 100)

    return _joined(before, rates, grown, unit=levels.unit, name=name or levels.name)


def before_growth(levels: Series, rates: Series, *, name: str = "") -> Series:
    """Return the values of the years before from values and their growth, as in `after_growth`.

    Examples
    --------
    >>> rows = pd.DataFrame({"value": [9.0], "source_id": ["b"]}, index=[2023])
    >>> rate = pd.DataFrame({"value": [12.5], "source_id": ["c"]}, index=[2023])
    >>> rates = of(rate, name="Growth", unit="percent")
    >>> before_growth(of(rows, name="A", unit="t"), rates).values.to_dict()
    {2022: 8.0}
    """

    def shrunk(now: pd.Series, rate: pd.Series) -> pd.Series:
        return now / (1 + rate / 100)

    then = _joined(levels, rates, shrunk, unit=levels.unit, name=name or levels.name)
    return then._with(then._rows.set_axis(then._rows.index - 1))


def index_to(series: Series, period: int | str, base: float = 100) -> Series:
    """Return a series as an index: the value of one period is the base.

    Raises
    ------
    KeyError
        If the series has no value for that period.

    Examples
    --------
    >>> rows = pd.DataFrame({"value": [8.0, 9.0], "source_id": ["a", "b"]}, index=[2022, 2023])
    >>> index_to(of(rows, name="A", unit="t"), 2022).values.to_dict()
    {2022: 100.0, 2023: 112.5}
    """
    return series.scaled(base / series[period], f"{period} = {base:g}")


def total(one: Series, *others: Series, name: str = "") -> Series:
    """Add series of one unit and basis, for the periods all have.

    Raises
    ------
    UnitMismatch
        If two are in different units or on different bases; the message names both.

    Examples
    --------
    >>> one = of(pd.DataFrame({"value": [3.0], "source_id": "a"}, index=[2023]), name="A", unit="t")
    >>> total(one, one).values.to_dict()
    {2023: 6.0}
    """
    for other in others:
        one = _added(one, other, 1, name or one.name)
    return one


def difference(one: Series, other: Series, *, name: str = "") -> Series:
    """Subtract a series from another of the same unit and basis. Raises as `total`.

    Examples
    --------
    >>> one = of(pd.DataFrame({"value": [3.0], "source_id": "a"}, index=[2023]), name="A", unit="t")
    >>> difference(one, one.named("B").scaled(1, "km"))
    Traceback (most recent call last):
    goalcheck.data.points.UnitMismatch: A is in 't' and B in 'km'; they cannot be joined
    """
    return _added(one, other, -1, name or one.name)


def excess(one: Series, other: Series, *, name: str = "") -> Series:
    """Return how far one series lies above another of its unit, in percent of the other.

    Examples
    --------
    >>> one = of(pd.DataFrame({"value": [3.0], "source_id": "a"}, index=[2023]), name="A", unit="t")
    >>> excess(one.scaled(1.1, "t"), one).last.words()
    '10%'
    """
    must_match("unit", one, other)

    def above(left: pd.Series, right: pd.Series) -> pd.Series:
        return 100 * (left / right - 1)

    return _joined(one, other, above, unit="percent", name=name or one.name)


def newest_of(first: Series, *others: Series, name: str = "") -> Series:
    """Return the periods of several series of one unit, of each period the value of the last named.

    For a table that sets newest figures beside older ones; bases may differ, so it is no line.

    Examples
    --------
    >>> old = of(pd.DataFrame({"value": [3.0], "source_id": "a"}, index=[2022]), name="A", unit="t")
    >>> new = of(pd.DataFrame({"value": [4.0], "source_id": "b"}, index=[2023]), name="A", unit="t")
    >>> newest_of(old, new).values.to_dict()
    {2022: 3.0, 2023: 4.0}
    """
    rows = first._rows
    for other in others:
        must_match("unit", first, other)
        rows = pd.concat([rows[~rows.index.isin(other._rows.index)], other._rows])
    basis = " and ".join(dict.fromkeys(one.basis for one in (first, *others) if one.basis))
    return Series(name or first.name, first.unit, basis, rows.sort_index(), first.seen)


def _added(one: Series, other: Series, sign: int, name: str) -> Series:
    must_match("unit", one, other)
    must_match("basis", one, other)

    def add(left: pd.Series, right: pd.Series) -> pd.Series:
        return left + sign * right

    return replace(_joined(one, other, add, unit=one.unit, name=name), basis=one.basis)


def _joined(
    one: Series,
    other: Series,
    combine: Callable[[pd.Series, pd.Series], pd.Series],
    *,
    unit: str,
    name: str,
) -> Series:
    """Combine the periods that two series share; each value keeps the sources of both parts."""
    both = one._rows.join(other._rows, how="inner", suffixes=("", "_other"))
    later = both.published.where(both.published > both.published_other, both.published_other)
    sources = [
        tuple(dict.fromkeys((*left, *right)))
        for left, right in zip(both.sources, both.sources_other, strict=True)
    ]
    rows = pd.DataFrame(
        {
            "value": combine(both.value, both.value_other),
            # A part that was published on an unknown day leaves the day of the result unknown.
            "published": later.where(both.published.notna() & both.published_other.notna()),
            "sources": pd.Series(sources, index=both.index, dtype=object),
        }
    )
    basis = " over ".join(dict.fromkeys(filter(None, (one.basis, other.basis))))
    return Series(name, unit, basis, rows, one.seen or other.seen)
