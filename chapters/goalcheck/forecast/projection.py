"""Project a yearly series of the book, with intervals and odds from errors made elsewhere."""

from __future__ import annotations

import numpy as np
import pandas as pd

from goalcheck.data.comparators import COMPARATORS, tolerance
from goalcheck.forecast.forecasts import Forecast, ForecastYear, forecast_of
from goalcheck.forecast.methods import METHODS, ProjectionError, mean_absolute_change

__all__ = [
    "FEWEST_POINTS",
    "INTERVALS",
    "Forecast",
    "ForecastYear",
    "forecast",
    "METHODS",
    "WINDOW",
    "ProjectionError",
    "growth_needed",
    "mean_absolute_change",
    "probability_of",
    "probability_of_growth",
    "project",
    "scaled",
    "share_beyond",
]

# A series is projected from its last eight years; a longer window was no better on the panel.
WINDOW = 8
FEWEST_POINTS = 5

# Levels of the intervals in percent, and the quantiles that bound them.
INTERVALS = {80: (0.1, 0.9), 95: (0.025, 0.975)}


def project(
    series: pd.DataFrame | pd.Series,
    to_year: int,
    method: str = "drift",
    *,
    errors: pd.DataFrame | None = None,
    as_of: str | pd.Timestamp | None = None,
    window: int = WINDOW,
    bounds: tuple[float, float] | None = None,
) -> pd.DataFrame:
    """Project a yearly series to a year, with intervals if the errors made elsewhere are given.

    Parameters
    ----------
    series : DataFrame or Series
        Indexed by year (int), one row a year in any order. A frame as `Package.yearly` returns it,
        or plain values in the unit of the indicator.
    to_year : int
        Last year to project.
    method : str
        A key of `METHODS`.
    errors : DataFrame, optional
        Quantiles of scaled errors, indexed by horizon, one column a probability, as
        `intervals.error_quantiles` returns them; without them the bounds are NaN.
    as_of : date, optional
        Use only what was published by this day (a frame with a column `published` is needed).
    window : int
        Use at most the last so many years. Only the last unbroken run of years counts: a gap is
        not filled in.
    bounds : (float, float), optional
        Project on the scaled logit between these bounds, so that a share stays inside them.
        Source: https://robjhyndman.com/hyndsight/forecasting-within-limits

    Returns
    -------
    DataFrame
        One row a projected year: `year, centre, lower_80, upper_80, lower_95, upper_95, method,
        window, as_of, sources`; `window` is how many points went in, `sources` their source ids.

    Raises
    ------
    ProjectionError
        If the method is unknown, the series is too short, joins several bases, has two values for
        a year or one that is not a finite number, touches the bounds, already reaches `to_year`;
        if the errors do not reach so far ahead, or never changed, so that it has no scale for them.

    Examples
    --------
    >>> history = pd.Series([10, 12, 14, 16, 18], index=range(2019, 2024))
    >>> project(history, 2025)[["year", "centre", "window"]].to_dict("list")
    {'year': [2024, 2025], 'centre': [20.0, 22.0], 'window': [5, 5]}
    """
    rows, values, horizon = _start(series, to_year, method, as_of, window, bounds)
    centre = METHODS[method](values, horizon)
    years = range(to_year - horizon + 1, to_year + 1)
    table = pd.DataFrame({"year": years, "centre": centre})
    for level, (low, high) in INTERVALS.items():
        for side, probability in (("lower", low), ("upper", high)):
            table[f"{side}_{level}"] = centre + _spread(errors, probability, values, horizon)
    numbers = table.columns[1:]
    table[numbers] = _from_line(table[numbers], bounds)
    sources = sorted(rows.source_id.unique()) if "source_id" in rows else []
    return table.assign(
        method=method, window=len(rows), as_of=as_of, sources=[tuple(sources)] * horizon
    )


