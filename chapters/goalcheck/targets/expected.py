"""What could be expected of one target on the day of the article, and what came: for every page.

The chapters, the scorecard and the downloads all take their projections from here, so they agree.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

import pandas as pd

from goalcheck.data.histories import history
from goalcheck.data.package import Package
from goalcheck.data.series import Series, of
from goalcheck.forecast import trackers
from goalcheck.forecast.backtest import headline_method
from goalcheck.forecast.intervals import ALL
from goalcheck.forecast.projection import (
    METHODS,
    WINDOW,
    Forecast,
    ProjectionError,
    forecast,
    probability_of,
)
from goalcheck.targets.grades import Grade, grade

TRACKERS = ("eurostat", "un", "destatis", "escap")


@dataclass(frozen=True, eq=False)
class Outlook:
    """One target as it looked on the as-of date.

    Attributes
    ----------
    grade : Grade
    forecast : Forecast or None
        The headline projection with its intervals, or None where `reason` says why there is none.
    reason : str
    probability : float
        That of meeting the target, NaN without projection.
    lights : mapping
        The trackers' verdicts by name.
    """

    grade: Grade
    _history: pd.DataFrame = field(repr=False)
    _outcomes: pd.DataFrame = field(repr=False)
    forecast: Forecast | None
    reason: str
    probability: float
    lights: Mapping[str, trackers.Verdict]

    @property
    def history(self) -> pd.DataFrame:
        """What was known on the as-of date: a table by year, on one basis; a copy."""
        return self._history.copy(deep=False)

    @property
    def outcomes(self) -> pd.DataFrame:
        """What was published later for later years, on the same basis; a table by year, a copy."""
        return self._outcomes.copy(deep=False)

    @property
    def known(self) -> Series:
        """What was known on the as-of date, by year."""
        return self._series(self._history)

    @property
    def since(self) -> Series:
        """What was published later for later years, on the same basis."""
        return self._series(self._outcomes)

    @property
    def projection(self) -> pd.DataFrame | None:
        """Table of the forecast, None if there is none."""
        return None if self.forecast is None else self.forecast.table

    def _series(self, rows: pd.DataFrame) -> Series:
        basis = rows.basis.iloc[-1] if len(rows) and "basis" in rows else ""
        return of(rows, name=self.grade.name, unit=self.grade.unit, basis=basis)

    @property
    def target(self) -> float:
        """Value of the target in the unit of the indicator."""
        return self.grade.value

    @property
    def target_year(self) -> int:
        """Year the target is for."""
        return self.grade.year


@lru_cache(maxsize=256)
def outlook(
    book: Package,
    indicator: str,
    place: str | None = None,
    *,
    method: str | None = None,
    window: int = WINDOW,
) -> Outlook:
    """Project the newest target of an indicator that had been announced by the as-of date.

    Parameters
    ----------
    book : Package
    indicator : str
    place : str, optional
        The place that made the promise by default.
    method : str, optional
        A key of `projection.METHODS`; the headline method by default.
    window : int
        How many of the last years are used. The errors stay those of the book's own window.

    Raises
    ------
    LookupError
        If no target for the promised year had been announced.

    Examples
    --------
    >>> contracts = outlook(book, "contract_turnover")
    >>> contracts.known.last.period, round(contracts.forecast.last.centre, 1)
    (2023, 98.1)
    """
    place = place or book.place
    found = _announced(book, place, indicator=indicator)
    if not found:
        raise LookupError(
            f"no target of {place} for {indicator} was announced by {book.as_of:%Y-%m-%d}"
        )
    return outlook_of(book, found[-1], method=method, window=window)


def outlook_of(
    book: Package, grade: Grade, *, method: str | None = None, window: int = WINDOW
) -> Outlook:
    """Project one target, as it could be seen on the as-of date.

    Parameters
    ----------
    book : Package
    grade : Grade
    method, window
        As in `outlook`.

    Examples
    --------
    >>> outlook_of(book, grade(book, book.targets("contract_turnover")[0])).probability > 0.5
    True
    """
    known = history(book, grade.key, grade.place, as_of=book.as_of)
    projected, reason = _projected(book, grade.key, known, grade.year, method, window)
    return Outlook(
        grade=grade,
        _history=known,
        _outcomes=_later(book, grade.key, grade.place, known),
        forecast=projected,
        reason=reason,
        probability=_probability(book, grade, known, projected, window),
        lights=MappingProxyType(_lights(grade, known.value)),
    )


def outlooks(
    book: Package, place: str | None = None, *, goal: str | None = None
) -> dict[str, Outlook]:
    """Return the outlook of every indicator with a target announced by the as-of date, by indicator.

    Parameters
    ----------
    book : Package
    place : str, optional
        The place that made the promise by default.
    goal : str, optional
        Only the indicators of one goal; then no other series is read.

    Examples
    --------
    >>> {key: one.grade.result for key, one in outlooks(book).items()}
    {'contract_turnover': 'below_target_earlier', 'research_share': 'below_target_earlier'}
    """
    keys = dict.fromkeys(one.key for one in _announced(book, place or book.place, goal=goal))
    return {key: outlook(book, key, place) for key in keys}


def headline(book: Package) -> str:
    """Return the headline method: see `backtest.headline_method`.

    Examples
    --------
    >>> headline(book)
    'drift'
    """
    return headline_method(book.derived("accuracy_as_of"))


def errors_for(book: Package, indicator: str, method: str) -> pd.DataFrame:
    """Return the quantiles of scaled errors that belong to an indicator's family and a method.

    Parameters
    ----------
    book : Package
    indicator : str
    method : str
        A key of `projection.METHODS`.

    Returns
    -------
    DataFrame
        Indexed by horizon, one column a probability (float).

    Examples
    --------
    >>> errors_for(book, "contract_turnover", "drift").index.to_list()
    [1, 2]
    """
    family = book.indicators.family[indicator] or ALL
    rows = book.derived("error_quantiles")
    rows = rows[(rows.method == method) & (rows.family == family)].set_index("horizon")
    rows = rows.drop(columns=["method", "family", "factor"])
    return rows.set_axis(rows.columns.astype(float), axis=1)


def forecast_all(book: Package, indicator: str, known: pd.DataFrame) -> dict[str, Forecast]:
    """Project a series to the promised year by every method that can be estimated on it.

    Parameters
    ----------
    book : Package
    indicator : str
    known : DataFrame
        As `series.history` returns it.

    Returns
    -------
    dict
        By method.

    Examples
    --------
    >>> known = history(book, "contract_turnover", as_of=book.as_of)
    >>> list(forecast_all(book, "contract_turnover", known))
    ['naive', 'drift', 'cagr']
    """
    every = {
        method: _projected(book, indicator, known, book.target_year, method)[0]
        for method in METHODS
    }
    return {method: one for method, one in every.items() if one is not None}


def project_all(book: Package, indicator: str, known: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables of `forecast_all`."""
    every = forecast_all(book, indicator, known)
    return {method: one.table for method, one in every.items()}


