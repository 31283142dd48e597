"""A page of the book: what it shows, and the sources of all it showed.

A chapter opens with `page = Page("innovation_ecosystem")`. Series, panels, prints and targets are
taken from the page; whatever is read of them is noted, so the list of sources makes itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from goalcheck.data import package
from goalcheck.data.package import Package
from goalcheck.data.series import Series
from goalcheck.forecast.projection import scaled
from goalcheck.show import asked, goal_tables, html
from goalcheck.show.figures import base, over_time
from goalcheck.show.figures.base import Chart
from goalcheck.show.prints import value_cell
from goalcheck.show.reading import Reading
from goalcheck.targets import expected
from goalcheck.targets.expected import Outlook
from goalcheck.targets.trend import Trend
from goalcheck.words.numbers import trimmed

CHAPTERS = Path(__file__).resolve().parents[2]


class Page(Reading):
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
        super().__init__(book or package.load(folder))
        self.chapter = chapter
        self._asked = asked.asked_of(CHAPTERS / f"{chapter}.ipynb")

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
        for one in expected.outlooks(self.book, goal=self.chapter).values():
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
