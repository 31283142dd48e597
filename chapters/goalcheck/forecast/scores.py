"""Score projections: errors, intervals and probabilities, each a few lines with its formula."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from goalcheck.forecast.projection import METHODS, ProjectionError, mean_absolute_change


def mase(errors: ArrayLike, scale: ArrayLike) -> float:
    """Return the mean absolute scaled error: mean |e| / scale.

    The scale is the mean absolute yearly change inside the fitting window, so 1 means "wrong by
    one ordinary yearly change". Source: Hyndman and Koehler (2006),
    https://doi.org/10.1016/j.ijforecast.2006.03.001

    Parameters
    ----------
    errors, scale : array or float
        In the unit of the series; one scale for all, or one for each error.

    Examples
    --------
    >>> mase([3, -1], [2, 2])
    1.0
    """
    return float(np.mean(np.abs(np.asarray(errors, float)) / np.asarray(scale, float)))


def smape(actual: ArrayLike, forecast: ArrayLike) -> float:
    """Return the symmetric mean absolute percentage error: mean 200 |y - f| / (|y| + |f|).

    Source: the M4 competition, https://doi.org/10.1016/j.ijforecast.2019.04.014

    Examples
    --------
    >>> smape([100, 50], [300, 50])
    50.0
    """
    actual, forecast = np.asarray(actual, float), np.asarray(forecast, float)
    return float(np.mean(200 * np.abs(actual - forecast) / (np.abs(actual) + np.abs(forecast))))


def interval_score(actual: ArrayLike, lower: ArrayLike, upper: ArrayLike, level: float) -> float:
    """Return the mean interval (Winkler) score: width plus 2/alpha times what lies outside.

    Lower is better; alpha = 1 - level. Source: Gneiting and Raftery (2007),
    https://doi.org/10.1198/016214506000001437

    Parameters
    ----------
    actual, lower, upper : array
        In the unit of the series.
    level : float
        Nominal coverage between 0 and 1.

    Examples
    --------
    >>> round(interval_score([5, 12], [0, 0], [10, 10], level=0.8), 6)
    20.0
    """
    actual, lower, upper = (np.asarray(part, float) for part in (actual, lower, upper))
    outside = np.maximum(lower - actual, 0) + np.maximum(actual - upper, 0)
    return float(np.mean(upper - lower + 2 / (1 - level) * outside))


def coverage(actual: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> float:
    """Return the share of outcomes inside their interval, the bounds included.

    Examples
    --------
    >>> coverage([5, 12], [0, 0], [10, 10])
    0.5
    """
    actual = np.asarray(actual, float)
    return float(np.mean((actual >= lower) & (actual <= upper)))


def brier(probability: ArrayLike, happened: ArrayLike) -> float:
    """Return the Brier score: the mean squared gap between a probability and what happened.

    0 is perfect, 0.25 is what always saying one half scores. Source: Brier (1950),
    https://doi.org/10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2

    Examples
    --------
    >>> round(brier([0.9, 0.2], [True, False]), 6)
    0.025
    """
    gap = np.asarray(probability, float) - np.asarray(happened, float)
    return float(np.mean(gap**2))


def crps(actual: float, quantiles: pd.Series) -> float:
    """Return the continuous ranked probability score, from quantiles: twice the mean pinball loss.

    Source: Gneiting and Ranjan (2011), https://doi.org/10.1198/jbes.2010.08110

    Parameters
    ----------
    actual : float
        In the unit of the series.
    quantiles : Series
        Forecast quantiles indexed by their probability, evenly spaced.

    Examples
    --------
    >>> round(crps(12.0, pd.Series({0.25: 8.0, 0.5: 10.0, 0.75: 12.0})), 6)
    1.333333
    """
    probability = quantiles.index.to_numpy(float)
    gap = actual - quantiles.to_numpy(float)
    return float(2 * np.mean(np.maximum(probability * gap, (probability - 1) * gap)))


def rolling_origin(
    values: pd.Series, window: int, horizon: int, methods: tuple[str, ...] = tuple(METHODS)
) -> pd.DataFrame:
    """Forecast a series from every origin with a full window before it.

    Parameters
    ----------
    values : Series
        Indexed by year (int), any order; a gap breaks the windows that contain it.
    window : int
        Points that are fitted.
    horizon : int
        Longest number of years ahead; an origin counts for the years that have an outcome.
    methods : tuple of str
        Keys of `projection.METHODS`.

    Returns
    -------
    DataFrame
        One row an origin, horizon and method: `origin, horizon, method, forecast, actual, last,
        scale`. A method that cannot be estimated there gives a forecast of NaN; a window that never
        changed gives no rows, as it has no scale.

    Examples
    --------
    >>> line = pd.Series([1.0, 2.0, 3.0, 4.0, 5.0, 7.0], index=range(2010, 2016))
    >>> rolling_origin(line, window=5, horizon=2, methods=("drift",)).iloc[0].to_dict()
    ... # doctest: +NORMALIZE_WHITESPACE
    {'origin': 2014, 'horizon': 1, 'method': 'drift', 'forecast': 6.0, 'actual': 7.0, 'last': 5.0,
     'scale': 1.0}
    """
    columns = ["origin", "horizon", "method", "forecast", "actual", "last", "scale"]
    rows = []
    for origin, fitted, outcomes in windows(values, window, horizon):
        scale = mean_absolute_change(fitted)
        for method in methods:
            forecasts = _or_nan(method, fitted, horizon)
            for ahead, (forecast, actual) in enumerate(zip(forecasts, outcomes, strict=True), 1):
                if np.isfinite(actual):
                    rows.append((origin, ahead, method, forecast, actual, fitted[-1], scale))
    return pd.DataFrame(rows, columns=columns)


def windows(
    values: pd.Series, window: int, horizon: int
) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Yield every origin of a series with the window before it and what came after it.

    Parameters as in `rolling_origin`. A window with a gap, one that never changed and an origin
    without any outcome are left out; an outcome that is missing is NaN.

    Examples
    --------
    >>> line = pd.Series([1.0, 2.0, 4.0], index=[2010, 2011, 2012])
    >>> list(windows(line, window=2, horizon=1))
    [(2011, array([1., 2.]), array([4.]))]
    """
    if values.empty:
        return
    first, last = int(values.index.min()), int(values.index.max())
    padded = values.reindex(range(first, last + horizon + 1)).to_numpy(float)
    for end in range(window, last - first + 2):
        fitted, outcomes = padded[end - window : end], padded[end : end + horizon]
        if np.isfinite(fitted).all() and np.isfinite(outcomes).any() and np.ptp(fitted) > 0:
            yield first + end - 1, fitted, outcomes


def _or_nan(method: str, fitted: np.ndarray, horizon: int) -> np.ndarray:
    try:
        return METHODS[method](fitted, horizon)
    except ProjectionError:
        return np.full(horizon, np.nan)
