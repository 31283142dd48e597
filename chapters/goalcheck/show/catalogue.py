"""The data package as two long tables: every indicator, every source."""

from __future__ import annotations

import pandas as pd

from goalcheck.data.package import Package
from goalcheck.show.claimtable import goal_link
from goalcheck.show.exports import SERIES
from goalcheck.show.html import Cell, Column, Row, long_table
from goalcheck.show.markup import Chinese, Line, Link, Part, Small, Sparkline, Strong
from goalcheck.words.dates import date_words
from goalcheck.words.numbers import plain

ROLES = ("core", "supporting", "context")
DOWNLOADS = "../downloads"

# How a source can be reached, the easiest first.
ACCESS = {
    "official": "official page",
    "outlet": "press page",
    "dataset": "data file",
    "mirror": "copy only",
}
LANGUAGES = {
    "zh": "Chinese",
    "en": "English",
    "ja": "Japanese",
    "de": "German",
    "fr": "French",
    "pt": "Portuguese",
    "th": "Thai",
    "ta": "Tamil",
}

WIDTH, HEIGHT = 100, 24
FEWEST_POINTS = 3

INDICATOR_COLUMNS = (
    Column("Indicator", style="wide"),
    Column("Goal", filters=True, style="narrow"),
    Column("Role", filters=True, style="tight"),
    Column("Figures", style="middle"),
    Column("Trend", sorts=False, style="narrow"),
)
SOURCE_COLUMNS = (
    Column("Title", style="wide"),
    Column("Publisher", style="middle"),
    Column("Date", style="date"),
    Column("Access", filters=True, style="tight"),
    Column("Figures", style="tight"),
)


# --- indicators -----------------------------------------------------------------------------------


def indicators_table(book: Package, *, name: str) -> None:
    """Display all indicators, the core ones first; each row has its key as anchor."""
    order = book.indicators.assign(
        role_order=book.indicators.role.map(ROLES.index),
        goal_order=book.indicators.goal.map(book.goals.chapter_order),
    ).sort_values(["role_order", "goal_order", "name"], kind="stable")
    groups = dict(list(book.observations.groupby("indicator")))
    none = book.observations.iloc[:0]
    rows = [
        _indicator_row(book, row, groups.get(key, none))
        for key, row in order.rename_axis("key").iterrows()
    ]
    caption = f"All {len(rows)} indicators of the data package"
    long_table(rows, INDICATOR_COLUMNS, caption=caption, name=name, noun="indicators")


def _indicator_row(book: Package, row: pd.Series, figures: pd.DataFrame) -> Row:
    key, title = row.name, book.goals.title[row.goal]
    words = [Chinese(row.name_zh)] if row.name_zh else []
    names = [row["name"], Small(Line([*words, row.unit], between="; "))]
    about = [Small(row.definition)] if row.role != "context" else []
    series = Link("CSV", f"{DOWNLOADS}/{SERIES}/{key}.csv")
    order = f"{book.goals.chapter_order[row.goal]:03.0f}"
    cells = (
        Cell(Line([*names, *about]), key=row["name"]),
        Cell(goal_link(book, row.goal, row.chapter), word=title, key=order),
        Cell(
            Strong(row.role) if row.role == "core" else row.role,
            word=row.role,
            key=str(ROLES.index(row.role)),
        ),
        Cell(Line([*_coverage(figures), Small(series)]), key=str(len(figures))),
        Cell(_trend(book, figures)),
    )
    return Row(key, cells)


def _coverage(figures: pd.DataFrame) -> list[str | Part]:
    """Write how many figures there are, for which periods and places, on which bases."""
    if figures.empty:
        return ["targets only"]
    years = sorted({year for period in figures.period for year in (period[:4], _last(period))})
    span = years[0] if years[0] == years[-1] else f"{years[0]}–{years[-1]}"
    bases = sorted(set(figures.basis) - {""})
    counts = [
        _count(figures.source_id.nunique(), "source"),
        _count(figures.place.nunique(), "place"),
    ]
    if bases:
        counts.append(
            f"{_count(len(bases), 'basis', 'bases')}: {', '.join(bases).replace('-', ' ')}"
        )
    return [_count(len(figures), "figure"), Small("; ".join([span, *counts]))]


