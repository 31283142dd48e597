"""What a page reads: series, panels, prints and targets, each noted with its sources when it is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from goalcheck.data.histories import by_last_day, editions, history, series_of
from goalcheck.data.package import Package
from goalcheck.data.panel import Panel, panel_of
from goalcheck.data.points import Point
from goalcheck.data.records import Target
from goalcheck.data.series import SOURCES, Series, of
from goalcheck.data.vintages import first_print, in_order, newest_print
from goalcheck.targets import expected
from goalcheck.targets.expected import Outlook
from goalcheck.targets.trend import Trend, trend


class Reading:
    """What was read of a data package, with the sources of all that was.

    Parameters
    ----------
    book : Package
    """

    def __init__(self, book: Package) -> None:
        self.book = book
        self._cited: set[str] = set()
        self._read: set[str] = set()

    def cite(self, *source_ids: str) -> None:
        """Note sources of what is shown; `series` and its like do so by themselves."""
        found = {source for source in source_ids if source}
        self._cited |= found
        self._read |= found

    def series(
        self,
        indicator: str,
        place: str | None = None,
        *,
        as_of: str | pd.Timestamp | None = None,
        basis: str | None = None,
        exact: bool = False,
    ) -> Series:
        """Return a yearly series, see `series.series_of`; the page notes what is read of it."""
        return series_of(
            self.book, indicator, place, as_of=as_of, basis=basis, exact=exact, seen=self._seen
        )

    def on_bases(self, indicator: str, *bases: str) -> tuple[Series, ...]:
        """Return a yearly series of the page's place on each of several bases, in their order."""
        return tuple(self.series(indicator, basis=basis) for basis in bases)

    def by_period(
        self,
        indicator: str,
        place: str | None = None,
        *,
        as_of: str | pd.Timestamp | None = None,
        basis: str | None = None,
    ) -> Series:
        """Return a series of any periods, as `Package.series` picks its prints."""
        rows = self.book.series(indicator, place, as_of=as_of, basis=basis)
        return self.of(rows, indicator, basis=basis or "")

    def known(
        self, indicator: str, place: str | None = None, *, basis: str | None = None
    ) -> pd.DataFrame:
        """Return the figures that count today by period, with `quality`, and note their sources."""
        return self.shown(self.book.series(indicator, place, basis=basis))

    def editions(
        self, indicator: str, place: str | None = None, *, basis: str | None = None
    ) -> Series:
        """Return a ranking by edition, each as it was first published, see `series.editions`.

        Parameters
        ----------
        indicator, place : str
        basis : str, optional
            Keep the editions on one basis; empty for those that name none.
        """
        rows = editions(self.book, indicator, place)
        return self.of(rows if basis is None else rows[rows.basis == basis], indicator)

    def by_day(self, indicator: str, place: str | None = None) -> Series:
        """Return a series by the last day of its periods, see `series.by_last_day`."""
        return self.of(by_last_day(self.book, indicator, place), indicator)

    def by_place(self, indicator: str) -> Series:
        """Return the newest figure of every place that has one, by name of the place."""
        rows = in_order(self.book.printed_of([indicator]))
        rows = rows.drop_duplicates("place", keep="last")
        return self.of(rows.set_index(rows.place.map(self.book.places.name)), indicator)

    def prints(
        self,
        indicator: str,
        place: str | None = None,
        *,
        period: str | None = None,
        source: str | None = None,
        **chosen: Any,
    ) -> pd.DataFrame:
        """Return publications of an indicator, oldest first, and note the sources of all of them.

        Parameters
        ----------
        indicator, place : str
        period : str, optional
            Keep one period.
        source : str, optional
            Keep one source.
        **chosen
            `as_of` and `basis` as in `Package.vintages`.
        """
        rows = self.book.vintages(indicator, place, **chosen)
        if period is not None:
            rows = rows[rows.period == period]
        if source is not None:
            rows = rows[rows.source_id == source]
        return self.shown(rows)

    def told(
        self,
        indicator: str,
        place: str | None = None,
        *,
        first: bool = False,
        until: pd.Timestamp | None = None,
        since: pd.Timestamp | None = None,
    ) -> Series:
        """Return what was told of each period, on any basis and however exact.

        Parameters
        ----------
        indicator, place : str
        first : bool
            Take the first print of a period; the newest by default.
        until, since : Timestamp, optional
            Take only what was published by a day, or only what was published after it.
        """
        rows = self.book.vintages(indicator, place, as_of=until)
        if since is not None:
            rows = rows[rows.published > since]
        rows = first_print(rows, inexact=True) if first else newest_print(rows, inexact=True)
        return self.of(rows.set_index("period"), indicator)

    def first_prints(
        self,
        indicator: str,
        place: str | None = None,
        *,
        basis: str | None = None,
        quality: str = "reported",
    ) -> Series:
        """Return the years of a series as they were first published, exact or of another quality.

        Parameters
        ----------
        indicator, place, basis
            As in `Package.vintages`.
        quality : str
            Of the figures that count: "preliminary" for first estimates.
        """
        rows = self.book.vintages(indicator, place, basis=basis)
        # Of what was reported only the day tells that it came first; an estimate says so itself.
        dated = rows.published.notna() | (quality != "reported")
        rows = rows[(rows.quality == quality) & dated]
        rows = first_print(rows[rows.period.str.len() == 4])
        years = rows.set_index(rows.period.astype(int).rename("year"))
        return self.of(years, indicator, basis=basis or "")

    def panel(self, indicator: str, *, known_in: int | None = None) -> Panel:
        """Return an indicator of the reference panel, see `panel.panel_of`."""
        return panel_of(self.book, indicator, known_in=known_in, seen=self._seen)

    def of(self, rows: pd.DataFrame, indicator: str, *, basis: str = "") -> Series:
        """Return a table of figures of one indicator as a series of this page."""
        about = self.book.indicator(indicator)
        return of(rows, name=about.name, unit=about.unit, basis=basis, seen=self._seen)

    def shown(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Note the sources of a table of figures, and return it."""
        self._seen(source for column in SOURCES if column in rows for source in rows[column])
        return rows

    def graded(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Note the sources of targets and of all their figures, and return them.

        Parameters
        ----------
        rows : DataFrame
            Rows of the scorecard, or announcements of targets.
        """
        for row in rows.itertuples():
            prints = self.book.vintages(row.indicator, row.place)
            known = prints[(prints.period == row.known_period) & (prints.value == row.known_value)]
            start = prints[(prints.period == row.set_period) & (prints.value == row.set_value)]
            self.cite(row.source_id, row.outcome_source, *known.source_id[:1], *start.source_id[:1])
            if pd.notna(row.past):
                day = row.announced
                self.shown(
                    # What was worked out and not printed has no basis of its own.
                    history(self.book, row.indicator, row.place, as_of=day)
                    if start.empty
                    else self.book.yearly(
                        row.indicator, row.place, as_of=day, basis=start.basis.iloc[0]
                    )
                )
            if "projected" in rows and pd.notna(row.projected):
                self.shown(history(self.book, row.indicator, row.place, as_of=self.book.as_of))
        return rows

    def compared(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Note the sources of projected series and of what came, and return them.

        Parameters
        ----------
        rows : DataFrame
            As `track_record.projected_series` returns them.
        """
        self.cite(*rows.actual_source)
        for indicator in rows.indicator.unique():
            self.shown(history(self.book, indicator, as_of=self.book.as_of))
        return rows

    def announced(self, indicator: str, place: str | None = None) -> list[Target]:
        """Return the official targets for an indicator, oldest announcement first."""
        found = list(self.book.targets(indicator, place or self.book.place))
        self.cite(*(one.source_id for one in found))
        return found

    def wanted(self, indicator: str, place: str | None = None) -> Point:
        """Return the newest official target for an indicator as a value of its period.

        Raises
        ------
        LookupError
            If none was announced.
        """
        targets = self.announced(indicator, place)
        if not targets:
            raise LookupError(f"no official target for {indicator} in {place or self.book.place}")
        newest, unit = targets[-1], self.book.indicator(indicator).unit
        return Point(newest.target_period, newest.value, unit, published=newest.announced)

    def outlook(
        self,
        indicator: str,
        place: str | None = None,
        *,
        as_of: str | None = None,
        **choices: Any,
    ) -> Outlook:
        """Return what was promised, expected and came of an indicator.

        Parameters
        ----------
        indicator, place : str
        as_of : str, optional
            Another day of knowledge than that of the promise.
        **choices
            `method` and `window` as in `expected.outlook`.
        """
        book = self.book.as_if(as_of=as_of) if as_of else self.book
        one = expected.outlook(book, indicator, place, **choices)
        self._note(one)
        return one

    def aim(self, one: Outlook | Target, factor: float = 1) -> tuple[int, float]:
        """Return the year and value of a target, as figures take them, and note its source.

        Parameters
        ----------
        one : Outlook or Target
        factor : float
            From the unit of the indicator to that of the figure.
        """
        target = one.grade if isinstance(one, Outlook) else one
        self.cite(target.source_id)
        return target.year, factor * target.value

    def trend(
        self,
        indicator: str,
        place: str | None = None,
        *,
        start: int | None = None,
        floor: float | None = None,
    ) -> Trend:
        """Return what was to be expected of a series without a target, see `trend.trend`."""
        one = trend(self.book, indicator, place, start=start, floor=floor)
        self._note(one)
        return one

    def _note(self, one: Outlook | Trend) -> None:
        if isinstance(one, Outlook):
            self.cite(one.grade.source_id, one.grade.outcome_source)
        for rows in (one.history, one.outcomes):
            self.shown(rows)

    def _seen(self, source_ids: Iterable[str]) -> None:
        self.cite(*source_ids)
