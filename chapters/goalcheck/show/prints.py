"""Cells of a table of figures as they were published: how much, how exact, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from goalcheck.data.points import Point
from goalcheck.data.series import Series
from goalcheck.data.vintages import QUALITY_WORDS, is_exact, quality_words
from goalcheck.words.dates import date_words
from goalcheck.words.lists import listed
from goalcheck.words.numbers import digits_of, number

NOT_KNOWN = "not known"
DASH = "–"
# Two figures that differ by less than this share of one are the same figure, rounded.
NEAR = 0.001


def print_cells(
    row: pd.Series, heading: str, *, factor: float = 1, digits: int = 0
) -> dict[str, str]:
    """Return a publication as two cells: the value as it was meant, and the day.

    Parameters
    ----------
    row : Series
        A row of `Package.vintages`.
    heading : str
        Of the column of values; it says the unit.
    factor : float
        From the unit of the indicator to that of the heading.
    digits : int
        Decimals.

    Examples
    --------
    >>> row = pd.Series(dict(value=2.5, quality="approximate", published=pd.NaT))
    >>> print_cells(row, "Million yuan", factor=100)
    {'Million yuan': 'about 250', 'Published': 'not known'}
    """
    day = NOT_KNOWN if pd.isna(row.published) else date_words(row.published)
    return {
        heading: quality_words(row.quality) + number(factor * row.value, digits),
        "Published": day,
    }


def basis_words(basis: str) -> str:
    """Write a basis named after a census as a reader says it; any other as it is.

    Examples
    --------
    >>> basis_words("pre-census-2018"), basis_words("six-factors")
    ('before the census of 2018', 'six-factors')
    """
    when = {"pre-census-": "before the census of ", "post-census-": "after the census of "}
    for start, words in when.items():
        basis = re.sub(f"^{start}", words, basis)
    return basis


def value_cell(row: pd.Series, unit: str = "", *, digits: int | None = None) -> str:
    """Return a figure as it was meant: exact, about or more than so much.

    Parameters
    ----------
    row : Series
        With `value` and `quality`.
    unit : str
        A percentage gets its sign.
    digits : int, optional
        Decimals of an exact figure; by default, and where it is not exact, those it was printed with.

    Examples
    --------
    >>> value_cell(pd.Series(dict(value=15.1, quality="reported")), "percent")
    '15.1%'
    >>> value_cell(pd.Series(dict(value=10.0, quality="rounded")), digits=1)
    'about 10'
    """
    if digits is None or not is_exact(row.quality):
        digits = digits_of(row.value)
    before = QUALITY_WORDS.get(row.quality, "" if is_exact(row.quality) else "about ")
    return before + number(row.value, digits) + ("%" if unit == "percent" else "")


def print_columns(
    heading: str, places: Mapping[str, pd.DataFrame], *, digits: int | None = None
) -> dict[str, list[str]]:
    """Return several series beside each other: a column a place, a row a period, a dash for a gap.

    Parameters
    ----------
    heading : str
        Of the column of periods.
    places : mapping of name to DataFrame
        By period, with `value` and `quality`, as `Package.series` returns them.
    digits : int, optional
        As in `value_cell`.

    Examples
    --------
    >>> rows = pd.DataFrame({"value": [3.0], "quality": "at_least"}, index=["2020"])
    >>> print_columns("Year", {"Hilltown": rows, "Rivertown": rows[:0]})
    {'Year': ['2020'], 'Hilltown': ['more than 3'], 'Rivertown': ['–']}
    """
    periods = sorted({period for rows in places.values() for period in rows.index})
    columns = {heading: periods}
    for name, rows in places.items():
        columns[name] = [
            value_cell(rows.loc[period], digits=digits) if period in rows.index else DASH
            for period in periods
        ]
    return columns


def cell_of(series: Series, period: int | str, digits: int | None = None, before: str = "") -> str:
    """Return a value of a series as a cell, a sign before it if there is one, or a dash for a gap.

    Examples
    --------
    >>> rows = pd.DataFrame({"value": [3.0], "source_id": "a"}, index=[2020])
    >>> from goalcheck.data.series import of
    >>> one = of(rows, name="A", unit="percent")
    >>> cell_of(one, 2020, before=">"), cell_of(one, 2021)
    ('>3%', '–')
    """
    return before + series.at(period).words(digits) if period in series else DASH


def check_cells(
    worked_out: Point, printed: Point | None, *, factor: float = 1, least: bool = False
) -> dict[str, str]:
    """Return a value that was worked out beside the printed one, and whether the two fit.

    Parameters
    ----------
    worked_out : Point
    printed : Point, optional
        In the same unit; None if nothing was printed.
    factor : float
        From their unit to that of the table.
    least : bool
        It was printed as “more than”, so any larger value fits; else one that is as near as `NEAR`.

    Examples
    --------
    >>> check_cells(Point(2024, 84.38, "billion yuan"), Point(2024, 84.37, "billion yuan"))
    {'Worked out': '84.4', 'Printed': '84.4', 'Fits': 'yes'}
    """
    cells = {"Worked out": number(factor * worked_out.value, 1), "Printed": DASH, "Fits": DASH}
    if printed is None:
        return cells
    if least:
        fits, words = (
            worked_out.value >= printed.value,
            f"more than {number(factor * printed.value)}",
        )
    else:
        fits = abs(worked_out.value / printed.value - 1) < NEAR
        words = number(factor * printed.value, 1)
    return cells | {"Printed": words, "Fits": "yes" if fits else "no"}


def beside(
    heading: str,
    keys: Mapping[Any, str] | Iterable[Any],
    columns: Mapping[str, tuple[Any, ...] | Sequence[str]],
) -> dict[str, list[str]]:
    """Return several series beside each other: a row a period, a column a series, a dash for a gap.

    Parameters
    ----------
    heading : str
        Of the column of periods.
    keys : mapping of period to its words, or periods
        The rows, in their order.
    columns : mapping of heading to (Series, decimals) or (Series, decimals, signs), or to cells
        Decimals as in `Point.words`; None for those its size deserves. Signs are by period, to stand
        before the value (“>”). Cells are text already.

    Examples
    --------
    >>> rows = pd.DataFrame({"value": [3.0, 4.0], "source_id": "a"}, index=[2020, 2021])
    >>> from goalcheck.data.series import of
    >>> one = of(rows, name="A", unit="percent")
    >>> beside("Year", [2021, 2022], {"Share": (one, 1), "Note": ["first", "none"]})
    {'Year': ['2021', '2022'], 'Share': ['4.0%', '–'], 'Note': ['first', 'none']}
    """
    names = dict(keys) if isinstance(keys, Mapping) else {key: str(key) for key in keys}
    found = {heading: list(names.values())}
    for name, column in columns.items():
        if isinstance(column, tuple):
            series, digits, signs = (*column, {})[:3]
            found[name] = [cell_of(series, key, digits, signs.get(key, "")) for key in names]
        else:
            found[name] = list(column)
    return found


def aim_words(misses: Mapping[str, float]) -> str:
    """Write by how many points intervals miss their aim, each with what it is of, or a dash.

    Examples
    --------
    >>> aim_words({"1 year": -4.4, "2 years": 0.0}), aim_words({"1 year": 0.0})
    ('4.4 too narrow (1 year)', '–')
    """
    said = [
        f"{number(abs(points), 1)} {'too narrow' if points < 0 else 'too wide'} ({what})"
        for what, points in misses.items()
        if points
    ]
    return listed(said or [DASH])