def _last(period: str) -> str:
    """Return the last year of a period."""
    return period[-4:] if len(period) == 9 else period[:4]


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _trend(book: Package, figures: pd.DataFrame) -> str | Part:
    """Draw the longest yearly series of the promise's place on one basis, with its ends in words."""
    values = longest_series(book, figures)
    if values.empty:
        return "no yearly figure"
    ends = [f"{plain(values[year])} ({year})" for year in (values.index[0], values.index[-1])]
    if len(values) < FEWEST_POINTS:
        return ends[-1]
    return Line([sparkline(values), Small(f"{ends[0]} to {ends[-1]}")])


def longest_series(book: Package, figures: pd.DataFrame) -> pd.Series:
    """Return the newest exact value of each year on the basis with most years, indexed by year.

    Parameters
    ----------
    book : Package
    figures : DataFrame
        Observations of one indicator; those of other places count only if the promise's own place
        has none.

    Examples
    --------
    >>> rows = book.observations[book.observations.indicator == "contract_turnover"]
    >>> longest_series(book, rows).to_dict()
    {2019: 60.0, 2020: 64.0, 2021: 70.0, 2022: 79.0, 2023: 85.9}
    """
    yearly = figures[figures.period.str.len() == 4]
    own = yearly[yearly.place == book.place]
    yearly = own if len(own) else yearly[yearly.place == yearly.place.min()]
    if yearly.empty:
        return pd.Series(dtype=float)
    basis = yearly.groupby("basis").period.nunique().idxmax()
    row = yearly.iloc[0]
    return book.yearly(row.indicator, row.place, basis=basis).value


def sparkline(values: pd.Series) -> Sparkline:
    """Return a series as a small line, years to the right by time.

    Examples
    --------
    >>> print(sparkline(pd.Series([1.0, 3.0, 2.0], index=[2020, 2022, 2024])).__html__())
    <svg viewBox="-2 -2 104 28" preserveAspectRatio="none" aria-hidden="true"><polyline points="0,24 50,0 100,12"/></svg>
    """
    years, span = values.index, values.max() - values.min() or 1
    across = [WIDTH * (year - years[0]) / (years[-1] - years[0]) for year in years]
    down = [HEIGHT * (values.max() - value) / span for value in values]
    points = " ".join(f"{x:.0f},{y:.0f}" for x, y in zip(across, down, strict=True))
    return Sparkline(WIDTH, HEIGHT, points)


# --- sources --------------------------------------------------------------------------------------


def sources_table(book: Package, *, name: str) -> None:
    """Display all sources, grouped by access and publisher; each row has its key as anchor."""
    counts = figures_by_source(book)
    order = book.sources.assign(access_order=book.sources.access.map(list(ACCESS).index))
    order = order.sort_values(["access_order", "publisher", "published", "title"], kind="stable")
    rows = [_source_row(row, int(counts.get(key, 0))) for key, row in order.iterrows()]
    caption = f"All {len(rows)} sources, by access and publisher"
    long_table(rows, SOURCE_COLUMNS, caption=caption, name=name, noun="sources")


def figures_by_source(book: Package) -> pd.Series:
    """Count the observations, panel cells and targets that rest on each source.

    Examples
    --------
    >>> int(figures_by_source(book)["plan-2021"])
    2
    """
    frames = (book.observations, book.panel_vintages, book.target_rows)
    return pd.concat([frame.source_id for frame in frames]).value_counts()


def _source_row(source: pd.Series, figures: int) -> Row:
    original = source.title if source.title != source.title_en and source.title_en else ""
    title = source.title_en or source.title
    words: list[str | Part] = [Link(title, source.url)]
    if original:
        words.append(Small(Chinese(original, source.language)))
    remarks = [source.kind.replace("-", " "), LANGUAGES.get(source.language, source.language)]
    if source.retrieved_from:
        remarks.append(f"read in {source.retrieved_from}")
    cells = (
        Cell(Line([*words, Small(", ".join(remarks))]), key=title),
        Cell(source.publisher),
        Cell(date_words(source.published), key=source.published or "0"),
        Cell(
            ACCESS[source.access],
            word=ACCESS[source.access],
            key=str(list(ACCESS).index(source.access)),
        ),
        Cell(f"{figures:,}" if figures else "none", key=str(figures)),
    )
    return Row(source.name, cells)
