"""A page of the book: what it shows, and the sources of all it showed.

A chapter opens with `page = Page("innovation_ecosystem")`. Series, panels, prints and targets are
taken from the page; whatever is read of them is noted, so the list of sources makes itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from goalcheck.data import package
from goalcheck.data.package import Package
from goalcheck.data.panel import Panel, panel_of
from goalcheck.data.records import Target
from goalcheck.data.series import (
    SOURCES,
    Point,
    Series,
    by_last_day,
    editions,
    history,
    of,
    series_of,
)
from goalcheck.data.vintages import first_print, in_order, newest_print
from goalcheck.forecast.projection import scaled
from goalcheck.show import asked, goal_tables, html
from goalcheck.show.figures import base, over_time
from goalcheck.show.figures.base import Chart
from goalcheck.show.prints import value_cell
from goalcheck.targets import expected
from goalcheck.targets.expected import Outlook
from goalcheck.targets.trend import Trend, trend
from goalcheck.words.numbers import trimmed

CHAPTERS = Path(__file__).resolve().parents[2]


class Page:
    """One chapter.

    Parameters
    ----------
    chapter : str
        Name of its notebook, and key of its goal and claims where it has any.
    book : Package, optional
        The book's own data by default.
    folder : path, optional
        Folder of the data package if none is given.
    """

    def __init__(
        self, chapter: str, book: Package | None = None, *, folder: str | Path | None = None
    ) -> None:
        self.chapter = chapter
        self.book = book or package.load(folder)
        self._asked = asked.asked_of(CHAPTERS / f"{chapter}.ipynb")
        self._cited: set[str] = set()
        self._read: set[str] = set()

    # --- what it reads -----------------------------------------------------------------------

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
                day, basis = row.announced, start.basis.iloc[0]
                self.shown(self.book.yearly(row.indicator, row.place, as_of=day, basis=basis))
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
        return int(target.target_period[-4:]), factor * target.value

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

    # --- what it shows -----------------------------------------------------------------------

    def words(self, **things: asked.Thing) -> None:
        """Keep the words that the prose asks for of these things, see `asked.picked`.

        Text is kept as it is under its own name; of a series, a point or an outlook the prose picks
        by a path, as in `rd.2024`, `share.last.year` or `basic.chance`; of a mapping by its key,
        as in `rank.london.2024`.

        Raises
        ------
        KeyError
            If the prose asks for nothing of a thing, or for something that it has not.
        """
        html.glue(**asked.answers(self._asked, things))
        self._read.clear()

    def words_of_indicators(self) -> None:
        """Keep the words that the prose asks of indicators by their key.

        After the key comes a place, unless it is that of the book, and then a path as in
        `asked.picked`, or `target` for the newest official one: `forum_visitors.2023`,
        `city_rank.rivertown.last.ordinal`, `contracts.rivertown.target`. The values are those
        of `by_period`; an indicator on several bases is handed over to `words`.
        """
        indicators = self.book.indicators.index
        mine = (name for name in self._asked if name.split(".")[0] in indicators)
        html.glue(**{name: self._of_indicator(*name.split(".")) for name in mine})
        self._read.clear()

    def _of_indicator(self, key: str, *steps: str) -> str:
        placed = bool(steps) and steps[0] in self.book.places.index
        place, path = (steps[0], steps[1:]) if placed else (None, steps)
        if path and path[0] == "target":
            return asked.picked(self.wanted(key, place), ".".join(path[1:]))
        return asked.picked(self.by_period(key, place), ".".join(path))

    def table(
        self,
        cells: pd.DataFrame | Mapping[str, Collection[Any]] | Sequence[Mapping | Sequence],
        *,
        caption: str,
        name: str,
        columns: Sequence[str] | None = None,
    ) -> None:
        """Display a table of text cells, see `html.table`.

        Parameters
        ----------
        cells : DataFrame, mapping of columns, or rows
            A row is a mapping, or the cells in the order of `columns`.
        caption, name : str
        columns : sequence of str, optional
            Headings of rows that are no mappings.
        """
        frame = cells if isinstance(cells, pd.DataFrame) else pd.DataFrame(cells, columns=columns)
        html.table(frame, caption=caption, name=name)
        self._read.clear()

    def figure(
        self, chart: Chart, *, name: str, caption: str, alt: str = "", source: str = ""
    ) -> None:
        """Display a figure with its source line, see `base.show`.

        Parameters
        ----------
        chart : Chart
        name, caption : str
            As in `base.show`.
        alt : str
            What is to be seen, in a sentence; the numbers that were drawn follow by themselves.
        source : str
            Source line as HTML, for a figure of what the book itself counted.

        Its sources are those of what it drew, and of what was read since the page last showed
        something, as a target is.

        Raises
        ------
        ValueError
            If the figure shows numbers of which no source is known.
        """
        drawn = {*chart.sources, *self._read}
        if not drawn and not source:
            raise ValueError(f"{name} shows numbers without a source; draw series of the page")
        line = source or html.source_line(self.book, drawn)
        words = f"{alt} {chart.alt}".strip()
        base.show(chart, name=name, caption=caption, alt=words, source=line)
        self._read.clear()

    def newest(
        self,
        remarks: Mapping[str, str],
        headings: tuple[str, str],
        *,
        caption: str,
        name: str,
        places: Mapping[str, str] | None = None,
    ) -> None:
        """Display the newest figure of several indicators, each with a remark.

        Parameters
        ----------
        remarks : mapping of indicator to text
        headings : (str, str)
            Of the column that names the indicator and of that of the remarks.
        caption, name : str
            As in `table`.
        places : mapping of indicator to place, optional
            Where an indicator is not of the place that made the promise.
        """
        what, remark = headings
        cells = []
        for key, text in remarks.items():
            about = self.book.indicator(key)
            row = self.known(key, (places or {}).get(key)).iloc[-1]
            value = value_cell(row, about.unit)
            cells.append({what: f"{about.name}, {row.name[:4]}", "Printed": value, remark: text})
        self.table(cells, caption=caption, name=name)

    def lines(
        self,
        series: Mapping[str, Series],
        *,
        name: str,
        caption: str,
        alt: str = "",
        factor: float = 1,
        limits: tuple[float, float] | None = None,
        **options: Any,
    ) -> None:
        """Display series as lines over the years, see `over_time.lines`.

        Parameters
        ----------
        series : mapping of name to Series
        name, caption, alt : str
            As in `figure`.
        factor : float
            From the unit of the series to that of the figure.
        limits : (low, high), optional
            Ends of the vertical axis.
        **options
            As in `over_time.lines`.
        """
        drawn = {label: one.scaled(factor, one.unit) for label, one in series.items()}
        chart = over_time.lines(drawn, **options)
        if limits is not None:
            chart.axes[0].set_ylim(*limits)
        self.figure(chart, name=name, caption=caption, alt=alt)

    def projection(
        self,
        one: Outlook | Trend,
        *,
        unit: str,
        digits: int = 0,
        factor: float = 1,
        since: int | None = None,
        name: str,
        caption: str,
        alt: str = "A line of what was known, its projection with intervals, the target, what came.",
        **options: Any,
    ) -> None:
        """Display a target or trend with what was known, what was to be expected and what came.

        Parameters
        ----------
        one : Outlook or Trend
            The target of an outlook is drawn; that of a trend only if `target` is given.
        unit : str
            As the figure prints it.
        digits : int
            Decimals of the printed values.
        factor : float
            From the unit of the indicator to that of the figure.
        since : int, optional
            First year that is drawn.
        name, caption, alt : str
            As in `figure`.
        **options
            As in `over_time.trajectory`.
        """
        projection = None if one.projection is None else scaled(one.projection, factor)
        if isinstance(one, Outlook):
            options.setdefault("target", _target(one, factor, digits))
        chart = over_time.trajectory(
            factor * one.history.value.loc[since:],
            unit=unit,
            projection=projection,
            digits=digits,
            outcomes=factor * one.outcomes.value,
            **options,
        )
        self._note(one)
        self.figure(chart, name=name, caption=caption, alt=alt)

    def methods(
        self,
        one: Outlook,
        *,
        unit: str,
        digits: int = 0,
        factor: float = 1,
        since: int | None = None,
        name: str,
        caption: str,
        alt: str = "What each simple method projects, the target, and what came.",
    ) -> None:
        """Display what every method that can be estimated makes of a target.

        Parameters
        ----------
        one, unit, digits, factor, since, name, caption, alt
            As in `projection`.
        """
        every = expected.project_all(self.book, one.grade.key, one.history)
        came = one.outcomes.value
        chart = over_time.methods_fan(
            factor * one.history.value.loc[since:],
            {method: scaled(rows, factor) for method, rows in every.items()},
            unit=unit,
            target=_target(one, factor, digits),
            outcome=None if came.empty else (came.index[-1], factor * came.iloc[-1]),
            digits=digits,
        )
        self._note(one)
        self.figure(chart, name=name, caption=caption, alt=alt)

    def claims(self) -> None:
        """Display the claims that the chapter treats, and note the sources of their findings."""
        goal_tables.claims_box(self.book, self.chapter)
        claims = self.book.claims
        checks = self.book.claim_checks
        self.cite(
            *checks.source_id[checks.claim_id.isin(claims.index[claims.chapter == self.chapter])]
        )
        self._read.clear()

    def outcome(self, *outlooks: Outlook, name: str = "tab-outcome") -> None:
        """Display targets with what was known, expected and came, see `goal_tables.outcome_table`."""
        for one in outlooks:
            self._note(one)
        goal_tables.outcome_table(self.book, outlooks, name=name)
        self._read.clear()

    def targets(self, *, name: str) -> None:
        """Display every official target of the chapter's goal, see `goal_tables.targets_table`."""
        for key, one in expected.outlooks(self.book).items():
            if self.book.indicator(key).goal == self.chapter:
                self.cite(one.grade.source_id, one.grade.outcome_source)
        goal_tables.targets_table(self.book, self.chapter, name=name)
        self._read.clear()

    def target_cells(self, one: Outlook) -> dict[str, Any]:
        """Return a target as text cells, see `goal_tables.target_row`, and note its sources."""
        self.cite(one.grade.source_id, one.grade.outcome_source)
        return goal_tables.target_row(self.book, one)

    def verdict(self, goal: str | None = None) -> str:
        """Write what became of a goal, the chapter's own by default, or of the chapter's claims."""
        goal = goal or self.chapter
        if goal in self.book.goals.index:
            return goal_tables.verdict_words(self.book, goal)
        return goal_tables.chapter_words(self.book, goal)

    @property
    def cited(self) -> tuple[str, ...]:
        """Ids of the sources of all that it showed so far."""
        return tuple(sorted(self._cited))

    def sources(self) -> None:
        """Display the sources of all that the page showed; the last cell of a chapter."""
        html.sources_table(self.book, self._cited, name="tab-sources")


def _target(one: Outlook, factor: float, digits: int) -> tuple[int, float, str]:
    """Return year, value and label of a target as a figure draws it."""
    value = factor * one.target
    return one.target_year, value, f"target {trimmed(f'{value:,.{digits}f}')}"
