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
from goalcheck.data.series import SOURCES, Point, Series, editions, of, series_of
from goalcheck.show import html
from goalcheck.show import page as parts
from goalcheck.show.figures import base
from goalcheck.show.figures.base import Chart
from goalcheck.targets import expected
from goalcheck.targets.expected import Outlook
from goalcheck.words.numbers import amount


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

    def panel(self, indicator: str) -> Panel:
        """Return an indicator of the reference panel, see `panel.panel_of`."""
        return panel_of(self.book, indicator, seen=self._seen)

    def of(self, rows: pd.DataFrame, indicator: str, *, basis: str = "") -> Series:
        """Return a table of figures of one indicator as a series of this page."""
        about = self.book.indicator(indicator)
        return of(rows, name=about.name, unit=about.unit, basis=basis, seen=self._seen)

    def shown(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Note the sources of a table of figures, and return it."""
        self._seen(source for column in SOURCES if column in rows for source in rows[column])
        return rows

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

    def words(self, **values: str | Point) -> None:
        """Keep words for `{glue:text}`: text as it is, a point of a series with its unit.

        Raises
        ------
        TypeError
            If a value is a bare number: say how it is written.
        """
        html.glue(
            **{
                name: amount(value.value, value.unit) if isinstance(value, Point) else value
                for name, value in values.items()
            }
        )
        self._read.clear()

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

    def figure(self, chart: Chart, *, name: str, caption: str, alt: str) -> None:
        """Display a figure with its source line, see `base.show`.

        Its sources are those of the series that were read since the page last showed something.

        Raises
        ------
        ValueError
            If the figure shows numbers of which no source is known.
        """
        drawn = set(getattr(chart, "sources", ())) or self._read
        if not drawn:
            raise ValueError(f"{name} shows numbers without a source; draw series of the page")
        line = html.source_line(self.book, drawn)
        base.show(chart, name=name, caption=caption, alt=alt, source=line)
        self._read.clear()

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

    def verdict(self) -> str:
        """Write what became of the goal, or of the claims of a chapter without a goal."""
        if self.chapter in self.book.goals.index:
            return parts.verdict_words(self.book, self.chapter)
        return parts.chapter_words(self.book, self.chapter)

    def sources(self) -> None:
        """Display the sources of all that the page showed; the last cell of a chapter."""
        html.sources_table(self.book, self._cited, name="tab-sources")
