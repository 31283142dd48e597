"""Series of a data package: which basis is read, editions, the panel by place, as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

import pandas as pd

from goalcheck.data.package import Package
from goalcheck.data.periods import period_end
from goalcheck.data.series import SOURCES, Series, of
from goalcheck.data.vintages import (
    PERIOD_AND_BASIS,
    first_print,
    newest_figure,
)
from goalcheck.data.vintages import (
    exact as exact_prints,
)

# Quality and basis of a figure that nobody printed.
WORKED_OUT = "worked out"


class Cited(Protocol):
    """Whatever names its source: a target, an outcome, a grade."""

    @property
    def source_id(self) -> str:
        """Id of the source."""


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


def worked_out_prints(
    book: Package,
    indicator: str,
    place: str | None = None,
    *,
    as_of: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Return the years of an indicator of `calculations.csv` as if each had been published.

    Parameters as in `history`.

    Returns
    -------
    DataFrame
        Columns as in `Package.vintages`, quality and basis “worked out”; empty for an indicator that
        is not worked out.

    Examples
    --------
    >>> worked_out_prints(book, "contract_turnover").empty
    True
    """
    none = book.vintages(indicator, place).iloc[:0]
    if indicator not in book.calculations.index:
        return none
    rows = history(book, indicator, place, as_of=as_of).reset_index()
    rows = rows.assign(period=rows.year.astype(str), quality=WORKED_OUT, basis=WORKED_OUT, note="")
    return rows[list(none.columns)]


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
        rows = exact_prints(rows)
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