def centres(book: Package, one: Outlook) -> dict[str, float]:
    """Return what every method that can be estimated projects for the year of a target."""
    found = forecast_all(book, one.grade.key, one.history)
    return {method: every.last.centre for method, every in found.items()}


def needed_change(outlook: Outlook) -> float:
    """Return the yearly change still needed from the newest known figure.

    NaN if there was none, or if it is of the target's year already.

    Examples
    --------
    >>> round(needed_change(outlook(book, "contract_turnover")), 2)
    2.3
    """
    known = outlook.history.value
    if known.empty or known.index[-1] >= outlook.target_year:
        return math.nan
    return float((outlook.target - known.iloc[-1]) / (outlook.target_year - known.index[-1]))


_graded = lru_cache(maxsize=1024)(grade)


def _announced(
    book: Package, place: str, *, indicator: str | None = None, goal: str | None = None
) -> list[Grade]:
    """Return the graded targets of a place that had been announced by the as-of date.

    What is not asked for is not graded, so that no series is read in vain.
    """
    return [
        _graded(book, one)
        for one in book.targets(indicator, place, as_of=book.as_of)
        if one.year == book.target_year
        and (goal is None or book.indicator(one.indicator).goal == goal)
    ]


def _projected(
    book: Package,
    indicator: str,
    known: pd.DataFrame,
    year: int,
    method: str | None,
    window: int = WINDOW,
) -> tuple[Forecast | None, str]:
    method = method or headline(book)
    try:
        errors = errors_for(book, indicator, method)
        return forecast(known, year, method, errors=errors, as_of=book.as_of, window=window), ""
    except ProjectionError as failure:
        return None, str(failure)


def _probability(
    book: Package,
    grade: Grade,
    known: pd.DataFrame,
    projected: Forecast | None,
    window: int,
) -> float:
    if projected is None or grade.kind == "growth":
        return math.nan
    return probability_of(
        grade.value,
        grade.comparator,
        known,
        projected.last.year,
        errors_for(book, grade.key, projected.method),
        higher_is_better=grade.higher_is_better,
        method=projected.method,
        as_of=book.as_of,
        window=window,
    )


def _later(book: Package, indicator: str, place: str, known: pd.DataFrame) -> pd.DataFrame:
    """Return what was published after the as-of date for later years, on the same basis."""
    if known.empty:
        return known
    if indicator in book.calculations.index:
        rows = history(book, indicator, place)
    else:
        rows = book.yearly(indicator, place, basis=known.basis.iloc[-1])
    return rows[rows.index > known.index[-1]]


def _lights(grade: Grade, values: pd.Series) -> dict[str, trackers.Verdict]:
    """Return the trackers' verdicts, the base year being the first of the last `WINDOW` years.

    They judge levels; of growth rates and of series with a single point they cannot assess any.
    """
    unable = dict.fromkeys(TRACKERS, trackers.Verdict(trackers.UNABLE, math.nan))
    if values.empty or grade.kind == "growth":
        return unable
    values = values[values.index > values.index[-1] - WINDOW]
    base, now, target = values.iloc[0], values.iloc[-1], grade.value
    gone = int(values.index[-1] - values.index[0])
    end = grade.year
    left = end - int(values.index[-1])
    if gone == 0:
        return unable
    wanted = {"higher_is_better": grade.higher_is_better}
    return {
        "eurostat": trackers.eurostat(base, now, target, gone, gone + left, **wanted),
        "un": trackers.un_progress_chart(base, now, target, gone, left, **wanted),
        "destatis": trackers.destatis(values, target, end, **wanted),
        "escap": trackers.escap(values, target, end, **wanted),
    }