def forecast(
    series: pd.DataFrame | pd.Series,
    to_year: int,
    method: str = "drift",
    *,
    errors: pd.DataFrame | None = None,
    as_of: str | pd.Timestamp | None = None,
    window: int = WINDOW,
    bounds: tuple[float, float] | None = None,
) -> Forecast:
    """Project a yearly series to a year, as a record; parameters and errors as in `project`.

    Examples
    --------
    >>> history = pd.Series([10, 12, 14, 16, 18], index=range(2019, 2024))
    >>> forecast(history, 2025).last.centre
    22.0
    """
    return forecast_of(
        project(series, to_year, method, errors=errors, as_of=as_of, window=window, bounds=bounds)
    )


def probability_of(
    target: float,
    comparator: str,
    series: pd.DataFrame | pd.Series,
    year: int,
    errors: pd.DataFrame,
    *,
    higher_is_better: bool = True,
    method: str = "drift",
    as_of: str | pd.Timestamp | None = None,
    window: int = WINDOW,
    bounds: tuple[float, float] | None = None,
) -> float:
    """Return the probability that the series meets a target in a year.

    The projection's own errors give it: the share of the reference class that, missed by as much
    as it was, would have met the target. "About" counts as met from half a unit of the target's
    last printed digit before it (`comparators.tolerance`).

    Parameters
    ----------
    target : float
        In the unit of the series.
    comparator : {">", ">=", "=", "~"}
        As in `comparators.meets`.
    series, year, errors, method, as_of, window, bounds
        As in `project`.
    higher_is_better : bool
        False for ranks and other counts where less is more.

    Returns
    -------
    float
        Between the lowest and the highest probability of the table of errors: the reference class
        is too small to say more than "at least" or "at most" there.

    Raises
    ------
    ProjectionError
        As in `project`.
    ValueError
        If the comparator is none of the four.

    Examples
    --------
    >>> history = pd.Series([10, 12, 14, 16, 18], index=range(2019, 2024))
    >>> errors = pd.DataFrame({0.1: [-1.0], 0.5: [0.0], 0.9: [1.0]}, index=[1])
    >>> probability_of(19, ">", history, 2024, errors)
    0.7
    """
    if comparator not in COMPARATORS:
        raise ValueError(f"comparator {comparator!r}: expected one of {', '.join(COMPARATORS)}")
    if comparator == "~":
        target += -tolerance(target) if higher_is_better else tolerance(target)
    _, values, horizon = _start(series, year, method, as_of, window, bounds)
    goal = _to_line(np.array([target], float), bounds)[0]
    centre = METHODS[method](values, horizon)[-1]
    error = (goal - centre) / _scale(values)
    return share_beyond(error, _of_horizon(errors, horizon), higher_is_better)


# --- targets for the mean growth of several years -------------------------------------------------


def growth_needed(growth: pd.Series, target: float, span: tuple[int, int]) -> float:
    """Return the mean yearly growth that the years still open need to bring the span to its target.

    Growth compounds: the product of all (1 + g/100) of the span must be (1 + target/100) to the
    number of its years.

    Parameters
    ----------
    growth : Series
        Growth in percent, indexed by year; years outside the span do not count.
    target : float
        Mean growth of the span in percent a year.
    span : (int, int)
        First and last year.

    Raises
    ------
    ProjectionError
        If no year is left, a known year is missing before another or the growth is not a number
        above -100.

    Examples
    --------
    >>> round(growth_needed(pd.Series({2021: 10.0, 2022: 4.0}), 7.0, (2021, 2023)), 4)
    7.0842
    """
    first, last = span
    within = growth[(growth.index >= first) & (growth.index <= last)].sort_index()
    if len(within) > last - first:
        raise ProjectionError(f"nothing to project: the growth of {first}-{last} is known")
    if list(within.index) != list(range(first, first + len(within))):
        raise ProjectionError(f"the known growth of {first}-{last} has a gap or a year twice")
    gone = (_factors(within) if len(within) else np.ones(1)).prod()
    left = (1 + target / 100) ** (last - first + 1) / gone
    return float(100 * (left ** (1 / (last - first + 1 - len(within))) - 1))


