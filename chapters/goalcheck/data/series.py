"""Series that carry unit, basis and the sources of each value, and tell who read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from goalcheck.data.periods import period_end
from goalcheck.data.points import Point, UnitMismatch

SOURCES = ("source_id", "denominator_source_id")


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
        must_match("unit", self, other)
        gaps = (self.values - other.values).dropna()
        ahead = self.only(gaps.index[gaps > 0])
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
        must_match("unit", self, parts)
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


def must_match(what: str, one: Series, other: Series) -> None:
    """Raise UnitMismatch, which names both, unless two series have one unit, or one basis."""
    left, right = getattr(one, what), getattr(other, what)
    if left != right:
        place = "in" if what == "unit" else "on the basis"
        raise UnitMismatch(
            f"{one.name} is {place} {left!r} and {other.name} {place.split()[0]} {right!r}; "
            "they cannot be joined"
        )
