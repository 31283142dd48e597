"""What could be expected of one target on the day of the article, and what came: for every page.

The chapters, the scorecard and the downloads all take their projections from here, so they agree.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from goalcheck.data.package import Package
from goalcheck.data.series import history
from goalcheck.forecast import trackers
from goalcheck.forecast.backtest import headline_method
from goalcheck.forecast.intervals import ALL
from goalcheck.forecast.projection import METHODS, WINDOW, ProjectionError, probability_of, project
from goalcheck.targets.grades import grade_targets

TRACKERS = ("eurostat", "un", "destatis", "escap")


@dataclass(frozen=True, eq=False)
class Outlook:
    """One target as it looked on the as-of date.

    `history` is what was known (a frame by year, one basis); `projection` the headline projection
    with its intervals, or None where `reason` says why there is none; `probability` that of meeting
    the target (NaN without projection); `lights` the trackers' verdicts by name; `grade` the row of
    `grades.grade_targets`; `outcomes` what was published later on the same basis, by year.
    """

    grade: pd.Series
    history: pd.DataFrame
    outcomes: pd.DataFrame
    projection: pd.DataFrame | None
    reason: str
    probability: float
    lights: dict[str, trackers.Verdict]

    @property
    def target(self) -> float:
        """Value of the target in the unit of the indicator."""
        return float(self.grade.value)

    @property
    def target_year(self) -> int:
        """Year the target is for."""
        return int(self.grade.target_period[-4:])


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
    >>> from goalcheck.data import package
    >>> contracts = outlook(package.load(), "tech_contract_turnover")
    >>> int(contracts.history.index[-1]), contracts.grade.result
    (2023, 'passed early')
    """
    place = place or book.place
    graded = _graded(book, place)
    rows = graded[(graded.indicator == indicator) & (graded.announced <= book.as_of)]
    if rows.empty:
        raise LookupError(
            f"no target of {place} for {indicator} was announced by {book.as_of:%Y-%m-%d}"
        )
    return outlook_of(book, rows.iloc[-1], method=method, window=window)


def outlook_of(
    book: Package, grade: pd.Series, *, method: str | None = None, window: int = WINDOW
) -> Outlook:
    """Project one target, as it could be seen on the as-of date.

    Parameters
    ----------
    book : Package
    grade : Series
        A row of `grades.grade_targets`.
    method, window
        As in `outlook`.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> book = package.load()
    >>> graded = grade_targets(book, "shanghai").set_index("indicator", drop=False)
    >>> outlook_of(book, graded.loc["rd_intensity"]).probability > 0.5
    True
    """
    indicator, place = grade.indicator, grade.place
    known = history(book, indicator, place, as_of=book.as_of)
    year = int(grade.target_period[-4:])
    projection, reason = _projected(book, indicator, known, year, method, window)
    return Outlook(
        grade=grade,
        history=known,
        outcomes=_later(book, indicator, place, known),
        projection=projection,
        reason=reason,
        probability=_probability(book, grade, known, projection, window),
        lights=_lights(book, grade, known.value),
    )


def outlooks(book: Package, place: str | None = None) -> dict[str, Outlook]:
    """Return the outlook of every indicator with a target announced by the as-of date, by indicator.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> "rd_intensity" in outlooks(package.load())
    True
    """
    graded = _graded(book, place or book.place)
    known = graded[graded.announced <= book.as_of]
    return {name: outlook(book, name, place) for name in known.indicator.unique()}


def headline(book: Package) -> str:
    """Return the headline method: see `backtest.headline_method`.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> book = package.load()
    >>> headline(book)
    'cagr'
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
    >>> from goalcheck.data import package
    >>> book = package.load()
    >>> errors_for(book, "rd_intensity", "drift").index.to_list()
    [1, 2, 3]
    """
    family = book.indicators.family[indicator] or ALL
    rows = book.derived("error_quantiles")
    rows = rows[(rows.method == method) & (rows.family == family)].set_index("horizon")
    rows = rows.drop(columns=["method", "family", "factor"])
    return rows.set_axis(rows.columns.astype(float), axis=1)