def probability_of_growth(
    target: float,
    comparator: str,
    growth: pd.DataFrame | pd.Series,
    span: tuple[int, int],
    errors: pd.DataFrame,
    *,
    higher_is_better: bool = True,
    method: str = "drift",
    as_of: str | pd.Timestamp | None = None,
    window: int = WINDOW,
) -> float:
    """Return the probability that the mean yearly growth of a span meets a target.

    The growth rates are chained to an index (100 in the year before the first), and the index is
    projected as any series: see `probability_of`. "About" allows half a unit of the last printed
    digit of the growth target.

    Parameters
    ----------
    target, span
        As in `growth_needed`.
    growth : DataFrame or Series
        As `series` in `project`, the values being growth in percent.
    comparator, errors, higher_is_better, method, as_of, window
        As in `probability_of`; `window` counts points of the index.

    Raises
    ------
    ProjectionError
        As in `probability_of`; if fewer than five years of growth are known without a gap, they do
        not reach back to the first year of the span, or no year is left.

    Examples
    --------
    >>> growth = pd.Series([7.0, 8.0, 9.0, 7.0, 6.0], index=range(2019, 2024))
    >>> errors = pd.DataFrame({0.1: [-1.0], 0.5: [0.0], 0.9: [1.0]}, index=[2])
    >>> probability_of_growth(6.5, "~", growth, (2021, 2025), errors) > 0.5
    True
    """
    if comparator == "~":
        target += -tolerance(target) if higher_is_better else tolerance(target)
        comparator = ">="
    rows = _last_run(_as_known(growth, as_of), window=None)
    first, last = span
    if rows.index[0] > first:
        raise ProjectionError(f"the growth of {first} is not known without a gap after it")
    levels = 100 * np.cumprod(np.append(1.0, _factors(rows.value)))
    index = pd.Series(levels, index=range(rows.index[0] - 1, rows.index[-1] + 1))
    goal = index[first - 1] * (1 + target / 100) ** (last - first + 1)
    return probability_of(
        goal,
        comparator,
        index,
        last,
        errors,
        higher_is_better=higher_is_better,
        method=method,
        window=window,
    )


def share_beyond(error: float, quantiles: pd.Series, above: bool = True) -> float:
    """Return the share of a reference class whose scaled error is beyond a value.

    Parameters
    ----------
    error : float
        In units of the mean absolute yearly change.
    quantiles : Series
        Scaled errors indexed by their probability, rising.
    above : bool
        Count what lies above the value, else below.

    Examples
    --------
    >>> share_beyond(0.5, pd.Series({0.1: -1.0, 0.5: 0.0, 0.9: 1.0}))
    0.3
    """
    below = float(np.interp(error, quantiles.to_numpy(float), quantiles.index.to_numpy(float)))
    return round(1 - below if above else below, 6)


def scaled(projection: pd.DataFrame, factor: float) -> pd.DataFrame:
    """Multiply the numbers of a projection, to print it in another unit.

    Parameters
    ----------
    projection : DataFrame
        As `project` returns it.
    factor : float
        0.1 turns 100 million yuan into billion yuan.

    Examples
    --------
    >>> scaled(pd.DataFrame({"year": [2025], "centre": [20.0], "method": ["drift"]}), 0.1).centre[0]
    np.float64(2.0)
    """
    numbers = projection.select_dtypes("float").columns
    return projection.assign(**{name: projection[name] * factor for name in numbers})


# --- parts ----------------------------------------------------------------------------------------


