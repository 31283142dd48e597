"""Series that carry unit, basis and sources through arithmetic, and how the package makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import pandas as pd

from goalcheck.data.package import Package
from goalcheck.data.periods import period_end
from goalcheck.data.vintages import (
    INEXACT,
    PERIOD_AND_BASIS,
    first_print,
    newest_figure,
    quality_words,
)
from goalcheck.words.dates import date_words
from goalcheck.words.numbers import amount, number, yuan

SOURCES = ("source_id", "denominator_source_id")


class UnitMismatch(ValueError):
    """Two series in different units or on different bases were to be joined."""


class Cited(Protocol):
    """Whatever names its source: a target, an outcome, a grade."""

    @property
    def source_id(self) -> str:
        """Id of the source."""


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


@dataclass(frozen=True, eq=False)
class Series:
    """Values of one thing over its periods, with unit, basis and the sources of each value.

    Made by `of` from a table; arithmetic (`ratio`, `growth`, `share_of`, `per`, `index_to`,
    `total`, `difference`) keeps all three. Whoever reads a value is told to `seen`, with the
    sources of that value, so that a page knows its sources without listing them.

    Attributes
    ----------
    name : str
        What is measured.
    unit, basis : str
        A basis is empty where there is only one.
    rows : DataFrame
        Indexed by `year` (int) or by `period` (text); columns `value, published, sources` (tuple of
        ids), and `quality, basis` where they are known of each value. Handed out as copies.
    """

    name: str
    unit: str
    basis: str
    _rows: pd.DataFrame = field(repr=False)
    seen: Callable[[Iterable[str]], None] | None = field(default=None, repr=False, compare=False)

    @property
    def rows(self) -> pd.DataFrame:
        """The table behind it, a copy."""
        self._note(self._rows)
        return self._rows.copy(deep=False)

    @property
    def values(self) -> pd.Series:
        """Values by year or period, a copy."""
        return self.rows.value.rename(self.name)

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of all sources behind its values, each once."""
        return tuple(sorted({source for cell in self._rows.sources for source in cell}))

    @property
    def periods(self) -> list[Any]:
        """Its years or periods, in order."""
        return self._rows.index.to_list()

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, period: int | str) -> bool:
        return period in self._rows.index

    def __getitem__(self, period: int | str) -> float:
        """Return the value of a year or period.

        Raises
        ------
        KeyError
            If it has none; the message names the series and what it has.
        """
        return self.at(period).value

    def at(self, period: int | str) -> Point:
        """Return the value of a year or period with its unit. Raises as `[...]` does."""
        if period not in self._rows.index:
            have = f"it has {self.periods[0]} to {self.periods[-1]}" if len(self) else "it is empty"
            raise KeyError(f"{self.name} has no value for {period}; {have}")
        self._note(self._rows.loc[[period]])
        row = self._rows.loc[period]
        quality, basis = (str(row.get(name, "")) for name in ("quality", "basis"))
        return Point(period, float(row.value), self.unit, quality, row.published, basis)

    @property
    def first(self) -> Point:
        """Its first value."""
        return self.at(self._edge(0))

    @property
    def last(self) -> Point:
        """Its last value."""
        return self.at(self._edge(-1))

    @property
    def highest(self) -> Point:
        """Its largest value, the first of several."""
        self._edge(0)
        return self.at(self.values.idxmax())

    @property
    def lowest(self) -> Point:
        """Its smallest value, the first of several."""
        self._edge(0)
        return self.at(self.values.idxmin())

    @property
    def second(self) -> Point:
        """Its second largest value, as the region behind the leader has."""
        if len(self) < 2:
            raise KeyError(f"{self.name} has no second value")
        return self.at(self.sorted().periods[1])

    @property
    def lead(self) -> float:
        """How many times its second largest value the largest is."""
        return self.highest.value / self.second.value

    @property
    def gaps(self) -> list[int]:
        """The years between its first and its last one for which it has no value."""
        return [year for year in range(self.periods[0], self.periods[-1]) if year not in self]

    def missing(self, first: int, last: int) -> list[int]:
        """Return the years from one to another, both included, for which it has no value."""
        return [year for year in range(first, last + 1) if year not in self]

    @property
    def sum(self) -> float:
        """The sum of its values."""
        return float(self.values.sum())

    def between(self, first: int | str | None = None, last: int | str | None = None) -> Series:
        """Return the periods from one to another, both included; None is open."""
        return self._with(self._rows.loc[first:last])

    def recent(self, count: int) -> Series:
        """Return its last values, so many or all it has."""
        return self._with(self._rows.tail(count))

    def only(self, periods: Iterable[int | str]) -> Series:
        """Return chosen periods, in the order of the series. Raises KeyError if one is missing."""
        wanted = list(periods)
        for period in wanted:
            if period not in self:
                self.at(period)
        return self._with(self._rows[self._rows.index.isin(wanted)])

    def above(self, value: float) -> Series:
        """Return the periods in which it is larger than a value."""
        return self._with(self._rows[self._rows.value > value])

    def below(self, value: float) -> Series:
        """Return the periods in which it is smaller than a value."""
        return self._with(self._rows[self._rows.value < value])

    def at_least(self, value: float) -> Series:
        """Return the periods in which it is a value or larger."""
        return self._with(self._rows[self._rows.value >= value])

    def by_year(self) -> Series:
        """Return its last period of each calendar year, indexed by the year."""
        years = pd.Index([int(str(period)[:4]) for period in self.periods], name="year")
        rows = self._rows.set_axis(years)
        return self._with(rows[~rows.index.duplicated(keep="last")])

    def first_above(self, other: Series) -> Any:
        """Return the first period in which it is larger than another series of its unit.

        Raises
        ------
        LookupError
            If it never is.
        """
        ahead = difference(self, other).above(0)
        if not len(ahead):
            raise LookupError(f"{self.name} never lies above {other.name}")
        return ahead.periods[0]

    def sorted(self) -> Series:
        """Return it with the largest value first."""
        return self._with(self._rows.sort_values("value", ascending=False, kind="stable"))

    def plus(self, amount: float) -> Series:
        """Return it with an amount added to each value, as half a unit of its last digit."""
        return self._with(self._rows.assign(value=self._rows.value + amount))

    def rank_of(self, period: int | str) -> int:
        """Return the place of one of its values among all, the largest being the first."""
        return 1 + int((self.values > self[period]).sum())

    def head(self, count: int) -> Series:
        """Return its first periods, so many."""
        return self._with(self._rows.iloc[:count])

    def named(self, name: str) -> Series:
        """Return the same series under another name."""
        return replace(self, name=name)

    def scaled(self, factor: float, unit: str) -> Series:
        """Return it in another unit, each value times a factor (0.1 from 100 million to billion)."""
        return replace(self, unit=unit, _rows=self._rows.assign(value=factor * self._rows.value))

    def change(self, start: int | str, end: int | str) -> float:
        """Return the difference of two of its values, the later less the earlier."""
        return self[end] - self[start]

    def growth_between(self, start: int | str, end: int | str) -> float:
        """Return how much it grew from one period to another, in percent."""
        return 100 * (self[end] / self[start] - 1)

    def times(self, start: int | str, end: int | str) -> float:
        """Return how many times the value of one period that of another is."""
        return self[end] / self[start]

    def mean_growth(self, start: int, end: int) -> float:
        """Return the mean yearly growth between two years, compounded, in percent."""
        return 100 * ((self[end] / self[start]) ** (1 / (end - start)) - 1)

    def mean_change(self, start: int, end: int) -> float:
        """Return the mean yearly change between two years, in its unit."""
        return (self[end] - self[start]) / (end - start)

    def floored(self) -> Series:
        """Return the whole numbers below its values, so that a lower bound stays one."""
        return self._with(self._rows.assign(value=self._rows.value // 1))

    def rest(self, period: int | str, parts: Series) -> Point:
        """Return what is left of one of its values without some parts of it.

        Raises
        ------
        UnitMismatch
            If the parts are in another unit.
        """
        _same("unit", self, parts)
        return Point(period, self[period] - parts.sum, self.unit)

    def known_on(self, day: str | pd.Timestamp, *, editions: bool = False) -> Series:
        """Return the periods that had been published by a day.

        Parameters
        ----------
        day : date
        editions : bool
            Of a list whose editions are years: those of earlier years count as known, too, even if
            the source that was read came later.
        """
        known = self._rows.published <= pd.Timestamp(day)
        if editions:
            known |= self._rows.index < pd.Timestamp(day).year
        return self._with(self._rows[known])

    @property
    def hedged(self) -> dict[str, list[Any]]:
        """Its periods that are not exact, by the words they were printed with, the bounds first."""
        hedges = {period: self.at(period).hedge.strip() for period in self.periods}
        words = sorted(set(hedges.values()) - {""}, reverse=True)
        return {word: [one for one in hedges if hedges[one] == word] for word in words}

    @property
    def moved(self) -> float:
        """Its last value less its first one."""
        return self.last.value - self.first.value

    @property
    def yearly_pace(self) -> float:
        """The mean change a year from its first to its last period, counted in days."""
        first, last = (pd.Timestamp(period_end(str(self._edge(place)))) for place in (0, -1))
        return self.moved / ((last - first).days / 365.25)

    def _edge(self, place: int) -> Any:
        if not len(self):
            raise KeyError(f"{self.name} has no values")
        return self.periods[place]

    def _with(self, rows: pd.DataFrame) -> Series:
        return replace(self, _rows=rows)

    def _note(self, rows: pd.DataFrame) -> None:
        if self.seen is not None:
            self.seen({source for cell in rows.sources for source in cell})


def of(
    rows: pd.DataFrame,
    *,
    name: str,
    unit: str,
    basis: str = "",
    seen: Callable[[Iterable[str]], None] | None = None,
) -> Series:
    """Return a table of figures as a series.

    Parameters
    ----------
    rows : DataFrame
        Indexed by year or period; columns `value`, `source_id` (and `denominator_source_id` where
        there are two) and, if it is known, `published`.
    name, unit, basis : str
    seen : callable, optional
        Is told the source ids of each value that is read.

    Examples
    --------
    >>> rows = pd.DataFrame({"value": [8.0, 9.0], "source_id": ["a", "b"]}, index=[2022, 2023])
    >>> contracts = of(rows, name="Contracts", unit="billion yuan")
    >>> contracts.last, contracts.sources, contracts.growth_between(2022, 2023)
    (Point(period=2023, value=9.0, unit='billion yuan'), ('a', 'b'), 12.5)
    """
    columns = [column for column in SOURCES if column in rows]
    sources = [
        tuple(dict.fromkeys(filter(None, cell)))
        for cell in zip(*(rows[c] for c in columns), strict=True)
    ]
    table = pd.DataFrame(
        {
            "value": rows.value.astype(float),
            "published": rows.published if "published" in rows else pd.NaT,
            "sources": pd.Series(sources, index=rows.index, dtype=object),
        }
    ).join(rows[[column for column in ("quality", "basis") if column in rows]])
    return Series(name, unit, basis, table, seen)


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
    _same("unit", part, whole)
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
    goalcheck.data.series.UnitMismatch: A is in 't' and B in 'km'; they cannot be joined
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
    _same("unit", one, other)

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
        _same("unit", first, other)
        rows = pd.concat([rows[~rows.index.isin(other._rows.index)], other._rows])
    basis = " and ".join(dict.fromkeys(one.basis for one in (first, *others) if one.basis))
    return Series(name or first.name, first.unit, basis, rows.sort_index(), first.seen)


def _added(one: Series, other: Series, sign: int, name: str) -> Series:
    _same("unit", one, other)
    _same("basis", one, other)

    def add(left: pd.Series, right: pd.Series) -> pd.Series:
        return left + sign * right

    return replace(_joined(one, other, add, unit=one.unit, name=name), basis=one.basis)


def _same(what: str, one: Series, other: Series) -> None:
    left, right = getattr(one, what), getattr(other, what)
    if left != right:
        place = "in" if what == "unit" else "on the basis"
        raise UnitMismatch(
            f"{one.name} is {place} {left!r} and {other.name} {place.split()[0]} {right!r}; "
            "they cannot be joined"
        )


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


# --- series of a package, as tables ------------------------------------------------------------------


def frame_ratio(
    numerator: pd.DataFrame, denominator: pd.DataFrame, factor: float = 1
) -> pd.DataFrame:
    """Divide one yearly series by another, year by year.

    Parameters
    ----------
    numerator, denominator : DataFrame
        Indexed by year, as `Package.yearly` returns them.
    factor : float
        100 for percent.

    Returns
    -------
    DataFrame
        Indexed by the years both have; columns `value, published, source_id,
        denominator_source_id`. A ratio is known from the day the later of its parts is.

    Examples
    --------
    >>> day = pd.Timestamp("2024-01-01")
    >>> part = pd.DataFrame({"value": [3.0], "published": day, "source_id": "a"}, index=[2023])
    >>> whole = pd.DataFrame({"value": [4.0], "published": day, "source_id": "b"}, index=[2023])
    >>> frame_ratio(part, whole, factor=100).value.to_dict()
    {2023: 75.0}
    """
    both = numerator.join(denominator, how="inner", suffixes=("", "_below"))
    later = both.published.where(both.published > both.published_below, both.published_below)
    return pd.DataFrame(
        {
            "value": factor * both.value / both.value_below,
            # A part that was published on an unknown day leaves the day of the ratio unknown.
            "published": later.where(both.published.notna()),
            "source_id": both.source_id,
            "denominator_source_id": both.source_id_below,
        }
    ).rename_axis("year")


def history(
    book: Package,
    indicator: str,
    place: str | None = None,
    *,
    as_of: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Return the yearly series of an indicator on one basis, as known on a day.

    An indicator of `calculations.csv` is worked out from its two parts; of any other the basis of
    the newest exact figure known is taken.

    Parameters
    ----------
    book : Package
    indicator, place, as_of
        As in `Package.series`.

    Returns
    -------
    DataFrame
        Indexed by `year`; columns as in `frame_ratio` or `Package.yearly`. Empty if nothing was known.

    Raises
    ------
    UnknownKey
        If the package has no such indicator or place.

    Examples
    --------
    >>> history(book, "research_share", as_of=book.as_of).value.to_dict()
    {2021: 6.1, 2022: 6.2}
    >>> history(book, "contract_turnover", as_of="2023-06-30").value.to_list()
    [60.0, 64.0, 70.0]
    """
    if indicator in book.calculations.index:
        parts = book.calculations.loc[indicator]
        above, below = (
            history(book, part, place, as_of=as_of) for part in (parts.numerator, parts.denominator)
        )
        return frame_ratio(above, below, parts.factor)
    basis = newest_basis(book, indicator, place, as_of=as_of)
    if basis is None:
        # No calendar year was known, though other periods may stand on several bases.
        return book.yearly(indicator, place, as_of=pd.Timestamp.min)
    return book.yearly(indicator, place, as_of=as_of, basis=basis)


def series_of(
    book: Package,
    indicator: str,
    place: str | None = None,
    *,
    as_of: str | pd.Timestamp | None = None,
    basis: str | None = None,
    exact: bool = False,
    seen: Callable[[Iterable[str]], None] | None = None,
) -> Series:
    """Return the yearly series of an indicator, worked out where `calculations.csv` says so.

    Parameters
    ----------
    book : Package
    indicator, place, as_of
        As in `Package.series`.
    basis : str, optional
        That of the newest exact figure known by default.
    exact : bool
        Leave out figures that were rounded in print or only bounded.
    seen : callable, optional
        As in `of`.

    Raises
    ------
    UnknownKey
        If the package has no such indicator, place or basis.
    """
    if basis is None:
        rows = history(book, indicator, place, as_of=as_of)
    else:
        rows = book.yearly(indicator, place, as_of=as_of, basis=basis)
    if exact and "quality" in rows:
        rows = rows[~rows.quality.isin(INEXACT)]
    about = book.indicator(indicator)
    stands = rows.basis.iloc[-1] if len(rows) and "basis" in rows else ""
    return of(rows, name=about.name, unit=about.unit, basis=stands, seen=seen)


def newest_basis(
    book: Package,
    indicator: str,
    place: str | None = None,
    *,
    as_of: str | pd.Timestamp | None = None,
) -> str | None:
    """Return the basis of the newest calendar year known, an exact figure before a rounded one.

    Examples
    --------
    >>> newest_basis(book, "research_share", as_of="2024-08-14")
    'old-product'
    >>> newest_basis(book, "research_share", as_of="2024-08-14"), newest_basis(book, "research_share")
    ('old-product', 'new-product')
    """
    rows = book.vintages(indicator, place, as_of=as_of)
    figure = newest_figure(rows[rows.period.str.len() == 4])
    return None if figure is None else figure.basis


def editions(
    book: Package,
    indicator: str,
    place: str | None = None,
    *,
    as_of: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Return the editions of a ranking or list, each as it was first published.

    Parameters
    ----------
    book : Package
    indicator, place, as_of
        As in `Package.series`. A period with a day counts as the edition of its year, the last one.

    Returns
    -------
    DataFrame
        Indexed by `year`; columns as in `Package.yearly`. Years may stand on several bases.

    Examples
    --------
    >>> editions(book, "city_rank").value.to_dict()
    {2025: 4.0}
    >>> editions(book, "city_rank").value.to_list()
    [4.0]
    """
    prints = book.vintages(indicator, place, as_of=as_of)
    rows = first_print(prints, by=PERIOD_AND_BASIS, inexact=True)
    years = rows.period.str[:4].astype(int).rename("year")
    rows = rows.set_axis(years)
    return rows[~rows.index.duplicated(keep="last")]


def by_last_day(book: Package, indicator: str, place: str | None = None) -> pd.DataFrame:
    """Return a series in the order of the last day of its periods, indexed by that day.

    Parameters
    ----------
    book : Package
    indicator, place
        As in `Package.series`.

    Examples
    --------
    >>> by_last_day(book, "contract_turnover").index[0]
    '2019-12-31'
    """
    rows = book.series(indicator, place)
    return rows.set_axis(rows.index.map(period_end)).sort_index()


def panel_by_place(book: Package, indicator: str) -> pd.DataFrame:
    """Return an indicator of the reference panel, one column a place, as known today.

    Returns
    -------
    DataFrame
        Indexed by year; columns are keys of places, in the unit of the indicator.

    Raises
    ------
    UnknownKey
        If the panel has no such indicator.

    Examples
    --------
    >>> wide = panel_by_place(book, "contract_count")
    >>> list(wide), int(wide.index[-1])
    (['hilltown', 'land'], 2022)
    """
    book.require(indicator, book.panel_indicators.index, "panel indicator")
    rows = book.panel[book.panel.indicator == indicator]
    return rows.pivot(index="year", columns="place", values="value")


def panel_sources(book: Package, indicator: str) -> list[str]:
    """Return the ids of the sources behind an indicator of the reference panel.

    Examples
    --------
    >>> panel_sources(book, "contract_count")[0]
    'yearbook-2021'
    """
    book.require(indicator, book.panel_indicators.index, "panel indicator")
    return source_ids(book.panel[book.panel.indicator == indicator])


def source_ids(*parts: pd.DataFrame | Series | Iterable[Cited]) -> list[str]:
    """Return the ids of all sources behind tables, series or records, each once.

    Examples
    --------
    >>> source_ids(pd.DataFrame({"source_id": ["b", "a"]}), pd.DataFrame({"source_id": ["a"]}))
    ['a', 'b']
    """
    return sorted({source for part in parts for source in _sources_of(part)})


def _sources_of(part: pd.DataFrame | Series | Iterable[Cited]) -> Iterable[str]:
    if isinstance(part, Series):
        return part.sources
    if isinstance(part, pd.DataFrame):
        return (source for name in SOURCES if name in part for source in part[name])
    return (one.source_id for one in part)