def project_all(book: Package, indicator: str, known: pd.DataFrame) -> dict[str, pd.DataFrame]:
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
        What `projection.project` returns, by method.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> book = package.load()
    >>> known = history(book, "tech_contract_turnover", as_of=book.as_of)
    >>> list(project_all(book, "tech_contract_turnover", known))[:3]
    ['naive', 'drift', 'cagr']
    """
    tables = {}
    for method in METHODS:
        table, _ = _projected(book, indicator, known, book.target_year, method)
        if table is not None:
            tables[method] = table
    return tables


def centres(book: Package, one: Outlook) -> dict[str, float]:
    """Return what every method that can be estimated projects for the year of a target."""
    found = project_all(book, one.grade.indicator, one.history)
    return {method: float(rows.centre.iloc[-1]) for method, rows in found.items()}


def needed_change(outlook: Outlook) -> float:
    """Return the yearly change still needed from the newest known figure.

    NaN if there was none, or if it is of the target's year already.

    Examples
    --------
    >>> from goalcheck.data import package
    >>> book = package.load()
    >>> round(needed_change(outlook(book, "basic_research_share")), 2)
    np.float64(0.15)
    """
    if outlook.history.empty or outlook.history.index[-1] >= outlook.target_year:
        return math.nan
    year, value = outlook.history.index[-1], outlook.history.value.iloc[-1]
    return (outlook.target - value) / (outlook.target_year - year)


_graded = lru_cache(maxsize=32)(grade_targets)


def _projected(
    book: Package,
    indicator: str,
    known: pd.DataFrame,
    year: int,
    method: str | None,
    window: int = WINDOW,
) -> tuple[pd.DataFrame | None, str]:
    method = method or headline(book)
    try:
        errors = errors_for(book, indicator, method)
        return project(known, year, method, errors=errors, as_of=book.as_of, window=window), ""
    except ProjectionError as failure:
        return None, str(failure)


def _probability(
    book: Package,
    grade: pd.Series,
    known: pd.DataFrame,
    projection: pd.DataFrame | None,
    window: int,
) -> float:
    if projection is None or book.indicators.kind[grade.indicator] == "growth":
        return math.nan
    method = projection.method.iloc[0]
    return probability_of(
        grade.value,
        grade.comparator,
        known,
        int(projection.year.iloc[-1]),
        errors_for(book, grade.indicator, method),
        higher_is_better=book.indicators.higher_is_better[grade.indicator] == "yes",
        method=method,
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


def _lights(book: Package, grade: pd.Series, values: pd.Series) -> dict[str, trackers.Verdict]:
    """Return the trackers' verdicts, the base year being the first of the last `WINDOW` years.

    They judge levels; of growth rates and of series with a single point they cannot assess any.
    """
    unable = dict.fromkeys(TRACKERS, trackers.Verdict(trackers.UNABLE, math.nan))
    if values.empty or book.indicators.kind[grade.indicator] == "growth":
        return unable
    values = values[values.index > values.index[-1] - WINDOW]
    base, now, target = values.iloc[0], values.iloc[-1], grade.value
    gone = int(values.index[-1] - values.index[0])
    end = int(grade.target_period[-4:])
    left = end - int(values.index[-1])
    if gone == 0:
        return unable
    wanted = {"higher_is_better": book.indicators.higher_is_better[grade.indicator] == "yes"}
    return {
        "eurostat": trackers.eurostat(base, now, target, gone, gone + left, **wanted),
        "un": trackers.un_progress_chart(base, now, target, gone, left, **wanted),
        "destatis": trackers.destatis(values, target, end, **wanted),
        "escap": trackers.escap(values, target, end, **wanted),
    }
