"""The reference panel as series: one indicator, a series a place or a value a place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pandas as pd

from goalcheck.data.arithmetic import share_of
from goalcheck.data.package import Package
from goalcheck.data.series import Series, of


@dataclass(frozen=True, eq=False)
class Panel:
    """An indicator of the reference panel.

    Attributes
    ----------
    name, unit : str
        Of the indicator.
    country : str
        Key of the place that holds the others, as "china" does.
    """

    name: str
    unit: str
    country: str
    _rows: pd.DataFrame = field(repr=False)
    _names: pd.Series = field(repr=False)
    seen: Callable[[Iterable[str]], None] | None = field(default=None, repr=False)

    def __getitem__(self, place: str) -> Series:
        """Return the series of a place, under the name of the place.

        Raises
        ------
        UnknownKey
            If the panel has no such place; near matches are named.
        """
        self.require(place)
        rows = self._rows[self._rows.place == place].set_index("year")
        return of(rows, name=self._names[place], unit=self.unit, seen=self.seen)

    @property
    def last_year(self) -> int:
        """Newest year it has."""
        return int(self._rows.year.max())

    def largest(self, year: int, count: int) -> dict[str, Series]:
        """Return the series of the regions that were the largest in a year, by name."""
        rows = self._rows[(self._rows.year == year) & (self._rows.place != self.country)]
        places = rows.sort_values("value", ascending=False, kind="stable").place[:count]
        return {one.name: one for one in map(self.__getitem__, places)}

    def in_year(self, year: int, *, country: bool = False) -> Series:
        """Return the values of all regions in one year, the largest first, by name of the place.

        Parameters
        ----------
        year : int
        country : bool
            Keep the country among its regions.
        """
        rows = self._rows[self._rows.year == year]
        if not country:
            rows = rows[rows.place != self.country]
        rows = rows.set_index(rows.place.map(self._names).rename("place"))
        rows = rows.sort_values("value", ascending=False, kind="stable")
        return of(rows, name=f"{self.name}, {year}", unit=self.unit, seen=self.seen)

    def share(self, place: str) -> Series:
        """Return a region in percent of its country, by year, under the name of the place."""
        return share_of(self[place], self[self.country])

    def ranks(self, place: str) -> Series:
        """Return the place of a region among all regions, by year, the largest value first."""
        self.require(place)
        regions = self._rows[self._rows.place != self.country]
        years = regions.groupby("year")
        order = regions.assign(value=years.value.rank(ascending=False, method="min"))
        own = order[order.place == place].set_index("year")
        table = pd.DataFrame({"value": own.value, "published": pd.NaT})
        # A place among others rests on the figures of all of them.
        table["sources"] = years.source_id.agg(lambda ids: tuple(sorted(set(ids))))
        return Series(self._names[place], "rank", "", table, self.seen)

    def require(self, place: str) -> None:
        """Raise UnknownKey, which names near matches, unless the panel has the place."""
        Package.require(place, self._rows.place.unique(), f"place with {self.name}")


def panel_of(
    book: Package,
    indicator: str,
    *,
    known_in: int | None = None,
    seen: Callable[[Iterable[str]], None] | None = None,
) -> Panel:
    """Return an indicator of the reference panel.

    Parameters
    ----------
    book : Package
    indicator : str
    known_in : int, optional
        Year at whose end it was known so, see `Package.panel_as_of`; as known today by default.
    seen : callable, optional
        As in `series.of`.

    Raises
    ------
    UnknownKey
        If the panel has no such indicator.

    Examples
    --------
    >>> contracts = panel_of(book, "contract_count")
    >>> contracts.name
    'Contracts'
    """
    book.require(indicator, book.panel_indicators.index, "panel indicator")
    about = book.panel_indicators.loc[indicator]
    rows = book.panel if known_in is None else book.panel_as_of(known_in)
    rows = rows[rows.indicator == indicator]
    names = book.places.name.str.removesuffix(" province")
    country = book.places.index[book.places.kind == "country"]
    return Panel(about["name"], about.unit, country[0] if len(country) else "", rows, names, seen)
