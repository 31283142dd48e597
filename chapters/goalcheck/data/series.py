"""Series that are not printed but worked out from two printed ones, with both sources."""

from __future__ import annotations

import pandas as pd

from goalcheck.data.package import Package
from goalcheck.data.periods import period_end
from goalcheck.data.vintages import newest

SOURCES = ("source_id", "denominator_source_id")


def ratio(numerator: pd.DataFrame, denominator: pd.DataFrame, factor: float = 1) -> pd.DataFrame:
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
    >>> ratio(part, whole, factor=100).value.to_dict()
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
        Indexed by `year`; columns as in `ratio` or `Package.yearly`. Empty if nothing was known.

    Raises
    ------
    UnknownKey
        If the package has no such indicator or place.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> book = package.load()
    >>> round(history(book, "basic_research_share", as_of=book.as_of).value[2022], 1)
    np.float64(16.6)
    """
    if indicator in book.calculations.index:
        parts = book.calculations.loc[indicator]
        above, below = (
            history(book, part, place, as_of=as_of) for part in (parts.numerator, parts.denominator)
        )
        return ratio(above, below, parts.factor)
    basis = newest_basis(book, indicator, place, as_of=as_of)
    if basis is None:
        # No calendar year was known, though other periods may stand on several bases.
        return book.yearly(indicator, place, as_of=pd.Timestamp.min)
    return book.yearly(indicator, place, as_of=as_of, basis=basis)


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
    >>> from goalcheck.data import package
    >>> newest_basis(package.load(), "rd_intensity", as_of="2024-08-14")
    'post-census-2018'
    """
    rows = book.vintages(indicator, place, as_of=as_of)
    row = newest(rows[rows.period.str.len() == 4])
    return None if row is None else row.basis


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
    >>> from goalcheck.data import package
    >>> editions(package.load(), "startup_genome_rank").basis.iloc[-1]
    'six-factors'
    """
    rows = book.vintages(indicator, place, as_of=as_of)
    rows = rows.sort_values(["period", "published"], kind="stable")
    rows = rows.drop_duplicates(["period", "basis"])
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
    >>> from goalcheck.data import package
    >>> by_last_day(package.load(), "multinational_regional_hq").index[0]
    '2017-03-20'
    """
    rows = book.series(indicator, place)
    return rows.set_axis(rows.index.map(period_end)).sort_index()


def panel_by_place(book: Package, indicator: str) -> pd.DataFrame:
    """Return an indicator of the reference panel, one column a place, as known today.

    Returns
    -------
    DataFrame
        Indexed by year; columns are keys of places, in the unit of the indicator.

    Raises
    ------
    UnknownKey
        If the panel has no such indicator.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> wide = panel_by_place(package.load(), "tech_contract_turnover")
    >>> "beijing" in wide, int(wide.index[-1])
    (True, 2023)
    """
    book.require(indicator, book.panel_indicators.index, "panel indicator")
    rows = book.panel[book.panel.indicator == indicator]
    return rows.pivot(index="year", columns="place", values="value")


def panel_sources(book: Package, indicator: str) -> list[str]:
    """Return the ids of the sources behind an indicator of the reference panel.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> book = package.load()
    >>> panel_sources(book, "tech_contract_turnover")[0]
    'cstsy-2021-tech-market'
    """
    book.require(indicator, book.panel_indicators.index, "panel indicator")
    return source_ids(book.panel[book.panel.indicator == indicator])


def source_ids(*frames: pd.DataFrame) -> list[str]:
    """Return the ids of all sources behind some series, each once.

    Examples
    --------
    >>> source_ids(pd.DataFrame({"source_id": ["b", "a"]}), pd.DataFrame({"source_id": ["a"]}))
    ['a', 'b']
    """
    columns = [frame[name] for frame in frames for name in SOURCES if name in frame]
    return sorted({source for column in columns for source in column})