def _start(
    series: pd.DataFrame | pd.Series,
    to_year: int,
    method: str,
    as_of: str | pd.Timestamp | None,
    window: int,
    bounds: tuple[float, float] | None,
) -> tuple[pd.DataFrame, np.ndarray, int]:
    """Return the rows that are fitted, their values on the line, and the years to go."""
    if method not in METHODS:
        raise ProjectionError(f"unknown method {method!r}: choose one of {', '.join(METHODS)}")
    rows = _last_run(_as_known(series, as_of), window)
    last = int(rows.index[-1])
    if to_year <= last:
        raise ProjectionError(f"nothing to project: the series already reaches {last}")
    return rows, _to_line(rows.value.to_numpy(float), bounds), to_year - last


def _factors(growth: pd.Series) -> np.ndarray:
    factors = 1 + growth.to_numpy(float) / 100
    if not (np.isfinite(factors) & (factors > 0)).all():
        raise ProjectionError("growth must be a number above -100 percent")
    return factors


def _scale(values: np.ndarray) -> float:
    scale = mean_absolute_change(values)
    if scale == 0:
        raise ProjectionError("a series that never changed gives no scale for its errors")
    return scale


def _as_known(series: pd.DataFrame | pd.Series, as_of: str | pd.Timestamp | None) -> pd.DataFrame:
    rows = series.to_frame("value") if isinstance(series, pd.Series) else series
    if as_of is not None:
        if "published" not in rows:
            raise ProjectionError("as_of needs a series with a column `published`")
        rows = rows[rows.published <= pd.Timestamp(as_of)]
    if rows.empty:
        raise ProjectionError("too short to project: nothing was known")
    if rows.index.has_duplicates:
        twice = sorted(rows.index[rows.index.duplicated()].unique())
        raise ProjectionError(f"two values for {twice[0]}: choose one vintage a year")
    if "basis" in rows and rows.basis.nunique() > 1:
        raise ProjectionError(f"bases must not be joined: {', '.join(sorted(rows.basis.unique()))}")
    if not np.isfinite(rows.value.to_numpy(float)).all():
        raise ProjectionError("every value of a series must be a finite number")
    return rows.sort_index()


def _last_run(rows: pd.DataFrame, window: int | None) -> pd.DataFrame:
    """Keep the last years without a gap, at most `window` of them (all if it is None)."""
    gaps = np.flatnonzero(np.diff(rows.index.to_numpy()) != 1)
    run = rows.iloc[gaps[-1] + 1 :] if len(gaps) else rows
    run = run if window is None else run.tail(window)
    if len(run) < FEWEST_POINTS:
        years = "-".join(str(year) for year in sorted({run.index[0], run.index[-1]}))
        raise ProjectionError(
            f"too short to project: {len(run)} years without a gap ({years}), "
            f"{FEWEST_POINTS} are needed"
        )
    return run


def _to_line(values: np.ndarray, bounds: tuple[float, float] | None) -> np.ndarray:
    if bounds is None:
        return values
    low, high = bounds
    if not ((values > low) & (values < high)).all():
        raise ProjectionError(f"a share must lie strictly between {low:g} and {high:g}")
    return np.log((values - low) / (high - values))


def _from_line(
    values: pd.DataFrame | np.ndarray, bounds: tuple[float, float] | None
) -> pd.DataFrame | np.ndarray:
    if bounds is None:
        return values
    low, high = bounds
    return low + (high - low) / (1 + np.exp(-values))


def _of_horizon(errors: pd.DataFrame, horizon: int) -> pd.Series:
    if horizon not in errors.index:
        known = ", ".join(map(str, errors.index))
        raise ProjectionError(f"errors are known for {known} years ahead, not for {horizon}")
    return errors.loc[horizon].drop("factor", errors="ignore")


def _spread(
    errors: pd.DataFrame | None, probability: float, values: np.ndarray, horizon: int
) -> np.ndarray:
    """Return how far a quantile lies from the centre, year by year ahead."""
    if errors is None:
        return np.full(horizon, np.nan)
    quantiles = np.array(
        [_of_horizon(errors, ahead)[probability] for ahead in range(1, horizon + 1)]
    )
    return quantiles * _scale(values)
