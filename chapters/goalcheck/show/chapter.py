"""A page of the book: what it shows, and the sources of all it showed.

A chapter opens with `page = Page("innovation_ecosystem")`. Series, panels, prints and targets are
taken from the page; whatever is read of them is noted, so the list of sources makes itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from goalcheck.data import package
from goalcheck.data.package import Package
from goalcheck.data.panel import Panel, panel_of
from goalcheck.data.records import Target
from goalcheck.data.series import SOURCES, Point, Series, by_last_day, editions, of, series_of
from goalcheck.data.vintages import first_print, in_order, newest_print
from goalcheck.show import asked, html
from goalcheck.show import page as parts
from goalcheck.show.figures import base, over_time
from goalcheck.show.figures.base import Chart
from goalcheck.targets import expected
from goalcheck.targets.expected import Outlook
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
    ) -> Series:
        """Return a yearly series, see `series.series_of`; the page notes what is read of it."""
        return series_of(self.book, indicator, place, as_of=as_of, basis=basis, seen=self._seen)

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

    def editions(self, indicator: str, place: str | None = None) -> Series:
        """Return a ranking by edition, each as it was first published, see `series.editions`."""
        return self.of(editions(self.book, indicator, place), indicator)

    def by_day(self, indicator: str, place: str | None = None) -> Series:
        """Return a series by the last day of its periods, see `series.by_last_day`."""
        return self.of(by_last_day(self.book, indicator, place), indicator)

    def by_place(self, indicator: str) -> Series:
        """Return the newest figure of every place that has one, by name of the place."""
        rows = in_order(self.book.printed_of([indicator]))
        rows = rows.drop_duplicates("place", keep="last")
        return self.of(rows.set_index(rows.place.map(self.book.places.name)), indicator)

    def prints(
        self, indicator: str, place: str | None = None, *, period: str | None = None, **chosen: Any
    ) -> pd.DataFrame:
        """Return publications of an indicator, oldest first, and note the sources of all of them.

        Parameters
        ----------
        indicator, place : str
        period : str, optional
            Keep one period.
        **chosen
            `as_of` and `basis` as in `Package.vintages`.
        """
        rows = self.book.vintages(indicator, place, **chosen)
        if period is not None:
            rows = rows[rows.period == period]
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
        self, indicator: str, place: str | None = None, *, basis: str | None = None
    ) -> Series:
        """Return the years of a series as they were first published, dated and exact."""
        rows = self.book.vintages(indicator, place, basis=basis)
        rows = rows[(rows.quality == "reported") & rows.published.notna()]
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

    def outlook(self, indicator: str, place: str | None = None) -> Outlook:
        """Return what was promised, expected and came of an indicator, see `expected.outlook`."""
        one = expected.outlook(self.book, indicator, place)
        self._note(one)
        return one

    def _note(self, one: Outlook) -> None:
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
        cells: pd.DataFrame | Mapping[str, Sequence[Any]] | Sequence[Mapping[str, Any]],
        *,
        caption: str,
        name: str,
    ) -> None:
        """Display a table of text cells, see `html.table`: columns, or rows as mappings."""
        frame = cells if isinstance(cells, pd.DataFrame) else pd.DataFrame(cells)
        html.table(frame, caption=caption, name=name)
        self._read.clear()

    def figure(self, chart: Chart, *, name: str, caption: str, alt: str = "") -> None:
        """Display a figure with its source line, see `base.show`.

        Parameters
        ----------
        chart : Chart
        name, caption : str
            As in `base.show`.
        alt : str
            What is to be seen, in a sentence; the numbers that were drawn follow by themselves.

        Its sources are those of the series that were read since the page last showed something.

        Raises
        ------
        ValueError
            If the figure shows numbers of which no source is known.
        """
        drawn = {*chart.sources, *self._read}
        if not drawn:
            raise ValueError(f"{name} shows numbers without a source; draw series of the page")
        line = html.source_line(self.book, drawn)
        words = f"{alt} {chart.alt}".strip()
        base.show(chart, name=name, caption=caption, alt=words, source=line)
        self._read.clear()

    def projection(
        self,
        one: Outlook,
        *,
        unit: str,
        digits: int = 0,
        factor: float = 1,
        name: str,
        caption: str,
        alt: str = "A line of what was known, its projection with intervals, the target, what came.",
        **options: Any,
    ) -> None:
        """Display a target with what was known, what was to be expected and what came.

        Parameters
        ----------
        one : Outlook
        unit : str
            As the figure prints it.
        digits : int
            Decimals of the printed values.
        factor : float
            From the unit of the indicator to that of the figure.
        name, caption, alt : str
            As in `figure`.
        **options
            As in `over_time.trajectory`.
        """
        projection = one.projection
        if projection is not None:
            projection = projection.assign(
                **{part: factor * projection[part] for part in over_time.FAN}
            )
        target = factor * one.target
        options.setdefault(
            "target", (one.target_year, target, f"target {trimmed(f'{target:,.{digits}f}')}")
        )
        chart = over_time.trajectory(
            factor * one.history.value,
            unit=unit,
            projection=projection,
            digits=digits,
            outcomes=factor * one.outcomes.value,
            **options,
        )
        self._note(one)
        self.figure(chart, name=name, caption=caption, alt=alt)

    def claims(self) -> None:
        """Display the claims that the chapter treats, and note the sources of their findings."""
        parts.claims_box(self.book, self.chapter)
        claims = self.book.claims
        checks = self.book.claim_checks
        self.cite(
            *checks.source_id[checks.claim_id.isin(claims.index[claims.chapter == self.chapter])]
        )
        self._read.clear()

    def outcome(self, *outlooks: Outlook, name: str = "tab-outcome") -> None:
        """Display targets with what was known, expected and came, see `page.outcome_table`."""
        for one in outlooks:
            self._note(one)
        parts.outcome_table(self.book, outlooks, name=name)
        self._read.clear()

    def targets(self, *, name: str) -> None:
        """Display every official target of the chapter's goal, see `page.targets_table`."""
        for key, one in expected.outlooks(self.book).items():
            if self.book.indicator(key).goal == self.chapter:
                self.cite(one.grade.source_id, one.grade.outcome_source)
        parts.targets_table(self.book, self.chapter, name=name)
        self._read.clear()

    def target_cells(self, one: Outlook) -> dict[str, Any]:
        """Return a target as text cells, see `page.target_row`, and note its sources."""
        self.cite(one.grade.source_id, one.grade.outcome_source)
        return parts.target_row(self.book, one)

    def verdict(self) -> str:
        """Write what became of the goal, or of the claims of a chapter without a goal."""
        if self.chapter in self.book.goals.index:
            return parts.verdict_words(self.book, self.chapter)
        return parts.chapter_words(self.book, self.chapter)

    def sources(self) -> None:
        """Display the sources of all that the page showed; the last cell of a chapter."""
        html.sources_table(self.book, self._cited, name="tab-sources")
